"""A grid that changes after booking: nobody loses a time unseen."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from summit.database import transaction
from summit.events.rules import ChangedMeanwhile
from summit.mail.models import OutgoingMail
from summit.meetings.models import Meeting
from summit.meetings.queries.settings import get_settings, list_windows
from summit.meetings.rules.hours import GridLeavesMeetings
from summit.meetings.rules.kinds import MeetingStatus
from summit.meetings.services.windows import change_grid
from tests import factories
from tests.factories import NOON
from tests.meetings.factories import EARLY, make_pair, make_scheduled, make_settings, make_table, make_window

MORNING = (NOON, NOON + timedelta(hours=4))
LATER = (NOON + timedelta(hours=1), NOON + timedelta(hours=4))


@pytest.fixture
def event(db):
    event = factories.make_event()
    make_settings(event)
    make_window(event)
    make_table(event)
    return event


def change(event, window, *, slot_minutes=20, **values):
    with transaction():
        lengths = {"slot_minutes": slot_minutes, "gap_minutes": 5, "walk_minutes": 0}
        return change_grid(event.id, [window], **(lengths | {"actor_id": None, "now": EARLY} | values))


def mails(db):
    return db.session.scalars(select(OutgoingMail.recipient)).all()


def test_a_grid_that_everybody_fits_is_saved_at_once(db, event):
    make_scheduled(*make_pair(event))
    assert change(event, (NOON, NOON + timedelta(hours=2))) == 0
    assert [window.ends_at for window in list_windows(event.id)] == [NOON + timedelta(hours=2)]
    assert mails(db) == []


def test_meetings_left_out_are_named_first_and_nothing_changes(db, event):
    meeting = make_scheduled(*make_pair(event))
    with pytest.raises(GridLeavesMeetings) as refusal:
        change(event, LATER)
    assert refusal.value.params["num"] == 1
    assert db.session.get_one(Meeting, meeting.id).status is MeetingStatus.SCHEDULED
    assert list_windows(event.id)[0].starts_at == NOON


def test_confirmed_meetings_lose_their_time_and_everybody_is_told(db, event):
    one, other = make_pair(event)
    meeting = make_scheduled(one, other)
    assert change(event, LATER, confirmed=[meeting.id]) == 1
    found = db.session.get_one(Meeting, meeting.id)
    assert (found.status, found.starts_at, found.table_id) == (MeetingStatus.ACCEPTED, None, None)
    assert sorted(mails(db)) == sorted([one.registration.email, other.registration.email])


@pytest.mark.parametrize(("keeps_open", "status"), [(True, MeetingStatus.SCHEDULED), (False, MeetingStatus.ACCEPTED)])
def test_a_meeting_within_the_opening_times_may_stay_though_it_is_no_slot(db, event, keeps_open, status):
    meeting = make_scheduled(*make_pair(event))
    change(event, MORNING, slot_minutes=30, confirmed=[meeting.id], keeps_open=keeps_open)
    assert db.session.get_one(Meeting, meeting.id).status is status
    assert get_settings(event.id).slot_minutes == 30


def test_a_meeting_booked_after_the_question_is_asked_about_too(db, event):
    meeting = make_scheduled(*make_pair(event))
    make_scheduled(*make_pair(event), NOON + timedelta(minutes=25))
    with pytest.raises(GridLeavesMeetings):
        change(event, LATER, confirmed=[meeting.id])


def test_another_change_meanwhile_is_told(db, event):
    seen = get_settings(event.id).version
    change(event, LATER)
    with pytest.raises(ChangedMeanwhile):
        change(event, MORNING, version=seen)
