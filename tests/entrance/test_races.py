"""Eight real processes at the doors of one edition, on both databases."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from summit.clock import utcnow
from summit.database import db
from summit.entrance import tasks
from summit.entrance.models import Presence, Scan, ZoneCount
from tests import factories
from tests.agenda.factories import make_placed, make_release
from tests.entrance.conftest import make_door, make_gate
from tests.entrance.races import at_once, within

PROCESSES = 8
pytestmark = pytest.mark.race


def _scan(values: dict[str, Any]) -> tuple[str, bool, str, str]:
    answer = tasks.take_scan(now=utcnow(), **values)
    return answer.outcome.value, answer.repeated, str(answer.scan_id), answer.explanation


def race(url: str, prepare: Callable[[], list[dict[str, Any]]]) -> list[tuple[str, bool, str, str]]:
    """Take each of the scans that a function prepares in a process of its own, all at the same moment."""
    return at_once(url, _scan, within(url, prepare))


def kept() -> tuple[int, int, list[int]]:
    """Return how many scans and open stays there are, and how many are counted inside each zone."""
    scans = db.session.scalar(select(func.count()).select_from(Scan)) or 0
    stays = db.session.scalar(select(func.count()).select_from(Presence).where(Presence.left_at.is_(None))) or 0
    return scans, stays, list(db.session.scalars(select(ZoneCount.inside).order_by(ZoneCount.zone_id)))


def _one_ticket_at_two_gates() -> list[dict[str, Any]]:
    door = make_door()
    token = door.badge().token
    gates = [door.gate.id, make_gate(door.event, door.zone).id]
    event_id = door.event.id
    return [
        {"event_id": event_id, "gate_id": gates[number % 2], "scan_id": uuid4(), "code": token}
        for number in range(PROCESSES)
    ]


def test_one_ticket_at_two_gates_is_admitted_once(process_database):
    answers = race(process_database, _one_ticket_at_two_gates)
    assert Counter(outcome for outcome, *_ in answers) == {"admitted": 1, "already_inside": PROCESSES - 1}
    assert within(process_database, kept) == (PROCESSES, 1, [1])


@pytest.mark.parametrize("zones", [1, 2])
def test_one_scan_id_many_times_is_one_scan(process_database, zones):
    def prepare() -> list[dict[str, Any]]:
        door = make_door()
        token, scan_id, event_id = door.badge().token, UUID(int=42), door.event.id
        other = door.zone if zones == 1 else factories.make_zone(door.event, "B")
        door.category.zones = list({door.zone, other})
        db.session.commit()
        gates = [door.gate.id, make_gate(door.event, other).id]
        return [
            {"event_id": event_id, "gate_id": gates[number % 2], "scan_id": scan_id, "code": token}
            for number in range(PROCESSES)
        ]

    answers = race(process_database, prepare)
    assert {(outcome, scan_id) for outcome, _, scan_id, _ in answers} == {("admitted", str(UUID(int=42)))}
    assert len({explanation for *_, explanation in answers}) == 1
    assert Counter(repeated for _, repeated, *_ in answers) == {False: 1, True: PROCESSES - 1}
    scans, stays, inside = within(process_database, kept)
    assert (scans, stays, sum(inside)) == (1, 1, 1)


def _eight_people_for_five_places() -> list[dict[str, Any]]:
    door = make_door(capacity=5)
    event_id, gate_id = door.event.id, door.gate.id
    tokens = [door.badge().token for _ in range(PROCESSES)]
    return [{"event_id": event_id, "gate_id": gate_id, "scan_id": uuid4(), "code": token} for token in tokens]


def test_a_zone_takes_no_more_than_its_places(process_database):
    answers = race(process_database, _eight_people_for_five_places)
    assert Counter(outcome for outcome, *_ in answers) == {"admitted": 5, "full": PROCESSES - 5}
    assert within(process_database, kept) == (PROCESSES, 5, [5])


def test_two_exits_at_once_leave_once(process_database):
    def prepare() -> list[dict[str, Any]]:
        door = make_door()
        token, event_id, gate_id = door.badge().token, door.event.id, door.gate.id
        door.scan(token)
        common = {"event_id": event_id, "gate_id": gate_id, "code": token, "direction": "exit"}
        return [common | {"scan_id": uuid4()} for _ in range(PROCESSES)]

    answers = race(process_database, prepare)
    assert Counter(outcome for outcome, *_ in answers) == {"exited": 1, "not_inside": PROCESSES - 1}
    assert within(process_database, kept) == (PROCESSES + 1, 0, [0])


def _eight_walk_ins_for_three_places() -> list[dict[str, Any]]:
    door = make_door()
    hall = factories.make_hall(door.event)
    start = utcnow().replace(minute=0, second=0, microsecond=0)
    make_placed(door.event, hall, start, capacity=3, minutes=120)
    make_release(door.event)
    gates = [door.gate, make_gate(door.event, door.zone)]
    for gate in gates:
        gate.hall_id = hall.id
    db.session.commit()
    tokens = [door.badge().token for _ in range(PROCESSES)]
    return [
        {"event_id": door.event.id, "gate_id": gates[number % 2].id, "scan_id": uuid4(), "code": token}
        for number, token in enumerate(tokens)
    ]


def test_the_last_free_places_of_a_session_are_given_out_once(process_database):
    answers = race(process_database, _eight_walk_ins_for_three_places)
    assert Counter(outcome for outcome, *_ in answers) == {"admitted": 3, "full": PROCESSES - 3}
