/** The warden's ticks: kept while the window is open, for a person in every list that names them; and printing. */

const KEY = `summit-roster:${location.pathname}`;
const ticks = [...document.querySelectorAll("[data-tick]")];
const shown = document.querySelector("[data-found]");
const number = new Intl.NumberFormat(document.documentElement.lang);
const found = new Set(JSON.parse(sessionStorage.getItem(KEY) ?? "[]"));

function show() {
  for (const tick of ticks) tick.checked = found.has(tick.dataset.tick);
  const people = new Set(ticks.filter((tick) => tick.checked).map((tick) => tick.dataset.tick));
  shown.textContent = number.format(people.size);
}

document.addEventListener("change", ({ target }) => {
  const person = target.dataset?.tick;
  if (!person) return;
  if (target.checked) found.add(person);
  else found.delete(person);
  sessionStorage.setItem(KEY, JSON.stringify([...found]));
  show();
});

document.querySelector("[data-found-holder]").hidden = false;
const print = document.querySelector("[data-print]");
print.hidden = false;
print.addEventListener("click", () => window.print());
show();
