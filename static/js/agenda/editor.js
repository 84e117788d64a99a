/** The editor of the agenda: brings pointer, keys and others' changes together with the server. */

import { board, cardOf, frame, part, parts, root, showBoard, showCards } from "./editor-board.js";
import { Dragging } from "./editor-drag.js";
import { Keys } from "./editor-keys.js";
import { refreshPool } from "./editor-pool.js";
import { Refused, get, post } from "../server.js";
import { count, sentence } from "./editor-words.js";

const POLL_PAUSE = 4000;
const SHOWN_FOR = 9000;
const urls = root.dataset;
let number = Number(urls.number);
let waiting = Promise.resolve();
let hiding;

function say(text) {
  const line = part("say");
  // The same sentence twice is said twice.
  line.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
  line.classList.add("editor__say--shown");
  clearTimeout(hiding);
  hiding = setTimeout(() => line.classList.remove("editor__say--shown"), SHOWN_FOR);
}

const withDay = (url) => `${url}?day=${frame().day}`;

/** Asks one thing after another, so that each answer meets the board it was asked on. */
function inTurn(work) {
  waiting = waiting.then(work, work);
  return waiting;
}

/** Sends a change; says how it went; a refusal or a lost line leaves everything as it was. */
function change(url, body, afterwards = () => {}) {
  return inTurn(async () => {
    try {
      const answer = await post(withDay(url), body);
      afterwards();
      take(answer);
    } catch (error) {
      afterwards();
      await explain(error);
    }
  });
}

function take(answer) {
  const isNext = answer.number === number + 1;
  if (isNext) number = answer.number;
  const [first, last] = answer.frame;
  if (first !== frame().first || last !== frame().last) look();
  else showCards(answer);
  part("conflicts").querySelector("[data-words]").textContent = answer.conflicts;
  refreshPool();
  const notes = answer.warnings.length ? sentence("note", { what: answer.warnings.join("; ") }) : "";
  say(`${answer.message} ${notes}`.trim());
  if (!isNext && answer.number !== number) look();
}

async function explain(error) {
  if (!(error instanceof Refused)) {
    say(sentence("offline"));
    return;
  }
  if (error.status === 409) await look();
  say(error.message || sentence("failed"));
}

/** Brings the board up to date, or turns to another day. */
async function look(day = frame().day) {
  const answer = await get(`${urls.changesUrl}?day=${day}`);
  number = answer.number;
  update(answer);
}

function update(answer) {
  showBoard(answer.html);
  part("conflicts").querySelector("[data-words]").textContent = answer.conflicts;
  refreshPool();
}

/** Asks what others did; while somebody carries a session, the board stays as it is. */
async function poll() {
  if (document.hidden || dragging.carry || dragging.press || keys.carry) return;
  await inTurn(async () => {
    const answer = await get(`${urls.changesUrl}?day=${frame().day}&since=${number}`).catch(() => null);
    if (!answer || answer.number === number || dragging.press || keys.carry) return;
    number = answer.number;
    update(answer);
    if (answer.messages.length) say(answer.messages.join(" "));
  });
}

const desk = {
  say,

  canTake(card) {
    if (card.classList.contains("slot--pending")) return false;
    if (!("locked" in card.dataset)) return true;
    say(sentence("locked", { title: card.dataset.title }));
    return false;
  },

  async showDay(day) {
    await look(day).catch(explain);
    history.replaceState(null, "", `?day=${frame().day}`);
  },

  drop(carry) {
    if (carry.isBlocked || carry.locked) {
      const reason = carry.locked ? sentence("locked", { title: carry.locked.title }) : carry.describe();
      carry.end();
      say(`${reason} ${sentence("put_back", { title: carry.lead.title })}`);
      this.focus(carry);
      return;
    }
    carry.card?.classList.add("slot--pending");
    change(urls.placeUrl, carry.request(), () => {
      carry.end();
      carry.card?.classList.remove("slot--pending");
    }).then(() => this.focus(carry));
  },

  swap(carry, other) {
    const { id, version } = carry.lead;
    carry.end();
    const [otherId, otherVersion] = [Number(other.dataset.slot), Number(other.dataset.version)];
    change(`${urls.slotsUrl}${id}/swap`, { version, other_id: otherId, other_version: otherVersion });
  },

  async giveUp(carry) {
    carry.end();
    if (carry.lead.day && carry.lead.day !== frame().day) await this.showDay(carry.lead.day);
    say(sentence("put_back", { title: carry.lead.title }));
    this.focus(carry);
  },

  focus(carry) {
    carry.card?.focus({ preventScroll: true });
  },

  act(card, name) {
    const button = card.querySelector(`[data-act="${name}"]`);
    if (!button) return;
    const next = card.nextElementSibling?.dataset.slot;
    change(button.formAction, { version: Number(card.dataset.version) }).then(() => {
      if (document.activeElement === document.body) (cardOf(card.dataset.slot) ?? cardOf(next))?.focus();
    });
  },

  select(card) {
    const tick = card.querySelector(".slot__tick");
    tick.checked = !tick.checked;
    say(sentence("selected", { count: count(parts(".slot__tick:checked").length) }));
  },

  undo: () => change(part("undo").action, {}),
  redo: () => change(part("redo").action, {}),
};

function onClick(event) {
  const button = event.target.closest("[data-act]");
  const tab = event.target.closest("[data-to-day]");
  const card = event.target.closest("article[data-slot]");
  if (!event.target.closest("[data-menu]")) closeMenus();
  if (button) {
    event.preventDefault();
    desk.act(button.closest("article"), button.dataset.act);
    closeMenus();
  } else if (tab && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    desk.showDay(tab.dataset.toDay).then(() => root.querySelector("[data-to-day][aria-current]")?.focus());
  } else if (card && (event.ctrlKey || event.metaKey || event.shiftKey) && !event.target.closest("a, label, summary")) {
    desk.select(card);
  }
}

function closeMenus(except = null) {
  for (const menu of parts("[data-menu][open]")) if (menu !== except) menu.open = false;
}

root.addEventListener("click", onClick);
root.addEventListener("toggle", (event) => { if (event.target.open && event.target.matches("[data-menu]")) closeMenus(event.target); }, true);
root.addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenus(); });
root.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-undo], [data-redo]")) return;
  event.preventDefault();
  if ("undo" in event.target.dataset) desk.undo();
  else desk.redo();
});

const dragging = new Dragging(desk);
const keys = new Keys(desk);
if (window.matchMedia("(max-width: 60rem)").matches) part("pool").open = false;
refreshPool();
setInterval(poll, POLL_PAUSE);
window.addEventListener("focus", poll);
document.addEventListener("visibilitychange", poll);
board().dataset.ready = "";
