"""Who came to a meeting, and what that makes of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from summit.calendar.rules import TICK_SECONDS
from summit.errors import N_, DomainError

from .grid import SlotSpan
from .kinds import Attendance, MeetingStatus

EARLIEST = timedelta(minutes=15)
LATEST = timedelta(minutes=60)
# Less than this is not worth offering to somebody else.
SHORTEST = timedelta(minutes=10)


class MeetingIsNotNow(DomainError):
    """Somebody says that they are at a meeting which is not about to begin, or long over."""

    message = N_("You can say that you are here from 15 minutes before the meeting until an hour after it.")


class MeetingHasNotBegun(DomainError):
    """Somebody misses the others before the meeting has begun, or long after it."""

    message = N_("You can say that the others did not come from the start of the meeting until an hour after it.")


class OthersAreHere(DomainError):
    """Somebody of the other side has said that they are at the meeting."""

    message = N_("Somebody of the other company has said that they are here. Please look for them at the table.")


class TimeIsGivenAway(DomainError):
    """Somebody comes to a meeting that was given up as missed, and its people or its table are taken by now."""

    message = N_(
        "This meeting was given up as missed, and its time has been used otherwise. Please agree on a new one."
    )


def may_arrive(status: MeetingStatus, starts_at: datetime | None, ends_at: datetime | None, now: datetime) -> bool:
    """Tell whether somebody may say now that they are at the meeting; also after it was given up as missed."""
    if starts_at is None or ends_at is None or status not in {MeetingStatus.SCHEDULED, MeetingStatus.MISSED}:
        return False
    return starts_at - EARLIEST <= now < ends_at + LATEST


def may_miss(status: MeetingStatus, starts_at: datetime | None, ends_at: datetime | None, now: datetime) -> bool:
    """Tell whether somebody may say now that the other side did not come."""
    if starts_at is None or ends_at is None or status is not MeetingStatus.SCHEDULED:
        return False
    return starts_at <= now < ends_at + LATEST


def ending(sides: Iterable[tuple[int, Attendance]]) -> MeetingStatus:
    """Return how a meeting ends, from (company, attendance) of its people: missed where a whole side was absent."""
    by_side: dict[int, set[Attendance]] = {}
    for company, attendance in sides:
        by_side.setdefault(company, set()).add(attendance)
    missed = any(found == {Attendance.ABSENT} for found in by_side.values())
    return MeetingStatus.MISSED if missed else MeetingStatus.HELD


def rest_of(ends_at: datetime, now: datetime) -> SlotSpan | None:
    """Return what is left of a meeting's time from the next five-minute step on; None where that is too short."""
    start = next_step(now + timedelta(microseconds=1))
    return SlotSpan(start, ends_at) if ends_at - start >= SHORTEST else None


def next_step(moment: datetime) -> datetime:
    """Return the first five-minute step that is not before a moment."""
    seconds = moment.timestamp()
    return datetime.fromtimestamp(-(-seconds // TICK_SECONDS) * TICK_SECONDS, moment.tzinfo)
