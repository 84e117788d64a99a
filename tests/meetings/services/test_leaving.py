"""Companies that withdraw and people who leave: nobody is left without a word."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from summit.calendar.models import Claim
from summit.calendar.rules import ClaimKind
from summit.companies.rules.status import MemberRole
from summit.companies.services.members import remove_member
from summit.companies.services.withdrawing import withdraw_company
from summit.database import transaction
from summit.meetings.models import Meeting, MeetingAttendee
from summit.meetings.rules.kinds import MeetingStatus
from summit.meetings.services.changing import change_people
from summit.meetings.tasks import keeping
from summit.meetings.tasks.keeping import keep_meetings
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus
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
    make_table(event)
    make_table(event)
    return event


@pytest.fixture
def pair(event):
    return make_pair(event)


def fresh(db, meeting):
    return db.session.get_one(Meeting, meeting.id, populate_existing=True)


def claimed(db):
    return set(db.session.scalars(select(Claim.resource_id).where(Claim.kind == ClaimKind.PERSON)))


def attending(db, meeting):
    statement = select(MeetingAttendee.registration_id).where(MeetingAttendee.meeting_id == meeting.id)
    return set(db.session.scalars(statement))


def remove(member):
    with transaction():
        remove_member(member.company_id, member.id, actor_id=None, now=EARLY)


def lapse_as_delegate(db, member):
    db.session.get_one(Registration, member.registration_id).status = RegistrationStatus.WITHDRAWN
    db.session.commit()


def test_a_company_that_withdraws_cancels_all_it_has(db, event, pair):
    one, other = pair
    asked, timed = make_meeting(one, make_spokesperson(event)), make_scheduled(one, other)
    elsewhere = make_scheduled(*make_pair(event), NOON + timedelta(minutes=25))
    with transaction():
        withdraw_company(one.company_id, actor_id=None, now=EARLY)
    assert [fresh(db, row).status for row in (asked, timed)] == [MeetingStatus.CANCELLED] * 2
    assert fresh(db, elsewhere).status is MeetingStatus.SCHEDULED
    assert claimed(db) == attending(db, elsewhere)
    assert (other.registration.email, "cancelled") in told()
    assert entries()[other.registration.email][0] == "CANCEL"


def test_a_colleague_attends_for_somebody_who_leaves(db, event, pair):
    one, other = pair
    second = make_member(one.company, event)
    meeting = make_scheduled(one, other)
    forget()
    remove(one)
    assert attending(db, meeting) == {second.registration_id, other.registration_id} == claimed(db)
    assert fresh(db, meeting).starts_at == NOON
    assert told() == sorted(
        [
            (second.registration.email, "you_attend"),
            (one.registration.email, "you_attend_no_more"),
            (other.registration.email, "people_changed"),
        ]
    )


def test_those_who_remain_attend_without_a_newcomer(db, event, pair):
    one, other = pair
    second, third = make_member(one.company, event), make_member(one.company, event)
    meeting = make_meeting(one, other, MeetingStatus.ACCEPTED)
    with transaction():
        change_people(
            meeting.id,
            registration_id=one.registration_id,
            people=[one.registration_id, third.registration_id],
            now=EARLY,
        )
    remove(one)
    assert attending(db, meeting) == {third.registration_id, other.registration_id}
    assert second.registration_id not in attending(db, meeting)


def test_without_anybody_free_the_meeting_is_cancelled(db, event, pair):
    one, other = pair
    second = make_member(one.company, event)
    meeting, another = make_scheduled(one, other), make_scheduled(second, make_spokesperson(event))
    forget()
    remove(one)
    assert fresh(db, meeting).status is MeetingStatus.CANCELLED
    assert fresh(db, another).status is MeetingStatus.SCHEDULED
    assert (other.registration.email, "cancelled") in told()
    assert claimed(db) == attending(db, another)


def test_who_is_no_delegate_any_more_is_replaced_within_the_minute(db, event, pair):
    one, other = pair
    second = make_member(other.company, event, role=MemberRole.MEMBER)
    meeting = make_scheduled(one, other)
    lapse_as_delegate(db, other)
    keep_meetings(EARLY)
    assert attending(db, meeting) == {one.registration_id, second.registration_id}
    forget()
    keep_meetings(EARLY)
    assert told() == []


def test_a_company_of_one_that_is_no_delegate_any_more_meets_nobody(db, pair):
    one, other = pair
    meeting = make_scheduled(one, other)
    lapse_as_delegate(db, other)
    keep_meetings(EARLY)
    assert fresh(db, meeting).status is MeetingStatus.CANCELLED
    assert claimed(db) == set()
    assert (one.registration.email, "cancelled") in told()


def test_a_meeting_that_has_begun_is_not_given_up_for_somebody_who_leaves_the_edition(db, event, pair):
    meeting = make_scheduled(*pair)
    lapse_as_delegate(db, pair[0])
    keep_meetings(NOON + timedelta(minutes=5))
    assert fresh(db, meeting).status is MeetingStatus.SCHEDULED


def test_a_meeting_that_has_begun_outlives_the_withdrawal_of_its_company(db, event, pair):
    one, other = pair
    begun = make_scheduled(one, other)
    coming = make_scheduled(one, make_spokesperson(event), NOON + timedelta(minutes=25))
    with transaction():
        withdraw_company(one.company_id, actor_id=None, now=NOON + timedelta(minutes=5))
    assert fresh(db, begun).status is MeetingStatus.SCHEDULED
    assert fresh(db, coming).status is MeetingStatus.CANCELLED


def test_one_meeting_that_fails_keeps_no_other_waiting(db, event, pair, monkeypatch):
    make_meeting(*pair, expires_at=NOON - timedelta(hours=2))
    second = make_meeting(*make_pair(event), expires_at=NOON - timedelta(hours=1))
    real, calls = keeping.lapse, []

    def first_fails(meeting_id, *, now):
        calls.append(meeting_id)
        if len(calls) == 1:
            raise RuntimeError
        return real(meeting_id, now=now)

    monkeypatch.setattr(keeping, "lapse", first_fails)
    keep_meetings(NOON)
    assert len(calls) == 2
    assert MeetingStatus.EXPIRED in {fresh(db, second).status}
