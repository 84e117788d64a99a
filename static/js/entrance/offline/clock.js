/** The time at the door: this device's clock, set right by what the server's clock said last. */

export const NOTABLE = 60_000;

export class DoorClock {
  /**
   * `offset` is the device's clock minus the server's, in milliseconds; `known` a moment that has passed already, such
   * as that of the last scan: a clock that says less was set back while the device was off, and goes on from there.
   */
  constructor(offset = 0, known = -Infinity) {
    this.offset = offset;
    this.begin();
    if (this.now() < known) this.offset = Date.now() - known;
  }

  /** Begins an era: a time in which nobody has moved the device's clock. */
  begin() {
    this.era = crypto.randomUUID();
    this.mark = { clock: Date.now(), steady: performance.now() };
  }

  now() {
    this.watch();
    return new Date(Date.now() - this.offset);
  }

  /**
   * Compares the clock with the page's own steady time. A clock set back is seen at once and made up for; one that is
   * ahead may as well be that of a device that slept, so it is believed until the server says otherwise.
   */
  watch() {
    const gained = Date.now() - this.mark.clock - (performance.now() - this.mark.steady);
    if (Math.abs(gained) < NOTABLE) return;
    if (gained < 0) this.offset += Math.round(gained);
    this.begin();
  }

  /** Measures anew; returns by how many milliseconds the device's clock has been moved since the last time. */
  measure(serverTime, askedAt, answeredAt = Date.now()) {
    this.watch();
    const before = this.offset;
    this.offset = Math.round((askedAt + answeredAt) / 2 - Date.parse(serverTime));
    return this.offset - before;
  }

  /** The offset of a scan in the queue: what was measured since its era began is better than what was known then. */
  offsetOf({ era }, { offset_ms: then }) {
    return era === this.era ? this.offset : then;
  }

  get isWrong() {
    return Math.abs(this.offset) >= NOTABLE;
  }
}
