from datetime import UTC, datetime, timedelta

import pytest

from summit.mail.rules import MOST_ATTEMPTS, MailStatus, after_failure, may_send, retry_delay

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
LATER, EARLIER = NOW + timedelta(seconds=1), NOW - timedelta(seconds=1)


@pytest.mark.parametrize(
    ("status", "next_attempt_at", "lease_until", "expected"),
    [
        (MailStatus.QUEUED, NOW, None, True),
        (MailStatus.QUEUED, LATER, None, False),
        (MailStatus.SENDING, EARLIER, EARLIER, True),
        (MailStatus.SENDING, EARLIER, LATER, False),
        (MailStatus.SENT, EARLIER, None, False),
        (MailStatus.FAILED, EARLIER, None, False),
    ],
)
def test_a_mail_is_due_when_its_time_has_come_or_its_sender_went_silent(status, next_attempt_at, lease_until, expected):
    assert may_send(status, next_attempt_at, lease_until, NOW) is expected


def test_pauses_double_up_to_six_hours():
    assert [retry_delay(n) / timedelta(minutes=1) for n in (1, 2, 3, 10)] == [1, 2, 4, 360]


def test_a_mail_is_given_up_at_once_when_refused_for_good_and_otherwise_late():
    assert after_failure(1, permanent=True) is MailStatus.FAILED
    assert after_failure(1, permanent=False) is MailStatus.QUEUED
    assert after_failure(MOST_ATTEMPTS, permanent=False) is MailStatus.FAILED
