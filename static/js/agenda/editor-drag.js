/** Dragging by mouse, pen and finger. A finger must rest on a card before it lifts, so that the page still scrolls. */

import { STEP, factsOf, frame, part, pointAt, root } from "./editor-board.js";
import { Carry } from "./editor-carry.js";

const SLACK = 5;
const LONG_PRESS = 350;
const EDGE = 56;
const SPEED = 10;
const DAY_PAUSE = 600;

export class Dragging {
  /** `desk` takes up and puts down: canTake(card), drop(carry), swap(carry, card), refuse(carry), showDay(day). */
  constructor(desk) {
    this.desk = desk;
    this.press = null;
    this.carry = null;
    root.addEventListener("pointerdown", (event) => this.#down(event));
    root.addEventListener("pointermove", (event) => this.#move(event));
    root.addEventListener("pointerup", (event) => this.#up(event));
    root.addEventListener("pointercancel", () => this.cancel());
    root.addEventListener("touchmove", (event) => { if (this.carry) event.preventDefault(); }, { passive: false });
    root.addEventListener("contextmenu", (event) => { if (this.press?.touch) event.preventDefault(); });
    root.addEventListener("click", (event) => this.#swallow(event), true);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") this.cancel(); });
  }

  #down(event) {
    const card = event.target.closest("article[data-slot], [data-copy]");
    if (!card || event.button !== 0 || this.press || event.target.closest("a, button, summary, label, [data-menu]")) return;
    const main = "copy" in card.dataset ? root.querySelector(`article[data-slot="${card.dataset.slot}"]`) : card;
    const touch = event.pointerType === "touch";
    const resize = Boolean(event.target.closest("[data-edge]"));
    this.press = { id: event.pointerId, card: main, x: event.clientX, y: event.clientY, touch, resize };
    this.dropped = false;
    if (touch) this.press.timer = setTimeout(() => this.#lift(), LONG_PRESS);
  }

  #move(event) {
    if (event.pointerId !== this.press?.id) return;
    this.point = { x: event.clientX, y: event.clientY };
    if (this.carry) {
      this.#follow();
      return;
    }
    const far = Math.hypot(event.clientX - this.press.x, event.clientY - this.press.y) > SLACK;
    if (!far) return;
    if (this.press.touch) this.cancel();
    else this.#lift();
  }

  #lift() {
    const { card, id, x, y, resize } = this.press;
    if (!this.desk.canTake(card)) {
      this.cancel();
      return;
    }
    root.setPointerCapture(id);
    root.classList.add("editor__root--dragging");
    this.carry = new Carry(card);
    this.point ??= { x, y };
    const facts = factsOf(card);
    const grip = pointAt(x, y);
    const inGrid = facts.start !== null && grip && !grip.pool;
    this.grip = inGrid ? { columns: grip.column - facts.column, minutes: grip.minute - facts.start } : { columns: 0, minutes: STEP };
    if (facts.start === null && this.press.touch) part("pool").open = false;
    if (this.press.touch) navigator.vibrate?.(15);
    this.resizing = resize && inGrid;
    this.#follow();
    this.loop = requestAnimationFrame(() => this.#scroll());
  }

  #follow() {
    const { x, y } = this.point;
    this.#watchDays(x, y);
    const place = pointAt(x, y);
    if (this.resizing && place && !place.pool) this.carry.resizeTo(place.minute);
    else if (place?.pool) this.carry.toPool();
    else if (place) this.carry.moveTo(place.column - this.grip.columns, place.minute - this.grip.minutes);
    this.outside = !place;
    if (place) this.carry.show();
    else this.carry.hide();
  }

  /** Resting on another day's tab turns to that day. */
  #watchDays(x, y) {
    const day = document.elementFromPoint(x, y)?.closest("[data-to-day]")?.dataset.toDay ?? null;
    if (day === this.hovered) return;
    this.hovered = day;
    clearTimeout(this.turn);
    if (!day || day === frame().day) return;
    this.turn = setTimeout(async () => {
      await this.desk.showDay(day);
      if (this.carry) this.#follow();
    }, DAY_PAUSE);
  }

  #scroll() {
    if (!this.carry) return;
    const box = part("scroller")?.getBoundingClientRect();
    const { x, y } = this.point;
    if (box && !this.hovered) {
      const top = Math.max(box.top, 0);
      const bottom = Math.min(box.bottom, window.innerHeight);
      const across = push(x, box.left, Math.min(box.right, window.innerWidth));
      const down = push(y, top, bottom);
      if (across || down) {
        part("scroller").scrollBy(across, down);
        if (y < EDGE || y > window.innerHeight - EDGE) window.scrollBy(0, down);
        this.#follow();
      }
    }
    this.loop = requestAnimationFrame(() => this.#scroll());
  }

  #up(event) {
    if (event.pointerId !== this.press?.id) return;
    const { carry } = this;
    if (!carry) {
      this.#forget();
      return;
    }
    const under = document.elementsFromPoint(event.clientX, event.clientY);
    const other = under.map((one) => one.closest("article[data-slot]")).find((one) => one && one !== carry.card);
    const { outside } = this;
    this.#forget();
    this.dropped = true;
    if (event.altKey && other) this.desk.swap(carry, other);
    else if (outside || carry.isHome) this.desk.giveUp(carry);
    else this.desk.drop(carry);
  }

  /** The click that ends a drag is no click. */
  #swallow(event) {
    if (!this.dropped) return;
    this.dropped = false;
    if (event.target.closest("[data-slot], [data-grid]")) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  cancel() {
    const { carry } = this;
    this.#forget();
    if (carry) this.desk.giveUp(carry);
  }

  #forget() {
    clearTimeout(this.press?.timer);
    clearTimeout(this.turn);
    cancelAnimationFrame(this.loop);
    root.classList.remove("editor__root--dragging");
    this.press = this.carry = this.point = this.hovered = null;
    this.resizing = this.outside = false;
  }
}

/** How far to scroll when the pointer is near one of two edges. */
function push(value, low, high) {
  if (value < low + EDGE) return -SPEED;
  return value > high - EDGE ? SPEED : 0;
}
