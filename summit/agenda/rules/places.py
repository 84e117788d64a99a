"""Places in the programme as JSON, how they are moved, exchanged and taken back, and what is refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from summit.errors import N_, DomainError
from summit.events.rules import ChangedMeanwhile, IsGone, moment_at, wall_time

from .board import Board
from .timing import DAY_TURN, Placement, programme_day

MINUTES_OF_DAY = 24 * 60
# The kinds of change that take another one back or bring it back; what follows them is not a new step forward.
UNDONE, REDONE = "undone", "redone"
# The change of the draft by which all its times have moved to another zone; no step from before it fits any more.
REZONED = "rezoned"


class PlaceIsBlocked(DomainError):
    """A conflict of the level "refuse" stands against a place; `conflict` (of rules.conflicts) says which.

    `places` are those that were wanted, by slot.
    """

    message = N_("This place is not possible: a conflict stands against it. Please choose another one.")

    def __init__(self, conflict: Any, places: Mapping[int, Placement | None]) -> None:
        self.conflict, self.places = conflict, places
        super().__init__()


class PlaceHasWarnings(DomainError):
    """A place brings conflicts of the level "warn" that the actor has not accepted; as PlaceIsBlocked."""

    message = N_("This place brings warnings. Look at them below; then move the session all the same, or elsewhere.")

    def __init__(self, conflicts: Sequence[Any], places: Mapping[int, Placement | None]) -> None:
        self.conflicts, self.places = tuple(conflicts), places
        super().__init__()


class SlotIsUnscheduled(DomainError):
    """A session without a place was to be moved together with others."""

    message = N_("Please choose only sessions that have a place.")


class SlotIsLocked(DomainError):
    """A session whose place is locked was to be moved."""

    message = N_("This session is locked in its place. Unlock it first.")


class SlotIsGone(IsGone):
    """A session that was deleted meanwhile, or that belongs to another edition, was to be moved."""

    message = N_("This session no longer exists. Somebody may have deleted it meanwhile.")


class HallIsGone(DomainError):
    """A hall that was deleted meanwhile, or that belongs to another edition."""

    message = N_("This hall no longer exists. Please choose another one.")


class HallIsMissing(DomainError):
    """A time without a hall, or the same hall twice."""

    message = N_("Please choose a hall.")


class NothingToUndo(DomainError):
    """The actor has changed nothing that could be taken back."""

    message = N_("There is nothing to undo.")


class NothingToRedo(DomainError):
    """The actor has taken nothing back that could be brought back."""

    message = N_("There is nothing to redo.")


class ChangeIsOverridden(DomainError):
    """A change cannot be taken back because the sessions were changed since; `found` says how they stand now."""

    message = N_("This cannot be taken back: the session was changed since. Move it by hand instead.")

    def __init__(self, found: Sequence["Standing"] = ()) -> None:
        self.found = tuple(found)
        super().__init__()


class PlaceChangedMeanwhile(ChangedMeanwhile):
    """The board was older than somebody else's change; `found` says how the sessions stand now."""

    message = N_("Somebody changed this session meanwhile. Look at its present place and try again.")

    def __init__(self, found: Sequence["Standing"] = ()) -> None:
        self.found = tuple(found)
        super().__init__()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a slot stands now, and who put it there when; `is_gone`: it was deleted."""

    slot_id: int
    placement: Placement | None
    actor_id: int | None
    changed_at: datetime | None
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One slot's way from a place to another; None is the pool.

    `forced` steps are taken whatever is locked and whatever conflicts stand against them: those of a release that is
    restored, and their undoing. `states` is what becomes of the session's state with it, old and new.
    """

    slot_id: int
    before: Placement | None
    after: Placement | None
    forced: bool = False
    states: tuple[str, str] | None = None

    @property
    def inverse(self) -> "Step":
        """Return the way back."""
        states = (self.states[1], self.states[0]) if self.states else None
        return Step(self.slot_id, self.after, self.before, self.forced, states)

    @property
    def kind(self) -> str:
        """Return what the step does: placed, unplaced, resized or moved."""
        if self.before is None or self.after is None:
            return "placed" if self.after else "unplaced"
        same = (self.before.hall_ids, self.before.starts_at) == (self.after.hall_ids, self.after.starts_at)
        return "resized" if same else "moved"


