"""Times in which somebody or something takes no meeting: what may be blocked, and what stands in the way."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from summit.calendar.rules import ClaimKind, ticks
from summit.errors import N_, DomainError
from summit.events.rules import SpanIsReversed

from .grid import SlotSpan

BLOCK = "block"
# What people say of themselves; the organiser's reasons are free words.
OWN = "own"
LONGEST_REASON = 120
LONGEST_DAYS = 14
BLOCKABLE_NAMES = {
    ClaimKind.PERSON: N_("Person"),
    ClaimKind.TABLE: N_("Table"),
    ClaimKind.INTERPRETER: N_("Interpreter"),
}


class BlockIsTooLong(DomainError):
    """Longer than any edition."""

    message = N_("Please block %(most)s days at most at once.")


class MeetingIsThen(DomainError):
    """A meeting takes the time."""

    message = N_("%(one)s and %(other)s meet then, at %(when)s. Please move the meeting first.")


class BlockIsThen(DomainError):
    """The time is blocked already."""

    message = N_("This time is blocked already, from %(starts)s to %(ends)s.")


class SomethingIsThen(DomainError):
    """Something of the programme takes the time."""

    message = N_("Something of the programme takes this time already, from %(when)s.")


class NobodyIsMeant(DomainError):
    """No approved delegate is called so."""

    message = N_("No approved delegate has this reference or name. Please check it.")


class SeveralAreMeant(DomainError):
    """More than one delegate is called so."""

    message = N_("Several people have this name: %(people)s. Please enter the reference.")


@dataclass(frozen=True, slots=True)
class OwnSlot:
    """A slot as somebody sees it who says when they are not available."""

    slot: SlotSpan
    is_taken: bool = False
    is_blocked: bool = False


def ensure_blockable(starts_at: datetime, ends_at: datetime) -> None:
    """Raise SpanIsReversed or BlockIsTooLong where nobody means such a span."""
    if ends_at <= starts_at:
        raise SpanIsReversed
    if ends_at - starts_at > timedelta(days=LONGEST_DAYS):
        raise BlockIsTooLong(most=LONGEST_DAYS)


def own_slots(slots: Iterable[SlotSpan], taken: Collection[int], blocked: Collection[int]) -> tuple[OwnSlot, ...]:
    """Return the slots with what is taken by others, and what somebody has blocked; both are five-minute steps."""
    others, own = frozenset(taken), frozenset(blocked)
    found = []
    for slot in slots:
        steps = ticks(slot.starts_at, slot.ends_at)
        is_taken = not others.isdisjoint(steps)
        found.append(OwnSlot(slot, is_taken, not is_taken and not own.isdisjoint(steps)))
    return tuple(found)
