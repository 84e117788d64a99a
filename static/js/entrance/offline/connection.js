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
      await this.work(() => { if (!this.isStopped) this.set(true); });
      this.onChange();
    } catch (error) {
      this.set(false);
      if (!(error instanceof Unreachable)) await this.onError(error);
    } finally {
      this.plan();
    }
  }
}
