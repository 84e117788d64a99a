"""What meetings, their settings and their history can be."""

from enum import StrEnum

from summit.errors import N_


class Acceptance(StrEnum):
    """Whether a request needs a yes."""

    REQUIRED = "required"
    NOT_NEEDED = "not_needed"


ACCEPTANCE_NAMES = {
    Acceptance.REQUIRED: N_("The other company accepts or declines"),
    Acceptance.NOT_NEEDED: N_("A request counts at once"),
}


class SlotChoice(StrEnum):
    """Who decides when a meeting takes place."""

    REQUESTER = "requester"
    ACCEPTER = "accepter"
    OPTIMISER = "optimiser"


SLOT_CHOICE_NAMES = {
    SlotChoice.REQUESTER: N_("The company that asks"),
    SlotChoice.ACCEPTER: N_("The company that accepts"),
    SlotChoice.OPTIMISER: N_("The organiser's optimiser"),
}


class Phase(StrEnum):
    """How far the meetings of an edition are."""

    PROFILE = "profile"
    PREFERENCES = "preferences"
    PROVISIONAL = "provisional"
    LIVE = "live"
    CLOSED = "closed"


PHASE_NAMES = {
    Phase.PROFILE: N_("Profiles"),
    Phase.PREFERENCES: N_("Preferences"),
    Phase.PROVISIONAL: N_("Provisional timetable"),
    Phase.LIVE: N_("Live"),
    Phase.CLOSED: N_("Closed"),
}


class MeetingKind(StrEnum):
    """What sort of meeting it is; visits take place elsewhere and have a way there and back."""

    MEETING = "meeting"
    DELEGATION = "delegation"
    FACTORY_VISIT = "factory_visit"
    OFF_SITE = "off_site"


MEETING_KIND_NAMES = {
    MeetingKind.MEETING: N_("Meeting"),
    MeetingKind.DELEGATION: N_("Delegation"),
    MeetingKind.FACTORY_VISIT: N_("Factory visit"),
    MeetingKind.OFF_SITE: N_("Off-site visit"),
}
OFF_SITE = frozenset({MeetingKind.FACTORY_VISIT, MeetingKind.OFF_SITE})


class MeetingFormat(StrEnum):
    """Where people meet."""

    ON_SITE = "on_site"
    ONLINE = "online"


MEETING_FORMAT_NAMES = {MeetingFormat.ON_SITE: N_("At the venue"), MeetingFormat.ONLINE: N_("Online")}


def takes_table(kind: MeetingKind, where: MeetingFormat) -> bool:
    """Tell whether such a meeting takes place at a table of the venue."""
    return where is MeetingFormat.ON_SITE and kind not in OFF_SITE


class MeetingOrigin(StrEnum):
    """How a meeting came about."""

    REQUEST = "request"
    PREFERENCE = "preference"
    ORGANISER = "organiser"
    WALK_IN = "walk_in"


