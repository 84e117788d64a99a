"""What is asked of the automatic schedule, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from ..timing import Placement


@dataclass(frozen=True, slots=True)
class Options:
    """What is to be placed, where, and for how long to look for it.

    `slot_ids`: waiting slots of sessions. `days` and `hall_ids` that may be used (None: all days, all halls that are
    not hidden). `most_moves`: how many slots that have a place and no lock may be moved. `prominent`: slots that
    belong into good hours. Equal options and iterations give equal outcomes; `seconds` is for whoever calls.
    """

    slot_ids: tuple[int, ...]
    days: tuple[date, ...] | None = None
    hall_ids: tuple[int, ...] | None = None
    most_moves: int = 0
    prominent: frozenset[int] = frozenset()
    seed: int = 1
    iterations: int | None = None
    seconds: int = 20


class ReasonKind(StrEnum):
    """Why a slot has no place; the first of these that leaves none."""

    NOWHERE = "nowhere"
    TOO_LONG = "too_long"
    HALL_TOO_SMALL = "hall_too_small"
    HALLS_CLOSED = "halls_closed"
    PERSON_UNAVAILABLE = "person_unavailable"
    PEOPLE_NEVER_TOGETHER = "people_never_together"
    PEOPLE_BUSY = "people_busy"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a slot has no place.

    `params` by kind: NOWHERE (no hall or no day may be used) none; TOO_LONG {minutes}; HALL_TOO_SMALL {people, room}
    (room of the largest hall); HALLS_CLOSED {minutes}; PERSON_UNAVAILABLE {person_id}; PEOPLE_NEVER_TOGETHER
    {person_ids}; PEOPLE_BUSY {person_ids, slot_ids}; TAKEN {slot_ids} of those that stand in its places, the most
    frequent first.
    """

    kind: ReasonKind
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A slot for which no place was found."""

    slot_id: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Outcome:
    """Places for slots that had none or should have another one, and what is left without.

    `score` counts what is soft: {cost, greedy_cost, placed, unplaced, moved, iterations} and, in minutes,
    {track, audience, idle, prominent}; `odd_starts` are those off the quarters of an hour.
    """

    placements: Mapping[int, Placement]
    unplaced: tuple[Unplaced, ...]
    score: Mapping[str, int]
