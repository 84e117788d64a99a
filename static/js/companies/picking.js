// Adds a box to search in long lists of checkboxes; without it the lists are opened and read through.
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase(document.documentElement.lang);

function narrow(groups, text) {
  const words = fold(text).split(/\s+/).filter(Boolean);
  for (const group of groups) {
    const picks = [...group.querySelectorAll("[data-pick]")];
    let shown = 0;
    for (const pick of picks) {
      const label = fold(`${pick.textContent} ${pick.dataset.also ?? ""}`);
      const fits = words.every((word) => label.includes(word));
      pick.hidden = !fits && !pick.querySelector("input").checked;
      shown += fits ? 1 : 0;
    }
    group.open = words.length > 0 && shown > 0;
    if (groups.length > 1) group.hidden = words.length > 0 && shown === 0;
  }
}

for (const [index, picker] of document.querySelectorAll("[data-picker]").entries()) {
  const groups = [...picker.querySelectorAll("details")];
  const box = document.createElement("input");
  box.type = "search";
  box.id = `picker-${index}`;
  box.className = "field__control picker__search";
  box.autocomplete = "off";
  const label = document.createElement("label");
  label.className = "picker__label";
  label.htmlFor = box.id;
  label.textContent = picker.dataset.pickerLabel;
  groups[0]?.before(label, box);
  box.addEventListener("input", () => narrow(groups, box.value));
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}
