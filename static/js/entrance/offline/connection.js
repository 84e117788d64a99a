/** Whether the server answers in time. One answer that is late or missing and the device works by itself. */

import { Unreachable } from "./server.js";

export const PATIENCE = 1500;
const PROBE_PAUSE = 5_000;

export class Connection {
  /** `work()` brings device and server up to date and rejects with Unreachable where it cannot. */
  constructor({ work, pause, onChange }) {
    this.work = work;
    this.pause = pause;
    this.onChange = onChange;
    this.isOnline = false;
    this.timer = 0;
    this.running = null;
  }

  start() {
    addEventListener("online", () => this.meet());
    addEventListener("offline", () => this.lose());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.meet(); });
    return this.meet();
  }

  stop() {
    clearTimeout(this.timer);
    this.isStopped = true;
  }

  lose() {
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

  /** Meets the server now, once at a time. */
  meet() {
    this.running ??= this.once().finally(() => { this.running = null; });
    return this.running;
  }

  async once() {
    clearTimeout(this.timer);
    try {
      await this.work();
      if (!this.isStopped) this.set(true);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.set(false);
    } finally {
      this.plan();
    }
  }
}
