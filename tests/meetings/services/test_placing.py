"""Putting meetings into the timetable: claims decide, and a refusal changes nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from summit.calendar.models import Claim
from summit.calendar.rules import ClaimKind
from summit.database import transaction
from summit.meetings.models import Meeting
from summit.meetings.queries.busy import list_free_slots, list_offers
from summit.meetings.rules.grid import SlotSpan
from summit.meetings.rules.kinds import MeetingFormat, MeetingStatus
from summit.meetings.rules.times import NoTableIsFree, Reach, SomebodyIsBusy
from summit.meetings.services.placing import lock_meeting, place, unplace
from tests import factories
from tests.factories import NOON
from tests.meetings.factories import (
    EARLY,
    SLOT,
    make_meeting,
    make_pair,
    make_scheduled,
    make_settings,
    make_spokesperson,
    make_table,
    make_window,
)

LATER = NOON + timedelta(minutes=25)


@pytest.fixture
def event(db):
    event = factories.make_event()
    make_settings(event)
    make_window(event)
    make_table(event)
    return event


def claims(db, meeting):
    statement = select(Claim.kind, Claim.resource_id, Claim.tick).where(
        Claim.owner_kind == "meeting", Claim.owner_id == meeting.id
    )
    return sorted(db.session.execute(statement).all())


def test_a_placed_meeting_claims_its_people_and_its_table(db, event):
    one, other = make_pair(event)
    meeting = make_scheduled(one, other)
    found = claims(db, meeting)
    assert {(kind, resource) for kind, resource, _ in found} == {
        (ClaimKind.PERSON, one.registration_id),
        (ClaimKind.PERSON, other.registration_id),
        (ClaimKind.TABLE, meeting.table_id),
    }
    assert len(found) == 3 * 4
    assert meeting.status is MeetingStatus.SCHEDULED


def test_nobody_is_in_two_meetings_at_once(db, event):
    one, other = make_pair(event)
    make_table(event)
    make_scheduled(one, other)
    second = make_meeting(one, make_spokesperson(event), MeetingStatus.ACCEPTED)
    with pytest.raises(SomebodyIsBusy), transaction():
        place(lock_meeting(second.id), SlotSpan(NOON, NOON + SLOT), now=EARLY)
    assert claims(db, second) == []


def test_a_meeting_needs_a_free_table_unless_it_is_online(db, event):
    make_scheduled(*make_pair(event))
    second = make_meeting(*make_pair(event), MeetingStatus.ACCEPTED)
    with pytest.raises(NoTableIsFree), transaction():
        place(lock_meeting(second.id), SlotSpan(NOON, NOON + SLOT), now=EARLY)
    online = make_scheduled(*make_pair(event), format=MeetingFormat.ONLINE)
    assert online.table_id is None


def test_a_move_replaces_the_claims_and_counts_the_sequence(db, event):
    meeting = make_scheduled(*make_pair(event))
    before = claims(db, meeting)
    with transaction():
        place(lock_meeting(meeting.id), SlotSpan(LATER, LATER + SLOT), now=EARLY)
    after = claims(db, meeting)
    assert len(after) == len(before)
    assert not set(after) & set(before)
    assert db.session.get_one(Meeting, meeting.id).sequence == 1


def test_a_refused_move_leaves_everything_as_it_was(db, event):
    one, other = make_pair(event)
    make_table(event)
    make_scheduled(one, make_spokesperson(event), LATER)
    meeting = make_scheduled(one, other)
    before = claims(db, meeting)
    with pytest.raises(SomebodyIsBusy), transaction():
        place(lock_meeting(meeting.id), SlotSpan(LATER, LATER + SLOT), now=EARLY)
    assert claims(db, meeting) == before
    assert db.session.get_one(Meeting, meeting.id).starts_at == NOON


def test_what_is_cancelled_gives_its_time_back_and_keeps_its_date(db, event):
    meeting = make_scheduled(*make_pair(event))
    with transaction():
        unplace(lock_meeting(meeting.id), MeetingStatus.CANCELLED, now=EARLY)
    assert claims(db, meeting) == []
    assert db.session.get_one(Meeting, meeting.id).starts_at == NOON


def test_offers_are_slots_in_which_all_are_free_and_a_table_is(db, event):
    one, other = make_pair(event)
    make_scheduled(one, make_spokesperson(event), NOON)
    make_scheduled(*make_pair(event), LATER)
    meeting = make_meeting(one, other)
    offers = list_offers(meeting, reach=Reach(), now=EARLY)
    assert [slot.starts_at for slot, _ in offers][:1] == [NOON + timedelta(minutes=50)]
    assert all(table for _, table in offers)
    free = list_free_slots(event.id, [one.registration_id, other.registration_id], reach=Reach(), now=EARLY)
    assert free[0].starts_at == LATER


def test_calendars_that_forgot_a_meeting_hear_of_its_new_time_as_a_later_change(db, event):
    meeting = make_scheduled(*make_pair(event))
    with transaction():
        unplace(lock_meeting(meeting.id), MeetingStatus.ACCEPTED, now=EARLY)
    forgotten = db.session.get_one(Meeting, meeting.id, populate_existing=True).sequence
    with transaction():
        place(lock_meeting(meeting.id), SlotSpan(NOON, NOON + SLOT), now=EARLY)
    assert db.session.get_one(Meeting, meeting.id, populate_existing=True).sequence == forgotten + 1
