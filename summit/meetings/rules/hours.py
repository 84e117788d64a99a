"""Opening times of a day of meetings as people type them, and which meetings a new grid leaves without a place."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from itertools import pairwise

from summit.errors import N_, DomainError
from summit.events.rules import moment_at, wall_time

from .grid import SlotSpan, ensure_even

Span = tuple[datetime, datetime]
LONGEST_SLOT = 480
LONGEST_GAP = 240
_DAY_MINUTES = 24 * 60
# Digits of the clock, and any dash that people or telephones put between two times.
_PART = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-\u2010-\u2015\u2212]\s*(\d{1,2})[:.](\d{2})", re.ASCII)
_BETWEEN = re.compile(r"[,;،、]")


class HoursAreUnreadable(DomainError):
    """Not a list of spans of one day."""

    message = N_("Please write the opening times such as 10:00–13:00, 14:00–18:00, in their order.")


class GridLeavesMeetings(DomainError):
    """Meetings in the timetable would no longer have a slot; the organiser has to confirm."""

    message = N_("Meetings in the timetable that no longer fit: %(num)s. Please look at them below and confirm.")


class Fit(IntEnum):
    """How a meeting's time stands to a grid, from best to worst."""

    ON_GRID = 0
    OPEN = 1
    CLOSED = 2


FIT_NAMES = {
    Fit.ON_GRID: N_("A slot of the timetable"),
    Fit.OPEN: N_("Open at that time, but no slot"),
    Fit.CLOSED: N_("Closed at that time"),
}


@dataclass(frozen=True, slots=True)
class Grid:
    """Opening times and the slots that they make."""

    windows: tuple[Span, ...]
    slots: tuple[SlotSpan, ...]


def read_hours(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of a day in minutes after midnight, 1,440 for its end; raises HoursAreUnreadable, GridIsUneven.

    Parts stand between commas or semicolons; they follow each other without overlapping.
    """
    spans = [_span(part) for part in _BETWEEN.split(text) if part.strip()]
    ends = [minute for span in spans for minute in span]
    if any(later < earlier for earlier, later in pairwise(ends)):
        raise HoursAreUnreadable
    ensure_even(ends)
    return tuple(spans)


def _span(text: str) -> tuple[int, int]:
    found = _PART.fullmatch(text.strip())
    if found is None:
        raise HoursAreUnreadable
    opens_hour, opens_minute, closes_hour, closes_minute = map(int, found.groups())
    opens, closes = opens_hour * 60 + opens_minute, closes_hour * 60 + closes_minute
    if max(opens_minute, closes_minute) > 59 or not opens < closes <= _DAY_MINUTES:
        raise HoursAreUnreadable
    return opens, closes


def write_hours(spans: Iterable[Span], day: date, zone: str) -> str:
    """Write the spans that begin on a day of the venue the way `read_hours` reads them."""
    midnight = datetime.combine(day, time())
    parts = []
    for span in sorted(spans):
        opens, closes = (int((wall_time(end, zone) - midnight) / timedelta(minutes=1)) for end in span)
        if 0 <= opens < _DAY_MINUTES:
            parts.append(f"{_clock(opens)}–{_clock(closes)}")
    return ", ".join(parts)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def windows_on(day: date, hours: Iterable[tuple[int, int]], zone: str) -> list[Span]:
    """Return the UTC spans of a day's opening times; raises TimeDoesNotExist where a clock change skips one."""
    midnight = datetime.combine(day, time())
    return [
        (moment_at(midnight + timedelta(minutes=opens), zone), moment_at(midnight + timedelta(minutes=closes), zone))
        for opens, closes in hours
    ]


def fit_of(span: Span, grid: Grid) -> Fit:
    """Tell how a meeting's time stands to a grid."""
    if SlotSpan(*span) in grid.slots:
        return Fit.ON_GRID
    within = any(opens <= span[0] and span[1] <= closes for opens, closes in grid.windows)
    return Fit.OPEN if within else Fit.CLOSED


def left_out(spans: Sequence[tuple[int, Span]], before: Grid, after: Grid) -> dict[int, Fit]:
    """Return, by the meetings' ids, those whose time stands worse to the new grid than to the old one."""
    fits = {key: (fit_of(span, before), fit_of(span, after)) for key, span in spans}
    return {key: new for key, (old, new) in fits.items() if new > old}
