"""Wishes that become meetings, and objections that get an answer."""

import pytest
from sqlalchemy import func, select

from summit.database import transaction
from summit.mail.models import OutgoingMail
from summit.meetings.models import Meeting, Objection
from summit.meetings.queries.preferences import list_wished, wishes_of
from summit.meetings.rules.kinds import MeetingOrigin, MeetingStatus, Phase, Wish
from summit.meetings.rules.objections import AlreadyObjected, AlreadyResolved, ObjectionsAreNotTaken
from summit.meetings.services.objecting import object_to, resolve_objection
from summit.meetings.services.preferring import set_preference, turn_preferences
from tests import factories
from tests.meetings.factories import (
    EARLY,
    make_pair,
    make_preference,
    make_scheduled,
    make_settings,
    make_table,
    make_window,
)


def make_edition(phase):
    event = factories.make_event()
    make_settings(event, phase=phase)
    make_window(event)
    make_table(event)
    return event


def test_a_wish_is_kept_changed_and_taken_back(db):
    one, other = make_pair(make_edition(Phase.PREFERENCES))
    for wish in (Wish.MEET, Wish.MUST, None):
        with transaction():
            set_preference(one, other.company, wish, met_before=True, now=EARLY)
        assert [row.wish for row in wishes_of(one.company_id).values()] == ([wish] if wish else [])
    assert wishes_of(other.company_id) == {}


def test_mutual_wishes_become_agreed_meetings_once(db):
    event = make_edition(Phase.PREFERENCES)
    one, other = make_pair(event)
    make_preference(one, other, Wish.MEET)
    make_preference(other, one, Wish.MUST)
    assert len(list_wished(event.id)) == 1
    with transaction():
        assert turn_preferences(event.id, actor_id=None, now=EARLY) == 1
    found = db.session.scalars(select(Meeting)).one()
    assert (found.status, found.origin, found.is_must) == (MeetingStatus.ACCEPTED, MeetingOrigin.PREFERENCE, True)
    assert found.requester_id == other.company_id
    with transaction():
        assert turn_preferences(event.id, actor_id=None, now=EARLY) == 0


def test_an_objection_is_answered_and_the_meeting_stays(db):
    one, other = make_pair(make_edition(Phase.PROVISIONAL))
    meeting, email = make_scheduled(one, other), one.registration.email
    with transaction():
        row = object_to(meeting.id, one, "We leave at noon.", now=EARLY)
    with pytest.raises(AlreadyObjected), transaction():
        object_to(meeting.id, one, "Again.", now=EARLY)
    with transaction():
        resolve_objection(row.id, "It is moved.", cancels=False, actor_id=None, now=EARLY)
    assert db.session.get_one(Meeting, meeting.id).status is MeetingStatus.SCHEDULED
    assert db.session.scalars(select(OutgoingMail.recipient)).all() == [email]
    with pytest.raises(AlreadyResolved), transaction():
        resolve_objection(row.id, "Twice.", cancels=False, actor_id=None, now=EARLY)


def test_a_meeting_objected_to_can_be_cancelled_and_everybody_is_told(db):
    one, other = make_pair(make_edition(Phase.PROVISIONAL))
    meeting = make_scheduled(one, other)
    with transaction():
        row = object_to(meeting.id, one, "We leave at noon.", now=EARLY)
        resolve_objection(row.id, "It is cancelled.", cancels=True, actor_id=None, now=EARLY)
    assert db.session.get_one(Meeting, meeting.id).status is MeetingStatus.CANCELLED
    told = set(db.session.scalars(select(OutgoingMail.recipient)))
    assert told == {one.registration.email, other.registration.email}


def test_objections_are_taken_of_a_provisional_timetable_only(db):
    one, other = make_pair(make_edition(Phase.LIVE))
    meeting = make_scheduled(one, other)
    with pytest.raises(ObjectionsAreNotTaken), transaction():
        object_to(meeting.id, one, "We leave at noon.", now=EARLY)
    assert db.session.scalar(select(func.count()).select_from(Objection)) == 0
