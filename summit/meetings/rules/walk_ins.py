"""Meeting on the spot: who may, and from when until when."""

from collections.abc import Collection
from datetime import datetime, timedelta

from summit.calendar.rules import TICK_SECONDS, ticks
from summit.errors import N_, DomainError

from .attending import SHORTEST, next_step
from .grid import SlotSpan
from .times import Reach

_STEP = timedelta(seconds=TICK_SECONDS)
# A meeting on the spot begins within ten minutes.
_LATEST_STEPS = 3
_LOOKED_AHEAD = timedelta(hours=12)


class WalkInsAreClosed(DomainError):
    """The edition holds no meetings on the spot, or not now."""

    message = N_("Meetings on the spot are not open at the moment.")


class BadgeIsOfNoUse(DomainError):
    """An unknown code, or somebody whom this reader may not find by it; which of the two is not told."""

    message = N_(
        "This badge cannot be used for a meeting here. Perhaps the code is not right, or the person has not agreed to "
        "exchange contacts. Please ask them, or the organiser’s desk."
    )


class IsOwnBadge(DomainError):
    """The badge of the reader or of a colleague."""

    message = N_("This badge is of your own company. Please scan the badge of somebody from another one.")


class MeetAlready(DomainError):
    """The two companies have a meeting with a time."""

    message = N_("Your companies have a meeting in the timetable already: %(when)s.")


class AgreedOtherwise(DomainError):
    """The two companies have agreed on a meeting that does not take place at a table."""

    message = N_("Your companies have agreed to meet online or elsewhere. Open that meeting to choose its time.")


class NotFreeNow(DomainError):
    """One of the two is busy."""

    message = N_("You are not both free now. The next time at which you both are: %(when)s.")


class NotFreeToday(DomainError):
    """One of the two is busy, for hours."""

    message = N_("You are not both free now, nor in the next hours. You can ask for a meeting instead.")


def span_now(now: datetime, minutes: int, busy: Collection[set[int]], reach: Reach) -> SlotSpan | None:
    """Return the time of a meeting that begins within ten minutes; None where those who meet are not free.

    It begins at a five-minute step and lasts `minutes`, or as long as all are free, but never less than ten minutes.
    """
    taken, first = set().union(*busy), next_step(now)
    for place in range(_LATEST_STEPS):
        start = first + place * _STEP
        for length in range(minutes, 0, -5):
            end = start + timedelta(minutes=length)
            if end - start >= SHORTEST and taken.isdisjoint(ticks(*reach.around(start, end))):
                return SlotSpan(start, end)
    return None


def next_free(now: datetime, minutes: int, busy: Collection[set[int]], reach: Reach) -> datetime | None:
    """Return the next start at which all are free for so many minutes; None within twelve hours."""
    taken, start = set().union(*busy), next_step(now)
    while start < now + _LOOKED_AHEAD:
        if taken.isdisjoint(ticks(*reach.around(start, start + timedelta(minutes=minutes)))):
            return start
        start += _STEP
    return None
