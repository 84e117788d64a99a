"""Who came, how meetings end, and what becomes of the time of a missed one."""

from datetime import timedelta

import pytest

from summit.calendar.queries import list_taken
from summit.calendar.rules import ClaimKind
from summit.companies.rules.status import NotOfTheCompany
from summit.database import db as database
from summit.database import transaction
from summit.mail.models import OutgoingMail
from summit.meetings.models import Meeting, MeetingAttendee
from summit.meetings.rules.attending import MeetingHasNotBegun, MeetingIsNotNow, OthersAreHere, TimeIsGivenAway
from summit.meetings.rules.kinds import Attendance, MeetingStatus
from summit.meetings.services.attending import mark_absent, mark_here
from summit.meetings.tasks.keeping import keep_meetings
from tests.factories import NOON, make_event
from tests.meetings.factories import make_pair, make_scheduled, make_settings, make_table, make_window

END = NOON + timedelta(minutes=20)


@pytest.fixture
def event(db):
    event = make_event()
    make_settings(event)
    make_window(event)
    make_table(event)
    return event


@pytest.fixture
def pair(event):
    return make_pair(event)


@pytest.fixture
def meeting(pair):
    return make_scheduled(*pair)


def say_here(meeting, member, now=NOON):
    with transaction():
        return mark_here(meeting.id, member.registration_id, now=now)


def say_absent(meeting, member, now=NOON + timedelta(minutes=6)):
    with transaction():
        return mark_absent(meeting.id, member.registration_id, now=now)


def attendance(meeting, member):
    key = (meeting.id, member.registration_id)
    return database.session.get_one(MeetingAttendee, key, populate_existing=True).attendance


def status(meeting):
    return database.session.get_one(Meeting, meeting.id, populate_existing=True).status


def test_somebody_is_here_for_themselves_only(meeting, pair):
    say_here(meeting, pair[0])

    assert (attendance(meeting, pair[0]), attendance(meeting, pair[1])) == (Attendance.HERE, Attendance.UNKNOWN)


@pytest.mark.parametrize("now", [NOON - timedelta(minutes=16), END + timedelta(minutes=60)])
def test_nobody_is_here_long_before_or_after(meeting, pair, now):
    with pytest.raises(MeetingIsNotNow):
        say_here(meeting, pair[0], now)


def test_a_stranger_is_not_here(event, meeting):
    stranger = make_pair(event)[0]

    with pytest.raises(NotOfTheCompany):
        say_here(meeting, stranger)


def test_nobody_is_missed_before_the_start(meeting, pair):
    with pytest.raises(MeetingHasNotBegun):
        say_absent(meeting, pair[0], NOON - timedelta(minutes=1))


def test_a_side_that_is_here_is_not_missed(meeting, pair):
    say_here(meeting, pair[1])

    with pytest.raises(OthersAreHere):
        say_absent(meeting, pair[0])


def test_a_missed_meeting_gives_its_claims_back_and_keeps_its_time(event, meeting, pair):
    say_absent(meeting, pair[0])

    row = database.session.get_one(Meeting, meeting.id, populate_existing=True)
    person = pair[0].registration_id
    assert (row.status, row.starts_at) == (MeetingStatus.MISSED, NOON)
    assert list_taken(event.id, ClaimKind.PERSON, [person])[person] == set()
    assert (attendance(meeting, pair[0]), attendance(meeting, pair[1])) == (Attendance.HERE, Attendance.ABSENT)


def test_who_was_missed_is_told(meeting, pair):
    say_absent(meeting, pair[0])

    mails = database.session.query(OutgoingMail).filter_by(template="meetings/missed").all()
    assert [mail.recipient for mail in mails] == [pair[1].registration.email]


def test_who_comes_late_makes_it_a_meeting_after_all(meeting, pair):
    say_absent(meeting, pair[0])
    say_here(meeting, pair[1], NOON + timedelta(minutes=10))

    assert status(meeting) is MeetingStatus.HELD


def test_who_comes_late_claims_the_time_again(event, meeting, pair):
    before = list_taken(event.id, ClaimKind.PERSON, [pair[0].registration_id])
    say_absent(meeting, pair[0])
    say_here(meeting, pair[1], NOON + timedelta(minutes=8))
    assert list_taken(event.id, ClaimKind.PERSON, [pair[0].registration_id]) == before


def test_who_comes_after_the_time_was_given_away_is_told_so(event, meeting, pair):
    say_absent(meeting, pair[0])
    make_scheduled(*make_pair(event))
    with pytest.raises(TimeIsGivenAway):
        say_here(meeting, pair[1], NOON + timedelta(minutes=8))
    assert status(meeting) is MeetingStatus.MISSED


def test_an_hour_after_its_end_a_meeting_is_held(meeting):
    keep_meetings(END + timedelta(minutes=59))
    assert status(meeting) is MeetingStatus.SCHEDULED

    keep_meetings(END + timedelta(minutes=60))
    assert status(meeting) is MeetingStatus.HELD
