"""Offering a time that has become free to the best pair that waits, and reminding people of meetings."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from summit.companies.models import Company
from summit.companies.rules.status import CompanyStatus
from summit.database import db as database
from summit.database import transaction
from summit.mail.models import OutgoingMail
from summit.meetings.models import Meeting
from summit.meetings.queries.waiting import find_offer
from summit.meetings.rules.grid import SlotSpan
from summit.meetings.rules.kinds import MeetingStatus
from summit.meetings.rules.waiting import OfferIsOver
from summit.meetings.services.changing import cancel
from summit.meetings.services.offering import offer_freed, take_offer
from summit.meetings.services.reminding import remind_attendees
from summit.meetings.tasks.keeping import keep_meetings
from tests.factories import NOON, make_event
from tests.meetings.factories import (
    EARLY,
    make_meeting,
    make_pair,
    make_scheduled,
    make_settings,
    make_table,
    make_window,
)

SLOT = SlotSpan(NOON, NOON + timedelta(minutes=20))
LONG_AGO = EARLY - timedelta(days=5)


@pytest.fixture
def event(db):
    event = make_event()
    make_settings(event)
    make_window(event)
    make_table(event)
    return event


def make_waiting(pair, days=0, **values):
    since = LONG_AGO - timedelta(days=days)
    return make_meeting(*pair, MeetingStatus.ACCEPTED, **({"answered_at": since, "changed_at": since} | values))


def offer(event, slot=SLOT, now=EARLY):
    with transaction():
        offer_freed(event.id, slot, now=now)


def templates():
    return sorted(database.session.scalars(select(OutgoingMail.template)))


def test_who_has_waited_longest_is_offered_the_time(event):
    later, first = make_waiting(make_pair(event)), make_waiting(make_pair(event), days=3)

    offer(event)

    assert find_offer(first.id, EARLY) == SLOT
    assert find_offer(later.id, EARLY) is None


def test_a_must_meeting_comes_before_a_longer_wait(event):
    make_waiting(make_pair(event), days=3)
    must = make_waiting(make_pair(event), is_must=True)

    offer(event)

    assert find_offer(must.id, EARLY) == SLOT


def test_who_is_busy_then_is_not_asked(event):
    pair = make_pair(event)
    make_table(event)
    make_scheduled(pair[0], make_pair(event)[0])
    waiting = make_waiting(pair)

    offer(event)

    assert find_offer(waiting.id, EARLY) is None


def test_nobody_is_asked_while_no_table_is_free(event):
    make_scheduled(*make_pair(event))
    waiting = make_waiting(make_pair(event))

    offer(event)

    assert find_offer(waiting.id, EARLY) is None


def test_a_cancellation_offers_its_time(event):
    going, waiting = make_scheduled(*make_pair(event)), make_waiting(make_pair(event))

    with transaction():
        cancel(going.id, registration_id=going.requested_by, now=EARLY)

    assert find_offer(waiting.id, EARLY) == SLOT
    assert templates().count("meetings/offered") == 2


@pytest.mark.parametrize("status", [CompanyStatus.REJECTED, CompanyStatus.WITHDRAWN])
def test_a_company_that_takes_no_part_is_offered_nothing(event, status):
    pair = make_pair(event)
    waiting = make_waiting(pair)
    database.session.get_one(Company, pair[1].company_id).status = status
    database.session.commit()

    offer(event)

    assert find_offer(waiting.id, EARLY) is None


def test_the_same_time_is_offered_to_a_pair_once(event):
    make_waiting(make_pair(event))

    offer(event)
    offer(event)

    assert templates().count("meetings/offered") == 2


def test_either_side_takes_an_offer(event):
    pair = make_pair(event)
    waiting, person = make_waiting(pair), pair[1].registration_id
    offer(event)

    with transaction():
        take_offer(waiting.id, person, now=EARLY)

    row = database.session.get_one(Meeting, waiting.id)
    assert (row.status, row.starts_at, row.table_id is not None) == (MeetingStatus.SCHEDULED, NOON, True)


def test_an_offer_is_over_when_its_time_has_come(event):
    pair = make_pair(event)
    waiting, person = make_waiting(pair), pair[0].registration_id
    offer(event)

    with pytest.raises(OfferIsOver), transaction():
        take_offer(waiting.id, person, now=NOON)


def test_people_are_reminded_once_each(event):
    meeting = make_scheduled(*make_pair(event))

    keep_meetings(NOON - timedelta(minutes=31))
    assert templates() == []

    keep_meetings(NOON - timedelta(minutes=30))
    keep_meetings(NOON - timedelta(minutes=29))
    assert templates() == ["meetings/begins_soon"] * 2
    with transaction():
        assert remind_attendees(meeting.id, now=NOON - timedelta(minutes=28)) == 0


def test_who_was_told_just_now_is_not_reminded(event):
    make_scheduled(*make_pair(event), informed_at=NOON - timedelta(minutes=20))

    keep_meetings(NOON - timedelta(minutes=15))

    assert templates() == []
