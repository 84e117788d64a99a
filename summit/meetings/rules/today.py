"""One day of somebody's meetings: which day, what runs now, what is next, and when to leave."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .grid import SlotSpan


def day_to_show(days: Collection[date], today: date) -> date | None:
    """Return the present day where it has meetings, otherwise the next that has, otherwise the last; None without."""
    if not days:
        return None
    return min((day for day in days if day >= today), default=max(days))


@dataclass(frozen=True, slots=True)
class Standing:
    """What a meeting of the day is at present."""

    is_now: bool = False
    is_next: bool = False
    is_over: bool = False


def standings_of(spans: Sequence[SlotSpan], now: datetime) -> list[Standing]:
    """Return for each span, in the order of their starts, whether it runs, comes next or is over."""
    coming = next((place for place, span in enumerate(spans) if span.starts_at > now), None)
    return [
        Standing(
            is_now=span.starts_at <= now < span.ends_at,
            is_next=place == coming,
            is_over=span.ends_at <= now,
        )
        for place, span in enumerate(spans)
    ]


def leave_at(starts_at: datetime, transfer_before: int) -> datetime | None:
    """Return when people set out for a meeting elsewhere; None where there is no way of its own."""
    return starts_at - timedelta(minutes=transfer_before) if transfer_before else None


def back_at(ends_at: datetime, transfer_after: int) -> datetime | None:
    """Return when people are back from a meeting elsewhere; None where there is no way of its own."""
    return ends_at + timedelta(minutes=transfer_after) if transfer_after else None
