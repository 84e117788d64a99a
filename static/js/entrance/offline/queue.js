/** Scans that the server has not acknowledged yet, in the order of the door. */

const BATCH = 200;

/** What a scan did to the number of people in its zone. */
const change = ({ opens, closes }) => Number(Boolean(opens)) - Number(Boolean(closes));

export class Queue {
  constructor(store) {
    this.store = store;
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
    await this.store.change(["queue", "presence"], ({ queue, presence }) => {
      queue.add(item);
      if (item.presence) presence.put(item.presence.stay, item.presence.key);
    });
    this.waiting += 1;
    this.note(item);
  }

  /** Sends all that waits, oldest first; returns how many conflicts the server found. */
  async send(server) {
    let conflicts = 0;
    for (;;) {
      const items = (await this.store.all("queue")).filter((item) => !item.refused).slice(0, BATCH);
      if (!items.length) return conflicts;
      const { answers } = await server.json("upload", { body: { scans: items.map((item) => item.scan) } });
      conflicts += answers.filter((answer) => answer.conflict).length;
      const settled = await this.settle(items, answers);
      await this.load();
      // An answer that acknowledges nothing must not be asked for ever.
      if (!settled) return conflicts;
    }
  }

  /** Deletes what the server has taken; what it refused stays, is shown, and is not sent again. */
  async settle(items, answers) {
    const byId = new Map(answers.map((answer) => [answer.scan_id, answer]));
    const known = items.filter((item) => byId.has(item.scan.scan_id));
    await this.store.change(["queue"], ({ queue }) => {
      for (const item of known) {
        const answer = byId.get(item.scan.scan_id);
        if (answer.status === "refused") queue.put({ ...item, refused: answer.error ?? "refused" });
        else queue.delete(item.position);
      }
    });
    return known.length;
  }
}
