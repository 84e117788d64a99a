// Ticks every row of the queue at once and tells how many are ticked; without it each row is ticked by hand.
const boxes = [...document.querySelectorAll("input[name='pick']")];
const count = document.querySelector("[data-ticked]");
const head = document.querySelector(".review thead th");

function tell() {
  const ticked = boxes.filter((box) => box.checked).length;
  if (count) count.textContent = ticked ? new Intl.NumberFormat(document.documentElement.lang).format(ticked) : "";
  if (all) {
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  }
}

function addTickAll() {
  const label = head?.textContent.trim();
  if (!label || boxes.length === 0) return null;
  const box = document.createElement("input");
  box.type = "checkbox";
  box.className = "choice__input";
  box.setAttribute("aria-label", label);
  box.addEventListener("change", () => {
    boxes.forEach((one) => { one.checked = box.checked; });
    tell();
  });
  head.replaceChildren(box);
  return box;
}

const all = addTickAll();
boxes.forEach((box) => box.addEventListener("change", tell));
tell();
