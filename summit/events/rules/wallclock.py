"""The clock on the venue's wall: what people type, against the moments that are stored."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from summit.errors import N_, DomainError
from summit.events.rules.edition import EARLIEST_YEAR, LATEST_YEAR


class TimeDoesNotExist(DomainError):
    """A clock change skips this local time."""

    message = N_("The clocks at the venue skip %(time)s on that day. Please choose a time before or after it.")


class TimeIsImplausible(DomainError):
    """A date so far away that it must be a slip."""

    message = N_("Please choose a time between the years %(first)s and %(last)s.")


class SpanIsReversed(DomainError):
    """The end of a span does not lie after its start."""

    message = N_("The end must be later than the beginning.")


def moment_at(wall: datetime, zone: str) -> datetime:
    """Return the UTC moment at which the clock of `zone` shows the naive `wall`.

    A time that occurs twice (clocks turned back) means its first occurrence, PEP 495 fold=0.
    Raises TimeDoesNotExist in the gap of a clock change, TimeIsImplausible outside of 2000 to 2100.
    """
    if not EARLIEST_YEAR <= wall.year <= LATEST_YEAR:
        raise TimeIsImplausible(first=EARLIEST_YEAR, last=LATEST_YEAR)
    moment = _first_moment(wall, zone)
    if wall_time(moment, zone) != wall.replace(fold=0):
        raise TimeDoesNotExist(time=f"{wall:%H:%M}")
    return moment


def wall_time(moment: datetime, zone: str) -> datetime:
    """Return what the clock of `zone` shows at an aware moment, as a naive time."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def rezoned(moment: datetime, old_zone: str, new_zone: str) -> datetime:
    """Return the UTC moment at which the clock of the new zone shows what the old zone's showed.

    A time that the new zone skips lands after the gap; one that occurs twice takes the first.
    """
    return _first_moment(wall_time(moment, old_zone), new_zone)


def moved_window(
    starts_at: datetime, ends_at: datetime, move: Callable[[datetime], datetime]
) -> tuple[datetime, datetime]:
    """Return the span with both ends moved; where a clock change turns it over, it keeps its length."""
    new_start, new_end = move(starts_at), move(ends_at)
    return (new_start, new_end) if new_start < new_end else (new_start, new_start + (ends_at - starts_at))


def moved_span(
    starts_at: datetime | None, ends_at: datetime | None, move: Callable[[datetime], datetime]
) -> tuple[datetime | None, datetime | None]:
    """Return the span with both ends moved; None stays open."""
    if starts_at is not None and ends_at is not None:
        return moved_window(starts_at, ends_at, move)
    return (move(starts_at) if starts_at is not None else None, move(ends_at) if ends_at is not None else None)


def ensure_span(starts_at: datetime | None, ends_at: datetime | None) -> None:
    """Refuse a span that ends before it begins (None: open on that side); raises SpanIsReversed."""
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        raise SpanIsReversed


def _first_moment(wall: datetime, zone: str) -> datetime:
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)