class MeetingStatus(StrEnum):
    """How far a meeting is: asked for, agreed without a time, in the timetable, over, or not to be."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    HELD = "held"
    MISSED = "missed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


MEETING_STATUS_NAMES = {
    MeetingStatus.PENDING: N_("Waiting for an answer"),
    MeetingStatus.ACCEPTED: N_("Agreed, no time yet"),
    MeetingStatus.SCHEDULED: N_("In the timetable"),
    MeetingStatus.HELD: N_("Took place"),
    MeetingStatus.MISSED: N_("Did not take place"),
    MeetingStatus.DECLINED: N_("Declined"),
    MeetingStatus.WITHDRAWN: N_("Taken back"),
    MeetingStatus.CANCELLED: N_("Cancelled"),
    MeetingStatus.EXPIRED: N_("Not answered in time"),
}
# A pair of companies has one of these at most (B2B.md: a partial unique index).
LIVE = frozenset({MeetingStatus.PENDING, MeetingStatus.ACCEPTED, MeetingStatus.SCHEDULED})
TIMED = frozenset({MeetingStatus.SCHEDULED, MeetingStatus.HELD, MeetingStatus.MISSED})


class DeclineReason(StrEnum):
    """Why somebody does not want to meet."""

    NO_INTEREST = "no_interest"
    NO_TIME = "no_time"
    ALREADY_IN_TOUCH = "already_in_touch"
    WRONG_COMPANY = "wrong_company"
    OTHER = "other"


DECLINE_REASON_NAMES = {
    DeclineReason.NO_INTEREST: N_("It does not suit our plans"),
    DeclineReason.NO_TIME: N_("We have no time left"),
    DeclineReason.ALREADY_IN_TOUCH: N_("We are already in touch"),
    DeclineReason.WRONG_COMPANY: N_("We are not the right company for this"),
    DeclineReason.OTHER: N_("Another reason"),
}


class StepAction(StrEnum):
    """A step in the history of a meeting."""

    REQUESTED = "requested"
    EDITED = "edited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    PROPOSED = "proposed"
    OFFERED = "offered"
    SCHEDULED = "scheduled"
    MOVED = "moved"
    UNSCHEDULED = "unscheduled"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REMINDED = "reminded"
    PEOPLE_CHANGED = "people_changed"
    INTERPRETER_CHANGED = "interpreter_changed"
    PINNED = "pinned"
    UNPINNED = "unpinned"
    OBJECTED = "objected"
    HELD = "held"
    MISSED = "missed"


STEP_ACTION_NAMES = {
    StepAction.REQUESTED: N_("Request sent"),
    StepAction.EDITED: N_("Request changed"),
    StepAction.ACCEPTED: N_("Accepted"),
    StepAction.DECLINED: N_("Declined"),
    StepAction.WITHDRAWN: N_("Taken back"),
    StepAction.PROPOSED: N_("Another time proposed"),
    StepAction.OFFERED: N_("A free time was offered"),
    StepAction.SCHEDULED: N_("Put into the timetable"),
    StepAction.MOVED: N_("Moved"),
    StepAction.UNSCHEDULED: N_("Taken out of the timetable"),
    StepAction.CANCELLED: N_("Cancelled"),
    StepAction.EXPIRED: N_("Not answered in time"),
    StepAction.REMINDED: N_("Reminder sent"),
    StepAction.PEOPLE_CHANGED: N_("Other people attend"),
    StepAction.INTERPRETER_CHANGED: N_("Interpreter changed"),
    StepAction.PINNED: N_("Fixed by the organiser"),
    StepAction.UNPINNED: N_("No longer fixed"),
    StepAction.OBJECTED: N_("Objection"),
    StepAction.HELD: N_("Took place"),
    StepAction.MISSED: N_("Did not take place"),
}


class Wish(StrEnum):
    """How much a company wants to meet another before the timetable is made."""

    MUST = "must"
    MEET = "meet"
    NO_THANKS = "no_thanks"


WISH_NAMES = {
    Wish.MUST: N_("Must meet"),
    Wish.MEET: N_("Would like to meet"),
    Wish.NO_THANKS: N_("No, thank you"),
}


class Attendance(StrEnum):
    """Whether somebody came to a meeting."""

    UNKNOWN = "unknown"
    HERE = "here"
    ABSENT = "absent"


class Outcome(StrEnum):
    """What a meeting led to."""

    ORDER = "order"
    SAMPLES = "samples"
    FOLLOW_UP = "follow_up"
    NONE = "none"


OUTCOME_NAMES = {
    Outcome.ORDER: N_("An order is intended"),
    Outcome.SAMPLES: N_("Samples are sent"),
    Outcome.FOLLOW_UP: N_("We stay in touch"),
    Outcome.NONE: N_("Nothing for now"),
}


class TableKind(StrEnum):
    """Where two companies can sit down."""

    TABLE = "table"
    STAND = "stand"
    ROOM = "room"


TABLE_KIND_NAMES = {
    TableKind.TABLE: N_("Meeting table"),
    TableKind.STAND: N_("Stand"),
    TableKind.ROOM: N_("Meeting room"),
}


class RunStatus(StrEnum):
    """How far a run of the optimiser is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    PUBLISHED = "published"
    ROLLED_BACK = "rolled_back"


RUN_STATUS_NAMES = {
    RunStatus.QUEUED: N_("Waiting to start"),
    RunStatus.RUNNING: N_("Running"),
    RunStatus.DONE: N_("Ready to be looked at"),
    RunStatus.FAILED: N_("Failed"),
    RunStatus.PUBLISHED: N_("In force"),
    RunStatus.ROLLED_BACK: N_("Taken back"),
}
