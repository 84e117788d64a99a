"""Runs of the optimiser: ordered, worked on in the background, stopped with the best so far."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select

from summit.audit import services as audit
from summit.database import db
from summit.events.queries import get_event
from summit.jobs.models import Job
from summit.jobs.services import JobCancelled, enqueue

from ..models import MeetingRun
from ..queries import timetabling as queries
from ..rules.kinds import RunStatus
from ..rules.optimiser.problem import Cause, Score, Timetable
from ..rules.timetabling import (
    PlanOptions,
    RunIsAtWork,
    Snapshot,
    StoredPlace,
    build_problem,
    ensure_options,
    place_online,
    read_timetable,
    to_json,
    unplaced_of,
)
from .settings import lock_settings

KIND = "meetings.optimise"


def order_run(event_id: int, options: PlanOptions, *, actor_id: int | None, now: datetime) -> MeetingRun:
    """Order a run of the optimiser; raises RunIsAtWork, NothingToPlan, NoSlots."""
    lock_settings(event_id)
    if queries.find_unfinished(event_id) is not None:
        raise RunIsAtWork
    wanted = ensure_options(options)
    build_problem(queries.load_snapshot(get_event(event_id), wanted, now))
    run = MeetingRun(
        public_id=secrets.token_urlsafe(16),
        event_id=event_id,
        number=queries.next_run_number(event_id),
        options=asdict(wanted),
        result={},
        previous={},
        summary={},
        created_by=actor_id,
        created_at=now,
    )
    db.session.add(run)
    db.session.flush()
    job = enqueue(KIND, {"run_id": run.id}, event_id=event_id, created_by=actor_id)
    job.total = wanted.seconds
    run.job_public_id = job.public_id
    _record("ordered", run, actor_id)
    return run


def lock_run(run_id: int) -> MeetingRun:
    """Return a run locked and fresh."""
    statement = select(MeetingRun).where(MeetingRun.id == run_id).with_for_update(key_share=True)
    return db.session.execute(statement.execution_options(populate_existing=True)).scalar_one()


def options_of(run: MeetingRun) -> PlanOptions:
    """Return what the run was asked."""
    return PlanOptions(**run.options)


def begin_run(run_id: int, *, now: datetime) -> Snapshot | None:
    """Return what the run is to work on, all of one moment; None where nobody waits for it any more.

    A run that a dead worker left behind begins anew; one that was stopped meanwhile ends, because its best is lost.
    """
    run = lock_run(run_id)
    if _is_stopped(run):
        _end_without_result(run, now)
    if run.status not in {RunStatus.QUEUED, RunStatus.RUNNING}:
        return None
    run.status = RunStatus.RUNNING
    return queries.load_snapshot(get_event(run.event_id), options_of(run), now)


def note_progress(run_id: int, elapsed: float, score: Score) -> bool:
    """Keep how far a run is for the page that watches it; tells whether it may go on (False: it was stopped)."""
    run = lock_run(run_id)
    run.summary = run.summary | {"elapsed": round(elapsed, 1), "unheld": score.unheld, "breaks": score.breaks}
    return not _is_stopped(run)


def stop_run(run_id: int, *, actor_id: int | None, now: datetime) -> None:
    """Have a run end with the best so far; a repeat changes nothing.

    One that has not begun, or that no worker takes up any more, ends without a result.
    """
    run = lock_run(run_id)
    if run.status not in {RunStatus.QUEUED, RunStatus.RUNNING}:
        return
    if run.status is RunStatus.QUEUED or _is_given_up(run):
        _end_without_result(run, now)
    run.summary = run.summary | {"is_stopped": True}
    _record("stopped", run, actor_id)


def _is_given_up(run: MeetingRun) -> bool:
    job = db.session.scalar(select(Job).where(Job.public_id == run.job_public_id))
    return job is not None and job.is_finished


def _is_stopped(run: MeetingRun) -> bool:
    return bool(run.summary.get("is_stopped"))


def finish_run(run_id: int, snapshot: Snapshot, timetable: Timetable, *, now: datetime) -> None:
    """Write down what was found; raises JobCancelled when the run has ended otherwise."""
    run = lock_run(run_id)
    if run.status is not RunStatus.RUNNING:
        raise JobCancelled
    seated = read_timetable(snapshot, timetable)
    places = (*seated, *place_online(snapshot, seated))
    unplaced = unplaced_of(snapshot, places)
    stored = [StoredPlace(one.meeting_id, one.slot.starts_at, one.slot.ends_at, one.table_id) for one in places]
    known = (*snapshot.meetings, *snapshot.online)
    before = [StoredPlace(one.id, one.starts_at, None, one.table_id) for one in known]
    run.result = {
        "places": to_json([*stored, *map(StoredPlace, unplaced)]),
        "before": to_json(before),
        "causes": [cause_to_json(cause, snapshot) for cause in timetable.causes],
    }
    run.summary = run.summary | summary_of(timetable, held=len(places), unplaced=len(unplaced))
    run.status, run.finished_at = RunStatus.DONE, now


def fail_run(run_id: int, *, now: datetime) -> None:
    """Note that a run has ended without a result."""
    _end_without_result(lock_run(run_id), now)


def _end_without_result(run: MeetingRun, now: datetime) -> None:
    if run.status in {RunStatus.QUEUED, RunStatus.RUNNING}:
        run.status, run.finished_at = RunStatus.FAILED, now


def summary_of(timetable: Timetable, *, held: int, unplaced: int) -> dict[str, Any]:
    """Return the figures of a result that lists show."""
    score = asdict(timetable.score)
    return score | {
        "verdict": timetable.verdict.value,
        "bound": timetable.bound,
        "seconds": round(timetable.seconds, 1),
        "held": held,
        "unplaced": unplaced,
    }


def cause_to_json(cause: Cause, snapshot: Snapshot) -> dict[str, Any]:
    """Return a cause with people and meetings by their ids and slots by their starts, as a run keeps it."""
    return {
        "kind": cause.kind,
        "people": [snapshot.people[index] for index in cause.participants],
        "meetings": [snapshot.meetings[index].id for index in cause.encounters],
        "slots": [snapshot.slots[index].starts_at.isoformat() for index in cause.slots],
        "needed": cause.needed,
        "available": cause.available,
    }


def _record(action: str, run: MeetingRun, actor_id: int | None, **detail: Any) -> None:
    details: Mapping[str, Any] = {"number": run.number} | detail
    audit.record(f"meeting_run.{action}", "meeting_run", run.id, actor_id=actor_id, event_id=run.event_id, **details)
