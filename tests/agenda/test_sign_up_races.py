"""Eight real processes at the same places, on both databases."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from multiprocessing import get_context
from typing import Any

import pytest
from sqlalchemy import func, select

from summit.agenda.models import SignUp, Slot
from summit.agenda.rules.kinds import OverlapPolicy, SignUpStatus
from summit.agenda.services import signing_up
from summit.application import FEATURES
from summit.calendar.models import Claim
from summit.database import db, transaction
from summit.errors import DomainError
from tests.agenda.delegates import make_delegate
from tests.agenda.factories import make_placed, make_release, make_settings
from tests.conftest import process_app
from tests.factories import NOON, make_event, make_hall

PROCESSES = 8
NOW = NOON - timedelta(days=1)
pytestmark = pytest.mark.race
# (what, edition, slot, registration), one after the other in one process
Act = tuple[str, int, int, int]


def _act(url: str, start: Any, results: Any, acts: list[Act]) -> None:
    app = process_app(url)
    answers = []
    with app.app_context():
        db.session.execute(select(1))
        db.session.commit()
        start.wait(60)
        for what, event_id, slot_id, registration_id in acts:
            try:
                with transaction():
                    done = getattr(signing_up, what)(event_id, slot_id, registration_id=registration_id, now=NOW)
                answers.append(done.status.value if what == "sign_up" else str(done))
            except DomainError as refusal:
                answers.append(type(refusal).__name__)
        db.session.remove()
        db.engine.dispose()
    results.put(answers)


def race(url: str, acts: list[list[Act]]) -> list[str]:
    """Do each list of acts in a process of its own, all at the same moment, and return what was answered."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__, *(f"summit.{feature}.setup" for feature in FEATURES)])
    start, results = context.Barrier(len(acts)), context.Queue()
    processes = [context.Process(target=_act, args=(url, start, results, mine)) for mine in acts]
    for process in processes:
        process.start()
    answers = [answer for _ in processes for answer in results.get(timeout=120)]
    for process in processes:
        process.join(30)
    return answers


def inside(url: str, work: Callable[[], Any]) -> Any:
    """Return what a function finds or prepares in the database."""
    app = process_app(url)
    with app.app_context():
        found = work()
        db.session.remove()
        db.engine.dispose()
    return found


def prepare(capacity: int, people: int, slots: int = 1, **settings: Any) -> tuple[int, list[int], list[int]]:
    """Make an edition with slots at the same time, and return its id, the slots' and the delegates'."""
    event = make_event()
    make_settings(event, **settings)
    made = [make_placed(event, make_hall(event), title=f"Silk {n}", capacity=capacity).id for n in range(slots)]
    make_release(event)
    return event.id, made, [make_delegate(event).id for _ in range(people)]


def standings() -> dict[int, list[tuple[int, str]]]:
    """Return the live sign-ups of each slot in their order."""
    found: dict[int, list[tuple[int, str]]] = {key: [] for key in db.session.scalars(select(Slot.id))}
    statement = select(SignUp.slot_id, SignUp.registration_id, SignUp.status).order_by(SignUp.id)
    for slot_id, registration_id, status in db.session.execute(statement):
        if status is not SignUpStatus.CANCELLED:
            found[slot_id].append((registration_id, status.value))
    return found


@pytest.mark.parametrize("policy", [OverlapPolicy.WARN, OverlapPolicy.REFUSE])
def test_the_last_places_go_to_exactly_as_many(process_database, policy):
    event, (slot,), people = inside(process_database, lambda: prepare(3, PROCESSES, overlap=policy))
    answers = race(process_database, [[("sign_up", event, slot, person)] for person in people])
    assert Counter(answers) == {"confirmed": 3, "waiting": PROCESSES - 3}
    kept = inside(process_database, standings)[slot]
    assert [status for _, status in kept] == ["confirmed"] * 3 + ["waiting"] * (PROCESSES - 3)


def test_the_same_person_has_one_place(process_database):
    event, (slot,), (person,) = inside(process_database, lambda: prepare(3, 1))
    answers = race(process_database, [[("sign_up", event, slot, person)]] * PROCESSES)
    assert Counter(answers) == {"confirmed": PROCESSES}
    assert inside(process_database, standings)[slot] == [(person, "confirmed")]


def test_one_person_at_two_sessions_at_once_gets_one(process_database):
    setting = {"overlap": OverlapPolicy.REFUSE}
    event, slots, (person,) = inside(process_database, lambda: prepare(3, 1, slots=PROCESSES, **setting))
    answers = race(process_database, [[("sign_up", event, slot, person)] for slot in slots])
    assert Counter(answers) == {"confirmed": 1, "OverlapsAnother": PROCESSES - 1}
    assert sum(len(kept) for kept in inside(process_database, standings).values()) == 1
    assert inside(process_database, lambda: db.session.scalar(select(func.count()).select_from(Claim))) == 9


def test_leaving_and_joining_at_once_never_gives_more_and_keeps_the_order(process_database):
    def full() -> tuple[int, list[int], list[int], list[int]]:
        event_id, slots, people = prepare(3, 20)
        slot = db.session.get_one(Slot, slots[0])
        for number, person in enumerate(people[:12]):
            status = SignUpStatus.CONFIRMED if number < 3 else SignUpStatus.WAITING
            db.session.add(SignUp(slot_id=slot.id, registration_id=person, status=status))
            db.session.commit()
        return event_id, slots, people[:12], people[12:]

    event, (slot,), first, later = inside(process_database, full)
    acts: list[list[Act]] = [
        [("leave", event, slot, first[number]), ("sign_up", event, slot, later[number])]
        if number % 2
        else [("sign_up", event, slot, later[number]), ("leave", event, slot, first[number])]
        for number in range(PROCESSES)
    ]
    race(process_database, acts)
    kept = inside(process_database, standings)[slot]
    assert [person for person, _ in kept][:4] == first[8:]
    assert {person for person, _ in kept[4:]} == set(later)
    assert [status for _, status in kept] == ["confirmed"] * 3 + ["waiting"] * 9


def test_giving_up_two_sessions_at_once_lets_others_in_without_a_deadlock(process_database):
    """Everybody has a place in one session and waits for the other: who is let in must first have let go."""

    def crossed() -> tuple[int, list[int], list[int]]:
        event_id, slots, people = prepare(4, 8, slots=2, overlap=OverlapPolicy.REFUSE)
        for person in people:
            mine = slots[people.index(person) % 2]
            with transaction():
                signing_up.sign_up(event_id, mine, registration_id=person, now=NOW)
        rows = {slot: db.session.get_one(Slot, slot) for slot in slots}
        for number, person in enumerate(people):
            delegate = db.session.get_one(SignUp, number + 1).registration_id
            assert delegate == person
            other = rows[slots[(number + 1) % 2]]
            db.session.add(SignUp(slot_id=other.id, registration_id=person, status=SignUpStatus.WAITING))
            db.session.commit()
        return event_id, slots, people

    event, slots, people = inside(process_database, crossed)
    acts: list[list[Act]] = [[("leave", event, slots[n % 2], person)] for n, person in enumerate(people)]
    assert Counter(race(process_database, acts)) == {"confirmed": PROCESSES}
    kept = inside(process_database, standings)
    places = [person for slot in slots for person, status in kept[slot] if status == "confirmed"]
    assert len(places) == len(set(places)) >= 1
    held = inside(process_database, lambda: set(db.session.scalars(select(Claim.resource_id))))
    assert held == set(places)
