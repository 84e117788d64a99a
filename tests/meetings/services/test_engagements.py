"""Meetings, speeches and places in sessions keep the same person busy."""

from datetime import timedelta

import pytest

from summit.agenda.rules.kinds import OverlapPolicy
from summit.agenda.rules.sign_ups import OverlapsAnother
from summit.agenda.services.signing_up import sign_up
from summit.database import transaction
from summit.meetings.queries.offers import list_times
from summit.meetings.rules.times import SomebodyIsBusy
from summit.meetings.services.placing import lock_meeting
from summit.meetings.services.tables import set_in_use
from tests import factories
from tests.agenda import factories as stage
from tests.factories import NOON
from tests.meetings.asking import accept, ask
from tests.meetings.factories import EARLY, make_pair, make_scheduled, make_settings, make_table, make_window


@pytest.fixture
def event(db):
    event = factories.make_event()
    make_settings(event)
    make_window(event, hours=1)
    make_table(event)
    return event


@pytest.fixture
def pair(event):
    return make_pair(event)


@pytest.fixture
def hall(event):
    return factories.make_hall(event)


def join(event, slot, member):
    with transaction():
        return sign_up(event.id, slot.id, registration_id=member.registration_id, now=EARLY)


def test_who_speaks_is_in_no_meeting_then(event, hall, pair):
    speaker = stage.make_speaker(event, registration_id=pair[1].registration_id)
    stage.make_slot(stage.make_session(event, "Linen", speaker), hall, NOON, minutes=20)
    stage.make_release(event)
    meeting = ask(*pair)
    assert [slot.starts_at for slot in list_times(meeting, EARLY)] == [NOON + timedelta(minutes=25)]
    with pytest.raises(SomebodyIsBusy):
        accept(meeting, pair[1], NOON)


def test_who_has_a_place_in_a_session_is_in_no_meeting_then(event, hall, pair):
    slot = stage.make_placed(event, hall, title="Silk", capacity=1)
    stage.make_release(event)
    join(event, slot, pair[0])
    with pytest.raises(SomebodyIsBusy):
        accept(ask(*pair), pair[1], NOON)


def test_who_is_in_a_meeting_gets_no_place_in_a_session_then(event, hall, pair):
    stage.make_settings(event, overlap=OverlapPolicy.REFUSE)
    slot = stage.make_placed(event, hall, title="Silk", capacity=1)
    stage.make_release(event)
    make_scheduled(*pair)
    with pytest.raises(OverlapsAnother):
        join(event, slot, pair[0])


def test_where_overlaps_are_allowed_with_a_warning_the_meeting_is_named(event, hall, pair):
    slot = stage.make_placed(event, hall, title="Silk", capacity=1)
    stage.make_release(event)
    make_scheduled(*pair)
    (entry,) = join(event, slot, pair[0]).overlapping
    assert entry.titles["en"] == f"Meeting: {pair[1].company.name}"


def test_who_holds_a_place_in_a_session_beside_a_meeting_is_seated_elsewhere_when_its_table_closes(event, hall, pair):
    slot = stage.make_placed(event, hall, title="Silk", capacity=1)
    stage.make_release(event)
    meeting = make_scheduled(*pair)
    free = make_table(event)
    join(event, slot, pair[0])
    with transaction():
        assert set_in_use(meeting.table_id, False, actor_id=None, now=EARLY) == (1, 0)
    assert lock_meeting(meeting.id).table_id == free.id
