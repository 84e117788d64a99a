/** Keyboard-type scanners: a burst of keys anywhere on the page, ended by Enter or Tab or by a pause. */

import { readCode } from "./rules/code.js";

const LONGEST_GAP = 120;
const SETTLED = 300;
const SHORTEST_BURST = 8;

/** Calls `onCode(text)` for bursts typed outside of text fields; what people type is too slow to be one. */
export function listenForBursts(onCode) {
  let burst = "";
  let last = 0;
  let timer = 0;

  function finish() {
    clearTimeout(timer);
    const text = burst;
    burst = "";
    if (text.length < SHORTEST_BURST) return false;
    onCode(text);
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select") || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.timeStamp - last > LONGEST_GAP) burst = "";
    last = event.timeStamp;
    if (event.key === "Enter" || event.key === "Tab") {
      if (finish()) event.preventDefault();
    } else if (event.key.length === 1) {
      burst += event.key;
      if (burst.length > 1) event.preventDefault();
      clearTimeout(timer);
      timer = setTimeout(finish, SETTLED);
    }
  });
}

/** Calls `onWhole()` when a badge's whole code stands in the field and no more comes: some scanners send no Enter. */
export function watchForWhole(field, onWhole) {
  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => { if (readCode(field.value)?.kind === "token") onWhole(); }, SETTLED);
  });
}

/** Keeps the field in focus for scanners, without calling up the keyboard of a phone. */
export function keepFocus(field) {
  const back = () => {
    const active = document.activeElement;
    if (active?.closest("input, textarea, select, button, a, summary") && active.getClientRects().length) return;
    field.inputMode = "none";
    field.focus({ preventScroll: true });
  };
  field.addEventListener("pointerdown", () => { field.inputMode = "numeric"; });
  field.addEventListener("blur", () => setTimeout(back, 200));
  document.addEventListener("visibilitychange", back);
  back();
  return back;
}
