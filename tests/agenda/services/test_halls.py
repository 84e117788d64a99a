"""Halls in which sessions stand are not deleted under them."""

import pytest

from summit.agenda.services import sessions
from summit.database import transaction
from summit.events.queries import list_halls
from summit.events.rules import HallIsStillUsed
from summit.events.services import delete_hall
from tests.agenda.factories import make_placed, make_session, make_slot
from tests.factories import NOON, make_event, make_hall


@pytest.fixture
def event(db):
    return make_event()


def delete(hall):
    with transaction():
        delete_hall(hall.id, actor_id=None)


def test_a_hall_with_sessions_stays_and_the_organiser_learns_what_to_do(event):
    hall = make_hall(event)
    make_placed(event, hall)
    with pytest.raises(HallIsStillUsed, match="move them to another hall first"):
        delete(hall)
    assert [one.id for one in list_halls(event.id)] == [hall.id]


def test_a_hall_that_is_joined_to_a_plenary_stays(event):
    hall, joined = make_hall(event), make_hall(event)
    make_slot(make_session(event), hall, joined=(joined,))
    with pytest.raises(HallIsStillUsed):
        delete(joined)


def test_a_hall_whose_sessions_have_gone_is_deleted(event):
    hall = make_hall(event)
    slot = make_placed(event, hall)
    with transaction():
        sessions.delete_session(slot.session_id, actor_id=None, now=NOON)
    delete(hall)
    assert list_halls(event.id) == []
