"""The draft as plain values: what conflicts, free places and the automatic schedule are computed on.

Built by queries.board; everything is frozen, spans are half-open pairs of aware UTC moments.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from summit.errors import N_

from .kinds import SessionKind
from .timing import Placement

Span = tuple[datetime, datetime]


class Level(StrEnum):
    """How seriously a kind of conflict is taken."""

    BLOCK = "block"
    WARN = "warn"
    IGNORE = "ignore"


class ConflictKind(StrEnum):
    """What can be wrong with a place in the programme."""

    HALL_OVERLAP = "hall_overlap"
    HALL_CLOSED = "hall_closed"
    PERSON_OVERLAP = "person_overlap"
    PERSON_UNAVAILABLE = "person_unavailable"
    PERSON_MEETING = "person_meeting"
    CHANGEOVER = "changeover"
    HALL_TOO_SMALL = "hall_too_small"
    OUTSIDE_HOURS = "outside_hours"
    SHARED_AUDIENCE = "shared_audience"


LEVEL_NAMES = {
    Level.BLOCK: N_("Refuse"),
    Level.WARN: N_("Warn"),
    Level.IGNORE: N_("Ignore"),
}
CONFLICT_NAMES = {
    ConflictKind.HALL_OVERLAP: N_("Two sessions in one hall"),
    ConflictKind.HALL_CLOSED: N_("The hall is closed"),
    ConflictKind.PERSON_OVERLAP: N_("Somebody is needed in two places"),
    ConflictKind.PERSON_UNAVAILABLE: N_("Somebody is not available"),
    ConflictKind.PERSON_MEETING: N_("Somebody has a business meeting"),
    ConflictKind.CHANGEOVER: N_("Too little time between two sessions"),
    ConflictKind.HALL_TOO_SMALL: N_("The hall is too small"),
    ConflictKind.OUTSIDE_HOURS: N_("Outside of the opening hours"),
    ConflictKind.SHARED_AUDIENCE: N_("Many delegates want to see both"),
}
DEFAULT_LEVELS = dict.fromkeys(ConflictKind, Level.WARN) | {ConflictKind.HALL_OVERLAP: Level.BLOCK}


@dataclass(frozen=True, slots=True)
class BoardHall:
    """A hall: `windows` are when it can be used, none: throughout; `capacity` None: not known."""

    id: int
    capacity: int | None = None
    windows: tuple[Span, ...] = ()
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class BoardPerson:
    """Somebody on stage or in a booth: `windows` as for halls; `meetings` are other engagements of theirs."""

    id: int
    windows: tuple[Span, ...] = ()
    meetings: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardSlot:
    """One slot of the draft; `placement` None: in the pool. `people` are ids of everybody with a part in it.

    `signed_up` counts confirmed sign-ups. A cancelled slot occupies nothing.
    """

    id: int
    session_id: int
    minutes: int
    placement: Placement | None = None
    kind: SessionKind = SessionKind.SESSION
    track_id: int | None = None
    people: tuple[int, ...] = ()
    signed_up: int = 0
    capacity: int | None = None
    is_locked: bool = False
    is_cancelled: bool = False


@dataclass(frozen=True)
class Board:
    """The whole draft of an edition.

    `hours` gives the opening span of each day of the programme. `fans` maps a session to the delegates who
    starred it, as an integer with one bit per delegate: `(a & b).bit_count()` is how many want to see both.
    """

    zone: str
    hours: Mapping[date, Span]
    halls: Mapping[int, BoardHall]
    people: Mapping[int, BoardPerson]
    slots: Mapping[int, BoardSlot]
    changeover_minutes: int = 10
    levels: Mapping[ConflictKind, Level] = field(default_factory=lambda: DEFAULT_LEVELS)
    fans: Mapping[int, int] = field(default_factory=dict)

    @cached_property
    def placed(self) -> tuple[BoardSlot, ...]:
        """Return the slots that occupy a place, in the order of their start."""
        live = [slot for slot in self.slots.values() if slot.placement and not slot.is_cancelled]
        return tuple(sorted(live, key=lambda slot: (slot.placement.starts_at, slot.id) if slot.placement else ()))

    @cached_property
    def pool(self) -> tuple[BoardSlot, ...]:
        """Return the slots that wait for a place, by id."""
        waiting = [slot for slot in self.slots.values() if not slot.placement and not slot.is_cancelled]
        return tuple(sorted(waiting, key=lambda slot: slot.id))

    def level_of(self, kind: ConflictKind) -> Level:
        """Return how seriously this edition takes a kind of conflict."""
        return self.levels.get(kind, DEFAULT_LEVELS[kind])
