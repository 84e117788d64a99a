/** The keyboard: picks a session up, moves it step by step, says each step, and puts it down. */

import { STEP, frame, parts, part, root } from "./editor-board.js";
import { Carry } from "./editor-carry.js";
import { sentence } from "./editor-words.js";

const LONG_STEP = 30;
const ASIDE = document.documentElement.dir === "rtl" ? -1 : 1;

export class Keys {
  /** `desk` as for Dragging, with say(text), act(card, name), undo(), redo(). */
  constructor(desk) {
    this.desk = desk;
    this.carry = null;
    // Keys that come while the board turns to another day wait until it has.
    this.turning = 0;
    this.line = Promise.resolve();
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  #key(event) {
    if (event.target.closest("input, textarea, select")) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      if (!this.carry) (event.shiftKey ? this.desk.redo() : this.desk.undo());
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.carry) this.#carrying(event);
    else if (event.target.matches?.("article[data-slot]") && root.contains(event.target)) this.#onCard(event);
  }

  #onCard(event) {
    const card = event.target;
    const actions = {
      Enter: () => this.#pick(card),
      " ": () => this.#pick(card),
      u: () => this.desk.act(card, "unschedule"),
      l: () => this.desk.act(card, "lock"),
      s: () => this.desk.select(card),
    };
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  #pick(card) {
    if (!part("grid") || !this.desk.canTake(card)) return;
    this.carry = new Carry(card);
    if (!this.carry.at) this.carry.toFirstFree();
    this.#show(sentence("picked", { title: this.carry.lead.title }));
  }

  #carrying(event) {
    const step = event.shiftKey ? LONG_STEP : STEP;
    const actions = {
      ArrowUp: () => this.#move(0, -step),
      ArrowDown: () => this.#move(0, step),
      ArrowRight: () => this.#move(ASIDE, 0),
      ArrowLeft: () => this.#move(-ASIDE, 0),
      "+": () => this.#stretch(STEP),
      "=": () => this.#stretch(STEP),
      "-": () => this.#stretch(-STEP),
      PageDown: () => this.#startTurn(1),
      PageUp: () => this.#startTurn(-1),
      Enter: () => this.#drop(),
      " ": () => this.#drop(),
      Escape: () => this.#giveUp(),
      Tab: () => this.#giveUp(),
    };
    const action = actions[event.key];
    if (!action) return;
    if (event.key !== "Tab") event.preventDefault();
    if (this.turning) this.line = this.line.then(() => (this.carry ? action() : null));
    else action();
  }

  #move(aside, later) {
    const { column, start } = this.carry.at;
    const halls = parts(".board__column").length;
    this.carry.moveTo(Math.min(Math.max(column + aside, 0), halls - 1), start + later);
    this.#show();
  }

  #stretch(minutes) {
    this.carry.resizeTo(this.carry.at.start + this.carry.at.minutes + minutes);
    this.#show();
  }

  #startTurn(days) {
    this.turning += 1;
    const turned = this.#turn(days).finally(() => { this.turning -= 1; });
    this.line = Promise.all([this.line, turned]);
    return turned;
  }

  async #turn(days) {
    const all = parts("[data-to-day]");
    const number = all.findIndex((tab) => tab.dataset.toDay === frame().day) + days;
    if (number < 0 || number >= all.length) {
      this.desk.say(sentence("edge"));
      return;
    }
    const { carry } = this;
    await this.desk.showDay(all[number].dataset.toDay);
    if (this.carry !== carry) return;
    carry.moveTo(carry.at.column, carry.at.start);
    this.#show(part("board").querySelector("h2").textContent);
  }

  #show(before = "") {
    const ghost = this.carry.show();
    ghost?.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.desk.say(`${before} ${this.carry.describe()}`.trim());
  }

  #drop() {
    const { carry } = this;
    this.carry = null;
    if (carry.isHome) this.desk.giveUp(carry);
    else this.desk.drop(carry);
  }

  #giveUp() {
    const { carry } = this;
    this.carry = null;
    this.desk.giveUp(carry);
  }
}
