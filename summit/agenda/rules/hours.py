"""Opening hours of the programme's days: minutes after the day's midnight, up to 04:00 of the next morning."""

import re

from summit.errors import N_, DomainError

from .timing import DAY_TURN

DAY_MINUTES = 24 * 60
# A day of the programme lasts from 04:00 to 04:00.
FIRST_MINUTE = DAY_TURN.hour * 60
LAST_MINUTE = FIRST_MINUTE + DAY_MINUTES
USUAL_HOURS = (9 * 60, 22 * 60)
USUAL_CHANGEOVER = 10
LONGEST_CHANGEOVER = 240
_STEP = 5
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?")


class ClockIsInvalid(DomainError):
    """Not a time of the clock."""

    message = N_("Please write the time such as 09:30.")


class HoursAreReversed(DomainError):
    """The day would close before it opens."""

    message = N_("The day must close after it opens. A time up to 04:00 belongs to the night after the day.")


class HoursAreOffGrid(DomainError):
    """A time between two steps of the grid, or beyond the day of the programme."""

    message = N_("Please choose times in steps of five minutes. A day of the programme lasts from 04:00 to 04:00.")


class HoursAreIncomplete(DomainError):
    """One of the two times is missing."""

    message = N_("Please enter both times of the day, or neither for the usual hours.")


def read_opening(text: str) -> int:
    """Return the minute at which a day opens, as typed: a time before 04:00 belongs to the night after the day.

    Raises ClockIsInvalid.
    """
    minute = _read(text)
    return minute + DAY_MINUTES if minute < FIRST_MINUTE else minute


def read_closing(text: str) -> int:
    """Return the minute at which a day closes, as typed: 00:30 and 24:30 are both half past midnight, 04:00 the end
    of the night after the day. Raises ClockIsInvalid."""
    minute = _read(text)
    return minute + DAY_MINUTES if minute <= FIRST_MINUTE else minute


def write_clock(minute: int) -> str:
    """Return a minute of the programme's day as the clock shows it, such as 00:30."""
    hour, rest = divmod(minute % DAY_MINUTES, 60)
    return f"{hour:02}:{rest:02}"


def ensure_hours(opens_minute: int, closes_minute: int) -> tuple[int, int]:
    """Return the hours unchanged if a day can have them; raises HoursAreReversed, HoursAreOffGrid."""
    if opens_minute % _STEP or closes_minute % _STEP or opens_minute < FIRST_MINUTE or closes_minute > LAST_MINUTE:
        raise HoursAreOffGrid
    if closes_minute <= opens_minute:
        raise HoursAreReversed
    return opens_minute, closes_minute


def _read(text: str) -> int:
    match = _CLOCK.fullmatch(text.strip())
    hour, minute = (int(match[1]), int(match[2])) if match else (99, 99)
    if minute > 59 or hour * 60 + minute > LAST_MINUTE:
        raise ClockIsInvalid
    return hour * 60 + minute
