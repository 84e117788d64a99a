/** The sessions that people come for at the door of a hall, as the gate's page shows them. */

import { isInPlay } from "../rules/hall.js";
import { readSession } from "../rules/facts.js";
import { pick } from "./words.js";

/** Fills `list` with what is in play at the gate now; empty at a gate that is no hall's door. */
export function showSessions(list, gate, { device, words }) {
  const now = device.clock.now();
  const sessions = gate.hall ? device.halls.sessionsOf(gate.hall.id, gate.zone.id).map(readSession) : [];
  const shown = sessions.filter((session) => isInPlay(session, now)).sort((one, other) => one.starts_at - other.starts_at);
  list.replaceChildren(...shown.map((session) => sectionOf(session, words, now)));
}

function sectionOf(session, words, now) {
  const section = document.createElement("section");
  section.className = "gate__session";
  section.setAttribute("aria-label", words.say("session_at_door"));
  const { tag, text } = pick(session.titles);
  const title = element("bdi", "", text);
  title.lang = tag;
  const span = element("span", "nowrap", `${words.moment(session.starts_at)}–${words.moment(session.ends_at)}`);
  const heading = element("p", "gate__session-title", title, " ", span);
  const counts = element("p", "gate__session-counts", words.say(session.capacity === null ? "inside" : "counts", session));
  if (session.admits_waiting && session.capacity !== null && now < session.starts_at) {
    counts.append(" · ", element("strong", "", words.say("queue_called")));
  }
  section.append(heading, counts);
  return section;
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}