def place_to_json(place: Placement | None) -> dict[str, Any] | None:
    """Return a place as models.DraftChange keeps it."""
    if place is None:
        return None
    starts_at, ends_at = place.starts_at.isoformat(), place.ends_at.isoformat()
    return {"halls": list(place.hall_ids), "starts_at": starts_at, "ends_at": ends_at}


def place_from_json(value: Mapping[str, Any] | None) -> Placement | None:
    """Return the place that `place_to_json` wrote."""
    if value is None:
        return None
    starts_at, ends_at = (datetime.fromisoformat(value[name]) for name in ("starts_at", "ends_at"))
    return Placement(tuple(value["halls"]), starts_at, ends_at)


def steps_to_json(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Return steps as models.DraftChange keeps them."""
    return [
        {"slot": step.slot_id, "before": place_to_json(step.before), "after": place_to_json(step.after)}
        | ({"forced": True} if step.forced else {})
        | ({"states": list(step.states)} if step.states else {})
        for step in steps
    ]


def steps_from_json(values: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Return the steps that `steps_to_json` wrote."""
    return tuple(
        Step(
            value["slot"],
            place_from_json(value["before"]),
            place_from_json(value["after"]),
            value.get("forced", False),
            tuple(value["states"]) if "states" in value else None,
        )
        for value in values
    )


def place_at(day: date, minute: int, minutes: int, hall_ids: Sequence[int], zone: str) -> Placement:
    """Return the place that begins so many wall-clock minutes after the day's midnight and lasts `minutes`.

    Raises HallIsMissing, TimeDoesNotExist in a DST gap; a time that occurs twice means its first occurrence.
    """
    if not hall_ids or len(set(hall_ids)) != len(hall_ids):
        raise HallIsMissing
    starts_at = moment_at(datetime.combine(day, time()) + timedelta(minutes=minute), zone)
    return Placement(tuple(hall_ids), starts_at, starts_at + timedelta(minutes=minutes))


def minute_of_day(clock: time) -> int:
    """Return the minute of the programme's day at which the clock shows this: 00:30 belongs to the night after."""
    minute = clock.hour * 60 + clock.minute
    return minute if clock >= DAY_TURN else minute + MINUTES_OF_DAY


def shifted(place: Placement, zone: str, *, days: int = 0, minutes: int = 0) -> Placement:
    """Return the place moved by days and minutes on the venue's clock, its length kept; raises TimeDoesNotExist."""
    wall = wall_time(place.starts_at, zone) + timedelta(days=days, minutes=minutes)
    starts_at = moment_at(wall, zone)
    return Placement(place.hall_ids, starts_at, starts_at + (place.ends_at - place.starts_at))


def days_from(place: Placement, day: date, zone: str) -> int:
    """Return how many days after the place's own day of the programme another one lies."""
    return (day - programme_day(place.starts_at, zone)).days


def exchanged(
    first: Placement | None, second: Placement | None, lengths: tuple[int, int]
) -> tuple[Placement | None, Placement | None]:
    """Return the places of two slots after an exchange: halls and start change hands, each keeps its length.

    `lengths` in minutes are those of the sessions, used for one that comes out of the pool.
    """
    return _taking(second, first, lengths[0]), _taking(first, second, lengths[1])


def _taking(place: Placement | None, own: Placement | None, minutes: int) -> Placement | None:
    if place is None:
        return None
    length = own.ends_at - own.starts_at if own else timedelta(minutes=minutes)
    return Placement(place.hall_ids, place.starts_at, place.starts_at + length)


def in_order(place: Placement | None) -> Placement | None:
    """Return the place as the database gives it back: the leading hall first, the joined ones by number."""
    return replace(place, hall_ids=(*place.hall_ids[:1], *sorted(place.hall_ids[1:]))) if place else None


def ensure_halls(place: Placement, board: Board) -> None:
    """Refuse a place without halls, with one twice, or with one the edition lacks; raises HallIsMissing, HallIsGone."""
    if not place.hall_ids or len(set(place.hall_ids)) != len(place.hall_ids):
        raise HallIsMissing
    if not board.halls.keys() >= set(place.hall_ids):
        raise HallIsGone
