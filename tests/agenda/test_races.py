"""Real processes that change one programme at the same moment, on both databases."""

from collections import Counter
from multiprocessing import get_context
from typing import Any

import pytest
from sqlalchemy import select

from summit.agenda.queries.releases import list_releases
from summit.agenda.services import releasing
from summit.application import FEATURES
from summit.clock import utcnow
from summit.database import db, transaction
from summit.errors import DomainError
from tests.agenda.factories import make_placed
from tests.conftest import process_app
from tests.factories import make_event, make_hall

PROCESSES = 6
pytestmark = pytest.mark.race


def _release(url: str, start: Any, results: Any, values: dict[str, Any]) -> None:
    app = process_app(url)
    with app.app_context():
        db.session.execute(select(1))
        db.session.commit()
        start.wait(60)
        try:
            with transaction():
                answer = str(releasing.release(actor_id=None, now=utcnow(), **values).number)
        except DomainError as refusal:
            answer = type(refusal).__name__
        db.session.remove()
        db.engine.dispose()
    results.put(answer)


def race(url: str, releases: list[dict[str, Any]]) -> Counter[str]:
    """Make each of these releases in a process of its own, all at the same moment."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__, *(f"summit.{feature}.setup" for feature in FEATURES)])
    start, results = context.Barrier(len(releases)), context.Queue()
    processes = [context.Process(target=_release, args=(url, start, results, values)) for values in releases]
    for process in processes:
        process.start()
    answers = [results.get(timeout=120) for _ in processes]
    for process in processes:
        process.join(30)
    return Counter(answers)


@pytest.mark.parametrize("seen", [None, 0], ids=["whatever there is", "the draft on the page"])
def test_of_many_releases_at_once_one_wins_and_the_others_are_told_why(process_database, seen):
    app = process_app(process_database)
    with app.app_context():
        event = make_event()
        make_placed(event, make_hall(event))
        event_id = event.id
        db.session.remove()
        db.engine.dispose()
    wanted = [{"event_id": event_id, "name": f"Release {number}", "seen": seen} for number in range(PROCESSES)]
    refusal = "NothingToRelease" if seen is None else "DraftChangedMeanwhile"
    assert race(process_database, wanted) == {"1": 1, refusal: PROCESSES - 1}
    with app.app_context():
        assert [made.number for made in list_releases(event_id)] == [1]
        db.session.remove()
        db.engine.dispose()
