/** The grid on the page: its cells, what stands in them, and a meeting in the hand over them. */

import { sentence } from "./board-words.js";

export const root = document.querySelector("[data-root]");
export const part = (name) => root.querySelector(`[data-${name}]`);
export const cardOf = (id) => root.querySelector(`article[data-meeting="${id}"]`);

const rows = () => [...root.querySelectorAll("tbody tr")];
const headOf = (cell) => root.querySelectorAll("thead [data-start]")[cell.cellIndex - 1];

/** Returns the cell that many rows and columns away, or the same one at the edge. */
export function neighbour(cell, down, aside) {
  const all = rows();
  const row = all[Math.min(Math.max(all.indexOf(cell.parentElement) + down, 0), all.length - 1)];
  const column = Math.min(Math.max(cell.cellIndex + aside, 1), row.cells.length - 1);
  return row.cells[column];
}

/** Returns the first empty cell of a table in a slot, or the first cell. */
export function firstFree() {
  const cells = [...root.querySelectorAll("tr[data-table] > td")];
  return cells.find((cell) => !cell.children.length && !("odd" in headOf(cell).dataset)) ?? root.querySelector("tbody td");
}

/** A meeting in the hand: over a cell, over the pool, or nowhere. */
export class Carry {
  constructor(card) {
    this.card = card;
    this.id = card.dataset.meeting;
    this.version = Number(card.dataset.version);
    this.title = card.dataset.title;
    this.home = card.closest("td");
    this.cell = this.home;
    this.pool = !this.home;
    card.classList.add("meet--carried");
  }

  over(cell, pool = false) {
    this.#clear();
    this.cell = cell;
    this.pool = pool;
    part("pool").classList.toggle("meets__pool--target", pool);
    cell?.classList.add(this.isTaken ? "meets__cell--taken" : "meets__cell--target");
  }

  get isTaken() {
    if (!this.cell) return false;
    const others = [...this.cell.querySelectorAll("article")].filter((card) => card !== this.card);
    const seated = "table" in this.cell.parentElement.dataset;
    return "odd" in headOf(this.cell).dataset || (seated && others.length > 0);
  }

  /** Whether the drop would change nothing. */
  get isHome() {
    return this.cell === this.home && this.pool === !this.home;
  }

  describe() {
    if (this.pool) return sentence("in_pool");
    if (!this.cell) return "";
    const place = sentence("place", { time: headOf(this.cell).dataset.label, row: this.cell.parentElement.dataset.rowLabel });
    return `${place} ${sentence(this.isTaken ? "taken" : "free")}`;
  }

  /** What to ask of the server for the cell it is over; the server decides. */
  request() {
    const table = this.cell.parentElement.dataset.table;
    return { version: this.version, start: headOf(this.cell).dataset.start, table: table ? Number(table) : null };
  }

  #clear() {
    this.cell?.classList.remove("meets__cell--taken", "meets__cell--target");
    part("pool").classList.remove("meets__pool--target");
  }

  end() {
    this.#clear();
    this.card.classList.remove("meet--carried");
  }
}
