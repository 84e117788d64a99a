/** What a scan may answer, and in which English words (mirrors summit/entrance/rules/outcomes.py). */

export const WORDS = {
  admitted: "Welcome",
  already_inside: "Already inside",
  wrong_zone: "Not this zone",
  wrong_time: "Not now",
  not_approved: "Not approved",
  revoked: "Badge not valid",
  cancelled: "Cancelled",
  wrong_event: "Another event",
  minor_without_adult: "Adult needed",
  escort_needed: "Escort needed",
  full: "Full",
  not_signed_up: "No place in this session",
  unknown: "Unknown code",
  exited: "Goodbye",
  not_inside: "Not inside",
  conflict: "Conflict",
};

export const NEXT_STEPS = {
  admitted: "Let the person in.",
  already_inside: "Compare the photo; if somebody else wears this badge, call the supervisor.",
  wrong_zone: "Show the way to a zone whose letter is on the badge.",
  wrong_time: "Ask the person to come back when the zone is open.",
  not_approved: "Send the person to the help desk.",
  revoked: "Ask for the newest badge, or send the person to the help desk.",
  cancelled: "Send the person to the help desk.",
  wrong_event: "Ask for the badge of this event, or send the person to the help desk.",
  minor_without_adult: "Let the child in together with the adult, and confirm that the adult is here.",
  escort_needed: "Wait for the escort, and confirm that the escort is here.",
  full: "Ask the person to wait until somebody leaves.",
  not_signed_up: "Ask the person to wait: free places are given out when the session begins.",
  unknown: "Scan again, or type the 8 digits under the code.",
  exited: "Let the person out.",
  not_inside: "Let the person out.",
  conflict: "Leave it to the supervisor; nobody is refused in hindsight.",
};

export const ATTENTION_NAMES = {
  vip_protocol: "Protocol guest: please call the protocol desk",
  assistance: "This person may need assistance",
  badge_revoked: "The badge is no longer valid",
  entered_twice: "Entered a second time without leaving",
  overridden: "Let in by a supervisor",
};

const ASKING = new Set(["already_inside", "minor_without_adult", "escort_needed", "not_inside", "conflict"]);

export function signalFor(outcome) {
  if (outcome === "admitted" || outcome === "exited") return "go";
  return ASKING.has(outcome) ? "ask" : "stop";
}

export function asksForCompany(outcome) {
  return outcome === "minor_without_adult" || outcome === "escort_needed";
}

const PROTOCOL_LETTERS = new Set(["O", "V"]);

/** The flags that come with a person whatever the outcome. */
export function attentionOf(categoryLetter, needsAssistance) {
  return [
    ...(PROTOCOL_LETTERS.has(categoryLetter) ? ["vip_protocol"] : []),
    ...(needsAssistance ? ["assistance"] : []),
  ];
}
