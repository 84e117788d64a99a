"""Time as bits: one bit for each five minutes of Unix time after an origin, so that whole days are compared at once."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from .board import Span
from .timing import GRID

STEP_SECONDS = int(GRID.total_seconds())


def tick_of(moment: datetime) -> int:
    """Return the number of the five minutes in which an aware moment lies."""
    return int(moment.timestamp() // STEP_SECONDS)


def next_tick_of(moment: datetime) -> int:
    """Return the number of the first five minutes that begin at an aware moment or after it."""
    return int(-(-moment.timestamp() // STEP_SECONDS))


def moment_of(tick: int) -> datetime:
    """Return the UTC moment at which these five minutes begin."""
    return datetime.fromtimestamp(tick * STEP_SECONDS, UTC)


def bits_between(first: int, end: int) -> int:
    """Return an integer whose bits from `first` up to `end`, not included, are set; negative places are cut off."""
    first, end = max(first, 0), max(end, 0)
    return ((1 << end) - (1 << first)) if end > first else 0


def touched(spans: Iterable[Span], origin: int) -> int:
    """Return the bits of all five minutes that the spans touch, counted from the tick `origin`."""
    bits = 0
    for starts_at, ends_at in spans:
        bits |= bits_between(tick_of(starts_at) - origin, next_tick_of(ends_at) - origin)
    return bits


def filled(spans: Iterable[Span], origin: int) -> int:
    """Return the bits of all five minutes that lie wholly within one of the spans."""
    bits = 0
    for starts_at, ends_at in spans:
        bits |= bits_between(next_tick_of(starts_at) - origin, tick_of(ends_at) - origin)
    return bits


def starts_of(free: int, length: int) -> int:
    """Return the bits at which `length` free bits in a row begin."""
    have = 1
    while have < length and free:
        step = min(have, length - have)
        free &= free >> step
        have += step
    return free


def places_in(bits: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set, the lowest first."""
    digits = bin(bits)[:1:-1]
    number = digits.find("1")
    while number >= 0:
        yield number
        number = digits.find("1", number + 1)
