"""Real processes that move meetings at the same moment, on both databases: no place and no person is taken twice."""

from collections import Counter
from datetime import timedelta
from multiprocessing import get_context
from typing import Any

import pytest
from sqlalchemy import func, select

from summit.application import FEATURES
from summit.calendar.models import Claim
from summit.database import db, transaction
from summit.errors import DomainError
from summit.meetings.models import Meeting
from summit.meetings.services.organising import move_meeting
from summit.permissions import Role
from tests.conftest import process_app
from tests.factories import NOON, make_event, make_staff
from tests.meetings.factories import EARLY, make_pair, make_scheduled, make_settings, make_table, make_window

STEP = timedelta(minutes=25)
PROCESSES = 6
pytestmark = pytest.mark.race


def _move(url: str, start: Any, results: Any, values: dict[str, Any]) -> None:
    app = process_app(url)
    with app.app_context():
        db.session.execute(select(1))
        db.session.commit()
        start.wait(60)
        try:
            with transaction():
                move_meeting(**values, now=EARLY)
            answer = "moved"
        except DomainError as refusal:
            answer = type(refusal).__name__
        db.session.remove()
        db.engine.dispose()
    results.put(answer)


def race(url: str, moves: list[dict[str, Any]]) -> Counter[str]:
    """Make each of these moves in a process of its own, all at the same moment."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__, *(f"summit.{feature}.setup" for feature in FEATURES)])
    start, results = context.Barrier(len(moves)), context.Queue()
    processes = [context.Process(target=_move, args=(url, start, results, values)) for values in moves]
    for process in processes:
        process.start()
    answers = [results.get(timeout=120) for _ in processes]
    for process in processes:
        process.join(30)
    return Counter(answers)


def prepare(url: str, meetings: int) -> tuple[list[dict[str, Any]], int]:
    """Make meetings of different people in the slots from noon on; return their moves without a time, and a table."""
    with process_app(url).app_context():
        event = make_event()
        make_settings(event)
        make_window(event)
        table = make_table(event)
        actor_id = make_staff(event, Role.B2B).id
        made = [make_scheduled(*make_pair(event), NOON + number * STEP) for number in range(meetings)]
        moves = [{"meeting_id": one.id, "version": one.version, "actor_id": actor_id} for one in made]
        table_id = table.id
        db.session.remove()
        db.engine.dispose()
    return moves, table_id


def test_of_many_organisers_who_move_one_meeting_one_does_and_the_others_are_told(process_database):
    [move], table_id = prepare(process_database, 1)
    moves = [move | {"starts_at": NOON + number * STEP, "table_id": table_id} for number in range(1, PROCESSES + 1)]
    assert race(process_database, moves) == {"moved": 1, "MeetingChangedMeanwhile": PROCESSES - 1}


def test_of_many_meetings_moved_to_one_place_one_gets_it(process_database):
    moves, table_id = prepare(process_database, PROCESSES)
    target = {"starts_at": NOON + PROCESSES * STEP, "table_id": table_id}
    answers = race(process_database, [move | target for move in moves])
    assert answers["moved"] == 1
    assert answers["NoTableIsFree"] + answers["SomebodyIsBusy"] == PROCESSES - 1
    with process_app(process_database).app_context():
        there = select(func.count()).where(Meeting.starts_at == target["starts_at"])
        assert db.session.scalar(there) == 1
        assert db.session.scalar(select(func.count()).select_from(Claim)) == PROCESSES * 3 * 4
        db.session.remove()
        db.engine.dispose()
