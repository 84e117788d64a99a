"""The door of a hall: sign-ups, walk-ins, the last place, and what it costs."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from summit.agenda.models import Session
from summit.agenda.rules.kinds import SessionKind, SignUpStatus
from summit.agenda.services.signing_up import sign_up
from summit.clock import utcnow
from summit.database import transaction
from summit.entrance.models import Scan
from summit.entrance.queries.halls import list_door_sessions
from summit.entrance.rules import Direction, GateIsUnknown, HallIsUnknown, Outcome
from summit.entrance.rules.hall import SessionIsNotHere
from summit.entrance.services import add_gate, call_queue, update_gate
from tests.agenda.delegates import make_sign_up
from tests.agenda.factories import make_placed, make_release, make_session, make_slot, make_speaker
from tests.entrance.conftest import make_door, scan_statements
from tests.factories import make_event, make_hall

START = utcnow().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
BEFORE, RUNNING = START - timedelta(minutes=20), START + timedelta(minutes=5)


@pytest.fixture
def door(db):
    """A gate at the door of a hall."""
    door = make_door()
    hall = make_hall(door.event, names={"en": "Silk hall"})
    door.gate.hall_id = hall.id
    db.session.commit()
    door.hall = hall
    return door


def publish(door, title="Silk", start=START, **values):
    """A published session in the hall with one place."""
    slot = make_placed(door.event, door.hall, start, title, **({"capacity": 1} | values))
    make_release(door.event)
    return slot


def enter(door, person, now, **values):
    return door.scan(door.badge(person).token, now=now, **values)


def test_who_has_a_place_comes_in_and_the_session_is_named(door, db):
    slot, person = publish(door), door.person()
    make_sign_up(slot, person)
    answer = enter(door, person, BEFORE)
    assert (answer.outcome, answer.params) == (Outcome.ADMITTED, {"session": {"en": "Silk"}})
    assert db.session.scalar(select(Scan.slot_id)) == slot.id


def test_who_has_none_waits_for_the_beginning(door):
    publish(door)
    person = door.person()
    assert enter(door, person, BEFORE).outcome is Outcome.NOT_SIGNED_UP
    assert enter(door, person, RUNNING).outcome is Outcome.ADMITTED


def test_the_number_in_the_queue_is_told(door):
    slot, first, second = publish(door), door.person(), door.person()
    make_sign_up(slot, door.person())
    for person in (first, second):
        make_sign_up(slot, person, SignUpStatus.WAITING)
    answer = enter(door, second, BEFORE)
    assert (answer.outcome, answer.params["position"]) == (Outcome.NOT_SIGNED_UP, 2)


def test_a_place_given_up_counts_no_more(door):
    slot, person = publish(door), door.person()
    make_sign_up(slot, person, SignUpStatus.CANCELLED)
    assert enter(door, person, BEFORE).outcome is Outcome.NOT_SIGNED_UP


def test_walk_ins_get_what_is_free_until_all_is_in_use(door):
    publish(door, capacity=2)
    answers = [enter(door, door.person(), RUNNING).outcome for _ in range(3)]
    assert answers == [Outcome.ADMITTED, Outcome.ADMITTED, Outcome.FULL]


def test_who_leaves_makes_room(door):
    publish(door)
    first = door.person()
    enter(door, first, RUNNING)
    assert enter(door, door.person(), RUNNING).outcome is Outcome.FULL
    enter(door, first, RUNNING, direction=Direction.EXIT)
    assert enter(door, door.person(), RUNNING).outcome is Outcome.ADMITTED


def test_an_undone_scan_makes_room(door):
    publish(door, start=utcnow() - timedelta(minutes=5))
    answer = enter(door, door.person(), utcnow())
    door.annul(answer.scan_id)
    assert enter(door, door.person(), utcnow()).outcome is Outcome.ADMITTED


def test_the_same_badge_twice_is_already_inside_whatever_other_gates_say(door):
    publish(door, capacity=5)
    other = make_door_gate(door)
    person = door.person()
    assert enter(door, person, RUNNING, gate_id=other).outcome is Outcome.ADMITTED
    assert enter(door, person, RUNNING).outcome is Outcome.ADMITTED
    assert enter(door, person, RUNNING).outcome is Outcome.ALREADY_INSIDE


def make_door_gate(door):
    with transaction():
        return add_gate(door.event.id, zone_id=door.zone.id, names={"en": "Main"}, actor_id=None).id


def test_speakers_come_in_without_a_place(door):
    person = door.person()
    speaker = make_speaker(door.event, registration_id=person.id)
    make_slot(make_session(door.event, "Talk", speaker, capacity=0), door.hall, START)
    make_release(door.event)
    assert enter(door, person, BEFORE).outcome is Outcome.ADMITTED


def test_only_the_published_programme_of_this_hall_counts(door):
    publish(door)
    make_placed(door.event, door.hall, START, "Only drafted", capacity=0)
    make_placed(door.event, make_hall(door.event), START, "Elsewhere", capacity=0)
    assert enter(door, door.person(), RUNNING).params == {"session": {"en": "Silk"}}


def test_a_plenary_is_found_at_the_door_of_every_hall_it_fills(door):
    leading = make_hall(door.event)
    make_slot(make_session(door.event, "Plenary", capacity=0), leading, START, joined=(door.hall,))
    make_release(door.event)
    assert enter(door, door.person(), BEFORE).outcome is Outcome.FULL


@pytest.mark.parametrize(
    "values",
    [{"start": START + timedelta(hours=3)}, {"kind": SessionKind.BREAK}, {"start": START - timedelta(hours=3)}],
)
def test_what_is_not_in_play_asks_for_nothing(door, values):
    publish(door, **values)
    answer = enter(door, door.person(), BEFORE)
    assert (answer.outcome, answer.params) == (Outcome.ADMITTED, {})


def test_before_the_first_release_nothing_is_asked(door):
    assert enter(door, door.person(), BEFORE).outcome is Outcome.ADMITTED


def test_a_repeat_answers_as_the_first_time_with_the_title(door):
    publish(door)
    person = door.person()
    first = enter(door, person, BEFORE)
    again = enter(door, person, RUNNING, scan_id=first.scan_id)
    assert (again.outcome, again.params, again.repeated) == (Outcome.NOT_SIGNED_UP, {"session": {"en": "Silk"}}, True)


def test_an_override_is_kept_with_the_session(door, db):
    slot = publish(door)
    answer = enter(door, door.person(), BEFORE, override_reason="Guest of the speaker")
    assert (answer.outcome, answer.overridden) == (Outcome.ADMITTED, Outcome.NOT_SIGNED_UP)
    assert db.session.scalar(select(Scan.slot_id)) == slot.id


def test_a_sign_up_made_by_the_service_opens_the_door(door):
    slot, person = publish(door), door.person()
    with transaction():
        sign_up(door.event.id, slot.id, registration_id=person.id, now=BEFORE)
    assert enter(door, person, BEFORE).outcome is Outcome.ADMITTED


@pytest.mark.parametrize(("at_hall", "in_play", "more"), [(False, True, 0), (True, False, 1), (True, True, 2)])
def test_the_door_of_a_hall_costs_two_statements_more_and_other_gates_none(
    door, db, at_hall, in_play, more, count_queries
):
    publish(door, capacity=9, **({} if in_play else {"start": START + timedelta(hours=3)}))
    if not at_hall:
        door.gate.hall_id = None
        db.session.commit()
    enter(door, door.person(), RUNNING)
    token = door.badge().token
    with count_queries() as counter:
        door.scan(token, now=RUNNING)
    assert counter.count == scan_statements(db) + more


def test_a_gate_stands_only_at_a_hall_of_its_edition(door):
    foreign = make_hall(make_event()).id
    values = {"zone_id": door.zone.id, "names": {"en": "Door"}, "hall_id": foreign, "actor_id": None}
    with pytest.raises(HallIsUnknown), transaction():
        add_gate(door.event.id, **values)
    with pytest.raises(HallIsUnknown), transaction():
        update_gate(door.event.id, door.gate.id, is_active=True, **values)


def test_who_was_given_a_place_in_the_larger_room_of_the_draft_finds_one_at_the_door(door, db):
    slot, people = publish(door), [door.person() for _ in range(2)]
    db.session.execute(update(Session).where(Session.id == slot.session_id).values(capacity=2))
    db.session.commit()
    for person in people:
        with transaction():
            sign_up(door.event.id, slot.id, registration_id=person.id, now=BEFORE)
    assert [enter(door, person, BEFORE).outcome for person in people] == [Outcome.ADMITTED] * 2
    assert enter(door, door.person(), RUNNING).outcome is Outcome.FULL


def call(door, slot, *, is_called=True, now=BEFORE, **values):
    with transaction():
        given = {"event_id": door.event.id, "gate_id": door.gate.id, "slot_id": slot.id, "actor_id": door.operator.id}
        call_queue(**(given | values), is_called=is_called, now=now)


def test_a_waiting_list_that_is_called_comes_in_before_the_beginning(door):
    slot, waiting = publish(door), door.person()
    make_sign_up(slot, waiting, SignUpStatus.WAITING)
    call(door, slot)
    assert enter(door, door.person(), BEFORE).outcome is Outcome.NOT_SIGNED_UP
    assert enter(door, waiting, BEFORE).outcome is Outcome.ADMITTED


def test_a_waiting_list_can_be_sent_back_to_wait(door):
    slot, waiting = publish(door), door.person()
    make_sign_up(slot, waiting, SignUpStatus.WAITING)
    for is_called in (True, True, False, False):
        call(door, slot, is_called=is_called)
    assert enter(door, waiting, BEFORE).outcome is Outcome.NOT_SIGNED_UP


@pytest.mark.parametrize("values", [{"now": RUNNING}, {"now": START - timedelta(hours=2)}])
def test_only_what_begins_soon_can_be_called(door, values):
    slot = publish(door)
    with pytest.raises(SessionIsNotHere):
        call(door, slot, **values)


def test_a_gate_that_is_no_door_of_a_hall_calls_nobody(door):
    slot = publish(door)
    with pytest.raises(SessionIsNotHere):
        call(door, slot, gate_id=make_door_gate(door))
    with pytest.raises(GateIsUnknown):
        call(door, slot, event_id=make_event().id)


def test_the_door_shows_who_is_in_and_who_waits(door):
    slot = publish(door, capacity=3)
    first = door.person()
    make_sign_up(slot, first)
    for _ in range(2):
        make_sign_up(slot, door.person(), SignUpStatus.WAITING)
    enter(door, first, BEFORE)
    call(door, slot)
    (shown,) = list_door_sessions(door.event.id, door.hall.id, BEFORE)
    assert (shown.slot_id, shown.capacity, shown.inside, shown.waiting, shown.is_called) == (slot.id, 3, 1, 2, True)
