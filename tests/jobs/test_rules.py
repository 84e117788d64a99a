from datetime import UTC, datetime, timedelta

import pytest

from summit.jobs.rules import MOST_ATTEMPTS, JobStatus, after_failure, may_start, retry_delay

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "lease_until", "expected"),
    [
        (JobStatus.QUEUED, None, True),
        (JobStatus.RUNNING, NOW - timedelta(seconds=1), True),
        (JobStatus.RUNNING, NOW + timedelta(seconds=1), False),
        (JobStatus.DONE, None, False),
        (JobStatus.FAILED, None, False),
        (JobStatus.CANCELLED, None, False),
    ],
)
def test_a_job_starts_when_it_waits_or_its_worker_went_silent(status, lease_until, expected):
    assert may_start(status, lease_until, NOW) is expected


def test_a_job_is_given_up_after_its_last_attempt():
    assert after_failure(MOST_ATTEMPTS - 1) is JobStatus.QUEUED
    assert after_failure(MOST_ATTEMPTS) is JobStatus.FAILED


def test_pauses_grow_up_to_four_hours():
    minutes = [retry_delay(attempts) / timedelta(minutes=1) for attempts in (1, 2, 3, 4, 5, 9)]
    assert minutes == [1, 4, 16, 64, 240, 240]
