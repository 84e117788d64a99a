/** What the device knows of the sessions behind its doors of halls: the server's lists, and who has passed here since. */

import { toHex } from "./pin.js";

const KEY = 8;
// A scan that was on its way while the server wrote its lists may or may not be in them.
const MARGIN = 10_000;

const bytesOf = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** Reads a list of badges, each followed by so many bytes more; returns [[key, its place, the bytes behind it], …]. */
function readKeys(text, more = 0) {
  const bytes = bytesOf(text);
  return Array.from({ length: bytes.length / (KEY + more) }, (_, index) => {
    const start = index * (KEY + more);
    const end = start + KEY;
    return [toHex(bytes.subarray(start, end)), index, bytes.subarray(end, end + more)];
  });
}

const secondsOf = (bytes) => bytes.reduce((sum, byte) => sum * 256 + byte, 0);

function readSession(values) {
  const entered = readKeys(values.entered, 4);
  return {
    ...values,
    places: new Set(readKeys(values.places).map(([key]) => key)),
    queue: new Map(readKeys(values.queue).map(([key, index]) => [key, index + 1])),
    stage: new Set(readKeys(values.stage).map(([key]) => key)),
    entered: new Map(entered.map(([key, , time]) => [key, secondsOf(time) * 1000])),
    inside: entered.length,
  };
}

export class Halls {
  constructor(store) {
    this.store = store;
    this.fill();
  }

  fill({ halls = {}, sessions = [] } = {}, passed = []) {
    Object.assign(this, { halls, kept: sessions, passed: [], ways: new Map() });
    for (const one of passed) this.add(one);
    this.sessions = new Map(sessions.map((session) => [session.slot_id, readSession(session)]));
  }

  async load() {
    const [lists, passed] = await Promise.all([this.store.read("state", "halls"), this.store.read("state", "passed")]);
    this.fill(lists, passed);
  }

  /** Fetches the lists anew, those that changed only; what waits to be sent here the server does not know yet. */
  async refresh(server, waiting) {
    const known = this.kept.map((session) => session.tag).join(",");
    const { made_at: madeAt, halls, sessions } = await server.json(`halls?${new URLSearchParams({ known })}`, { expects: "made_at" });
    const held = new Map(this.kept.map((session) => [session.tag, session]));
    const lists = { halls, sessions: sessions.map((one) => (one.titles ? one : held.get(one.tag))) };
    const since = Date.parse(madeAt) - MARGIN;
    const passed = waiting ? this.passed : this.passed.filter(({ at }) => at >= since);
    await this.store.change(["state"], ({ state }) => {
      state.put(lists, "halls");
      state.put(passed, "passed");
    });
    this.fill(lists, passed);
  }

  add(one) {
    this.passed.push(one);
    this.ways.set(one.key, [...(this.ways.get(one.key) ?? []), one]);
  }

  /** Notes that a badge has passed: in for a session, or out of the zone and so of every session in it. */
  async note({ key, zone, slot, at, isEntry }) {
    if (isEntry && slot === null) return;
    this.add({ key: short(key), zone, slot, at: at.getTime(), isEntry });
    await this.store.write("passed", this.passed);
  }

  /** Returns the sessions of a hall with the part of a badge in them, as the rules ask; `zone` lies behind the gate. */
  sessionsFor(hall, zone, key) {
    return this.in(hall).map((session) => ({ ...this.counted(session, zone), ...this.part(session, zone, short(key)) }));
  }

  /** Returns the sessions of a hall with how many are inside. */
  sessionsOf(hall, zone) {
    return this.in(hall).map((session) => this.counted(session, zone));
  }

  in(hall) {
    return (this.halls[hall] ?? []).map((slot) => this.sessions.get(slot)).filter(Boolean);
  }

  counted(session, zone) {
    const change = [...this.ways.keys()].reduce(
      (sum, key) => sum + (this.enteredAt(session, zone, key) !== null) - session.entered.has(key), 0,
    );
    return {
      slot_id: session.slot_id,
      titles: session.titles,
      starts_at: session.starts_at,
      ends_at: session.ends_at,
      capacity: session.capacity,
      categories: session.categories,
      age_limit: session.age_limit,
      admits_waiting: session.admits_waiting,
      inside: session.inside + change,
    };
  }

  part(session, zone, key) {
    const entered = this.enteredAt(session, zone, key);
    return {
      has_place: session.places.has(key),
      position: session.queue.get(key) ?? null,
      is_on_stage: session.stage.has(key),
      entered_at: entered === null ? null : new Date(entered),
    };
  }

  /** When the badge came in for the session and has not left since, in milliseconds; null where it is not inside. */
  enteredAt(session, zone, key) {
    let entered = session.entered.get(key) ?? null;
    for (const one of this.ways.get(key) ?? []) {
      if (one.isEntry && one.slot === session.slot_id) entered = Math.max(entered ?? 0, one.at);
      if (!one.isEntry && one.zone === zone && entered !== null && entered <= one.at) entered = null;
    }
    return entered;
  }
}

const short = (key) => key.slice(0, 2 * KEY);
