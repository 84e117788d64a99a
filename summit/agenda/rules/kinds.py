"""The words of the programme: kinds, formats, states and roles, with the names people read."""

from enum import StrEnum

from summit.errors import N_


class SessionKind(StrEnum):
    """What fills a place in the grid: a session, a break, or a blocker that only organisers see."""

    SESSION = "session"
    BREAK = "break"
    BLOCKER = "blocker"


class SessionState(StrEnum):
    """Whether a session is part of what the next release shows."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class SessionFormat(StrEnum):
    """How a session is held (PRODUCT.md, programme)."""

    PLENARY = "plenary"
    PANEL = "panel"
    ROUND_TABLE = "round_table"
    TALK = "talk"
    LECTURE = "lecture"
    WORKSHOP = "workshop"
    RUNWAY_SHOW = "runway_show"
    CLOSED_PRESENTATION = "closed_presentation"
    SCREENING = "screening"
    SIGNING_CEREMONY = "signing_ceremony"
    NETWORKING = "networking"
    OTHER = "other"


class PersonRole(StrEnum):
    """What somebody does in a session."""

    SPEAKER = "speaker"
    MODERATOR = "moderator"
    INTERPRETER = "interpreter"


class SlotStatus(StrEnum):
    """What a release says of a slot."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class OverlapPolicy(StrEnum):
    """What happens when a delegate signs up for two sessions at the same time."""

    REFUSE = "refuse"
    WARN = "warn"
    ALLOW = "allow"


class SignUpStatus(StrEnum):
    """Where a delegate's sign-up stands."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class ProposalStatus(StrEnum):
    """How far an automatic schedule has come."""

    QUEUED = "queued"
    READY = "ready"
    ACCEPTED = "accepted"
    DISCARDED = "discarded"
    FAILED = "failed"


KIND_NAMES = {
    SessionKind.SESSION: N_("Session"),
    SessionKind.BREAK: N_("Break"),
    SessionKind.BLOCKER: N_("Blocker, seen by organisers only"),
}
STATE_NAMES = {
    SessionState.DRAFT: N_("Draft, not released yet"),
    SessionState.CONFIRMED: N_("Confirmed"),
    SessionState.CANCELLED: N_("Cancelled"),
}
FORMAT_NAMES = {
    SessionFormat.PLENARY: N_("Plenary session"),
    SessionFormat.PANEL: N_("Panel discussion"),
    SessionFormat.ROUND_TABLE: N_("Round table"),
    SessionFormat.TALK: N_("Talk"),
    SessionFormat.LECTURE: N_("Lecture"),
    SessionFormat.WORKSHOP: N_("Workshop"),
    SessionFormat.RUNWAY_SHOW: N_("Runway show"),
    SessionFormat.CLOSED_PRESENTATION: N_("Closed presentation"),
    SessionFormat.SCREENING: N_("Screening"),
    SessionFormat.SIGNING_CEREMONY: N_("Signing ceremony"),
    SessionFormat.NETWORKING: N_("Networking"),
    SessionFormat.OTHER: N_("Other"),
}
ROLE_NAMES = {
    PersonRole.SPEAKER: N_("Speaker"),
    PersonRole.MODERATOR: N_("Moderator"),
    PersonRole.INTERPRETER: N_("Interpreter"),
}
OVERLAP_NAMES = {
    OverlapPolicy.REFUSE: N_("Refuse a second session at the same time"),
    OverlapPolicy.WARN: N_("Allow it and say so"),
    OverlapPolicy.ALLOW: N_("Allow it silently"),
}
AGE_LIMITS = (0, 6, 12, 16, 18)
