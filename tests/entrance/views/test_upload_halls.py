"""What devices decided at the door of a hall without a network, decided again for the moment of the door."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from summit.agenda.rules.kinds import SignUpStatus
from summit.clock import utcnow
from summit.database import db as database
from summit.database import transaction
from summit.entrance.models import CalledQueue, Scan, ScanConflict
from summit.entrance.queries.halls import list_door_sessions
from summit.entrance.rules import Direction, Outcome
from summit.entrance.rules.conflicts import ConflictKind
from tests.agenda.delegates import make_sign_up
from tests.entrance.conftest import make_gate
from tests.entrance.halls import at_hall, publish
from tests.entrance.offline import make_phone

MINUTE = timedelta(minutes=1)


@pytest.fixture
def hall_door(door):
    """A gate at the door of a hall."""
    return at_hall(door)


def ago(minutes):
    return (utcnow() - minutes * MINUTE).isoformat()


def upload(phone, client, badge, minutes, **values):
    [answer] = phone.upload(client, phone.scan(badge.token, device_time=ago(minutes), **values)).json["answers"]
    assert answer["error"] is None
    return answer


def log():
    return database.session.execute(select(Scan.slot_id, Scan.outcome).order_by(Scan.id)).all()


def inside(door):
    return [one.inside for one in list_door_sessions(door.event.id, door.gate.hall_id, utcnow())]


def test_the_session_of_that_moment_stands_in_the_log(client, hall_door):
    person = hall_door.person()
    before = publish(hall_door, -100 * MINUTE, "Silk")
    publish(hall_door, -20 * MINUTE, "Wool")
    make_sign_up(before, person)
    upload(make_phone(hall_door), client, hall_door.badge(person), 90, slot_id=before.id)
    assert log() == [(before.id, Outcome.ADMITTED)]


def test_the_session_that_the_device_answered_for_counts_where_two_are_in_play(client, hall_door):
    runs, comes = publish(hall_door, -30 * MINUTE, "Silk", capacity=9), publish(hall_door, 31 * MINUTE, "Wool")
    phone = make_phone(hall_door)
    upload(phone, client, hall_door.badge(), 0, slot_id=runs.id)
    person = hall_door.person()
    make_sign_up(comes, person)
    upload(phone, client, hall_door.badge(person), 0, slot_id=comes.id)
    assert [slot for slot, _ in log()] == [runs.id, comes.id]


@pytest.mark.parametrize("slot_id", [None, 4711, 0, -3])
def test_a_session_that_was_not_in_play_is_not_believed(client, hall_door, slot_id):
    slot = publish(hall_door, -5 * MINUTE)
    assert upload(make_phone(hall_door), client, hall_door.badge(), 1, slot_id=slot_id)["outcome"] == "admitted"
    assert log() == [(slot.id, Outcome.ADMITTED)]


@pytest.mark.parametrize("slot_id", ["7", 1.5, True, [7], 2**70])
def test_a_session_that_cannot_be_read_is_refused_in_words(client, hall_door, slot_id):
    phone = make_phone(hall_door)
    [answer] = phone.upload(client, phone.scan("0" * 24, slot_id=slot_id)).json["answers"]
    assert (answer["status"], bool(answer["error"])) == ("refused", True)


def test_who_was_let_in_without_a_place_is_a_conflict_and_counts_once(client, hall_door):
    slot, phone, badge = publish(hall_door, 5 * MINUTE, capacity=3), make_phone(hall_door), hall_door.badge()
    assert upload(phone, client, badge, 2, slot_id=slot.id)["conflict"]
    upload(phone, client, badge, 1, slot_id=slot.id)
    kinds = database.session.scalars(select(ScanConflict.kind)).all()
    assert kinds == [ConflictKind.NOT_ADMISSIBLE, ConflictKind.ENTERED_TWICE]
    assert inside(hall_door) == [1]


def test_whom_devices_let_in_take_places_from_those_at_the_door(client, hall_door):
    slot, phone = publish(hall_door, 5 * MINUTE, capacity=1), make_phone(hall_door)
    upload(phone, client, hall_door.badge(), 2, slot_id=slot.id)
    assert hall_door.scan(hall_door.badge().token, now=utcnow() + 6 * MINUTE).outcome is Outcome.FULL


def test_an_exit_before_the_upload_lets_out_though_nobody_knew_of_the_entry(client, hall_door):
    slot, badge = publish(hall_door, -20 * MINUTE, capacity=3), hall_door.badge()
    gone = hall_door.scan(badge.token, now=utcnow() - 2 * MINUTE, direction=Direction.EXIT)
    assert gone.outcome is Outcome.NOT_INSIDE
    upload(make_phone(hall_door), client, badge, 10, slot_id=slot.id)
    assert inside(hall_door) == [0]


def test_places_that_were_taken_later_were_free_then(client, hall_door):
    slot = publish(hall_door, -20 * MINUTE, capacity=1)
    first = hall_door.badge()
    hall_door.scan(hall_door.badge().token, now=utcnow() - 2 * MINUTE)
    assert not upload(make_phone(hall_door), client, first, 10, slot_id=slot.id)["conflict"]
    assert inside(hall_door) == [2]


def test_a_waiting_list_that_was_called_later_was_not_called_then(client, hall_door):
    slot, person = publish(hall_door, 10 * MINUTE, capacity=3), hall_door.person()
    make_sign_up(slot, person, SignUpStatus.WAITING)
    with transaction():
        database.session.add(
            CalledQueue(slot_id=slot.id, event_id=hall_door.event.id, called_at=utcnow() - 5 * MINUTE, called_by=None)
        )
    phone, badge = make_phone(hall_door), hall_door.badge(person)
    assert not upload(phone, client, badge, 4, slot_id=slot.id)["conflict"]
    assert upload(phone, client, badge, 6, slot_id=slot.id, outcome="not_signed_up")["outcome"] == "not_signed_up"


def test_the_next_session_in_the_same_hall_is_no_second_entry(client, hall_door):
    first = publish(hall_door, -100 * MINUTE, "Silk", capacity=None)
    publish(hall_door, -10 * MINUTE, "Wool", capacity=None)
    badge = hall_door.badge()
    hall_door.scan(badge.token, now=utcnow() - 5 * MINUTE)
    assert not upload(make_phone(hall_door), client, badge, 90, slot_id=first.id)["conflict"]


def test_the_door_of_a_hall_is_no_second_entry_into_its_zone(client, hall_door):
    publish(hall_door, -10 * MINUTE, capacity=None)
    main = make_gate(hall_door.event, hall_door.zone)
    badge, phone = hall_door.badge(), make_phone(hall_door, main)
    hall_door.scan(badge.token, now=utcnow() - 5 * MINUTE)
    assert not upload(phone, client, badge, 8, gate_id=main.id)["conflict"]
    hall_door.scan(badge.token, now=utcnow() - 4 * MINUTE, direction=Direction.EXIT)


def test_the_same_session_entered_by_two_devices_is_a_conflict(client, hall_door):
    slot, badge = publish(hall_door, -20 * MINUTE, capacity=9), hall_door.badge()
    upload(make_phone(hall_door), client, badge, 5, slot_id=slot.id)
    assert upload(make_phone(hall_door), client, badge, 7, slot_id=slot.id)["conflict"]
    (conflict,) = database.session.scalars(select(ScanConflict))
    assert (conflict.kind, conflict.other_scan_id is None) == (ConflictKind.ENTERED_TWICE, False)
    assert inside(hall_door) == [1]
