"""The grid of slots that the windows of an edition's meetings make."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from summit.calendar.rules import TICK_SECONDS, calendar_day
from summit.errors import N_, DomainError

STEP_MINUTES = TICK_SECONDS // 60


class WindowsOverlap(DomainError):
    """Two spans for meetings share time."""

    message = N_("The opening times of the meetings overlap.")


class GridIsUneven(DomainError):
    """A length that is no multiple of five minutes: two slots would share a five-minute step of the claims."""

    message = N_("Please use whole steps of five minutes for the slots, the gaps and the opening times.")


@dataclass(frozen=True, slots=True, order=True)
class SlotSpan:
    """A slot of the grid: a half-open span of aware UTC time in which a meeting takes place."""

    starts_at: datetime
    ends_at: datetime


def ensure_even(minutes: Iterable[int]) -> None:
    """Raise GridIsUneven unless all of these are whole steps of five minutes."""
    if any(count % STEP_MINUTES for count in minutes):
        raise GridIsUneven


def slots_of(
    windows: Iterable[tuple[datetime, datetime]], *, slot_minutes: int, gap_minutes: int
) -> tuple[SlotSpan, ...]:
    """Return the slots that fit into the windows, one after the other with a gap between; raises WindowsOverlap."""
    ordered = sorted(windows)
    if any(later[0] < earlier[1] for earlier, later in pairwise(ordered)):
        raise WindowsOverlap
    length, gap = timedelta(minutes=slot_minutes), timedelta(minutes=gap_minutes)
    slots: list[SlotSpan] = []
    for starts_at, ends_at in ordered:
        start = starts_at
        while start + length <= ends_at:
            slots.append(SlotSpan(start, start + length))
            start += length + gap
    return tuple(slots)


def days_of(slots: Iterable[SlotSpan], zone: str) -> dict[date, tuple[SlotSpan, ...]]:
    """Return the slots by the venue's day."""
    days: dict[date, tuple[SlotSpan, ...]] = {}
    for slot in slots:
        day = calendar_day(slot.starts_at, zone)
        days[day] = (*days.get(day, ()), slot)
    return days
