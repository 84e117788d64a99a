/**
 * The one decision function, for a device without a network (mirrors summit/entrance/rules/decision.py, where the
 * reasons stand). tests/entrance/decision_cases.json is run through both.
 *
 * Facts come from facts.js; moments are Dates, also among the params of the answer. Explanations and next steps are
 * English, the keys of their translations.
 */

import { BADGE_CHECKS, ENTRY_CHECKS, EXIT_CHECKS, firstRefusal, reentryMode, valid } from "./checks.js";
import { readGate } from "./facts.js";
import { chooseSession, stayIn } from "./hall.js";
import { NEXT_STEPS } from "./outcomes.js";

const OVERRIDABLE = new Set([
  "not_approved", "wrong_zone", "minor_without_adult", "escort_needed", "wrong_time", "full", "not_signed_up",
  "already_inside",
]);

/** Returns the answer to one scan; `credential` is null for a code nobody has, `hall` at a gate that is no hall's door. */
export function decide({ request, credential, holder, zone, presence, now, hall = null, gate = readGate() }) {
  const chosen = chooseSession(hall, holder, now);
  const stay = hall ? stayIn(chosen) : presence;
  const facts = { request, credential, holder, zone, gate, presence, stay, chosen, now };
  if (request.direction === "exit") return exit(facts);
  const ofBadge = firstRefusal(BADGE_CHECKS, facts);
  if (ofBadge) return refuse(ofBadge);
  const no = firstRefusal(ENTRY_CHECKS, facts);
  if (!no) return admit(facts);
  if (request.override_reason && OVERRIDABLE.has(no.outcome)) return override(admit(facts), no);
  return refuse(no, holder?.attention, chosen);
}

function decision(outcome, explanation, values = {}) {
  return {
    outcome,
    explanation,
    next_step: NEXT_STEPS[outcome],
    params: {},
    counts_as_entry: false,
    opens_presence: false,
    closes_presence: false,
    attention: [],
    overridden: null,
    slot_id: null,
    notes: [],
    ...values,
  };
}

function refuse({ outcome, explanation, params, next_step: step }, attention = [], chosen = null) {
  const next = step ? { next_step: step } : {};
  return decision(outcome, explanation, { params, attention, slot_id: chosen?.session.slot_id ?? null, ...next });
}

function admit({ zone, gate, presence, stay, holder, chosen }) {
  const noted = stay.is_inside && reentryMode(zone, gate).mode !== "off" ? ["entered_twice"] : [];
  const explanation = chosen ? "This badge is valid for “%(session)s”." : "This badge is valid here and now.";
  return decision("admitted", explanation, {
    params: chosen ? { session: chosen.session.titles } : {},
    counts_as_entry: true,
    opens_presence: !presence.is_inside,
    attention: [...(holder?.attention ?? []), ...noted],
    slot_id: chosen?.session.slot_id ?? null,
    notes: [zone.attention, gate.attention].filter((texts) => Object.keys(texts).length),
  });
}

function override(admitted, no) {
  const attention = [...admitted.attention, "overridden"];
  const explanation = "A supervisor has let this person in.";
  return { ...admitted, explanation, params: {}, attention, overridden: no.outcome };
}

function exit(facts) {
  const no = firstRefusal(EXIT_CHECKS, facts);
  if (no) return refuse(no);
  const { holder, presence } = facts;
  const attention = [...(holder?.attention ?? []), ...(valid(facts) ? ["badge_revoked"] : [])];
  if (!presence.is_inside) return refuse(notInside(presence), attention);
  return decision("exited", "This badge has left the zone.", { closes_presence: true, attention });
}

function notInside({ last_exit_at: left }) {
  const about = { outcome: "not_inside", params: {} };
  if (left === null) return { ...about, explanation: "No entry of this badge is on record; the exit is noted." };
  return { ...about, explanation: "This badge already left at %(moment)s; the exit is noted.", params: { moment: left } };
}
