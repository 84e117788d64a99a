/** Setting a device up, by a code that serves once: what is asked, what is said, and how to go on where it fails. */

import { DeviceUnknown, Refused, Unreachable } from "./server.js";

const SECRET = /(?:^|enrol=)([A-Za-z0-9_-]{43})$/;

/** Returns the code in a link or in what stands behind its #; "" where there is none. */
export const readCodeIn = (link) => SECRET.exec(link.trim().split("#").at(-1))?.[1] ?? "";

export class Enrolment {
  constructor(root, { device, words, show, onDone }) {
    Object.assign(this, { device, words, show, onDone });
    const part = (name) => root.querySelector(`[data-${name}]`);
    this.form = part("enrol");
    this.complaints = [part("enrol-error"), part("unsent-error")];
    this.unsent = part("unsent");
    this.buttons = [this.form.querySelector("button"), part("send-first"), part("drop")];
    this.code = "";
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const link = this.form.elements.link.value;
      this.begin(link.trim() ? readCodeIn(link) : this.code);
    });
    part("send-first").addEventListener("click", () => this.begin(this.code));
    part("drop").addEventListener("click", () => this.begin(this.code, { drops: true }));
  }

  /** Sets the device up once, however often it is asked to; tells whether that was done. */
  async begin(code, { drops = false } = {}) {
    if (this.isRunning) return false;
    this.isRunning = true;
    this.allow(false);
    try {
      return await this.attempt(code, drops);
    } catch (error) {
      // Another tab goes on with it, and says how it went.
      if (!this.device.server.isResting) this.explain(error);
      return false;
    } finally {
      this.isRunning = false;
      this.allow(true);
    }
  }

  allow(isAllowed) {
    for (const button of this.buttons) button.disabled = !isAllowed;
  }

  async attempt(code, drops) {
    this.code = code;
    this.say(this.words.say(code ? "enrolling" : "enrol_unreadable"));
    if (!code) return false;
    if (!drops && await this.asksFirst()) return false;
    await this.device.enrol(code);
    if (this.device.server.isResting) return false;
    this.code = "";
    this.form.reset();
    this.say("");
    this.onDone();
    return true;
  }

  /** Sends what the device still holds for whom it was before; what cannot be sent is for the person in front to judge. */
  async asksFirst() {
    const { queue, server, clock } = this.device;
    const held = () => queue.waiting + queue.refused;
    if (!held()) return false;
    let why = null;
    await queue.send(server, clock).catch((error) => { why = error; });
    if (!held() || server.isResting) return false;
    this.unsent.textContent = this.words.say("waiting", { count: held() });
    this.say("");
    this.show("unsent");
    if (why && !(why instanceof DeviceUnknown)) this.explain(why);
    return true;
  }

  explain(error) {
    if (error instanceof Unreachable) return this.say(this.words.say("enrol_offline"));
    if (error instanceof Refused) return this.say(error.message || this.words.say("enrol_unreadable"));
    console.warn(error);
    return this.say(this.words.say(error?.name === "QuotaExceededError" ? "storage_full" : "failed"));
  }

  say(text) {
    for (const complaint of this.complaints) complaint.textContent = text;
  }
}
