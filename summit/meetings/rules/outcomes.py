"""What a meeting led to, in the words of one side."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from summit.errors import N_, DomainError

from .kinds import TIMED, MeetingStatus, Outcome

RATINGS = (1, 2, 3, 4, 5)
LONGEST_NOTE = 2000
_DAYS_AFTER = timedelta(days=14)


class NothingToNote(DomainError):
    """The meeting has not begun, or is none."""

    message = N_("An outcome can be noted once the meeting has begun.")


class NotingIsOver(DomainError):
    """The event has been over for two weeks."""

    message = N_("Outcomes could be noted until two weeks after the event.")


@dataclass(frozen=True, slots=True)
class Noted:
    """What one side notes: what the meeting led to, how good it was (1 to 5, seen by nobody else), and words."""

    outcome: Outcome | None
    rating: int | None
    note: str = ""


def ensure_may_note(
    status: MeetingStatus, starts_at: datetime | None, last_day: date, today: date, now: datetime
) -> None:
    """Raise NothingToNote before a meeting has begun, NotingIsOver two weeks after the last day of its event."""
    if status not in TIMED or starts_at is None or starts_at > now:
        raise NothingToNote
    if today > last_day + _DAYS_AFTER:
        raise NotingIsOver
