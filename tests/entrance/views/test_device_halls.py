"""What a device holds of the sessions behind its gates."""

import json
from datetime import timedelta

import pytest

from summit.agenda.rules.kinds import SessionKind, SignUpStatus
from summit.clock import utcnow
from summit.database import transaction
from summit.entrance.rules import Direction
from summit.entrance.services import call_queue
from tests.agenda.delegates import make_sign_up
from tests.agenda.factories import make_release, make_session, make_slot, make_speaker
from tests.entrance.conftest import make_door, make_gate
from tests.entrance.halls import at_hall, key_of, keys, lists, publish
from tests.entrance.offline import make_phone
from tests.factories import make_hall

SOON = timedelta(minutes=20)


@pytest.fixture
def hall_door(door):
    """A gate at the door of a hall."""
    return at_hall(door)


def test_the_rules_of_a_session_and_its_badges_are_sent(client, hall_door):
    slot = publish(hall_door, SOON, capacity=3, categories=[hall_door.category], age_limit=16)
    people = [hall_door.person() for _ in range(4)]
    badges = [key_of(hall_door.badge(person).token) for person in people]
    make_sign_up(slot, people[0])
    for person in people[1:3]:
        make_sign_up(slot, person, SignUpStatus.WAITING)
    make_sign_up(slot, people[3], SignUpStatus.CANCELLED)
    hall_door.scan(hall_door.badge(people[0]).token)
    sent = lists(make_phone(hall_door), client)
    (session,) = sent["sessions"]
    assert sent["halls"] == {str(hall_door.gate.hall_id): [slot.id]}
    assert (session["slot_id"], session["titles"], session["capacity"]) == (slot.id, {"en": "Silk"}, 3)
    assert (session["categories"], session["age_limit"], session["admits_waiting"]) == (["D"], 16, False)
    assert keys(session["places"]) == keys(session["entered"], 12) == [badges[0]]
    assert keys(session["queue"]) == badges[1:3]


def test_somebody_without_a_badge_still_has_a_number_in_the_queue(client, hall_door):
    slot, second = publish(hall_door, SOON), hall_door.person()
    make_sign_up(slot, hall_door.person(), SignUpStatus.WAITING)
    make_sign_up(slot, second, SignUpStatus.WAITING)
    key = key_of(hall_door.badge(second).token)
    (session,) = lists(make_phone(hall_door), client)["sessions"]
    assert keys(session["queue"]) == [bytes(8), key]


def test_a_waiting_list_that_is_called_is_told(client, hall_door):
    slot = publish(hall_door, SOON)
    with transaction():
        call_queue(
            hall_door.event.id, hall_door.gate.id, slot.id, is_called=True, actor_id=hall_door.operator.id, now=utcnow()
        )
    assert lists(make_phone(hall_door), client)["sessions"][0]["admits_waiting"]


def test_who_stands_on_stage_is_told(client, hall_door):
    person = hall_door.person()
    badge = hall_door.badge(person)
    speaker = make_speaker(hall_door.event, registration_id=person.id)
    other = make_speaker(hall_door.event)
    begins = (utcnow() + SOON).replace(second=0, microsecond=0)
    hall = make_hall(hall_door.event)
    hall_door.gate.hall_id = hall.id
    make_slot(make_session(hall_door.event, "Talk", speaker, other), hall, begins)
    make_release(hall_door.event)
    (session,) = lists(make_phone(hall_door), client)["sessions"]
    assert keys(session["stage"]) == [key_of(badge.token)]


def test_who_has_left_is_inside_no_more(client, hall_door):
    publish(hall_door, -SOON)
    badge = hall_door.badge()
    hall_door.scan(badge.token)
    hall_door.scan(badge.token, direction=Direction.EXIT)
    assert lists(make_phone(hall_door), client)["sessions"][0]["entered"] == ""


@pytest.mark.parametrize(
    ("begins_in", "kind", "is_sent"),
    [
        (timedelta(hours=24), SessionKind.SESSION, True),
        (timedelta(hours=26), SessionKind.SESSION, False),
        (-SOON, SessionKind.SESSION, True),
        (-timedelta(minutes=70), SessionKind.SESSION, False),
        (SOON, SessionKind.BREAK, False),
    ],
)
def test_the_sessions_of_the_next_day_are_sent(client, hall_door, begins_in, kind, is_sent):
    publish(hall_door, begins_in, kind=kind)
    assert bool(lists(make_phone(hall_door), client)["sessions"]) is is_sent


def test_what_the_device_holds_is_not_sent_again_until_it_changes(client, hall_door):
    slot, phone = publish(hall_door, SOON, capacity=5), make_phone(hall_door)
    (before,) = lists(phone, client)["sessions"]
    assert lists(phone, client, before["tag"])["sessions"] == [{"slot_id": slot.id, "tag": before["tag"]}]
    make_sign_up(slot, hall_door.person())
    (after,) = lists(phone, client, before["tag"])["sessions"]
    assert len(keys(after["places"])) == 1


def test_only_the_halls_of_the_devices_gates_are_told(client, hall_door):
    publish(hall_door, SOON)
    elsewhere = make_gate(hall_door.event, hall_door.zone)
    sent = lists(make_phone(hall_door, elsewhere), client)
    assert (sent["halls"], sent["sessions"]) == ({}, [])


def test_nobody_but_a_device_is_told(client, hall_door):
    publish(hall_door, SOON)
    assert client.get(f"/e/{hall_door.event.slug}/scanner/halls").status_code == 401
    stranger = make_phone(make_door())
    assert client.get(f"/e/{hall_door.event.slug}/scanner/halls", headers=stranger.headers).status_code == 401


def test_two_thousand_places_stay_small(client, hall_door):
    slot = publish(hall_door, SOON, capacity=2000)
    for _ in range(20):
        person = hall_door.person()
        hall_door.badge(person)
        make_sign_up(slot, person)
    (session,) = lists(make_phone(hall_door), client)["sessions"]
    spared = {**session, "places": ""}
    assert len(session["places"]) <= 20 * 8 * 4 / 3 + 4
    assert len(json.dumps(spared)) < 1000


def test_more_sessions_and_people_cost_no_more_statements(client, hall_door, count_queries):
    phone = make_phone(hall_door)
    counts = []
    for hour in range(1, 4):
        slot = publish(hall_door, timedelta(hours=hour), f"Silk {hour}", capacity=9)
        for _ in range(hour):
            person = hall_door.person()
            hall_door.badge(person)
            make_sign_up(slot, person)
        with count_queries() as counter:
            assert len(lists(phone, client)["sessions"]) == hour
        counts.append(counter.count)
    assert len(set(counts)) == 1
