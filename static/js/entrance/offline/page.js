/** The page of a device: set up, locked, taken over, at the door, or emptied. */

import { Connection } from "./connection.js";
import { NOTABLE } from "./clock.js";
import { Device } from "./device.js";
import { Door } from "./door.js";
import { Enrolment, readCodeIn } from "./enrolment.js";
import { Lock } from "./lock.js";
import { DeviceUnknown, Refused } from "./server.js";
import { Status } from "./status.js";
import { Store } from "./store.js";
import { Turn } from "./turn.js";
import { Words } from "./words.js";
import { Work } from "./work.js";

const root = document.querySelector("[data-scanner]");
const part = (name) => root.querySelector(`[data-${name}]`);
const words = new Words(JSON.parse(document.getElementById("scanner-words").textContent));
const assets = document.querySelector("script[data-reader]").dataset;
const MOVED_SHOWN = 10 * 60_000;

/** The code is for this device once: it stays in no address bar, no history and no screenshot. */
function takeCode() {
  const found = readCodeIn(location.hash);
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  return found;
}

let code = takeCode();
let app = null;

function show(view) {
  for (const section of root.querySelectorAll("[data-view]")) section.hidden = section.dataset.view !== view;
  if (view !== "door") app?.work.rest();
  const first = root.querySelector(`[data-view="${view}"] input:not([type=radio])`);
  if (first && view !== "door") first.focus();
}

/** Shows what comes next for a device that is set up. */
function go() {
  const { device, lock, work, status } = app;
  status.show();
  for (const slot of root.querySelectorAll("[data-device]")) slot.textContent = device.state.device.name;
  if (lock.isNeeded && !lock.isOpen) return show("locked");
  if (!device.operator) return show("shift");
  part("lock").hidden = !lock.isNeeded;
  work.show();
  return show("door");
}

async function forget() {
  app.connection.stop();
  app.lock.rest();
  await app.device.wipe();
  app.status.show();
  part("wiped").textContent = words.say("wiped");
  show("wiped");
}

async function fail(error) {
  if (error instanceof DeviceUnknown) return forget();
  console.warn(error);
  const full = error?.name === "QuotaExceededError";
  app.status.say("failure", full ? words.say("storage_full") : (error instanceof Refused && error.message) || words.say("failed"));
  return undefined;
}

async function meet(reached) {
  const { device, status, work } = app;
  const { moved, conflicts } = await device.meet({ battery: status.charge, reached });
  if (app.connection.isStopped) return;
  status.say("failure", "");
  if (conflicts) status.say("conflicts", words.say("conflicts", { count: conflicts }));
  if (Math.abs(moved) >= NOTABLE && app.hasMet) noteClock(moved);
  app.hasMet = true;
  if (part("menu").open || !device.state) return;
  work.show();
}

function noteClock(moved) {
  app.status.say("moved", words.say("clock_moved", { minutes: Math.round(moved / 60_000) }));
  setTimeout(() => app.status.say("moved", ""), MOVED_SHOWN);
}

function begin() {
  app.connection.start();
  go();
}

/** A device that is somebody else's now is opened by the new PIN only. */
function beginAnew() {
  app.lock.rest();
  navigator.storage?.persist?.().catch(() => undefined);
  begin();
}

/** Begins with what is kept: another tab may have worked meanwhile, or taken a code and lost the answer. */
async function beginTurn() {
  const { device, enrolment } = app;
  device.server.isResting = false;
  app.hasMet = await device.load();
  const given = code;
  code = "";
  const secret = given || await device.pendingCode();
  if (app.hasMet && (!secret || await device.isEnrolledBy(secret))) return begin();
  show("enrol");
  const isDone = secret ? await enrolment.begin(secret) : true;
  // What was only taken up again must not keep a device from its work.
  return !isDone && !given && app.hasMet ? begin() : undefined;
}

/** Another tab has taken over: what is on the way is not waited for, and nothing more is asked. */
function rest() {
  app.connection.stop();
  app.device.server.isResting = true;
  app.lock.rest();
  app.status.show();
}

function watchForms() {
  part("begin").addEventListener("click", () => show("enrol"));
  part("shift").addEventListener("submit", async (event) => {
    event.preventDefault();
    const operator = event.target.elements.operator.value.trim();
    if (!operator) return;
    await app.device.handOver(operator).catch(fail);
    event.target.reset();
    go();
    app.connection.meet();
  });
  part("hand-over").addEventListener("click", () => show("shift"));
  part("lock").addEventListener("click", () => app.lock.close());
  part("meet").addEventListener("click", () => { part("menu").open = false; app.connection.meet(); });
}

async function keepPage() {
  const { worker, base } = root.dataset;
  await navigator.serviceWorker.register(worker, { scope: base, updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  const fonts = performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => name.includes("/static/"));
  active?.postMessage({ type: "keep", files: [...new Set(fonts)] });
}

async function start() {
  part("no-script").hidden = true;
  if (!crypto.subtle || !navigator.serviceWorker) {
    part("no-script").hidden = false;
    part("no-script").textContent = words.say("not_secure");
    return;
  }
  const { base, edition, version } = root.dataset;
  const store = await Store.open(`summit-scanner:${edition}`, () => show("elsewhere"));
  const device = new Device({ store, base, version });
  words.now = () => device.clock.now();
  const connection = new Connection({
    work: (reached) => meet(reached),
    pause: () => (device.state?.heartbeat_seconds ?? 30) * 1000,
    onChange: () => app.status.show(),
    onError: fail,
  });
  const door = new Door({ device, connection, words });
  const status = new Status(root, { device, connection, words });
  const lock = new Lock(root, { device, store, words, onError: fail, onOpened: go, onClosed: () => show("locked") });
  const work = new Work(part("gate"), { door, device, words, assets, onError: fail, onChange: () => status.show() });
  const enrolment = new Enrolment(root, { device, words, show, onDone: beginAnew });
  app = { device, connection, door, status, lock, work, enrolment, hasMet: false };
  watchForms();
  await status.watchBattery();
  const turn = new Turn(`summit-scanner:${edition}`, { work: beginTurn, rest, wait: () => show("elsewhere") });
  part("take-over").hidden = false;
  part("take-over").addEventListener("click", () => turn.takeOver());
  turn.take();
  await keepPage().catch((error) => { console.warn(error); });
}

/** Where the browser lets nothing be kept, the page says so instead of staying empty. */
start().catch((error) => {
  console.warn(error);
  part("no-script").hidden = false;
  part("no-script").textContent = words.say("failed");
});
