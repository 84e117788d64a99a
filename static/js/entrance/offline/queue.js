/** Scans that the server has not acknowledged yet, in the order of the door, each sealed until it is sent. */

import { TooLarge } from "./server.js";

const BATCH = 200;
const PURPOSE = "summit/queue/v1";

/** When somebody passed, as far as the queue says so in the clear; in milliseconds. */
const passedAt = ({ presence }) => Math.max(
  ...[presence?.stay.last_entry_at, presence?.stay.last_exit_at].map((at) => (at ? Date.parse(at) : -Infinity)),
);

/** The last moment that is known from what waits; -Infinity where nothing does. */
export const lastPassing = (items) => items.reduce((last, item) => Math.max(last, passedAt(item)), -Infinity);

/** What a scan did to the number of people in its zone. */
const change = ({ opens, closes }) => Number(Boolean(opens)) - Number(Boolean(closes));

export class Queue {
  constructor(store) {
    this.store = store;
    this.vault = null;
    this.waiting = 0;
    this.refused = 0;
    this.changes = new Map();
  }

  /** Counts anew what is kept. */
  async load() {
    const items = await this.store.all("queue");
    this.refused = items.filter((item) => item.refused).length;
    this.waiting = items.length - this.refused;
    this.changes = new Map();
    for (const item of items) this.note(item);
    return items;
  }

  note(item) {
    if (!item.refused) this.changes.set(item.zone_id, this.changeIn(item.zone_id) + change(item));
  }

  /** By how many the zone's number differs from what the server said last. */
  changeIn(zone) {
    return this.changes.get(zone) ?? 0;
  }

  /** Keeps a scan and what it does to the person's presence, both or neither; rejects where there is no room. */
  async add(item) {
    const kept = await this.sealed(item);
    await this.store.change(["queue", "presence"], ({ queue, presence }) => {
      queue.add(kept);
      if (item.presence) presence.put(item.presence.stay, item.presence.key);
    });
    this.waiting += 1;
    this.note(item);
  }

  /** The code, the time and who held the device are sealed; what the counts are made of is not. */
  async sealed({ scan, ...item }) {
    return { ...item, sealed: await this.vault.seal(scan, PURPOSE) };
  }

  /** Seals what a former version has left in the clear. */
  async sealAll() {
    const old = (await this.store.all("queue")).filter((item) => item.scan);
    if (!old.length) return;
    const kept = await Promise.all(old.map((item) => this.sealed(item)));
    await this.store.change(["queue"], ({ queue }) => { for (const item of kept) queue.put(item); });
  }

  /** Returns the scan; null where nobody can open it any more. */
  async open({ scan, sealed }) {
    return scan ?? this.vault.unseal(sealed, PURPOSE).catch(() => null);
  }

  /** Sends all that waits, oldest first, by what the clock knows now; returns how many conflicts the server found. */
  async send(server, clock) {
    let conflicts = 0;
    let most = BATCH;
    for (;;) {
      const kept = await this.store.all("queue", BATCH + this.refused);
      const items = kept.filter((item) => !item.refused).slice(0, most);
      if (!items.length) return conflicts;
      const scans = await Promise.all(items.map((item) => this.open(item)));
      const timed = scans.map((scan, place) => scan && { ...scan, offset_ms: clock.offsetOf(items[place], scan) });
      const answers = await ask(server, timed.filter(Boolean)).catch((error) => {
        if (!(error instanceof TooLarge) || items.length === 1) throw error;
        return null;
      });
      if (!answers) {
        most = Math.ceil(items.length / 2);
        continue;
      }
      conflicts += answers.filter((answer) => answer.conflict).length;
      const settled = await this.settle(items, scans, answers);
      await this.load();
      // An answer that acknowledges nothing must not be asked for ever.
      if (!settled) return conflicts;
    }
  }

  /** Deletes what the server has taken; what it refused and what cannot be read stays, is shown, and is not sent again. */
  async settle(items, scans, answers) {
    const byId = new Map(answers.map((answer) => [answer.scan_id, answer]));
    const found = items.map((item, place) => [item, scans[place] ? byId.get(scans[place].scan_id) : UNREADABLE]);
    const known = found.filter(([, answer]) => answer);
    await this.store.change(["queue"], ({ queue }) => {
      for (const [item, answer] of known) {
        if (answer.status === "refused") queue.put({ ...item, refused: answer.error ?? "refused" });
        else queue.delete(item.position);
      }
    });
    return known.length;
  }
}

const UNREADABLE = { status: "refused", error: "unreadable" };

async function ask(server, scans) {
  if (!scans.length) return [];
  const { answers } = await server.json("upload", { body: { scans }, expects: "answers" });
  return answers;
}
