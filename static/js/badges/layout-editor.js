/** The editor of a layout: boxes on the picture that are dragged, and pictures drawn anew after every change.
    Without this script the numbers are typed and the button below them draws. */

const PAUSE_MS = 400;
const STEP_MM = 0.5;

const form = document.querySelector("[data-layout-editor]");
const measures = JSON.parse(form.dataset.measures);
const proofs = document.querySelectorAll("[data-proof]");
let waiting;
let latest = 0;

const field = (name, part) => form.elements[`${name}-${part}`];
const read = (name, part) => Number(field(name, part).value.replace(",", ".")) || 0;
const write = (name, part, value) => { field(name, part).value = String(Math.round(value * 100) / 100); };
const badge = () => measures[form.elements.size.value];
const within = (value, least, most) => Math.max(least, Math.min(value, most));

/** Moves or resizes a box by so many mm, inside the badge; the code stays square. */
function change(name, part, across, down) {
  const [width, height] = badge();
  const at = { x: read(name, "x"), y: read(name, "y"), width: read(name, "width"), height: read(name, "height") };
  if (part === "place") {
    write(name, "x", within(at.x + across, 0, width - at.width));
    write(name, "y", within(at.y + down, 0, height - at.height));
  } else if (name.endsWith("-qr")) {
    const most = Math.min(width - at.x, height - at.y);
    const edge = within(at.width + (Math.abs(across) > Math.abs(down) ? across : down), STEP_MM, most);
    write(name, "width", edge);
    write(name, "height", edge);
  } else {
    write(name, "width", within(at.width + across, STEP_MM, width - at.x));
    write(name, "height", within(at.height + down, 0.1, height - at.y));
  }
}

function lay(box) {
  const [width, height] = badge();
  const name = box.dataset.box;
  const share = (part, of) => `${(read(name, part) / of) * 100}%`;
  box.style.insetInlineStart = share("x", width);
  box.style.insetBlockStart = share("y", height);
  box.style.inlineSize = share("width", width);
  box.style.blockSize = share("height", height);
  box.hidden = !form.elements[name].checked;
}

function layAll() {
  const [width, height] = badge();
  const differ = form.elements.sides.value === "different";
  for (const side of form.querySelectorAll("[data-side]")) {
    side.classList.toggle("layouts__side--wide", width > height);
    side.querySelector("[data-picture]").height = (720 * height) / width;
  }
  for (const back of document.querySelectorAll('[data-side="back"], [data-boxes="back"], [data-proof="back"]')) back.hidden = !differ;
  form.querySelectorAll("[data-box]").forEach(lay);
}

/** Marks an element on its picture and in the list, where a phone shows the numbers of the chosen one alone. */
function choose(name) {
  for (const marked of form.querySelectorAll("[data-chosen]")) delete marked.dataset.chosen;
  for (const each of form.querySelectorAll(`[data-box="${name}"], [data-element="${name}"]`)) each.dataset.chosen = "";
  for (const opener of form.querySelectorAll(".layouts__open")) opener.setAttribute("aria-expanded", opener.closest("tr").dataset.element === name);
}

