/** The time at the door: this device's clock, set right by what the server's clock said last. */

export const NOTABLE = 60_000;

export class DoorClock {
  /** `offset` is the device's clock minus the server's, in milliseconds. */
  constructor(offset = 0) {
    this.offset = offset;
  }

  now() {
    return new Date(Date.now() - this.offset);
  }

  /** Measures anew; returns by how many milliseconds the device's clock has been moved since the last time. */
  measure(serverTime, askedAt, answeredAt = Date.now()) {
    const before = this.offset;
    this.offset = Math.round((askedAt + answeredAt) / 2 - Date.parse(serverTime));
    return this.offset - before;
  }

  get isWrong() {
    return Math.abs(this.offset) >= NOTABLE;
  }
}
