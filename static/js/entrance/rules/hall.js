/** What the door of a hall asks (mirrors summit/entrance/rules/hall.py, where the reasons stand). */

const DOORS_OPEN = 45 * 60_000;
const LAST_CALL = 15 * 60_000;
const NOT_FOR_CHILDREN = 16;
const NOT_FOR_MINORS = 18;
const OTHER_SESSIONS = "Show the person the programme: other sessions are open to them.";

const isTheirs = (session) => session.has_place || session.is_on_stage || session.entered_at !== null;

function unlikeliness(session, now) {
  const runsOn = session.starts_at <= now && now - session.ends_at < -LAST_CALL;
  return [!isTheirs(session), !runsOn, Math.abs(session.starts_at - now), session.slot_id];
}

function byLikelihood(now) {
  return (one, other) => {
    const [left, right] = [unlikeliness(one, now), unlikeliness(other, now)];
    const at = left.findIndex((value, index) => value !== right[index]);
    return at < 0 ? 0 : Number(left[at]) - Number(right[at]);
  };
}

/** Tells whether people come to the door for the session. */
export const isInPlay = ({ starts_at: start, ends_at: end }, now) => start - now <= DOORS_OPEN && now < end;

/** Returns the session that the person most likely comes for, and why they are not let in; null where none is in play. */
export function chooseSession(hall, holder, now) {
  const sessions = (hall?.sessions ?? []).filter((one) => isInPlay(one, now));
  if (!holder || !sessions.length) return null;
  const [session] = sessions.sort(byLikelihood(now));
  return { session, refusal: session.is_on_stage ? null : audience(session, holder) ?? seat(session, now) };
}

/** Returns whether the person was let in for the session before. */
export function stayIn(chosen) {
  const entered = chosen?.session.entered_at ?? null;
  return { is_inside: entered !== null, last_entry_at: entered, last_exit_at: null };
}

function audience(session, holder) {
  const name = { session: session.titles };
  const refuse = (explanation, params) => ({
    outcome: "not_signed_up", explanation, params: { ...name, ...params }, next_step: OTHER_SESSIONS,
  });
  if (session.categories.length && !session.categories.includes(holder.category_letter)) {
    return refuse("“%(session)s” is not open to category %(category)s.", { category: holder.category_letter });
  }
  const childIsLate = holder.needs_adult && session.age_limit >= NOT_FOR_CHILDREN;
  if (childIsLate || (holder.is_minor && session.age_limit >= NOT_FOR_MINORS)) {
    return refuse("“%(session)s” is for people of %(age)s and older.", { age: session.age_limit });
  }
  return null;
}

function seat(session, now) {
  if (session.capacity === null || session.entered_at !== null) return null;
  const name = { session: session.titles };
  if (session.inside >= session.capacity) {
    const explanation = "All %(capacity)s places of “%(session)s” are in use.";
    return { outcome: "full", explanation, params: { ...name, capacity: session.capacity } };
  }
  if (session.has_place || now >= session.starts_at) return null;
  if (session.admits_waiting && session.position !== null) return null;
  if (session.position !== null) {
    const explanation = "This person is number %(position)s on the waiting list of “%(session)s”.";
    return { outcome: "not_signed_up", explanation, params: { ...name, position: session.position } };
  }
  const explanation = "“%(session)s” needs a sign-up, and this person has none.";
  return { outcome: "not_signed_up", explanation, params: name };
}
