"""Open questions lapse, and are remembered once before."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from summit.calendar.models import Claim
from summit.database import transaction
from summit.meetings.models import Meeting, MeetingStep
from summit.meetings.rules.kinds import MeetingStatus, StepAction
from summit.meetings.services import answering
from summit.meetings.services.expiring import lapse, remind
from summit.meetings.tasks.keeping import keep_meetings
from tests import factories
from tests.factories import NOON
from tests.meetings.asking import accept, ask
from tests.meetings.factories import EARLY, make_pair, make_scheduled, make_settings, make_table, make_window
from tests.meetings.told import forget, told

HOUR = timedelta(hours=1)
LAPSES = EARLY + 72 * HOUR


@pytest.fixture
def event(db):
    event = factories.make_event()
    make_settings(event, expiry_hours=72, reminder_hours=24)
    make_window(event)
    make_table(event)
    return event


@pytest.fixture
def pair(event):
    return make_pair(event)


@pytest.fixture
def meeting(pair):
    meeting = ask(*pair)
    forget()
    return meeting


def fresh(db, meeting):
    return db.session.get_one(Meeting, meeting.id, populate_existing=True)


def test_a_request_lapses_at_its_hour_and_both_sides_are_told(db, pair, meeting):
    keep_meetings(LAPSES - timedelta(seconds=1))
    assert fresh(db, meeting).status is MeetingStatus.PENDING
    forget()
    keep_meetings(LAPSES)
    row = fresh(db, meeting)
    assert (row.status, row.expires_at, row.ended_at) == (MeetingStatus.EXPIRED, None, LAPSES)
    assert told() == sorted((person.registration.email, "expired") for person in pair)
    keep_meetings(LAPSES + HOUR)
    assert len(told()) == 2


def test_what_has_lapsed_may_be_asked_again(pair, meeting):
    keep_meetings(LAPSES)
    assert ask(*pair, now=LAPSES).status is MeetingStatus.PENDING


def test_who_answers_in_the_same_moment_is_faster(db, pair, meeting):
    accept(meeting, pair[1], NOON)
    with transaction():
        assert lapse(meeting.id, now=LAPSES) is False
    assert fresh(db, meeting).status is MeetingStatus.SCHEDULED


def test_a_lapsed_proposal_leaves_the_meeting_where_it_is(db, pair):
    meeting = make_scheduled(*pair)
    with transaction():
        answering.propose(
            meeting.id, registration_id=pair[0].registration_id, start=NOON + timedelta(minutes=25), now=EARLY
        )
    forget()
    keep_meetings(LAPSES)
    row = fresh(db, meeting)
    assert (row.status, row.starts_at, row.proposed_starts_at) == (MeetingStatus.SCHEDULED, NOON, None)
    assert db.session.scalar(select(Claim).limit(1)) is not None
    assert told() == sorted((person.registration.email, "proposal_expired") for person in pair)


def test_the_company_that_is_asked_is_reminded_once(db, pair, meeting):
    keep_meetings(LAPSES - 24 * HOUR - timedelta(seconds=1))
    assert told() == []
    for hours in (24, 23):
        keep_meetings(LAPSES - hours * HOUR)
    assert told() == [(pair[1].registration.email, "reminder")]
    actions = db.session.scalars(select(MeetingStep.action).where(MeetingStep.meeting_id == meeting.id)).all()
    assert actions.count(StepAction.REMINDED) == 1


def test_a_new_question_is_reminded_of_anew_at_the_other_side(pair, meeting):
    keep_meetings(LAPSES - 24 * HOUR)
    with transaction():
        answering.propose(meeting.id, registration_id=pair[1].registration_id, start=NOON, now=LAPSES - 20 * HOUR)
    forget()
    keep_meetings(LAPSES + 28 * HOUR)
    assert told() == [(pair[0].registration.email, "reminder")]


def test_nobody_is_reminded_of_what_is_answered_or_over(pair, meeting):
    with transaction():
        assert remind(meeting.id, now=LAPSES) is False
    accept(meeting, pair[1], NOON)
    with transaction():
        assert remind(meeting.id, now=LAPSES - HOUR) is False


def test_an_edition_without_reminders_sends_none(db):
    quiet = factories.make_event()
    make_settings(quiet, expiry_hours=72, reminder_hours=0)
    ask(*make_pair(quiet))
    forget()
    keep_meetings(LAPSES - HOUR)
    assert told() == []
