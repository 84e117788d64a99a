from datetime import UTC, datetime, timedelta

import pytest

from summit.registration import rules
from summit.registration.rules import Place
from summit.registration.rules import RegistrationStatus as Status

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("quota", "held", "place"),
    [
        (None, 9_999, Place.SEAT),
        (2, 1, Place.SEAT),
        (2, 2, Place.WAITLIST),
        (2, 3, Place.WAITLIST),
        (0, 0, Place.WAITLIST),
    ],
)
def test_past_the_quota_there_is_the_waiting_list(quota, held, place):
    assert rules.place_for(quota=quota, held=held) == place


@pytest.mark.parametrize(
    ("place", "needs_approval", "status"),
    [
        (Place.SEAT, True, Status.SUBMITTED),
        (Place.SEAT, False, Status.APPROVED),
        (Place.WAITLIST, True, Status.WAITLISTED),
        (Place.WAITLIST, False, Status.WAITLISTED),
    ],
)
def test_the_confirmed_mail_gives_the_first_status(place, needs_approval, status):
    assert rules.status_on_confirm(place=place, needs_approval=needs_approval) == status


@pytest.mark.parametrize("new", [Status.APPROVED, Status.PRE_APPROVED, Status.SUBMITTED])
def test_nobody_is_called_from_the_waiting_list_past_the_quota(new):
    assert rules.ensure_place_left(Status.WAITLISTED, new, quota=3, held=2) is None
    with pytest.raises(rules.CategoryIsFull):
        rules.ensure_place_left(Status.WAITLISTED, new, quota=3, held=3)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (Status.SUBMITTED, Status.APPROVED),
        (Status.SUBMITTED, Status.REJECTED),
        (Status.WAITLISTED, Status.REJECTED),
    ],
)
def test_a_full_category_still_decides_about_those_inside(old, new):
    assert rules.ensure_place_left(old, new, quota=3, held=3) is None


@pytest.mark.parametrize("now", [NOON, NOON + timedelta(days=1) - SECOND])
def test_registration_is_open_within_its_half_open_time(now):
    assert rules.ensure_open(NOON, NOON + timedelta(days=1), now) is None


def test_without_times_registration_is_open():
    assert rules.ensure_open(None, None, NOON) is None


def test_too_early_tells_when_to_come():
    with pytest.raises(rules.RegistrationNotOpenYet) as refusal:
        rules.ensure_open(NOON, None, NOON - SECOND)
    assert refusal.value.params == {"moment": NOON}


def test_too_late_tells_since_when():
    with pytest.raises(rules.RegistrationClosed) as refusal:
        rules.ensure_open(None, NOON, NOON)
    assert refusal.value.params == {"moment": NOON}
