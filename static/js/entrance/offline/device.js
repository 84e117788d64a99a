/** This device: who it is, what it holds, and how it is brought up to date. */

import { DoorClock } from "./clock.js";
import { PATIENCE } from "./connection.js";
import { Halls } from "./halls.js";
import { lastPassing, Queue } from "./queue.js";
import { BeginAnew, Refused, Server } from "./server.js";
import { findRecord, keepRecords } from "./shelves.js";
import { keyOf, openRecord, readSnapshot, stayKey } from "./snapshot.js";
import { settled, STORES } from "./store.js";
import { newSecret, Vault } from "./vault.js";

const FIRST_PATIENCE = 120_000;
const TOKEN = "summit/token/v1";

export class Device {
  constructor({ store, base, version }) {
    this.store = store;
    this.version = version;
    this.server = new Server(base);
    this.queue = new Queue(store);
    this.halls = new Halls(store);
    this.clock = new DoorClock();
  }

  /** Reads what was kept; tells whether the device is enrolled. */
  async load() {
    const names = ["state", "choice", "offset", "header", "synced_at", "operator"];
    const [state, choice, offset, header, syncedAt, operator] = await Promise.all(
      names.map((name) => this.store.read("state", name)),
    );
    if (state) await this.openVault();
    Object.assign(this, { state, choice: choice ?? {}, header, syncedAt, handedTo: operator ?? null });
    const waiting = await this.queue.load();
    const synced = syncedAt ? Date.parse(syncedAt) : -Infinity;
    this.clock = new DoorClock(offset ?? 0, Math.max(synced, lastPassing(waiting)));
    await this.halls.load();
    return Boolean(this.server.token && state);
  }

  /** Takes the device's key and opens its token; what a former version left in the clear is sealed first. */
  async openVault() {
    this.vault = await Vault.open(this.store);
    this.queue.vault = this.vault;
    const plain = await this.store.read("state", "token");
    if (plain) await this.keepToken(plain);
    await this.queue.sealAll();
    const sealed = await this.store.read("state", "sealed_token");
    this.server.token = sealed ? await this.vault.unseal(sealed, TOKEN).catch(() => "") : "";
  }

  async keepToken(token) {
    const sealed = await this.vault.seal(token, TOKEN);
    await this.store.change(["state"], ({ state }) => {
      state.put(sealed, "sealed_token");
      state.delete("token");
    });
  }

  /**
   * Takes the code. The proof is kept before the server is asked: an answer that is lost, because the network went, the
   * page was reloaded or another tab took over, is given again to the same proof, and to nobody else.
   */
  async enrol(code) {
    const proof = await this.proofFor(code);
    const askedAt = Date.now();
    const body = { code, proof, app_version: this.version };
    const { token, state } = await this.server.json("enrol", { body, expects: "token" }).catch(async (error) => {
      if (error instanceof Refused) await this.store.write("enrolment", null);
      throw error;
    });
    const vault = await Vault.make();
    const clock = new DoorClock();
    clock.measure(state.server_time, askedAt);
    const sealed = await vault.seal(token, TOKEN);
    const enrolledBy = await keyOf(code);
    await this.beginAnew(proof, {
      key: vault.key, sealed_token: sealed, state, offset: clock.offset, enrolled_by: enrolledBy,
    });
    await this.load();
  }

  proofFor(code) {
    return this.store.change(["state"], async ({ state }) => {
      const known = await settled(state.get("enrolment"));
      if (known?.code === code) return known.proof;
      const proof = newSecret();
      state.put({ code, proof }, "enrolment");
      return proof;
    });
  }

  /** Forgets who the device was and keeps who it is, at once; where another tab was faster, what that one kept stays. */
  beginAnew(proof, values) {
    return this.store.change(STORES, async (stores) => {
      if ((await settled(stores.state.get("enrolment")))?.proof !== proof) return;
      for (const store of Object.values(stores)) store.clear();
      for (const [key, value] of Object.entries(values)) stores.state.put(value, key);
    });
  }

  /** The code that was taken without an answer; "" where none was. */
  async pendingCode() {
    return (await this.store.read("state", "enrolment"))?.code ?? "";
  }

  async isEnrolledBy(code) {
    return (await this.store.read("state", "enrolled_by")) === await keyOf(code);
  }

  /**
   * Takes the state that the server sent, and keeps it where there is room (`unkept` says why not); returns by how much
   * the device's clock was moved, in milliseconds.
   */
  async learn(state, askedAt) {
    const moved = this.clock.measure(state.server_time, askedAt);
    this.state = state;
    this.unkept = null;
    await this.store.change(["state"], ({ state: kept }) => {
      kept.put(state, "state");
      kept.put(this.clock.offset, "offset");
    }).catch((error) => { this.unkept = error; });
    return moved;
  }

  get gate() {
    const { gates } = this.state;
    return gates.find((gate) => gate.id === this.choice.gate) ?? gates[0] ?? null;
  }

  get operator() {
    return this.handedTo ?? this.state.device.operator;
  }

  choose(choice) {
    this.choice = { ...this.choice, ...choice };
    return this.store.write("choice", this.choice);
  }

  /** Hands the device over; the server is told as soon as it can be reached. */
  async handOver(operator) {
    this.handedTo = operator;
    await this.store.write("operator", operator);
  }

