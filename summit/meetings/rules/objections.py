"""When somebody may object to a meeting of the provisional timetable."""

from datetime import datetime

from summit.errors import N_, DomainError
from summit.events.rules import ensure_text

from .kinds import Phase

LONGEST_WORDS = 1_000


class ObjectionsAreNotTaken(DomainError):
    """Another phase, the deadline has passed, or the meeting has no time."""

    message = N_("Objections to this meeting are not taken at present.")


class AlreadyObjected(DomainError):
    """One objection of a company to a meeting waits already."""

    message = N_("Your company has objected to this meeting already. The organiser will answer.")


class AlreadyResolved(DomainError):
    """Somebody else has answered."""

    message = N_("This objection has been answered already.")


class ReasonIsMissing(DomainError):
    """Words are needed."""

    message = N_("Please write a few words.")


def ensure_taken(phase: Phase, until: datetime | None, now: datetime) -> None:
    """Raise ObjectionsAreNotTaken unless the timetable is provisional and the deadline (None: no) is yet to come."""
    ensure_objection(phase is Phase.PROVISIONAL and (until is None or now < until))


def ensure_objection(is_possible: bool) -> None:
    """Raise ObjectionsAreNotTaken unless it is possible."""
    if not is_possible:
        raise ObjectionsAreNotTaken


def ensure_words(text: str) -> str:
    """Return the trimmed words; raises ReasonIsMissing, TextIsTooLong."""
    words = ensure_text(text, LONGEST_WORDS)
    if not words:
        raise ReasonIsMissing
    return words
