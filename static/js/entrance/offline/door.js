/** One scan at the door: the server is asked, and where it does not answer in time the device decides, under the same id. */

import { newScanId } from "../identity.js";
import { readCode } from "../rules/code.js";
import { decide } from "../rules/decide.js";
import { readGate, readHall, readPresence, readRequest, readZone } from "../rules/facts.js";
import { ATTENTION_NAMES, WORDS, asksForCompany, signalFor } from "../rules/outcomes.js";
import { PATIENCE } from "./connection.js";
import { Unreachable } from "./server.js";
import { keyOf, stayKey } from "./snapshot.js";
import { pick } from "./words.js";

/** What keeps the device from deciding by itself; `reason` names the sentence. */
export class CannotDecide extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

export class Door {
  constructor({ device, connection, words }) {
    this.device = device;
    this.connection = connection;
    this.words = words;
  }

  /** Returns the answer for the screen. Rejects with Refused, DeviceUnknown or CannotDecide. */
  async scan({ code, direction, entered_by: enteredBy, accompanied = false }) {
    const { device } = this;
    const body = {
      scan_id: newScanId(),
      code,
      direction,
      entered_by: enteredBy,
      accompanied,
      operator: device.operator,
      device: device.state.device.name,
      device_time: new Date().toISOString(),
    };
    const gate = device.gate;
    // Whatever is wrong with what the device holds: the server may still decide.
    const known = await this.look(body, gate).catch((error) => {
      console.warn(error);
      return { problem: "failed" };
    });
    if (this.connection.isOnline) {
      try {
        const path = `gates/${gate.id}/scan`;
        const answer = await device.server.json(path, { body, patience: PATIENCE, expects: "outcome" });
        await this.learn(answer, body, gate);
        return answer;
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        this.connection.lose();
      }
    }
    return this.alone(body, gate, known);
  }

  /** The portrait is for the device's token, which no address may hold: it is fetched and lent to the page; null for none. */
  async portraitOf({ portrait_url: url }) {
    if (!url) return null;
    const path = new URL(url, location.href).pathname.slice(this.device.server.base.length);
    const bytes = await this.device.server.bytes(path).catch(() => null);
    return bytes && URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
  }

  /** What the server decided changes who is inside, also for the time when it is gone. */
  async learn(answer, body, gate) {
    const read = readCode(body.code);
    for (const { zone } of this.device.state.gates) {
      if (zone.id === gate.zone.id) zone.inside = answer.counts?.inside ?? zone.inside;
    }
    if (read?.kind !== "token") return;
    const now = this.device.clock.now();
    const key = await keyOf(read.digits);
    await this.device.notePassage(key, gate, { outcome: answer.outcome, slot: answer.slot_id, at: now }).catch(() => {});
    if (!["admitted", "exited"].includes(answer.outcome)) return;
    await this.device.keepStay(key, gate.zone.id, stayAfter(answer.outcome, now)).catch(() => {});
  }

  /**
   * What the device knows as the badge is shown, before the server is asked: an answer that comes too late has counted
   * the person already, and a delta would then say of this very scan that they are inside.
   */
  async look(body, gate) {
    const { device } = this;
    const now = device.clock.now();
    const read = readCode(body.code);
    const problem = read?.kind === "short" ? "short_code_offline" : device.whyBlind(now);
    const found = read && !problem ? await device.find(read.digits) : null;
    const stay = found ? await device.stay(found.key, gate.zone.id) : undefined;
    const sessions = gate.hall && found ? device.halls.sessionsFor(gate.hall.id, gate.zone.id, found.key) : [];
    return { now, problem, found, stay, sessions, inside: this.inside(gate) };
  }

  async alone(body, gate, { now, problem, found, stay, sessions, inside }) {
    const { device } = this;
    if (problem) throw new CannotDecide(problem);
    const { direction, accompanied } = body;
    const decision = decide({
      request: readRequest({ event_id: device.state.event.id, direction, mode: "offline", accompanied }),
      credential: found?.credential ?? null,
      holder: found?.holder ?? null,
      zone: readZone({ ...gate.zone, inside, day_starts_at: dayStart(gate, now) }),
      presence: readPresence(stay),
      now,
      hall: gate.hall ? readHall(sessions) : null,
      gate: readGate(gate.rules),
    });
    await this.keep(body, gate, decision, found && { key: stayKey(found.key, gate.zone.id), stay }, now);
    const passage = { outcome: decision.outcome, slot: decision.slot_id, at: now };
    if (found) await device.notePassage(found.key, gate, passage).catch(() => {});
    return this.shown(body, gate, decision, found?.person ?? null);
  }

  inside(gate) {
    return Math.max(0, gate.zone.inside + this.device.queue.changeIn(gate.zone.id));
  }

  /** Nobody passes by an answer that is not kept: no room means no answer. */
  async keep(body, gate, decision, before, now) {
    const { device } = this;
    const { device: _, ...scan } = body;
    const passes = before && (decision.counts_as_entry || decision.closes_presence);
    const item = {
      presence: passes ? { key: before.key, stay: { ...before.stay, ...stayAfter(decision.outcome, now) } } : null,
      zone_id: gate.zone.id,
      era: device.clock.era,
      opens: decision.opens_presence,
      closes: decision.closes_presence,
      scan: {
        ...scan,
        gate_id: gate.id,
        outcome: decision.outcome,
        slot_id: decision.slot_id,
        offset_ms: device.clock.offset,
      },
    };
    try {
      await device.queue.add(item);
    } catch (error) {
      console.warn(error);
      throw new CannotDecide("storage_full");
    }
  }

  shown(body, gate, decision, person) {
    const { words } = this;
    return {
      scan_id: body.scan_id,
      outcome: decision.outcome,
      signal: signalFor(decision.outcome),
      direction: body.direction,
      word: words.translate(WORDS[decision.outcome]),
      explanation: words.translate(decision.explanation, decision.params),
      next_step: words.translate(decision.next_step),
      attention: [
        ...decision.attention.map((flag) => ({ flag, text: words.translate(ATTENTION_NAMES[flag]) })),
        ...decision.notes.map((texts) => ({ flag: "note", text: pick(texts).text })),
      ],
      person: decision.outcome === "unknown" ? null : person && this.card(person),
      counts: this.counts(gate),
      repeated: false,
      undo_url: null,
      may_override: false,
      asks_for_company: asksForCompany(decision.outcome),
    };
  }

  card(person) {
    const { tag, text } = pick(person.category.names);
    return {
      name: person.name,
      native_name: person.native_name,
      native_language: person.native_language,
      native_direction: "auto",
      organisation: person.organisation,
      category: { letter: person.category.letter, name: text, language: tag, colour: person.category.colour },
      photo_url: null,
    };
  }

  counts(gate) {
    const inside = this.inside(gate);
    const { capacity } = gate.zone;
    const text = capacity === null
      ? this.words.say("inside", { inside })
      : this.words.translate("%(inside)s of %(capacity)s inside", { inside, capacity });
    return { inside, capacity, text };
  }
}

/** When the event's present day began. */
function dayStart(gate, now) {
  return (gate.day_starts ?? []).filter((start) => new Date(start) <= now).at(-1) ?? null;
}

function stayAfter(outcome, now) {
  const moment = now.toISOString();
  return outcome === "exited"
    ? { is_inside: false, last_exit_at: moment }
    : { is_inside: true, last_entry_at: moment };
}
