"""Which slots suit everybody who attends a meeting, and which table is free then."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from summit.calendar.rules import ClaimKind, ClaimSpan, TimeIsTaken, ticks
from summit.errors import N_

from .grid import SlotSpan


class NoTableIsFree(TimeIsTaken):
    """Everybody could come, but no table is free."""

    message = N_("No table is free at this time. Please choose another time.")


class SomebodyIsBusy(TimeIsTaken):
    """One of those who attend is somewhere else at that time."""

    message = N_("Somebody who attends is not free at this time. Please choose another time.")


class NoInterpreterIsFree(TimeIsTaken):
    """The interpreter is with somebody else at that time."""

    message = N_("The interpreter is not free at this time. Please choose another time.")


@dataclass(frozen=True, slots=True)
class Table:
    """A place to sit: `company_id` has its home there, `seats` people find room."""

    id: int
    label: str
    company_id: int | None = None
    pool: str = ""
    seats: int = 4


@dataclass(frozen=True, slots=True)
class Reach:
    """How long people are away for a meeting: itself, its transfers, and the walk to it."""

    transfer_before: int = 0
    transfer_after: int = 0
    walk: int = 0

    def around(self, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
        """Return the half-open span in which people cannot be elsewhere."""
        before = timedelta(minutes=self.transfer_before + self.walk)
        return starts_at - before, ends_at + timedelta(minutes=self.transfer_after)


def free_slots(
    slots: Iterable[SlotSpan], busy: Collection[set[int]], reach: Reach, now: datetime
) -> tuple[SlotSpan, ...]:
    """Return the slots yet to come in which nobody is busy; `busy` has the five-minute steps of each person."""
    taken = set().union(*busy)
    return tuple(
        slot
        for slot in slots
        if slot.starts_at > now and taken.isdisjoint(ticks(*reach.around(slot.starts_at, slot.ends_at)))
    )


def choose_table(
    tables: Sequence[Table],
    taken: Mapping[int, set[int]],
    slot: SlotSpan,
    companies: Sequence[int],
    people: int,
    *,
    turn: int = 0,
) -> Table | None:
    """Return a free table with enough seats: a home table of one of the companies first, never somebody else's stand.

    Among the common ones the smallest that is large enough, then the order of the list. None where all are taken.
    Many who choose at once begin at a `turn` of their own, so that not all of them want the first of the smallest.
    """
    steps = ticks(slot.starts_at, slot.ends_at)
    free = [table for table in tables if table.seats >= people and taken.get(table.id, set()).isdisjoint(steps)]
    homes = [table for company in companies for table in free if table.company_id == company]
    common = sorted((table for table in free if table.company_id is None), key=lambda table: table.seats)
    if homes or not common:
        return next(iter(homes), None)
    smallest = [table for table in common if table.seats == common[0].seats]
    return smallest[turn % len(smallest)]


def spans_to_claim(
    people: Iterable[int],
    table_id: int | None,
    interpreters: Iterable[tuple[ClaimKind, int]],
    starts_at: datetime,
    ends_at: datetime,
    reach: Reach,
) -> list[ClaimSpan]:
    """Return what a meeting takes: its people and interpreter with the way there and back, its table without."""
    away = reach.around(starts_at, ends_at)
    spans = [ClaimSpan(ClaimKind.PERSON, person, *away) for person in people]
    spans += [ClaimSpan(kind, resource, *away) for kind, resource in interpreters]
    if table_id is not None:
        spans.append(ClaimSpan(ClaimKind.TABLE, table_id, starts_at, ends_at))
    return spans
