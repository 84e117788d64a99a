/** Facts as the server sends them, with their moments as Dates (mirrors summit/entrance/rules/facts.py). */

const moment = (text) => (text ? new Date(text) : null);

export function readRequest(values) {
  return { direction: "entry", mode: "live", accompanied: false, override_reason: "", ...values };
}

const readWindows = (windows = []) => windows.map(([start, end]) => [new Date(start), new Date(end)]);

export function readZone(values) {
  return {
    capacity: null,
    inside: 0,
    anti_passback: "logical",
    anti_passback_minutes: 15,
    once_per_day: false,
    needs_escort: false,
    attention: {},
    ...values,
    windows: readWindows(values.windows),
    day_starts_at: moment(values.day_starts_at),
  };
}

/** Reads what a gate asks beyond its zone. */
export function readGate(values = {}) {
  return {
    categories: [],
    ways: "both",
    anti_passback: null,
    anti_passback_minutes: 15,
    once_per_day: false,
    needs_escort: false,
    attention: {},
    ...values,
    windows: readWindows(values.windows),
  };
}

export function readPresence(values) {
  return {
    is_inside: false,
    ...values,
    last_entry_at: moment(values?.last_entry_at),
    last_exit_at: moment(values?.last_exit_at),
  };
}

export function readSession(values) {
  return {
    capacity: null,
    categories: [],
    age_limit: 0,
    inside: 0,
    has_place: false,
    position: null,
    is_on_stage: false,
    admits_waiting: false,
    ...values,
    starts_at: new Date(values.starts_at),
    ends_at: new Date(values.ends_at),
    entered_at: moment(values.entered_at),
  };
}

/** Reads the sessions at the door of a hall; null at a gate that is none. */
export function readHall(sessions) {
  return sessions ? { sessions: sessions.map(readSession) } : null;
}
