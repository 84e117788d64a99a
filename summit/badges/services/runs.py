"""Print runs: ordered, fixed, finished, cancelled, downloaded and purged."""

import secrets
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, update

from summit.audit.services import record
from summit.database import db
from summit.events.models import Event
from summit.events.queries import get_event, list_categories
from summit.jobs.rules import JobStatus
from summit.jobs.services import JobCancelled, cancel_job, enqueue

from .. import queries
from ..models import PrintedBadge, PrintRun
from ..pdf import Layout
from ..rules import (
    NobodyToPrint,
    PrintFilter,
    PrintOrder,
    PrintRunIsOver,
    Standing,
    arguments_of,
    file_name,
    filter_of,
    in_print_order,
)
from .cards import badge_language, face_of
from .drawing import DrawnBadge
from .parts import RunFolder, folder_of

KIND = "badges.print_run"
_ROWS_AT_ONCE = 500


def order_print_run(
    event_id: int, wanted: PrintFilter, *, order: PrintOrder, layout: Layout, actor_id: int, now: datetime
) -> PrintRun:
    """Order the badges that the filter finds; the same order while one is still at work returns that one.

    Raises NobodyToPrint when the filter finds nobody approved.
    """
    event = queries.lock_event(event_id)
    criteria = arguments_of(wanted) | {"order": [order.value]}
    for run in queries.list_unfinished_runs(event_id):
        if (run.criteria, run.layout, run.created_by) == (criteria, layout, actor_id):
            return run
    count = queries.count_people(event_id, wanted, list_categories(event_id))
    if count == 0:
        raise NobodyToPrint
    run = _new_run(event, criteria, layout, actor_id, now)
    run.job = enqueue(KIND, {"run_id": run.id}, event_id=event_id, created_by=actor_id)
    run.job.total = count
    _record("badges.run_ordered", run, actor_id, layout=layout.value, people=count)
    return run


def _new_run(
    event: Event, criteria: dict[str, list[str]], layout: Layout, actor_id: int | None, now: datetime
) -> PrintRun:
    run = PrintRun(
        public_id=secrets.token_urlsafe(16),
        event_id=event.id,
        created_by=actor_id,
        criteria=criteria,
        layout=layout.value,
        language=badge_language(event),
        created_at=now,
    )
    db.session.add(run)
    db.session.flush()
    return run


def _record(action: str, run: PrintRun, actor_id: int | None, **detail: Any) -> None:
    record(action, "print_run", run.id, actor_id=actor_id, event_id=run.event_id, **detail)


def fix_people(run: PrintRun, folder: RunFolder) -> list[int]:
    """Return the run's people in the order of its file, fixed on disk when it starts for the first time."""
    known = folder.read_people()
    if known is not None:
        return known
    face, wanted = face_of(get_event(run.event_id)), filter_of(run.criteria)
    rows = queries.list_standings(run.event_id, wanted, list_categories(run.event_id))
    standings = (
        Standing(row.id, row.sort_key, row.organisation, face.country(row.represents, row.represents_name))
        for row in rows
    )
    return folder.fix_people(in_print_order(standings, PrintOrder(run.criteria["order"][0])))


def finish_run(run_id: int, folder: RunFolder, now: datetime) -> None:
    """Write down exactly what the file holds and hand it out; a repeat changes nothing.

    Raises JobCancelled when the run was cancelled before this moment.
    """
    run, job = queries.lock_run(run_id)
    if run.finished_at is not None:
        return
    if job.status is not JobStatus.RUNNING:
        raise JobCancelled
    rows = _printed_rows(run.id, folder)
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        db.session.execute(insert(PrintedBadge), batch)
        run.card_count += len(batch)
    run.finished_at = now
    if run.card_count:
        run.file_name = file_name(get_event(run.event_id).slug, run.layout, run.created_at)
        run.byte_count = folder.result.stat().st_size
    _record("badges.run_finished", run, run.created_by, badges=run.card_count)


def _printed_rows(run_id: int, folder: RunFolder) -> Iterator[dict[str, Any]]:
    position = 0
    for log in folder.logs():
        for registration_id, credential_id in log.printed:
            position += 1
            yield {
                "run_id": run_id,
                "position": position,
                "registration_id": registration_id,
                "credential_id": credential_id,
                "created_at": log.drawn_at,
            }


def summary_of(folder: RunFolder) -> dict[str, Any]:
    """Return what the job tells of a finished run: who was left out and why."""
    return {"left_out": [list(one) for log in folder.logs() for one in log.left_out]}


def cancel_print_run(run_id: int, *, actor_id: int) -> None:
    """Stop a run; raises PrintRunIsOver when it has ended."""
    run, job = queries.lock_run(run_id)
    if run.finished_at is not None or job.is_finished:
        raise PrintRunIsOver
    cancel_job(job)
    _record("badges.run_cancelled", run, actor_id)


def file_of(run: PrintRun) -> Path | None:
    """Return where the run's finished file lies, None where there is none (any more)."""
    path = folder_of(run.public_id).result
    return path if run.file_name and path.exists() else None


def record_download(run: PrintRun, *, actor_id: int) -> None:
    """Write down that somebody takes the file."""
    _record("badges.run_downloaded", run, actor_id, badges=run.card_count)


def record_single_print(drawn: DrawnBadge, event: Event, *, actor_id: int, now: datetime) -> None:
    """Write down that staff printed one badge: a run of its own, without a job."""
    criteria = {"reference": [drawn.reference]}
    run = _new_run(event, criteria, Layout.A6, actor_id, now)
    run.card_count, run.finished_at = 1, now
    printed = {"registration_id": drawn.issued.registration_id, "credential_id": drawn.issued.credential_id}
    db.session.add(PrintedBadge(run_id=run.id, position=1, created_at=now, **printed))
    record(
        "badge.printed",
        "registration",
        drawn.issued.registration_id,
        actor_id=actor_id,
        event_id=event.id,
        issue=drawn.issued.issue,
    )


def forget_files(public_ids: list[str]) -> None:
    """Note that the files of these runs are gone."""
    gone = update(PrintRun).where(PrintRun.public_id.in_(public_ids))
    db.session.execute(gone.values(file_name="", byte_count=0))
