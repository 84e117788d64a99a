"""Cancelling, other people, and what calendars are told."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from summit.audit.models import AuditEntry
from summit.calendar.models import Claim
from summit.companies.rules.status import MemberRole, NotOfTheCompany
from summit.database import db as database
from summit.database import transaction
from summit.meetings.models import Meeting
from summit.meetings.rules.kinds import MeetingFormat, MeetingStatus
from summit.meetings.rules.requests import IsNoColleague, LanguagesAreTheSame, LinkIsNoAddress, NobodyAttends
from summit.meetings.rules.times import SomebodyIsBusy
from summit.meetings.rules.turns import StepIsNotPossible
from summit.meetings.services import changing
from tests import factories
from tests.companies.factories import make_member
from tests.factories import NOON
from tests.meetings.factories import (
    EARLY,
    make_meeting,
    make_pair,
    make_scheduled,
    make_settings,
    make_spokesperson,
    make_table,
    make_window,
)
from tests.meetings.told import entries, forget, told


@pytest.fixture
def event(db):
    event = factories.make_event()
    make_settings(event)
    make_window(event)
    make_table(event, seats=6)
    return event


@pytest.fixture
def pair(event):
    return make_pair(event)


def step(name, meeting, member, **values):
    with transaction():
        return getattr(changing, name)(meeting.id, registration_id=member.registration_id, **({"now": EARLY} | values))


def claims(db):
    return db.session.scalar(select(func.count()).select_from(Claim))


def colleague(event, member):
    return make_member(member.company, event, role=MemberRole.MEMBER)


@pytest.mark.parametrize("side", [0, 1])
def test_either_side_cancels_and_the_place_is_free_again(db, pair, side):
    meeting = make_scheduled(*pair)
    sequence = meeting.sequence
    step("cancel", meeting, pair[side], words="Our buyer is ill.")
    row = db.session.get_one(Meeting, meeting.id)
    assert (row.status, row.ended_at, row.ended_by) == (MeetingStatus.CANCELLED, EARLY, pair[side].company_id)
    assert claims(db) == 0
    assert told() == sorted((person.registration.email, "cancelled") for person in pair)
    entry = ("CANCEL", sequence + 1, "CANCELLED")
    assert entries() == {person.registration.email: entry for person in pair}


def test_a_request_is_not_cancelled_but_taken_back(pair):
    with pytest.raises(StepIsNotPossible):
        step("cancel", make_meeting(*pair), pair[0])


def test_a_meeting_is_cancelled_once_and_by_its_companies(event, pair):
    meeting = make_scheduled(*pair)
    with pytest.raises(NotOfTheCompany):
        step("cancel", meeting, make_spokesperson(event))
    step("cancel", meeting, pair[0])
    with pytest.raises(StepIsNotPossible):
        step("cancel", meeting, pair[1])


def test_the_organiser_cancels_what_lives_and_both_are_told(event, pair):
    meeting = make_meeting(*pair)
    with transaction():
        changing.cancel_as_organiser(meeting.id, actor_id=None, words="The hall is closed.", now=EARLY)
    assert told() == sorted((person.registration.email, "cancelled") for person in pair)
    recorded = database.session.scalars(select(AuditEntry.subject_id).where(AuditEntry.action == "meeting.cancelled"))
    assert list(recorded) == [meeting.id]
    with pytest.raises(StepIsNotPossible), transaction():
        changing.cancel_as_organiser(meeting.id, actor_id=None, now=EARLY)


def test_other_people_attend_with_their_time_claimed_and_calendars_told(db, event, pair):
    one, other = pair
    second = colleague(event, one)
    meeting = make_scheduled(one, other)
    before, sequence = claims(db), meeting.sequence
    forget()
    step("change_people", meeting, one, people=[second.registration_id])
    assert claims(db) == before
    assert told() == sorted(
        [
            (second.registration.email, "you_attend"),
            (one.registration.email, "you_attend_no_more"),
            (other.registration.email, "people_changed"),
        ]
    )
    sent = entries()
    assert sent[second.registration.email] == ("PUBLISH", sequence + 1, "CONFIRMED")
    assert sent[one.registration.email] == ("CANCEL", sequence + 1, "CANCELLED")


def test_somebody_who_has_no_time_does_not_attend_instead(db, event, pair):
    one, other = pair
    make_table(event)
    second = colleague(event, one)
    meeting = make_scheduled(one, other)
    make_scheduled(second, make_spokesperson(event))
    with pytest.raises(SomebodyIsBusy):
        step("change_people", meeting, one, people=[second.registration_id])
    row = db.session.get_one(Meeting, meeting.id)
    assert {a.registration_id for a in row.attendees} == {one.registration_id, other.registration_id}


def test_the_same_people_again_change_nothing(pair):
    meeting = make_scheduled(*pair)
    sequence = meeting.sequence
    forget()
    row = step("change_people", meeting, pair[0], people=[pair[0].registration_id])
    assert (row.sequence, told()) == (sequence, [])


@pytest.mark.parametrize("refusal", [NobodyAttends, IsNoColleague])
def test_somebody_of_the_company_attends(pair, refusal):
    people = [] if refusal is NobodyAttends else [pair[1].registration_id]
    with pytest.raises(refusal):
        step("change_people", make_meeting(*pair), pair[0], people=people)


def test_details_are_checked_and_calendars_learn_of_them(pair):
    meeting = make_scheduled(*pair, format=MeetingFormat.ONLINE)
    sequence = meeting.sequence
    with pytest.raises(LinkIsNoAddress):
        step("change_details", meeting, pair[0], online_link="javascript:x", interpreting=())
    with pytest.raises(LanguagesAreTheSame):
        step("change_details", meeting, pair[0], online_link="", interpreting=("en", "en"))
    link = "https://meet.example.org/linen"
    row = step("change_details", meeting, pair[0], online_link=link, interpreting=("en", "ru"))
    assert (row.online_link, row.interpreting, row.sequence) == (link, ["en", "ru"], sequence + 1)
    assert step("change_details", meeting, pair[0], online_link=link, interpreting=("en", "ru")).sequence == (
        sequence + 1
    )


def test_a_meeting_under_way_is_not_cancelled(pair):
    meeting = make_scheduled(*pair)
    with pytest.raises(StepIsNotPossible):
        step("cancel", meeting, pair[0], now=NOON + timedelta(minutes=1))
