from datetime import UTC, datetime, timedelta

import pytest

from summit.registration.rules import links

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "expired"), [(timedelta(0), False), (timedelta(days=7, seconds=-1), False), (timedelta(days=7), True)]
)
def test_a_confirmation_link_lives_seven_days(age, expired):
    assert links.is_confirmation_expired(NOW - age, NOW) is expired


@pytest.mark.parametrize(
    ("last", "allowed"),
    [(None, True), (NOW, False), (NOW - timedelta(seconds=59), False), (NOW - timedelta(minutes=1), True)],
)
def test_one_confirmation_mail_a_minute(last, allowed):
    assert links.may_send_confirmation(last, NOW) is allowed
    if allowed:
        assert links.ensure_may_send_confirmation(last, NOW) is None
        return
    with pytest.raises(links.ConfirmationWasJustSent):
        links.ensure_may_send_confirmation(last, NOW)
