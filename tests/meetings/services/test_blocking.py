"""Blocked times are held as claims, and whatever is there first is named."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from summit.calendar.models import Claim
from summit.calendar.rules import ClaimKind
from summit.database import transaction
from summit.meetings.models import BlockedTime, MeetingTable
from summit.meetings.queries.blocks import list_own_blocks
from summit.meetings.rules.blocks import BlockIsThen, MeetingIsThen, NobodyIsMeant, SeveralAreMeant
from summit.meetings.rules.times import NoInterpreterIsFree, SomebodyIsBusy
from summit.meetings.services import blocking, interpreting
from summit.registration.models import Registration
from tests import factories
from tests.factories import NOON
from tests.meetings.factories import (
    EARLY,
    make_block,
    make_interpreter,
    make_pair,
    make_scheduled,
    make_settings,
    make_table,
    make_window,
)

HOUR = timedelta(hours=1)
STEP = timedelta(minutes=25)


@pytest.fixture
def event(db):
    event = factories.make_event()
    make_settings(event)
    make_window(event)
    make_table(event)
    return event


def block(event, kind, key, starts_at=NOON):
    with transaction():
        return blocking.block_time(event.id, kind, key, starts_at, starts_at + HOUR, actor_id=None)


def own(event, person, *starts, now=EARLY):
    with transaction():
        blocking.set_own_times(event.id, person.registration_id, set(starts), actor_id=None, now=now)
    return [row.starts_at for row in list_own_blocks(event.id, person.registration_id)]


def counts(db):
    return [db.session.scalar(select(func.count()).select_from(model)) for model in (BlockedTime, Claim)]


def test_nobody_meets_in_a_blocked_time(event):
    one, other = make_pair(event)
    block(event, ClaimKind.PERSON, one.registration_id)
    with pytest.raises(SomebodyIsBusy):
        make_scheduled(one, other)


def test_a_blocked_interpreter_is_not_assigned(event):
    ana, meeting = make_interpreter(event), make_scheduled(*make_pair(event), interpreting=["en", "ru"])
    block(event, ClaimKind.INTERPRETER, ana.id)
    with pytest.raises(NoInterpreterIsFree), transaction():
        interpreting.assign(meeting.id, ana.id, event_id=event.id, actor_id=None, now=EARLY)


def test_a_meeting_in_the_way_is_named_and_nothing_is_blocked(db, event):
    one, other = make_pair(event)
    names = {one.company.name, other.company.name}
    make_scheduled(one, other)
    before = counts(db)
    with pytest.raises(MeetingIsThen) as refusal:
        block(event, ClaimKind.PERSON, one.registration_id)
    assert {refusal.value.params["one"], refusal.value.params["other"]} == names
    assert refusal.value.params["when"] == NOON
    assert counts(db) == before


def test_a_time_is_blocked_once(db, event):
    table = db.session.scalars(select(MeetingTable)).one()
    make_block(event, table)
    with pytest.raises(BlockIsThen):
        block(event, ClaimKind.TABLE, table.id, NOON + timedelta(minutes=30))


def test_a_removed_block_gives_its_time_back(db, event):
    table = db.session.scalars(select(MeetingTable)).one()
    row = make_block(event, table)
    with transaction():
        blocking.unblock(event.id, row.id, actor_id=None)
    assert counts(db) == [0, 0]


def test_own_times_are_exactly_those_that_were_ticked(db, event):
    one, _other = make_pair(event)
    assert own(event, one, NOON, NOON + STEP) == [NOON, NOON + STEP]
    assert own(event, one, NOON + STEP, NOON + timedelta(minutes=1)) == [NOON + STEP]
    assert counts(db) == [1, 4]


def test_own_times_of_the_past_stay(event):
    one, _other = make_pair(event)
    own(event, one, NOON)
    assert own(event, one, NOON + STEP, now=NOON + timedelta(minutes=5)) == [NOON, NOON + STEP]


def test_a_slot_with_a_meeting_cannot_be_ticked(event):
    one, other = make_pair(event)
    make_scheduled(one, other)
    with pytest.raises(MeetingIsThen):
        own(event, one, NOON, NOON + STEP)
    assert list_own_blocks(event.id, one.registration_id) == []


def test_people_are_found_by_reference_or_name(db, event):
    one, other = make_pair(event)
    people = [db.session.get_one(Registration, member.registration_id) for member in (one, other)]
    assert blocking.person_meant(event.id, people[0].reference.lower()) == people[0].id
    with pytest.raises(NobodyIsMeant):
        blocking.person_meant(event.id, "%")
    people[0].name_latin, people[1].name_latin = "Zofia Kestrel", "Adam Kestrel"
    db.session.commit()
    assert blocking.person_meant(event.id, "zofia") == people[0].id
    with pytest.raises(SeveralAreMeant):
        blocking.person_meant(event.id, "kestrel")
