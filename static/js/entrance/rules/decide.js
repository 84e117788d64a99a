/**
 * The one decision function, for a device without a network (mirrors summit/entrance/rules/decision.py, where the
 * reasons stand). tests/entrance/decision_cases.json is run through both.
 *
 * Facts come from facts.js; moments are Dates, also among the params of the answer. Explanations and next steps are
 * English, the keys of their translations.
 */

import { chooseSession, stayIn } from "./hall.js";
import { NEXT_STEPS } from "./outcomes.js";

const OVERRIDABLE = new Set([
  "not_approved", "wrong_zone", "minor_without_adult", "escort_needed", "wrong_time", "full", "not_signed_up",
  "already_inside",
]);

const refusal = (outcome, explanation, params = {}) => ({ outcome, explanation, params });

/** Returns the answer to one scan; `credential` is null for a code nobody has, `hall` at a gate that is no hall's door. */
export function decide({ request, credential, holder, zone, presence, now, hall = null }) {
  if (request.direction === "exit") return exit(request, credential, presence, holder);
  const badge = unknown(credential) ?? blocked(credential) ?? foreign(request, credential);
  if (badge) return refuse(badge);
  const chosen = chooseSession(hall, holder, now);
  const stay = hall ? stayIn(chosen) : presence;
  const no =
    person(request, holder, zone) ?? time(zone, now) ?? capacity(zone, presence) ?? chosen?.refusal ??
    passback(zone, stay, now);
  if (!no) return admit(zone, presence, stay, holder, chosen);
  if (!request.override_reason || !OVERRIDABLE.has(no.outcome)) return refuse(no, holder?.attention, chosen);
  return override(admit(zone, presence, stay, holder, chosen), no);
}

function unknown(credential) {
  return credential ? null : refusal("unknown", "No badge has this code.");
}

function blocked(credential) {
  if (!credential || (credential.is_current && !credential.is_revoked)) return null;
  if (credential.is_current) return refusal("revoked", "This badge has been blocked.");
  const explanation = "This badge (issue %(issue)s) has been replaced by a newer one.";
  return refusal("revoked", explanation, { issue: credential.issue });
}

function foreign(request, credential) {
  if (!credential || credential.event_id === request.event_id) return null;
  return refusal("wrong_event", "This badge belongs to another event.");
}

function person(request, holder, zone) {
  if (!holder || holder.status === "withdrawn") return refusal("cancelled", "This registration has been cancelled.");
  if (holder.status !== "approved") return refusal("not_approved", "This registration is not approved.");
  if (!holder.zones.includes(zone.letter)) {
    const params = { category: holder.category_letter, zone: zone.letter };
    return refusal("wrong_zone", "Category %(category)s has no access to zone %(zone)s.", params);
  }
  if (request.accompanied) return null;
  if (holder.needs_adult) return refusal("minor_without_adult", "A child enters together with an adult.");
  return holder.needs_escort ? refusal("escort_needed", "This person enters together with an escort.") : null;
}

function time(zone, now) {
  if (!zone.windows.length || zone.windows.some(([start, end]) => start <= now && now < end)) return null;
  const later = zone.windows.map(([start]) => start).filter((start) => start > now);
  if (later.length) {
    return refusal("wrong_time", "This zone opens at %(moment)s.", { moment: new Date(Math.min(...later)) });
  }
  const closed = new Date(Math.max(...zone.windows.map(([, end]) => end)));
  return refusal("wrong_time", "This zone closed at %(moment)s.", { moment: closed });
}

function capacity(zone, presence) {
  if (zone.capacity === null || presence.is_inside || zone.inside < zone.capacity) return null;
  return refusal("full", "All %(capacity)s places of this zone are taken.", { capacity: zone.capacity });
}

function passback(zone, presence, now) {
  if (!presence.is_inside || zone.anti_passback === "off" || zone.anti_passback === "log") return null;
  const entered = presence.last_entry_at;
  const isOver = entered === null || now - entered >= zone.anti_passback_minutes * 60_000;
  if (zone.anti_passback === "timed" && isOver) return null;
  if (entered === null) return refusal("already_inside", "This badge has already entered.");
  return refusal("already_inside", "This badge already entered at %(moment)s.", { moment: entered });
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
    ...values,
  };
}

function refuse({ outcome, explanation, params, next_step: step }, attention = [], chosen = null) {
  const next = step ? { next_step: step } : {};
  return decision(outcome, explanation, { params, attention, slot_id: chosen?.session.slot_id ?? null, ...next });
}

function admit(zone, presence, stay, holder, chosen) {
  const noted = stay.is_inside && zone.anti_passback !== "off" ? ["entered_twice"] : [];
  const explanation = chosen ? "This badge is valid for “%(session)s”." : "This badge is valid here and now.";
  return decision("admitted", explanation, {
    params: chosen ? { session: chosen.session.titles } : {},
    counts_as_entry: true,
    opens_presence: !presence.is_inside,
    attention: [...(holder?.attention ?? []), ...noted],
    slot_id: chosen?.session.slot_id ?? null,
  });
}

function override(admitted, no) {
  const attention = [...admitted.attention, "overridden"];
  const explanation = "A supervisor has let this person in.";
  return { ...admitted, explanation, params: {}, attention, overridden: no.outcome };
}

function exit(request, credential, presence, holder) {
  const no = unknown(credential) ?? foreign(request, credential);
  if (no) return refuse(no);
  const attention = [...(holder?.attention ?? []), ...(blocked(credential) ? ["badge_revoked"] : [])];
  if (!presence.is_inside) return refuse(notInside(presence), attention);
  return decision("exited", "This badge has left the zone.", { closes_presence: true, attention });
}

function notInside({ last_exit_at: left }) {
  if (left === null) return refusal("not_inside", "No entry of this badge is on record; the exit is noted.");
  return refusal("not_inside", "This badge already left at %(moment)s; the exit is noted.", { moment: left });
}
