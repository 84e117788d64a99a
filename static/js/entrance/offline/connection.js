/** Whether the server answers in time. One answer that is late or missing and the device works by itself. */

import { Unreachable } from "./server.js";

export const PATIENCE = 1500;
const PROBE_PAUSE = 5_000;

export class Connection {
  /**
   * `work(reached)` brings device and server up to date, calls `reached()` once the server may decide, and rejects
   * with Unreachable where it cannot be had; other errors go to `onError`.
   */
  constructor({ work, pause, onChange, onError }) {
    Object.assign(this, { work, pause, onChange, onError });
    this.isOnline = false;
    this.timer = 0;
    this.running = null;
    this.isAskedAgain = false;
    this.isStopped = true;
    addEventListener("online", () => this.meet());
    addEventListener("offline", () => this.lose());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.meet(); });
  }

  start() {
    this.isStopped = false;
    return this.meet();
  }

  stop() {
    clearTimeout(this.timer);
    this.isStopped = true;
    this.isOnline = false;
  }

  lose() {
    if (this.isStopped) return;
    this.set(false);
    this.plan();
  }

  set(isOnline) {
    this.isOnline = isOnline;
    this.onChange();
  }

  plan() {
    clearTimeout(this.timer);
    if (!this.isStopped) this.timer = setTimeout(() => this.meet(), this.isOnline ? this.pause() : PROBE_PAUSE);
  }

  /**
   * Meets the server now, once at a time. Whoever asks during a meeting has something new to say, such as who has taken
   * the device over, and is heard in another one right after it.
   */
  meet() {
    if (this.isStopped) return this.running;
    this.isAskedAgain = this.running !== null;
    this.running ??= this.rounds().finally(() => { this.running = null; });
    return this.running;
  }

  async rounds() {
    do {
      this.isAskedAgain = false;
      await this.once();
    } while (this.isAskedAgain && !this.isStopped);
  }

  async once() {
    clearTimeout(this.timer);
    let isReached = false;
    try {
      await this.work(() => {
        isReached = !this.isStopped;
        if (isReached) this.set(true);
      });
      this.onChange();
    } catch (error) {
      const isLost = error instanceof Unreachable;
      // A device without room for what is new may still ask the server.
      if (isLost || !isReached) this.set(false);
      if (!isLost) await this.onError(error);
    } finally {
      this.plan();
    }
  }
}
