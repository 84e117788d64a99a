"""Where a session may stand in time: the grid, the programme's days, and what is impossible."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from summit.errors import N_, DomainError
from summit.events.rules import wall_time

GRID = timedelta(minutes=5)
# A programme's day ends when the last guest of its evening has gone home: what begins at 00:30 belongs to the
# evening before (the "day change" of schedule.xml).
DAY_TURN = time(4)
LONGEST_SLOT = timedelta(hours=23, minutes=55)
_STEP = int(GRID.total_seconds())


class SlotIsEmpty(DomainError):
    """A session without length, or with an end before its beginning."""

    message = N_("A session must end at least five minutes after it begins.")


class SlotIsOffGrid(DomainError):
    """A time between two steps of the grid."""

    message = N_("Please choose times in steps of five minutes, such as 10:05.")


class SlotIsOutsideDays(DomainError):
    """A time outside of the edition's days."""

    message = N_("Please choose a day between %(first)s and %(last)s. A day of the programme ends at 04:00.")


class SlotCrossesDays(DomainError):
    """A session that would run into the next day of the programme."""

    message = N_("A session must end by 04:00, when the day of the programme ends. Please shorten it or move it.")


@dataclass(frozen=True, slots=True)
class Placement:
    """A place in the programme: halls (the first leads, the others are joined to it) and a half-open UTC span."""

    hall_ids: tuple[int, ...]
    starts_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        """Return the length in whole minutes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


def ensure_span_fits(starts_at: datetime, ends_at: datetime, *, zone: str, first_day: date, last_day: date) -> None:
    """Refuse a span that no session of the edition can have; moments are aware, days are inclusive.

    Raises SlotIsEmpty, SlotIsOffGrid, SlotIsOutsideDays or SlotCrossesDays.
    """
    if ends_at - starts_at < GRID:
        raise SlotIsEmpty
    if starts_at.timestamp() % _STEP or ends_at.timestamp() % _STEP:
        raise SlotIsOffGrid
    day = programme_day(starts_at, zone)
    if not first_day <= day <= last_day:
        raise SlotIsOutsideDays(first=first_day, last=last_day)
    if ends_at > day_span(day, zone)[1] or ends_at - starts_at > LONGEST_SLOT:
        raise SlotCrossesDays


def programme_day(moment: datetime, zone: str) -> date:
    """Return the day of the programme that an aware moment belongs to."""
    wall = wall_time(moment, zone)
    return wall.date() if wall.time() >= DAY_TURN else wall.date() - timedelta(days=1)


def day_span(day: date, zone: str) -> tuple[datetime, datetime]:
    """Return the half-open UTC span of a programme's day: from its 04:00 to the next day's."""
    return at_minute(day, DAY_TURN.hour * 60, zone), at_minute(day + timedelta(days=1), DAY_TURN.hour * 60, zone)


def at_minute(day: date, minute: int, zone: str) -> datetime:
    """Return the UTC moment when the venue's clock stands so many minutes after the day's midnight.

    Minutes from 1,440 on belong to the night after the day. A time that a clock change skips lands after the gap.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def minute_of(moment: datetime, day: date, zone: str) -> int:
    """Return how many wall-clock minutes after the day's midnight a moment lies (1,440 and more: after midnight)."""
    return int((wall_time(moment, zone) - datetime.combine(day, time())).total_seconds() // 60)


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield the calendar days from the first to the last, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
