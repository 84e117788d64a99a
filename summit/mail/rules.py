"""When a mail is tried again, when it is given up, and what may go with it (pure)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from summit.errors import N_

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 10


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail; `media_type` may have parameters: ``text/calendar; charset=utf-8``."""

    file_name: str
    media_type: str
    content: bytes


class MailStatus(StrEnum):
    """Where a mail stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


STATUS_NAMES: dict[MailStatus, str] = {
    MailStatus.QUEUED: N_("Waiting"),
    MailStatus.SENDING: N_("On its way"),
    MailStatus.SENT: N_("Sent"),
    MailStatus.FAILED: N_("Not delivered"),
}


def may_send(status: MailStatus, next_attempt_at: datetime, lease_until: datetime | None, now: datetime) -> bool:
    """Tell whether the mail is due: it waits and its time has come, or its last sender went silent."""
    if status is MailStatus.QUEUED:
        return next_attempt_at <= now
    return status is MailStatus.SENDING and lease_until is not None and lease_until <= now


def retry_delay(attempts: int) -> timedelta:
    """Return the pause after failed attempts: 1, 2, 4 … minutes, at most 6 hours."""
    return min(timedelta(minutes=2 ** (attempts - 1)), timedelta(hours=6))


def after_failure(attempts: int, *, permanent: bool) -> MailStatus:
    """Tell what becomes of a mail that could not be handed over."""
    return MailStatus.FAILED if permanent or attempts >= MOST_ATTEMPTS else MailStatus.QUEUED