  /** Brings server and device up to date; `reached` is called once scans may be decided by the server again. */
  async meet({ battery, reached }) {
    let moved = await this.report(battery, PATIENCE);
    await this.sayOperator();
    const waiting = this.queue.waiting;
    const conflicts = await this.queue.send(this.server, this.clock);
    if (waiting) moved += await this.report(battery);
    if (!this.queue.waiting) reached();
    if (this.unkept) throw this.unkept;
    await this.refresh();
    if (this.state.gates.some((gate) => gate.hall)) await this.halls.refresh(this.server, this.queue.waiting);
    this.syncedAt = this.clock.now().toISOString();
    await this.store.write("synced_at", this.syncedAt);
    return { moved, conflicts, sent: waiting - this.queue.waiting };
  }

  async report(battery, patience) {
    const askedAt = Date.now();
    const body = {
      queue: this.queue.waiting,
      battery,
      app_version: this.version,
      device_time: new Date(askedAt).toISOString(),
      synced_at: this.syncedAt ?? null,
    };
    return this.learn(await this.server.json("heartbeat", { body, patience, expects: "server_time" }), askedAt);
  }

  async sayOperator() {
    const operator = this.handedTo;
    if (operator === null) return;
    const askedAt = Date.now();
    await this.learn(await this.server.json("shift", { body: { operator }, expects: "server_time" }), askedAt);
    if (this.handedTo !== operator) return;
    this.handedTo = null;
    await this.store.write("operator", null);
  }

  async refresh() {
    const { header } = this;
    if (!header) return this.keep(await this.server.bytes("snapshot", { patience: FIRST_PATIENCE }), true);
    const query = new URLSearchParams({ epoch: header.epoch, since: header.sequence, presence: header.presence.tag });
    try {
      return await this.keep(await this.server.bytes(`delta?${query}`), false);
    } catch (error) {
      if (!(error instanceof BeginAnew)) throw error;
      return this.keep(await this.server.bytes("snapshot", { patience: FIRST_PATIENCE }), true);
    }
  }

  /** Keeps a snapshot or what changed since: all of it or nothing, so that a device is never half up to date. */
  async keep(buffer, isWhole) {
    const { header, records, stays } = readSnapshot(buffer);
    await this.store.change(["records", "presence", "queue", "state"], async (kept) => {
      await keepRecords(kept.records, records, isWhole);
      if (stays) await replaceStays(kept, stays);
      kept.state.put(header, "header");
    });
    this.header = header;
  }

  /** Why the device cannot decide by itself; "" where it can. */
  whyBlind(now) {
    if (!this.header) return "no_snapshot";
    return now >= new Date(this.header.expires_at) ? "snapshot_expired" : "";
  }

  /** Finds whose badge has the code; null where it is not in the snapshot. */
  async find(digits) {
    const { header } = this;
    const key = await keyOf(digits);
    const record = await findRecord(this.store, key);
    if (!record) return null;
    if (!record.sealed.length) return { key, ...blocked(header) };
    try {
      return { key, ...(await openRecord(record, digits, header)) };
    } catch (error) {
      // A new snapshot came while we looked.
      if (this.header !== header) return this.find(digits);
      throw error;
    }
  }

  stay(key, zone) {
    return this.store.read("presence", stayKey(key, zone));
  }

  async keepStay(key, zone, change) {
    const place = stayKey(key, zone);
    const stay = { ...(await this.store.read("presence", place)), ...change };
    await this.store.change(["presence"], ({ presence }) => { presence.put(stay, place); });
  }

  /** Keeps that a badge has passed a gate, where a hall of this device lies behind it; `slot` is the session at its door. */
  async notePassage(key, gate, { outcome, slot, at }) {
    if (!this.state.gates.some(({ hall, zone }) => hall && zone.id === gate.zone.id)) return;
    const isEntry = outcome === "admitted";
    if (isEntry || outcome === "exited" || outcome === "not_inside") {
      await this.halls.note({ key, zone: gate.zone.id, slot, at, isEntry });
    }
  }

  /** Forgets everything and tells the server so, where it listens. */
  async wipe() {
    const { server } = this;
    await this.store.wipe();
    await server.ask("wiped", { body: {} }).catch(() => undefined);
    server.token = "";
    this.vault = this.queue.vault = null;
    this.state = undefined;
    this.header = undefined;
    this.halls.fill();
  }
}

/** A badge that has left the snapshot: replaced, blocked, or its registration lost. Whose it was is not told. */
function blocked(header) {
  const credential = { event_id: header.event, issue: 0, is_current: true, is_revoked: true };
  return { credential, holder: null, person: null };
}

/** The server's list counts; what waits in the queue is not in it yet and is laid on top. Only what differs is written. */
async function replaceStays({ presence, queue }, stays) {
  const [keys, values, items] = await Promise.all([
    settled(presence.getAllKeys()), settled(presence.getAll()), settled(queue.getAll()),
  ]);
  const before = new Map(keys.map((key, index) => [key, values[index]]));
  const after = new Map(keys.map((key, index) => [key, { ...values[index], is_inside: false }]));
  for (const { zone, key, entered_at: entered } of stays) {
    const place = stayKey(key, zone);
    after.set(place, { ...before.get(place), is_inside: true, last_entry_at: entered });
  }
  for (const { presence: change } of items) {
    if (change) after.set(change.key, { ...after.get(change.key), ...change.stay });
  }
  for (const [key, stay] of after) if (!isSame(stay, before.get(key))) presence.put(stay, key);
}

const isSame = (stay, known) => known !== undefined
  && ["is_inside", "last_entry_at", "last_exit_at"].every((name) => stay[name] === known[name]);
