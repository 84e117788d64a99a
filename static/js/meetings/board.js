/** The organiser's board of meetings: brings pointer and keys together with the server, which decides. */

import { Refused, get, post } from "../server.js";
import { Dragging } from "./board-drag.js";
import { Carry, cardOf, firstFree, neighbour, part, root } from "./board-grid.js";
import { sentence } from "./board-words.js";

const SHOWN_FOR = 12000;
const ASIDE = document.documentElement.dir === "rtl" ? -1 : 1;
const query = new URL(root.dataset.numberUrl, location.href).search;
let hiding;
let held = null;
let undo = null;

function say(text, taken = null) {
  // The same sentence twice is said twice.
  part("say").replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
  undo = taken;
  part("undo").hidden = !undo;
  part("say-box").hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { part("say-box").hidden = true; }, SHOWN_FOR);
}

function show({ html, number }) {
  const parsed = document.createElement("template");
  parsed.innerHTML = html;
  const { scrollTop, scrollLeft } = part("scroller") ?? {};
  const open = part("pool").open;
  part("board").replaceWith(parsed.content.firstElementChild);
  part("board").dataset.number = number;
  part("pool").open = open;
  part("scroller")?.scrollTo(scrollLeft, scrollTop);
  part("stale").hidden = true;
}

const look = async () => {
  const answer = await get(`${root.dataset.numberUrl}&seen=-1`);
  show(answer);
};

/** Sends a change; a refusal or a lost line leaves everything as it was. */
async function change(url, body, id) {
  try {
    const answer = await post(`${new URL(url, location.href).pathname}${query}`, body);
    show(answer);
    say(answer.message, answer.undo);
  } catch (error) {
    if (error instanceof Refused && error.status === 409) await look().catch(() => null);
    say(error instanceof Refused ? error.message || sentence("failed") : sentence("offline"));
  }
  cardOf(id)?.focus({ preventScroll: true });
}

const desk = {
  canTake(card) {
    const reason = ["fixed", "over"].find((name) => name in card.dataset);
    if (reason) say(sentence(reason, { title: card.dataset.title }));
    return !reason;
  },

  async drop(carry) {
    carry.end();
    if (carry.isTaken) {
      say(`${carry.describe()} ${sentence("put_back", { title: carry.title })}`);
      return;
    }
    carry.card.classList.add("meet--waiting");
    if (carry.pool) await change(carry.card.dataset.placeUrl.replace(/place$/, "take-out"), { version: carry.version }, carry.id);
    else await change(carry.card.dataset.placeUrl, carry.request(), carry.id);
    carry.card.classList.remove("meet--waiting");
  },

  giveUp(carry) {
    carry.end();
    say(sentence("put_back", { title: carry.title }));
    cardOf(carry.id)?.focus({ preventScroll: true });
  },

  act(card, name) {
    const button = card.querySelector(`[data-act="${name}"]`);
    if (button) change(button.formAction, { version: Number(card.dataset.version) }, card.dataset.meeting);
  },
};

function step(down, aside) {
  held.over(held.cell ? neighbour(held.cell, down, aside) : firstFree());
  held.cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  say(held.describe());
}

function letGo(finish) {
  const carry = held;
  held = null;
  finish(carry);
}

const put = () => letGo((carry) => (carry.isHome ? desk.giveUp(carry) : desk.drop(carry)));
const carrying = {
  ArrowUp: () => step(-1, 0),
  ArrowDown: () => step(1, 0),
  ArrowRight: () => step(0, ASIDE),
  ArrowLeft: () => step(0, -ASIDE),
  Enter: put,
  " ": put,
  Escape: () => letGo(desk.giveUp),
  Tab: () => letGo(desk.giveUp),
};

function pick(card) {
  if (!root.querySelector("tbody td") || !desk.canTake(card)) return;
  held = new Carry(card);
  held.over(held.home ?? firstFree());
  held.cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  say(`${sentence("picked", { title: held.title })} ${held.describe()}`);
}

const onCard = {
  Enter: pick,
  " ": pick,
  u: (card) => desk.act(card, "out"),
  f: (card) => desk.act(card, "fix"),
};

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const isCard = event.target.matches?.("article[data-meeting]");
  const action = held ? carrying[key] : isCard && onCard[key];
  if (!action) return;
  if (key !== "Tab") event.preventDefault();
  action(event.target);
});

function closeMenus(except = null) {
  for (const menu of root.querySelectorAll("[data-menu][open]")) if (menu !== except) menu.open = false;
}

root.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (!event.target.closest("[data-menu]")) closeMenus();
  if (button) {
    event.preventDefault();
    closeMenus();
    desk.act(button.closest("article"), button.dataset.act);
  } else if (event.target.closest("[data-undo]") && undo) {
    const { meeting, version } = undo;
    change(cardOf(meeting).dataset.placeUrl.replace(/place$/, "undo"), { version }, meeting);
  }
});
root.addEventListener("toggle", (event) => { if (event.target.open && event.target.matches("[data-menu]")) closeMenus(event.target); }, true);
root.addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenus(); });

/** Tells whoever comes back to an old board that it is old. */
async function compare() {
  if (document.hidden || held || dragging.carry) return;
  const seen = part("board").dataset.number;
  const answer = await get(`${root.dataset.numberUrl}&seen=${seen}`).catch(() => null);
  if (answer && String(answer.number) !== part("board").dataset.number) part("stale").hidden = false;
}

const dragging = new Dragging(desk);
if (window.matchMedia("(max-width: 60rem)").matches) part("pool").open = false;
window.addEventListener("focus", compare);
document.addEventListener("visibilitychange", compare);
root.dataset.ready = "";
