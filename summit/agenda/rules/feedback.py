"""What delegates say of a session afterwards: when, how, and how much of it the speakers see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from summit.errors import N_, DomainError

from .kinds import SessionKind
from .programme import ProgrammeSession, ProgrammeSlot

OPEN_FOR = timedelta(days=30)
LONGEST_TEXT = 2000
RATINGS = (5, 4, 3, 2, 1)
# With fewer answers a speaker could guess who gave them.
SHOWN_TO_SPEAKERS_FROM = 3
RATING_NAMES = {
    5: N_("Excellent"),
    4: N_("Very good"),
    3: N_("Good"),
    2: N_("Fair"),
    1: N_("Poor"),
}


class FeedbackOrder(StrEnum):
    """In which order an organiser reads what was said."""

    ANSWERS = "answers"
    BEST = "best"
    WORST = "worst"


ORDER_NAMES = {
    FeedbackOrder.ANSWERS: N_("Most answers first"),
    FeedbackOrder.BEST: N_("Best rating first"),
    FeedbackOrder.WORST: N_("Worst rating first"),
}


class TakesNoFeedback(DomainError):
    """A break, a cancelled session, or one for which the organisers ask for none."""

    message = N_("There is no feedback for this session.")


class FeedbackIsNotOpen(DomainError):
    """The session has not ended yet."""

    message = N_("You can give feedback as soon as the session has ended, at %(moment)s.")


class FeedbackIsOver(DomainError):
    """More than 30 days have passed."""

    message = N_("Feedback was possible for 30 days after the session, until %(moment)s.")


class RatingIsMissing(DomainError):
    """No rating from 1 to 5."""

    message = N_("Please choose a rating.")


class FeedbackIsTooLong(DomainError):
    """A text beyond the limit."""

    message = N_("Please write at most %(longest)s characters.")


def span_of(session: ProgrammeSession, slots: Iterable[ProgrammeSlot]) -> tuple[datetime, datetime]:
    """Return from when until when (half-open) feedback is possible: after the first time it is held, 30 days after the
    last; raises TakesNoFeedback.
    """
    ends = [slot.ends_at for slot in slots if not slot.is_cancelled]
    if not ends or not session.takes_feedback or session.kind is not SessionKind.SESSION:
        raise TakesNoFeedback
    return min(ends), max(ends) + OPEN_FOR


def ensure_open(session: ProgrammeSession, slots: Iterable[ProgrammeSlot], now: datetime) -> None:
    """Refuse feedback before the end and after 30 days; raises TakesNoFeedback, FeedbackIsNotOpen, FeedbackIsOver."""
    opens_at, closes_at = span_of(session, slots)
    if now < opens_at:
        raise FeedbackIsNotOpen(moment=opens_at)
    if now >= closes_at:
        raise FeedbackIsOver(moment=closes_at)


def is_open(session: ProgrammeSession, slots: Iterable[ProgrammeSlot], now: datetime) -> bool:
    """Tell whether feedback is possible now."""
    try:
        ensure_open(session, slots, now)
    except DomainError:
        return False
    return True


def ensure_rating(rating: int | None) -> int:
    """Return a rating from 1 to 5; raises RatingIsMissing."""
    if rating not in RATINGS:
        raise RatingIsMissing
    return rating


def clean_text(text: str | None) -> str:
    """Return the text without blanks around it, "" where none was sent; raises FeedbackIsTooLong."""
    clean = (text or "").replace("\r\n", "\n").strip()
    if len(clean) > LONGEST_TEXT:
        raise FeedbackIsTooLong(longest=LONGEST_TEXT)
    return clean


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was said of one session: {rating: how many}, and the texts without names, the newest first."""

    ratings: Mapping[int, int] = field(default_factory=dict)
    texts: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Return how many people answered."""
        return sum(self.ratings.values())

    @property
    def average(self) -> float:
        """Return the mean rating to one place, 0 without any."""
        total = sum(rating * number for rating, number in self.ratings.items())
        return round(total / self.count, 1) if self.count else 0.0

    @property
    def distribution(self) -> list[tuple[int, int]]:
        """Return (rating, how many), the best first."""
        return [(rating, self.ratings.get(rating, 0)) for rating in RATINGS]


def for_speakers(verdict: Verdict) -> Verdict | None:
    """Return what the speakers of a session may see: nothing while so few have answered that one could guess who."""
    return verdict if verdict.count >= SHOWN_TO_SPEAKERS_FROM else None


def in_order(verdicts: Mapping[int, Verdict], order: FeedbackOrder) -> list[int]:
    """Return the sessions' ids in the wanted order; the id decides between equals."""

    def place(session_id: int) -> tuple[float, int]:
        verdict = verdicts[session_id]
        worth = {
            FeedbackOrder.ANSWERS: -verdict.count,
            FeedbackOrder.BEST: -verdict.average,
            FeedbackOrder.WORST: verdict.average,
        }
        return worth[order], session_id

    return sorted(verdicts, key=place)
