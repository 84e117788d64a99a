/** Dragging by mouse, pen and finger. A finger must rest on a meeting before it lifts, so that the page still scrolls. */

import { Carry, part, root } from "./board-grid.js";

const SLACK = 5;
const LONG_PRESS = 350;
const EDGE = 48;
const SPEED = 10;

export class Dragging {
  /** `desk` takes up and puts down: canTake(card), drop(carry), giveUp(carry). */
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
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") this.cancel(); });
  }

  #down(event) {
    const card = event.target.closest("article[data-meeting]");
    if (!card || event.button !== 0 || this.press || event.target.closest("a, button, summary, [data-menu]")) return;
    const touch = event.pointerType === "touch";
    this.press = { id: event.pointerId, card, x: event.clientX, y: event.clientY, touch };
    if (touch) this.press.timer = setTimeout(() => this.#lift(), LONG_PRESS);
  }

  #move(event) {
    if (event.pointerId !== this.press?.id) return;
    this.point = { x: event.clientX, y: event.clientY };
    if (this.carry) {
      this.#follow();
      return;
    }
    if (Math.hypot(event.clientX - this.press.x, event.clientY - this.press.y) <= SLACK) return;
    if (this.press.touch) this.cancel();
    else this.#lift();
  }

  #lift() {
    const { card, id, x, y, touch } = this.press;
    if (!this.desk.canTake(card)) {
      this.cancel();
      return;
    }
    root.setPointerCapture(id);
    root.classList.add("meets__root--dragging");
    this.carry = new Carry(card);
    this.point ??= { x, y };
    this.hand = document.createElement("div");
    this.hand.className = "meets__hand";
    document.body.append(this.hand);
    if (touch && this.carry.pool) part("pool").open = false;
    if (touch) navigator.vibrate?.(15);
    this.#follow();
    this.loop = requestAnimationFrame(() => this.#scroll());
  }

  #follow() {
    const { x, y } = this.point;
    const under = document.elementFromPoint(x, y);
    const cell = under?.closest(".meets__cell") ?? null;
    this.carry.over(cell, !cell && Boolean(under?.closest("[data-pool]")));
    this.hand.textContent = this.carry.describe() || this.carry.title;
    this.hand.style.left = `${Math.min(x + 12, window.innerWidth - this.hand.offsetWidth - 4)}px`;
    this.hand.style.top = `${Math.max(4, y - this.hand.offsetHeight - 12)}px`;
  }

  #scroll() {
    if (!this.carry) return;
    const box = part("scroller")?.getBoundingClientRect();
    const { x, y } = this.point;
    if (box && !this.carry.pool) {
      const across = push(x, box.left, Math.min(box.right, window.innerWidth));
      const down = push(y, Math.max(box.top, 0), Math.min(box.bottom, window.innerHeight));
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
    this.#forget();
    if (!carry) return;
    const isNowhere = !carry.cell && !carry.pool;
    if (isNowhere || carry.isHome) this.desk.giveUp(carry);
    else this.desk.drop(carry);
  }

  cancel() {
    const { carry } = this;
    this.#forget();
    if (carry) this.desk.giveUp(carry);
  }

  #forget() {
    clearTimeout(this.press?.timer);
    cancelAnimationFrame(this.loop);
    root.classList.remove("meets__root--dragging");
    this.hand?.remove();
    this.press = this.carry = this.point = null;
  }
}

/** How far to scroll when the pointer is near one of two edges. */
function push(value, low, high) {
  if (value < low + EDGE) return -SPEED;
  return value > high - EDGE ? SPEED : 0;
}
