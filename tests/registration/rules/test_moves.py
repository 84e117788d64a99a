from datetime import date

import pytest

from summit.registration.rules import Place, RegistrationIsLocked, RegistrationStatus, place_for
from summit.registration.rules.photos import (
    PhotoHasTooManyPixels,
    PhotoIsTooLarge,
    PhotoIsTooSmall,
    ensure_photo_bytes,
    ensure_photo_size,
)
from summit.registration.rules.quota import EditionIsOver, ensure_not_over, status_on_category_change
from summit.registration.rules.status import shown_to_delegate

Status = RegistrationStatus


@pytest.mark.parametrize(
    ("old", "place", "needs_approval", "new"),
    [
        (Status.UNCONFIRMED, Place.SEAT, False, Status.UNCONFIRMED),
        (Status.SUBMITTED, Place.SEAT, True, Status.SUBMITTED),
        (Status.SUBMITTED, Place.SEAT, False, Status.APPROVED),
        (Status.SUBMITTED, Place.WAITLIST, False, Status.WAITLISTED),
        (Status.WAITLISTED, Place.SEAT, True, Status.SUBMITTED),
        (Status.ON_HOLD, Place.SEAT, False, Status.SUBMITTED),
        (Status.PRE_APPROVED, Place.SEAT, False, Status.SUBMITTED),
        (Status.PRE_APPROVED, Place.WAITLIST, True, Status.WAITLISTED),
    ],
)
def test_a_new_category_decides_the_status_as_on_arrival(old, place, needs_approval, new):
    assert status_on_category_change(old, place=place, needs_approval=needs_approval) is new


@pytest.mark.parametrize("status", [Status.APPROVED, Status.REJECTED, Status.WITHDRAWN])
def test_after_the_decision_the_category_stays(status):
    with pytest.raises(RegistrationIsLocked):
        status_on_category_change(status, place=place_for(quota=None, held=0), needs_approval=True)


def test_registration_ends_with_the_last_day():
    assert ensure_not_over(date(2026, 12, 2), date(2026, 12, 2)) is None
    with pytest.raises(EditionIsOver):
        ensure_not_over(date(2026, 12, 2), date(2026, 12, 3))


def test_a_pre_approval_is_not_told():
    assert shown_to_delegate(Status.PRE_APPROVED) is Status.SUBMITTED
    others = [status for status in Status if status is not Status.PRE_APPROVED]
    assert [shown_to_delegate(status) for status in others] == others


def test_the_limits_of_a_photo():
    assert (ensure_photo_bytes(10 * 1024 * 1024), ensure_photo_size(100, 100)) == (None, None)
    assert ensure_photo_size(10000, 5000) is None
    with pytest.raises(PhotoIsTooLarge):
        ensure_photo_bytes(10 * 1024 * 1024 + 1)
    with pytest.raises(PhotoIsTooSmall):
        ensure_photo_size(99, 100)
    with pytest.raises(PhotoHasTooManyPixels):
        ensure_photo_size(10001, 5000)
