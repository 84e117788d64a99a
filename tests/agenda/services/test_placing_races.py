"""Organisers in processes of their own who place sessions at the same moment, on both databases."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from multiprocessing import get_context
from typing import Any

import pytest
from sqlalchemy import select

from summit.agenda.models import DraftChange, Slot
from summit.agenda.rules.timing import Placement
from summit.agenda.services import placing
from summit.application import FEATURES
from summit.database import db, transaction
from summit.errors import DomainError
from summit.permissions import Role
from tests.agenda.factories import make_placed, make_session, make_slot
from tests.conftest import process_app
from tests.factories import NOON, make_event, make_hall, make_staff

PROCESSES = 4
MOVES = 15
pytestmark = pytest.mark.race

Move = tuple[int, int, int, int | None]


def _move(url: str, start: Any, results: Any, actor_id: int, moves: list[Move]) -> None:
    app = process_app(url)
    with app.app_context():
        db.session.execute(select(1))
        db.session.commit()
        start.wait(60)
        answers = [_answer(actor_id, *move) for move in moves]
        db.session.remove()
        db.engine.dispose()
    results.put(answers)


def _answer(actor_id: int, slot_id: int, hall_id: int, minutes: int, version: int | None) -> str:
    starts_at = NOON + timedelta(minutes=minutes)
    place = Placement((hall_id,), starts_at, starts_at + timedelta(minutes=45))
    try:
        with transaction():
            placing.place(slot_id, place, version=version, actor_id=actor_id, now=NOON)
    except DomainError as refusal:
        return type(refusal).__name__
    return "done"


def race(url: str, actors: list[int], moves: list[list[Move]]) -> list[str]:
    """Let each actor make these moves in a process of their own, all at the same moment."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__, *(f"summit.{feature}.setup" for feature in FEATURES)])
    start, results = context.Barrier(len(moves)), context.Queue()
    pairs = zip(actors, moves, strict=True)
    processes = [context.Process(target=_move, args=(url, start, results, *pair)) for pair in pairs]
    for process in processes:
        process.start()
    answers = [answer for _ in processes for answer in results.get(timeout=120)]
    for process in processes:
        process.join(30)
    return answers


def inside(url: str, work: Callable[[], Any]) -> Any:
    """Return what the function returns inside the application."""
    with process_app(url).app_context():
        found = work()
        db.session.remove()
        db.engine.dispose()
    return found


def _scene(slot_count: int, *, placed: bool = False) -> tuple[list[int], list[int], list[int]]:
    event = make_event()
    halls = [make_hall(event) for _ in range(max(2, slot_count))]
    slots = [
        make_placed(event, halls[number]) if placed else make_slot(make_session(event)) for number in range(slot_count)
    ]
    actors = [make_staff(event, Role.AGENDA).id for _ in range(PROCESSES)]
    return [slot.id for slot in slots], [hall.id for hall in halls], actors


def _kept() -> tuple[list[int], list[tuple[int | None, Any]]]:
    numbers = list(db.session.scalars(select(DraftChange.number).order_by(DraftChange.number)))
    places = db.session.execute(select(Slot.hall_id, Slot.starts_at).order_by(Slot.id)).all()
    return numbers, [tuple(row) for row in places]


def test_of_organisers_who_move_one_session_at_once_one_wins(process_database):
    (slot,), halls, actors = inside(process_database, lambda: _scene(1, placed=True))
    moves = [[(slot, halls[1], 60 * number, 1)] for number in range(PROCESSES)]
    answers = race(process_database, actors, moves)
    assert Counter(answers) == {"done": 1, "PlaceChangedMeanwhile": PROCESSES - 1}
    assert inside(process_database, _kept)[0] == [1]


def test_two_sessions_never_get_one_place(process_database):
    slots, halls, actors = inside(process_database, lambda: _scene(PROCESSES))
    moves = [[(slot, halls[0], 5 * number, None)] for number, slot in enumerate(slots)]
    answers = race(process_database, actors, moves)
    assert Counter(answers) == {"done": 1, "PlaceIsBlocked": PROCESSES - 1}
    numbers, places = inside(process_database, _kept)
    assert numbers == [1]
    assert [hall for hall, _ in places if hall] == [halls[0]]


def test_rapid_moves_of_many_are_numbered_without_gaps(process_database):
    slots, halls, actors = inside(process_database, lambda: _scene(PROCESSES))
    moves = [
        [(slot, hall, 45 * (step % 5), None) for step in range(MOVES)] for slot, hall in zip(slots, halls, strict=True)
    ]
    answers = race(process_database, actors, moves)
    assert Counter(answers) == {"done": PROCESSES * MOVES}
    assert inside(process_database, _kept)[0] == list(range(1, PROCESSES * MOVES + 1))
