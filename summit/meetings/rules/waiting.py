"""Which of those who wait for a time gets the offer of one that has become free."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from summit.calendar.rules import ticks
from summit.errors import N_, DomainError

from .grid import SlotSpan
from .times import Reach


class OfferIsOver(DomainError):
    """The offered time has come, or nothing was offered."""

    message = N_("No free time is on offer for this meeting any more.")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An agreed meeting without a time: who attends (registrations), since when it waits, how long they are away."""

    meeting_id: int
    people: tuple[int, ...]
    since: datetime
    is_must: bool = False
    reach: Reach = Reach()


def best_waiting(
    waiting: Iterable[Waiting],
    slot: SlotSpan,
    busy: Mapping[int, set[int]],
    has_room: Callable[[Waiting], bool],
) -> Waiting | None:
    """Return who is offered a free slot: must-meetings first, then whoever has waited longest; None where none can.

    `busy` has the five-minute steps of each person, `has_room` tells whether there is a table for them.
    """
    ordered = sorted(waiting, key=lambda one: (not one.is_must, one.since, one.meeting_id))
    return next((one for one in ordered if _are_free(one, slot, busy) and has_room(one)), None)


def _are_free(one: Waiting, slot: SlotSpan, busy: Mapping[int, set[int]]) -> bool:
    steps = ticks(*one.reach.around(slot.starts_at, slot.ends_at))
    return all(busy[person].isdisjoint(steps) for person in one.people)
