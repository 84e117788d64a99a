"""Real processes that change the contents of one programme at the same moment, on both databases."""

from collections import Counter
from multiprocessing import get_context
from typing import Any

import pytest
from sqlalchemy import select

from summit.agenda.models import DraftChange, Session, Track
from summit.agenda.rules.kinds import SessionState
from summit.agenda.services import sessions, tracks
from summit.agenda.services.settings import update_settings
from summit.application import FEATURES
from summit.clock import utcnow
from summit.database import db, transaction
from summit.errors import DomainError
from tests.agenda.factories import make_session, make_slot, make_track
from tests.conftest import process_app
from tests.factories import make_event

PROCESSES = 4
pytestmark = pytest.mark.race
ACTS = {
    "create": sessions.create_session,
    "update": sessions.update_session,
    "delete": sessions.delete_session,
    "delete track": tracks.delete_track,
    "remove": sessions.remove_slot,
    "settings": update_settings,
}


def _act(url: str, start: Any, results: Any, act: tuple[str, int, dict[str, Any]]) -> None:
    app = process_app(url)
    name, key, values = act
    with app.app_context():
        db.session.execute(select(1))
        db.session.commit()
        start.wait(60)
        try:
            with transaction():
                ACTS[name](key, actor_id=None, now=utcnow(), **values)
            answer = f"{name}: done"
        except DomainError as refusal:
            answer = f"{name}: {type(refusal).__name__}"
        db.session.remove()
        db.engine.dispose()
    results.put(answer)


def race(url: str, acts: list[tuple[str, int, dict[str, Any]]]) -> Counter[str]:
    """Do each of these acts in a process of its own, all at the same moment."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__, *(f"summit.{feature}.setup" for feature in FEATURES)])
    start, results = context.Barrier(len(acts)), context.Queue()
    processes = [context.Process(target=_act, args=(url, start, results, act)) for act in acts]
    for process in processes:
        process.start()
    answers = [results.get(timeout=120) for _ in processes]
    for process in processes:
        process.join(30)
    return Counter(answers)


@pytest.fixture
def application(process_database):
    app = process_app(process_database)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_sessions_made_at_once_are_all_there_and_numbered_without_a_gap(application, process_database):
    event_id = make_event().id
    db.session.remove()
    acts = [("create", event_id, {"titles": {"en": f"Session {number}"}}) for number in range(PROCESSES)]
    assert race(process_database, acts) == {"create: done": PROCESSES}
    assert len(set(db.session.scalars(select(Session.code)))) == PROCESSES
    numbers = db.session.scalars(select(DraftChange.number).order_by(DraftChange.number)).all()
    assert numbers == list(range(1, PROCESSES + 1))


def test_of_many_saves_of_one_form_the_first_wins_and_the_others_are_told(application, process_database):
    session = make_session(make_event())
    make_slot(session)
    key, version = session.id, session.version
    db.session.remove()
    acts = [("update", key, {"version": version, "titles": {"en": f"{number}"}}) for number in range(PROCESSES)]
    assert race(process_database, acts) == {"update: done": 1, "update: ChangedMeanwhile": PROCESSES - 1}
    assert db.session.get(Session, key).version == version + 1


def test_of_many_saves_of_the_settings_the_first_wins(application, process_database):
    event_id = make_event().id
    db.session.remove()
    acts = [("settings", event_id, {"version": 1, "changeover_minutes": number}) for number in range(PROCESSES)]
    assert race(process_database, acts) == {"settings: done": 1, "settings: ChangedMeanwhile": PROCESSES - 1}


def test_two_who_remove_the_two_last_times_leave_one(application, process_database):
    session = make_session(make_event())
    keys = [make_slot(session).id, make_slot(session).id]
    db.session.remove()
    assert race(process_database, [("remove", key, {}) for key in keys]) == {"remove: done": 1, "remove: SlotIsLast": 1}


def test_a_track_is_deleted_or_used_but_never_both(application, process_database):
    event = make_event()
    track, session = make_track(event), make_session(event, state=SessionState.DRAFT)
    make_slot(session)
    track_id, session_id = track.id, session.id
    db.session.remove()
    answers = race(process_database, [("delete track", track_id, {}), ("update", session_id, {"track_id": track_id})])
    assert answers in (
        {"delete track: done": 1, "update: TrackIsUnknown": 1},
        {"delete track: TrackIsStillUsed": 1, "update: done": 1},
    )
    kept = db.session.get(Track, track_id)
    assert db.session.get(Session, session_id).track_id == (kept.id if kept else None)


def test_a_session_deleted_twice_at_once_is_gone_once(application, process_database):
    session = make_session(make_event())
    make_slot(session)
    key = session.id
    db.session.remove()
    assert race(process_database, [("delete", key, {})] * 2) == {"delete: done": 1, "delete: IsGone": 1}
