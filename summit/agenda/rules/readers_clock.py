"""A slot's time on the clock of a reader elsewhere, and whether the date differs from the venue's."""

from dataclasses import dataclass
from datetime import datetime

from summit.events.rules import wall_time


@dataclass(frozen=True, slots=True)
class ReadersSpan:
    """Naive wall times of the reader; the shifts count the days between the venue's date and the reader's."""

    starts_at: datetime
    ends_at: datetime
    start_shift: int
    end_shift: int


def readers_span(starts_at: datetime, ends_at: datetime, venue_zone: str, readers_zone: str) -> ReadersSpan | None:
    """Return the span on the reader's clock, or None where both clocks show the same."""
    venue = wall_time(starts_at, venue_zone), wall_time(ends_at, venue_zone)
    reader = wall_time(starts_at, readers_zone), wall_time(ends_at, readers_zone)
    if venue == reader:
        return None
    # Both shifts are counted from the date under which the programme lists the slot.
    shifts = tuple((moment.date() - venue[0].date()).days for moment in reader)
    return ReadersSpan(reader[0], reader[1], shifts[0], shifts[1])
