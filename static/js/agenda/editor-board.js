/** The board on the page: where things lie, what stands there, and how new cards come in. */

export const STEP = 5;
export const root = document.querySelector("[data-editor]");

export const part = (name) => root.querySelector(`[data-${name}]`);
export const parts = (selector) => [...root.querySelectorAll(selector)];
export const board = () => part("board");
export const columns = () => parts(".board__column");
export const cardOf = (id) => root.querySelector(`article[data-slot="${id}"]`);

/** The shown day: its date, and its first and last minute, its opening and closing. */
export function frame() {
  const { day, first, last, opens, closes } = board().dataset;
  return { day, first: Number(first), last: Number(last), opens: Number(opens), closes: Number(closes) };
}

/** Puts an element into its area of the grid, as the page's own style does for what it came with. */
export function setArea(element, row, rows, column, span) {
  element.style.gridArea = `${row} / ${column} / span ${rows} / span ${span}`;
}

function arrange(scope) {
  for (const element of scope.querySelectorAll("[data-at]")) setArea(element, ...element.dataset.at.split(" "));
  for (const element of scope.querySelectorAll("[data-colour]")) {
    element.style.setProperty("--track", element.dataset.colour);
  }
}

/** What the script needs to know of a card; `column` of the leading hall and `start` are null in the pool. */
export function factsOf(card) {
  const order = columns().map((column) => column.dataset.hall);
  const halls = card.dataset.halls ? card.dataset.halls.split(",") : [];
  const lanes = halls.map((hall) => order.indexOf(hall));
  return {
    id: Number(card.dataset.slot),
    version: Number(card.dataset.version),
    title: card.dataset.title,
    minutes: Number(card.dataset.minutes),
    locked: "locked" in card.dataset,
    day: halls.length ? frame().day : null,
    columns: lanes,
    column: lanes.length ? lanes[0] : null,
    start: lanes.length ? Number(card.dataset.start) : null,
  };
}

/** Returns what lies at a point of the window: {pool}, {column, minute}, or null. */
export function pointAt(x, y) {
  if (isInside(part("pool").getBoundingClientRect(), x, y)) return { pool: true };
  const scroller = part("scroller");
  if (!scroller || !isInside(scroller.getBoundingClientRect(), x, y)) return null;
  const all = columns();
  const number = nearest(all, x);
  if (number < 0) return null;
  const box = all[number].getBoundingClientRect();
  const { first, last } = frame();
  return { column: number, minute: first + ((y - box.top) / box.height) * (last - first) };
}

/** Returns the number of the column at a point, or beside it: above the hours, the first one. */
function nearest(all, x) {
  const away = all.map((column) => {
    const box = column.getBoundingClientRect();
    return Math.max(box.left - x, x - box.right, 0);
  });
  return away.indexOf(Math.min(...away));
}

const isBetween = (box, x) => x >= box.left && x < box.right;
const isInside = (box, x, y) => isBetween(box, x) && y >= box.top && y < box.bottom;

/** Returns the title of a session that stands in the way, or null. */
export function obstacle(lanes, start, minutes, ignored) {
  for (const card of parts(".board__grid article[data-slot]")) {
    if ("cancelled" in card.dataset || ignored.has(Number(card.dataset.slot))) continue;
    const other = factsOf(card);
    const meets = other.start < start + minutes && start < other.start + other.minutes;
    if (meets && other.columns.some((lane) => lanes.includes(lane))) return other.title;
  }
  return null;
}

function keepingFocus(change) {
  const focused = document.activeElement?.closest?.("[data-slot]")?.dataset.slot;
  const ticked = parts(".slot__tick:checked").map((tick) => tick.closest("[data-slot]").dataset.slot);
  change();
  for (const id of ticked) {
    const tick = cardOf(id)?.querySelector(".slot__tick");
    if (tick) tick.checked = true;
  }
  if (focused) cardOf(focused)?.focus({ preventScroll: true });
}

/** Replaces the cards that a change has touched. */
export function showCards({ touched, html }) {
  const parsed = document.createElement("template");
  parsed.innerHTML = html;
  arrange(parsed.content);
  keepingFocus(() => {
    for (const id of touched) parts(`[data-slot="${id}"]`).forEach((element) => element.remove());
    for (const card of [...parsed.content.children]) {
      (card.dataset.at ? part("grid") : part("pool-list")).append(card);
    }
  });
}

/** Replaces the whole board, for another day or after others' changes; scroll, focus and search stay. */
export function showBoard(html) {
  const parsed = document.createElement("template");
  parsed.innerHTML = html;
  arrange(parsed.content);
  const fresh = parsed.content.querySelector("[data-board]");
  const { scrollTop, scrollLeft } = part("scroller") ?? {};
  const query = part("pool-query").value;
  fresh.querySelector("[data-pool]").open = part("pool").open;
  const grid = fresh.querySelector("[data-grid]");
  if (grid) {
    grid.style.setProperty("--halls", fresh.querySelectorAll(".board__column").length);
    grid.style.setProperty("--steps", (fresh.dataset.last - fresh.dataset.first) / STEP);
  }
  keepingFocus(() => {
    board().replaceWith(fresh);
    part("scroller")?.scrollTo(scrollLeft, scrollTop);
    part("pool-query").value = query;
  });
  for (const field of parts('input[name="day"]')) field.value = frame().day;
}
