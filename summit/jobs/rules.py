"""When a job may start, be repeated or be given up (pure)."""

from datetime import datetime, timedelta
from enum import StrEnum

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3


class JobStatus(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


def may_start(status: JobStatus, lease_until: datetime | None, now: datetime) -> bool:
    """Tell whether a worker may take the job: it waits, or its last worker went silent."""
    if status is JobStatus.QUEUED:
        return True
    return status is JobStatus.RUNNING and lease_until is not None and lease_until <= now


def after_failure(attempts: int) -> JobStatus:
    """Tell what becomes of a job that has failed ``attempts`` times."""
    return JobStatus.FAILED if attempts >= MOST_ATTEMPTS else JobStatus.QUEUED


def retry_delay(attempts: int) -> timedelta:
    """Return how long to wait after the given number of failed attempts: 1, 4, 16 … minutes, at most 4 hours."""
    return min(timedelta(minutes=4 ** (attempts - 1)), timedelta(hours=4))