/** A finger chooses a box by a tap first, so that a swipe over the badge still scrolls the page. */
function drag(box, event) {
  if (event.pointerType === "touch" && !("chosen" in box.dataset)) return;
  box.focus();
  const name = box.dataset.box;
  const area = box.parentElement;
  const scale = badge()[0] / area.clientWidth;
  const away = getComputedStyle(area).direction === "rtl" ? -1 : 1;
  const part = event.target === box.firstElementChild ? "size" : "place";
  const begun = ["x", "y", "width", "height"].map((each) => [each, read(name, each)]);
  const snap = (pixels) => Math.round((pixels * scale) / STEP_MM) * STEP_MM;
  const move = (to) => {
    for (const [each, value] of begun) write(name, each, value);
    change(name, part, away * snap(to.clientX - event.clientX), snap(to.clientY - event.clientY));
    lay(box);
  };
  const end = () => {
    box.removeEventListener("pointermove", move);
    drawSoon();
  };
  box.setPointerCapture(event.pointerId);
  box.addEventListener("pointermove", move);
  box.addEventListener("lostpointercapture", end, { once: true });
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function step(box, event) {
  if (!(event.key in ARROWS)) return;
  event.preventDefault();
  const away = getComputedStyle(box.parentElement).direction === "rtl" ? -1 : 1;
  const [across, down] = ARROWS[event.key];
  change(box.dataset.box, event.shiftKey ? "size" : "place", away * across * STEP_MM, down * STEP_MM);
  lay(box);
  drawSoon();
}

function addBox(name, label) {
  const box = document.createElement("button");
  box.type = "button";
  box.className = "layouts__box";
  box.dataset.box = name;
  box.setAttribute("aria-label", label);
  box.append(document.createElement("span"));
  box.addEventListener("pointerdown", (event) => drag(box, event));
  box.addEventListener("keydown", (event) => step(box, event));
  box.addEventListener("focus", () => choose(name));
  box.addEventListener("click", () => box.focus());
  form.querySelector(`[data-side="${name.split("-")[0]}"] .layouts__badge`).append(box);
}

function addOpener(row, label) {
  const opener = document.createElement("button");
  opener.type = "button";
  opener.className = "layouts__open";
  opener.setAttribute("aria-label", label);
  opener.setAttribute("aria-expanded", "false");
  opener.addEventListener("click", () => choose("chosen" in row.dataset ? "" : row.dataset.element));
  row.querySelector(".choice").append(opener);
}

function add(row) {
  const name = row.dataset.element;
  const label = row.querySelector(".choice__label").textContent;
  addBox(name, label);
  addOpener(row, label);
  row.addEventListener("focusin", (event) => { if (!event.target.matches(".layouts__open")) choose(name); });
}

function mark(errors) {
  for (const row of form.querySelectorAll("[data-element]")) {
    const sentence = row.querySelector(".field__error");
    sentence.textContent = errors[row.dataset.element] ?? "";
    sentence.hidden = !sentence.textContent;
    row.querySelector(".choice__input").toggleAttribute("aria-invalid", !sentence.hidden);
    form.querySelector(`[data-box="${row.dataset.element}"]`).toggleAttribute("data-wrong", !sentence.hidden);
  }
  form.querySelector("[data-refusal]").hidden = Object.keys(errors).length === 0;
}

async function draw(image, query, number) {
  const body = new FormData(form);
  const answer = await fetch(`${form.dataset.layoutEditor}?${query}`, { method: "POST", body, headers: { "X-CSRFToken": body.get("csrf_token") } });
  if (number !== latest) return false;
  if (answer.status === 422) mark((await answer.json()).errors);
  if (!answer.ok) return false;
  mark({});
  const old = image.src;
  image.src = URL.createObjectURL(await answer.blob());
  if (old.startsWith("blob:")) URL.revokeObjectURL(old);
  return true;
}

/** Draws the sides with the chosen name first, then with every name. */
async function drawAll() {
  latest += 1;
  const number = latest;
  for (const side of form.querySelectorAll("[data-side]:not([hidden])")) {
    const query = `side=${side.dataset.side}&name=${form.elements.name.value}`;
    if (!(await draw(side.querySelector("[data-picture]"), query, number))) return;
  }
  for (const proof of proofs) {
    if (proof.open && !proof.hidden && !(await draw(proof.querySelector("[data-picture]"), `side=${proof.dataset.proof}`, number))) return;
  }
}

function drawSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => { drawAll().catch(() => undefined); }, PAUSE_MS);
}

form.querySelectorAll("[data-element]").forEach(add);
for (const badge of form.querySelectorAll(".layouts__badge")) badge.addEventListener("click", (event) => { if (!event.target.closest("[data-box]")) choose(""); });
form.dataset.live = "";
form.querySelector("[data-hint]").hidden = false;
form.addEventListener("input", () => {
  layAll();
  drawSoon();
});
for (const proof of proofs) proof.addEventListener("toggle", drawSoon);
layAll();
