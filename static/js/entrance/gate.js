/** The gate's page: brings camera, scanner, typed codes and names before the server and shows its answer. */

import { AnswerScreen } from "./answer.js";
import { Camera } from "./camera.js";
import { Counts } from "./counts.js";
import { deviceName, newScanId } from "./identity.js";
import { keepFocus, listenForBursts, watchForWhole } from "./scanner.js";
import { NameSearch } from "./search.js";
import { Refused, send } from "./sending.js";
import { unlock } from "./sound.js";

const root = document.querySelector("[data-gate]");
const part = (name) => root.querySelector(`[data-${name}]`);
const words = JSON.parse(document.getElementById("gate-words").textContent);
const form = part("scan-form");
const field = form.elements.code;
const assets = document.querySelector("script[data-reader]").dataset;
const device = deviceName();
let pending = false;
let asked = {};

const screen = new AnswerScreen(part("answer"), {
  announcement: part("announcement"),
  words,
  onClosed: () => refocus(),
});
const refocus = keepFocus(field);

function tellTrouble(text) {
  part("trouble").textContent = text;
  part("trouble").hidden = !text;
}

/** Asks the server; null when it refused, which is then on the screen. */
async function ask(url, body) {
  try {
    const answer = await send(url, body, {
      onTrouble: () => tellTrouble(words.connecting),
      otherwise: words.refused,
    });
    tellTrouble("");
    return answer;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tellTrouble(error.message);
    return null;
  }
}

async function scan(person, extra = {}) {
  if (pending) return;
  pending = true;
  root.dataset.pending = "";
  asked = person;
  const body = {
    scan_id: newScanId(),
    direction: form.elements.direction.value,
    device,
    device_time: new Date().toISOString(),
    ...person,
    ...extra,
  };
  const answer = await ask(root.dataset.scanUrl, body);
  pending = false;
  delete root.dataset.pending;
  if (!answer) return;
  part("counts").textContent = answer.counts.text;
  screen.show(answer);
}

function readField(enteredBy) {
  const code = field.value.trim();
  field.value = "";
  if (code) scan({ code, entered_by: enteredBy });
}

/** What reached the field faster than fingers type came from a scanner. */
function watchField() {
  let began = 0;
  field.addEventListener("input", (event) => { if (field.value.length <= 1) began = event.timeStamp; });
  watchForWhole(field, () => readField("scanner"));
  const enteredBy = (event) => (event.timeStamp - began < 50 * field.value.length ? "scanner" : "typed");
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && (event.key !== "Tab" || !field.value)) return;
    event.preventDefault();
    readField(enteredBy(event));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    readField("typed");
  });
}

function watchActions() {
  root.addEventListener("submit", (event) => {
    const { action } = event.target.dataset;
    if (!action) return;
    event.preventDefault();
    if (action === "company") scan(asked, { accompanied: true });
    if (action === "override") scan(asked, { override_reason: event.target.elements.override_reason.value });
    if (action === "undo") undo(event.target.action);
  });
  part("answer").addEventListener("focusin", () => screen.hold());
  part("answer").addEventListener("pointerdown", () => screen.hold());
}

async function undo(url) {
  const done = await ask(url, {});
  if (!done) return;
  part("counts").textContent = done.counts.text;
  screen.close();
  tellTrouble(done.message);
  setTimeout(() => tellTrouble(""), 3000);
}

function watchCamera() {
  const button = part("camera-switch");
  if (!navigator.mediaDevices?.getUserMedia) return;
  const camera = new Camera(part("video"), {
    assets,
    onCode: (code) => scan({ code, entered_by: "camera" }),
    isBusy: () => pending || (screen.isShown && !part("answer").classList.contains("answer--go")),
  });
  part("camera").hidden = false;
  button.addEventListener("click", async () => {
    if (camera.isOn) camera.stop();
    else await camera.start().catch(() => { camera.stop(); tellTrouble(words.camera_failed); });
    button.setAttribute("aria-pressed", String(camera.isOn));
    button.textContent = camera.isOn ? words.stop_camera : words.start_camera;
    part("camera").classList.toggle("gate__camera--on", camera.isOn);
    button.blur();
    refocus();
  });
}

watchField();
watchActions();
watchCamera();
new Counts(root, { onChanged: () => refocus() });
listenForBursts((code) => scan({ code, entered_by: "scanner" }));
new NameSearch(part("search"), {
  words,
  search: (q) => ask(root.dataset.peopleUrl, { q }),
  onChosen: (person) => scan({ person, entered_by: "name" }),
});
for (const gesture of ["pointerdown", "keydown"]) document.addEventListener(gesture, unlock);
for (const way of form.elements.direction) way.addEventListener("change", () => { way.blur(); refocus(); });
