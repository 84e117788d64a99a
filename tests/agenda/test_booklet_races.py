"""Real processes that ask for the same printed programme at the same moment, on both databases."""

from multiprocessing import get_context
from typing import Any

import pytest
from sqlalchemy import select

from summit.agenda.queries.releases import find_current_release
from summit.agenda.services import booklets
from summit.application import FEATURES
from summit.clock import utcnow
from summit.database import db, transaction
from summit.events.queries import get_event
from summit.jobs.models import Job
from tests.agenda.factories import make_placed, make_release
from tests.conftest import process_app
from tests.factories import make_event, make_hall

PROCESSES = 5
pytestmark = pytest.mark.race


def _order(url: str, start: Any, results: Any, event_id: int) -> None:
    app = process_app(url)
    with app.app_context():
        event, release = get_event(event_id), find_current_release(event_id)
        db.session.commit()
        start.wait(60)
        with transaction():
            job = booklets.order_booklet(event, release, "en", utcnow())
        results.put(job.id)
        db.session.remove()
        db.engine.dispose()


def test_many_readers_at_once_order_one_file(process_database):
    app = process_app(process_database)
    with app.app_context():
        event = make_event()
        make_placed(event, make_hall(event))
        make_release(event)
        event_id = event.id
        db.session.remove()
        db.engine.dispose()
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__, *(f"summit.{feature}.setup" for feature in FEATURES)])
    start, results = context.Barrier(PROCESSES), context.Queue()
    processes = [
        context.Process(target=_order, args=(process_database, start, results, event_id)) for _ in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    answers = {results.get(timeout=120) for _ in processes}
    for process in processes:
        process.join(30)
    with app.app_context():
        assert list(db.session.scalars(select(Job.id).where(Job.kind == booklets.KIND))) == list(answers)
        assert len(answers) == 1
        db.session.remove()
        db.engine.dispose()
