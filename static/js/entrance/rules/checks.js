/** The rules of an entry one by one, in their order (mirrors summit/entrance/rules/checks.py, where the reasons stand). */

const OTHER_GATE = "Show the way to another gate of this zone.";

const refusal = (outcome, explanation, params = {}, step = "") => ({ outcome, explanation, params, next_step: step });

export function known({ credential }) {
  return credential ? null : refusal("unknown", "No badge has this code.");
}

export function valid({ credential }) {
  if (!credential || (credential.is_current && !credential.is_revoked)) return null;
  if (credential.is_current) return refusal("revoked", "This badge has been blocked.");
  const explanation = "This badge (issue %(issue)s) has been replaced by a newer one.";
  return refusal("revoked", explanation, { issue: credential.issue });
}

function event({ request, credential }) {
  if (!credential || credential.event_id === request.event_id) return null;
  return refusal("wrong_event", "This badge belongs to another event.");
}

function way({ request, gate }) {
  if (gate.ways === "both" || gate.ways === request.direction) return null;
  return request.direction === "entry"
    ? refusal("wrong_zone", "This gate is an exit only.", {}, "Show the way to a gate for entry.")
    : refusal("wrong_zone", "This gate is an entry only.", {}, "Show the way to a gate for exit.");
}

function status({ holder }) {
  if (!holder || holder.status === "withdrawn") return refusal("cancelled", "This registration has been cancelled.");
  return holder.status === "approved" ? null : refusal("not_approved", "This registration is not approved.");
}

function zoneByCategory({ holder, zone }) {
  if (holder.zones.includes(zone.letter)) return null;
  const params = { category: holder.category_letter, zone: zone.letter };
  return refusal("wrong_zone", "Category %(category)s has no access to zone %(zone)s.", params);
}

function gateCategory({ holder, zone, gate }) {
  if (!gate.categories.length || gate.categories.includes(holder.category_letter)) return null;
  const explanation = "Category %(category)s does not pass by this gate; please use another gate of zone %(zone)s.";
  return refusal("wrong_zone", explanation, { category: holder.category_letter, zone: zone.letter }, OTHER_GATE);
}

function adult({ request, holder }) {
  if (!holder.needs_adult || request.accompanied) return null;
  return refusal("minor_without_adult", "A child enters together with an adult.");
}

function escort({ request, holder, zone, gate }) {
  if (request.accompanied) return null;
  if (holder.needs_escort) return refusal("escort_needed", "This person enters together with an escort.");
  if (!zone.needs_escort && !gate.needs_escort) return null;
  return refusal("escort_needed", "Everybody enters here together with an escort.");
}

function zoneTime({ zone, now }) {
  return closed(zone.windows, now, "This zone opens at %(moment)s.", "This zone closed at %(moment)s.");
}

function gateTime({ gate, now }) {
  const step = "Show the way to another gate, or ask the person to come back when this gate is open.";
  return closed(gate.windows, now, "This gate opens at %(moment)s.", "This gate closed at %(moment)s.", step);
}

function closed(windows, now, opens, closes, step = "") {
  if (!windows.length || windows.some(([start, end]) => start <= now && now < end)) return null;
  const later = windows.map(([start]) => start).filter((start) => start > now);
  if (later.length) return refusal("wrong_time", opens, { moment: new Date(Math.min(...later)) }, step);
  return refusal("wrong_time", closes, { moment: new Date(Math.max(...windows.map(([, end]) => end))) }, step);
}

function capacity({ zone, presence }) {
  if (zone.capacity === null || presence.is_inside || zone.inside < zone.capacity) return null;
  return refusal("full", "All %(capacity)s places of this zone are taken.", { capacity: zone.capacity });
}

function session({ chosen }) {
  return chosen?.refusal ?? null;
}

function oncePerDay({ zone, gate, stay }) {
  if (!zone.once_per_day && !gate.once_per_day) return null;
  const { last_entry_at: entered } = stay;
  if (entered === null || zone.day_starts_at === null || entered < zone.day_starts_at) return null;
  const explanation = "One entry a day is allowed here, and this badge entered at %(moment)s.";
  const step = "Ask the person to come back tomorrow, or call the supervisor.";
  return refusal("already_inside", explanation, { moment: entered }, step);
}

/** How strictly a second entry is watched, and for how long: the gate's word, or else the zone's. */
export function reentryMode(zone, gate) {
  const { anti_passback: mode, anti_passback_minutes: minutes } = gate.anti_passback === null ? zone : gate;
  return { mode, pause: minutes * 60_000 };
}

function reentry({ zone, gate, stay, now }) {
  const { mode, pause } = reentryMode(zone, gate);
  if (!stay.is_inside || mode === "off" || mode === "log") return null;
  const { last_entry_at: entered } = stay;
  if (mode === "timed" && (entered === null || now - entered >= pause)) return null;
  if (entered === null) return refusal("already_inside", "This badge has already entered.");
  return refusal("already_inside", "This badge already entered at %(moment)s.", { moment: entered });
}

export const BADGE_CHECKS = [known, valid, event];
export const ENTRY_CHECKS = [
  status, zoneByCategory, way, gateCategory, adult, escort, zoneTime, gateTime, capacity, session, oncePerDay, reentry,
];
export const EXIT_CHECKS = [known, event, way];

/** What the first rule that does not pass says; rules after it are not asked. */
export function firstRefusal(checks, facts) {
  for (const check of checks) {
    const no = check(facts);
    if (no) return no;
  }
  return null;
}
