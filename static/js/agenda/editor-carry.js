/** Sessions in the hand, by pointer or by keys: where they would stand, shown by ghosts, and what to ask the server. */

import { STEP, board, cardOf, columns, factsOf, frame, obstacle, part, parts, setArea } from "./editor-board.js";
import { count, sentence, time } from "./editor-words.js";

const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

export class Carry {
  /** Takes a card, and those selected with it: all of the grid, or all of the pool, as the card itself. */
  constructor(card) {
    const lead = factsOf(card);
    this.rest = card.querySelector(".slot__tick").checked ? this.#selectedWith(lead) : [];
    this.lead = lead;
    this.at = lead.start === null ? null : { column: lead.column, start: lead.start, minutes: lead.minutes };
    this.ghosts = [];
    this.#mark(true);
  }

  #selectedWith(lead) {
    const others = parts("article:has(.slot__tick:checked)").map(factsOf);
    const fit = others.filter((one) => one.id !== lead.id && (one.start === null) === (lead.start === null));
    return fit.sort((one, other) => one.start - other.start);
  }

  get all() {
    return [this.lead, ...this.rest];
  }

  get locked() {
    return this.all.find((one) => one.locked) ?? null;
  }

  /** Puts the lead at a place, kept within the day; `column` counts halls from the first. */
  moveTo(column, start) {
    const { first, last } = frame();
    const minutes = this.at?.minutes ?? this.lead.minutes;
    const latest = Math.max(first, last - minutes);
    this.at = { column, start: clamp(Math.round(start / STEP) * STEP, first, latest), minutes };
  }

  resizeTo(end) {
    const length = Math.round(end / STEP) * STEP - this.at.start;
    this.at.minutes = clamp(length, STEP, frame().last - this.at.start);
  }

  toPool() {
    this.at = null;
  }

  /** Puts a session of the pool where the first free time is. */
  toFirstFree() {
    const { opens, closes } = frame();
    const minutes = this.lead.minutes;
    for (let column = 0; column < columns().length; column += 1) {
      for (let start = opens; start + minutes <= closes; start += STEP) {
        if (!obstacle([column], start, minutes, new Set())) return this.moveTo(column, start);
      }
    }
    return this.moveTo(0, opens);
  }

  /** Where each session would stand: {facts, lanes, start, minutes}; sessions of the pool follow each other. */
  get targets() {
    if (!this.at) return [];
    if (this.lead.start === null) return this.#inARow();
    const aside = this.at.column - this.lead.column;
    const later = this.at.start - this.lead.start;
    return this.all.map((facts) => ({
      facts,
      lanes: facts.columns.map((lane) => lane + aside),
      start: facts.start + later,
      minutes: facts === this.lead ? this.at.minutes : facts.minutes,
    }));
  }

  #inARow() {
    let { start } = this.at;
    return this.all.map((facts) => {
      const minutes = facts === this.lead ? this.at.minutes : facts.minutes;
      const target = { facts, lanes: [this.at.column], start, minutes };
      start += minutes;
      return target;
    });
  }

  /** What stands against the place: "edge", the title of a session, or null. */
  get trouble() {
    const halls = columns().length;
    const { first, last } = frame();
    const ignored = new Set(this.all.map((facts) => facts.id));
    for (const { lanes, start, minutes } of this.targets) {
      if (lanes.some((lane) => lane < 0 || lane >= halls) || start < first || start + minutes > last) return "edge";
      const title = obstacle(lanes, start, minutes, ignored);
      if (title) return title;
    }
    return null;
  }

  get isBlocked() {
    const { trouble } = this;
    return trouble === "edge" || (trouble !== null && board().dataset.overlap === "block");
  }

  /** Whether the drop would change nothing. */
  get isHome() {
    const { lead, at } = this;
    if (lead.start === null || !at) return lead.start === null && !at;
    const same = at.column === lead.column && at.start === lead.start && at.minutes === lead.minutes;
    return same && lead.day === frame().day;
  }

  /** Says the place and what is there. */
  describe() {
    if (!this.at) return sentence("in_pool");
    const hall = columns()[this.at.column]?.dataset.name ?? "";
    const { start, minutes } = this.at;
    const place = sentence("place", { start: time(start), end: time(start + minutes), hall });
    const { trouble } = this;
    if (trouble === "edge") return `${place} ${sentence("edge")}`;
    return `${place} ${trouble ? sentence("taken", { title: trouble }) : sentence("free")}`;
  }

  /** Shows the ghosts where the sessions would stand. */
  show() {
    this.#clear();
    const blocked = this.isBlocked;
    for (const { lanes, start, minutes, facts } of this.targets) {
      for (const lane of lanes) this.#addGhost({ lane, start, minutes, facts, blocked });
    }
    part("pool").classList.toggle("pool--target", !this.at);
    this.#mark(true);
    return this.ghosts[0] ?? null;
  }

  #addGhost({ lane, start, minutes, facts, blocked }) {
    const { first, last } = frame();
    if (lane < 0 || lane >= columns().length || start + minutes <= first || start >= last) return;
    const ghost = document.createElement("div");
    ghost.className = blocked ? "ghost ghost--blocked" : "ghost";
    const row = Math.max(0, (start - first) / STEP);
    setArea(ghost, row + 2, Math.max(1, minutes / STEP), lane + 2, 1);
    const title = document.createElement("bdi");
    title.textContent = facts.title;
    const label = document.createElement("span");
    const several = this.rest.length ? ` · ${count(this.all.length)}` : "";
    label.textContent = facts === this.lead ? this.describe() + several : "";
    ghost.append(title, label);
    part("grid").append(ghost);
    this.ghosts.push(ghost);
  }

  /** Hides the ghosts where there is nothing to drop upon. */
  hide() {
    this.#clear();
    part("pool").classList.remove("pool--target");
  }

  #clear() {
    for (const ghost of this.ghosts) ghost.remove();
    this.ghosts = [];
  }

  #mark(carried) {
    for (const { id } of this.all) {
      parts(`[data-slot="${id}"]`).forEach((element) => element.classList.toggle("slot--carried", carried));
    }
  }

  /** Lets go: the ghosts vanish and the cards look as before. */
  end() {
    this.hide();
    this.#mark(false);
  }

  /** Returns what to ask of the server. */
  request() {
    const { day } = frame();
    const order = columns().map((column) => Number(column.dataset.hall));
    if (!this.at) return { places: this.all.map(({ id, version }) => ({ slot: id, version, place: null })) };
    return {
      places: this.targets.map(({ facts, lanes, start, minutes }) => ({
        slot: facts.id,
        version: facts.version,
        place: { halls: lanes.map((lane) => order[lane]), day, start, minutes },
      })),
    };
  }

  /** The card on the page, where it is still there. */
  get card() {
    return cardOf(this.lead.id);
  }
}
