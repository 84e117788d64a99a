"""What a scan may answer, and in which words."""

from enum import StrEnum

from summit.errors import N_


class Outcome(StrEnum):
    """Every answer to a scan (PROTOCOLS.md, decision 0008); `conflict` only after an offline upload."""

    ADMITTED = "admitted"
    ALREADY_INSIDE = "already_inside"
    WRONG_ZONE = "wrong_zone"
    WRONG_TIME = "wrong_time"
    NOT_APPROVED = "not_approved"
    REVOKED = "revoked"
    CANCELLED = "cancelled"
    WRONG_EVENT = "wrong_event"
    MINOR_WITHOUT_ADULT = "minor_without_adult"
    ESCORT_NEEDED = "escort_needed"
    FULL = "full"
    NOT_SIGNED_UP = "not_signed_up"
    UNKNOWN = "unknown"
    EXITED = "exited"
    NOT_INSIDE = "not_inside"
    CONFLICT = "conflict"


class Direction(StrEnum):
    """Which way a person passes the gate."""

    ENTRY = "entry"
    EXIT = "exit"


class ScanMode(StrEnum):
    """Whether the server was asked at the door or learnt of the scan later."""

    LIVE = "live"
    OFFLINE = "offline"


class EnteredBy(StrEnum):
    """How the operator brought the person before the gate's page."""

    CAMERA = "camera"
    SCANNER = "scanner"
    TYPED = "typed"
    NAME = "name"


class Signal(StrEnum):
    """What the gate's screen shows and plays: go, stop, or ask (the operator looks closer)."""

    GO = "go"
    STOP = "stop"
    ASK = "ask"


class Attention(StrEnum):
    """What the operator should know beside the outcome."""

    VIP_PROTOCOL = "vip_protocol"
    ASSISTANCE = "assistance"
    BADGE_REVOKED = "badge_revoked"
    ENTERED_TWICE = "entered_twice"
    OVERRIDDEN = "overridden"


DIRECTION_NAMES: dict[Direction, str] = {Direction.ENTRY: N_("Entry"), Direction.EXIT: N_("Exit")}

ENTERED_BY_NAMES: dict[EnteredBy, str] = {
    EnteredBy.CAMERA: N_("Camera"),
    EnteredBy.SCANNER: N_("Scanner"),
    EnteredBy.TYPED: N_("Typed"),
    EnteredBy.NAME: N_("By name"),
}

ATTENTION_NAMES: dict[Attention, str] = {
    Attention.VIP_PROTOCOL: N_("Protocol guest: please call the protocol desk"),
    Attention.ASSISTANCE: N_("This person may need assistance"),
    Attention.BADGE_REVOKED: N_("The badge is no longer valid"),
    Attention.ENTERED_TWICE: N_("Entered a second time without leaving"),
    Attention.OVERRIDDEN: N_("Let in by a supervisor"),
}

WORDS: dict[Outcome, str] = {
    Outcome.ADMITTED: N_("Welcome"),
    Outcome.ALREADY_INSIDE: N_("Already inside"),
    Outcome.WRONG_ZONE: N_("Not this zone"),
    Outcome.WRONG_TIME: N_("Not now"),
    Outcome.NOT_APPROVED: N_("Not approved"),
    Outcome.REVOKED: N_("Badge not valid"),
    Outcome.CANCELLED: N_("Cancelled"),
    Outcome.WRONG_EVENT: N_("Another event"),
    Outcome.MINOR_WITHOUT_ADULT: N_("Adult needed"),
    Outcome.ESCORT_NEEDED: N_("Escort needed"),
    Outcome.FULL: N_("Full"),
    # Translators: at the door of a hall: the person has no place in the session
    Outcome.NOT_SIGNED_UP: N_("No place in this session"),
    Outcome.UNKNOWN: N_("Unknown code"),
    Outcome.EXITED: N_("Goodbye"),
    Outcome.NOT_INSIDE: N_("Not inside"),
    Outcome.CONFLICT: N_("Conflict"),
}

NEXT_STEPS: dict[Outcome, str] = {
    Outcome.ADMITTED: N_("Let the person in."),
    Outcome.ALREADY_INSIDE: N_("Compare the photo; if somebody else wears this badge, call the supervisor."),
    Outcome.WRONG_ZONE: N_("Show the way to a zone whose letter is on the badge."),
    Outcome.WRONG_TIME: N_("Ask the person to come back when the zone is open."),
    Outcome.NOT_APPROVED: N_("Send the person to the help desk."),
    Outcome.REVOKED: N_("Ask for the newest badge, or send the person to the help desk."),
    Outcome.CANCELLED: N_("Send the person to the help desk."),
    Outcome.WRONG_EVENT: N_("Ask for the badge of this event, or send the person to the help desk."),
    Outcome.MINOR_WITHOUT_ADULT: N_("Let the child in together with the adult, and confirm that the adult is here."),
    Outcome.ESCORT_NEEDED: N_("Wait for the escort, and confirm that the escort is here."),
    Outcome.FULL: N_("Ask the person to wait until somebody leaves."),
    Outcome.NOT_SIGNED_UP: N_("Ask the person to wait: free places are given out when the session begins."),
    Outcome.UNKNOWN: N_("Scan again, or type the 8 digits under the code."),
    Outcome.EXITED: N_("Let the person out."),
    Outcome.NOT_INSIDE: N_("Let the person out."),
    Outcome.CONFLICT: N_("Leave it to the supervisor; nobody is refused in hindsight."),
}

_ASKING = frozenset(
    {Outcome.ALREADY_INSIDE, Outcome.MINOR_WITHOUT_ADULT, Outcome.ESCORT_NEEDED, Outcome.NOT_INSIDE, Outcome.CONFLICT}
)


def signal_for(outcome: Outcome) -> Signal:
    """Return the signal that goes with an outcome; the word and the sound follow it."""
    if outcome in {Outcome.ADMITTED, Outcome.EXITED}:
        return Signal.GO
    return Signal.ASK if outcome in _ASKING else Signal.STOP
