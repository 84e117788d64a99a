"""What an organiser may do with a meeting on the board, and who must hear of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from summit.errors import N_, DomainError

from .grid import SlotSpan
from .kinds import MeetingStatus, Phase, StepAction

PLACEABLE = frozenset({MeetingStatus.ACCEPTED, MeetingStatus.SCHEDULED})
CALLED_OFF = frozenset(
    {MeetingStatus.DECLINED, MeetingStatus.WITHDRAWN, MeetingStatus.CANCELLED, MeetingStatus.EXPIRED}
)
UNDONE = frozenset({StepAction.SCHEDULED, StepAction.MOVED, StepAction.UNSCHEDULED})


class MeetingChangedMeanwhile(DomainError):
    """The board was older than somebody else's change."""

    message = N_("Somebody changed this meeting meanwhile. Look at how it stands now, then try again.")


class MeetingIsFixed(DomainError):
    """A fixed meeting keeps its time until it is released."""

    message = N_("This meeting is fixed at its time. Release it first.")


class MeetingIsNotAgreed(DomainError):
    """Only what both companies have agreed to gets a time."""

    message = N_("This meeting cannot be given a time: it is not agreed, or it is over.")


class MeetingIsOver(DomainError):
    """What has ended, in whatever way, cannot be cancelled."""

    message = N_("This meeting is over or has been called off already.")


class NoSuchSlot(DomainError):
    """No slot of the grid begins at that time."""

    message = N_("No slot begins at this time. Please choose one of the slots of the meetings.")


class SlotIsOver(DomainError):
    """The slot lies in the past."""

    message = N_("This slot is over. Please choose a later one.")


class TableIsOutOfUse(DomainError):
    """The table does not exist at this edition, or nobody is seated there at present."""

    message = N_("This table is not in use. Please choose another one.")


class NothingToUndo(DomainError):
    """The latest step of a meeting was not a move, or its slot is gone."""

    message = N_("There is nothing to take back: the meeting has changed since it was moved.")


class CompaniesAreTheSame(DomainError):
    """A meeting needs two companies."""

    message = N_("Please choose two different companies.")


class CompanyMeetsNobody(DomainError):
    """The company is not approved, or it has withdrawn."""

    message = N_("%(company)s is not approved for meetings.")


class NobodyCanAttend(DomainError):
    """The company has no approved delegate."""

    message = N_("%(company)s has no approved delegate who could attend.")


class PairMeetsAlready(DomainError):
    """There is a request or a meeting of the two companies already."""

    message = N_("These two companies have a request or a meeting already. You find it in the list of meetings.")


class PairDoesNotWant(DomainError):
    """One of the two has said that it never wants to meet the other."""

    message = N_("One of these two companies has said that it does not want to meet the other.")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a meeting stands in the timetable: its span, and its table where it has one."""

    starts_at: datetime
    ends_at: datetime
    table_id: int | None = None

    def as_json(self) -> dict[str, object]:
        """Return the spot as a step of the history keeps it."""
        return {"starts_at": self.starts_at.isoformat(), "ends_at": self.ends_at.isoformat(), "table_id": self.table_id}


def spot_from_json(value: object) -> Spot | None:
    """Return the spot that a step of the history kept; None for a meeting that had no time."""
    if not isinstance(value, dict):
        return None
    starts_at, ends_at = (datetime.fromisoformat(value[name]) for name in ("starts_at", "ends_at"))
    return Spot(starts_at, ends_at, value["table_id"])


def slot_wanted(slots: Collection[SlotSpan], starts_at: datetime, present: Spot | None, now: datetime) -> SlotSpan:
    """Return the span of a meeting that is to begin with a slot: a longer or shorter one keeps its length.

    Raises NoSuchSlot, SlotIsOver.
    """
    slot = next((one for one in slots if one.starts_at == starts_at), None)
    if slot is None:
        raise NoSuchSlot
    if slot.ends_at <= now:
        raise SlotIsOver
    length = present.ends_at - present.starts_at if present else slot.ends_at - slot.starts_at
    return SlotSpan(starts_at, starts_at + length)


def ensure_movable(status: MeetingStatus, *, is_pinned: bool) -> None:
    """Raise MeetingIsNotAgreed or MeetingIsFixed unless the meeting's time may change."""
    if status not in PLACEABLE:
        raise MeetingIsNotAgreed
    if is_pinned:
        raise MeetingIsFixed


def is_told(phase: Phase, informed_at: datetime | None) -> bool:
    """Tell whether people hear of a change of time: where they know the time already, or the timetable is in force."""
    return informed_at is not None or phase is Phase.LIVE
