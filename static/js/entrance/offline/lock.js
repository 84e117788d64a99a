/** The lock: opened by the device's PIN, with longer and longer pauses after wrong ones. */

import { foldDigits } from "../rules/code.js";
import { opens, pauseAfter } from "./pin.js";

const IDLE = 10 * 60_000;

export class Lock {
  constructor(root, { device, store, words, onOpened, onClosed, onError }) {
    Object.assign(this, { device, store, words, onOpened, onClosed });
    this.form = root.querySelector("[data-unlock]");
    this.error = root.querySelector("[data-pin-error]");
    this.isOpen = false;
    this.timer = 0;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.try(this.form.elements.pin.value).catch(onError);
    });
    for (const sign of ["pointerdown", "keydown"]) document.addEventListener(sign, () => this.stir());
  }

  get isNeeded() {
    return Boolean(this.device.state?.pin);
  }

  close() {
    if (!this.isNeeded) return;
    this.isOpen = false;
    this.form.reset();
    this.error.textContent = "";
    this.onClosed();
  }

  /** Shut without a word, while another tab works. */
  rest() {
    clearTimeout(this.timer);
    this.isOpen = false;
  }

  stir() {
    clearTimeout(this.timer);
    if (this.isOpen) this.timer = setTimeout(() => this.close(), IDLE);
  }

  async try(pin) {
    const { failures = 0, at = 0 } = (await this.store.read("state", "failures")) ?? {};
    const left = Math.ceil((at + pauseAfter(failures) * 1000 - Date.now()) / 1000);
    this.form.elements.pin.value = "";
    // A clock that was set back must not lock the device out for longer than the pause.
    if (left > 0 && left <= pauseAfter(failures)) return this.complain("pin_pause", { seconds: left });
    // Counted before it is checked: whoever closes the page to try again has used up an attempt.
    await this.store.write("failures", { failures: failures + 1, at: Date.now() });
    if (!(await opens(foldDigits(pin.trim()), this.device.state.pin))) return this.complain("pin_wrong");
    await this.store.write("failures", null);
    this.error.textContent = "";
    this.isOpen = true;
    this.stir();
    return this.onOpened();
  }

  complain(name, params) {
    this.error.textContent = this.words.say(name, params);
    this.form.elements.pin.focus();
  }
}
