"""Print runs: ordered, fixed, finished, cancelled, downloaded and purged."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
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
    PER_SHEET,
    NobodyToPrint,
    NothingToReprint,
    PositionsAreUnclear,
    PrintFilter,
    PrintOrder,
    PrintRunIsOver,
    PrintScope,
    RunOptions,
    Section,
    Standing,
    StartHasNoSeparators,
    arguments_of,
    file_name,
    filter_of,
    numbers_in,
    options_of,
    plan_sections,
    start_on,
)
from .cards import badge_language, face_of
from .drawing import DrawnBadge
from .parts import RunFolder, folder_of

KIND = "badges.print_run"
PLAIN = RunOptions()
_ROWS_AT_ONCE = 500


def order_print_run(
    event_id: int,
    wanted: PrintFilter,
    *,
    order: PrintOrder,
    layout: Layout,
    actor_id: int,
    now: datetime,
    options: RunOptions = PLAIN,
) -> PrintRun:
    """Order the badges that the filter finds; the same order while one is still at work returns that one.

    Raises NobodyToPrint when the filter finds nobody approved, StartHasNoSeparators, StartIsOffTheSheet.
    """
    event = queries.lock_event(event_id)
    options = replace(options, start=start_on(layout.value, options.start))
    if options.start and (options.separators or options.desks > 1):
        raise StartHasNoSeparators
    queries.load_book(event_id).ensure_holds(layout.sheet, PER_SHEET[layout.value])
    criteria = arguments_of(wanted) | {"order": [order.value]}
    if known := _at_work(event_id, (criteria, options.as_json(), layout, actor_id, None)):
        return known
    count = queries.count_people(selection_of(event, wanted))
    if count == 0:
        raise NobodyToPrint
    run = _new_run(event, criteria, layout, actor_id, now)
    run.options = options.as_json()
    return _begin(run, count)


def order_reprint(
    source: PrintRun, numbers: str, *, by_sheet: bool, start: int, actor_id: int, now: datetime
) -> PrintRun:
    """Order what jammed of an earlier run once more, by numbers of badges or of sheets; its badges keep their codes.

    A code that was revoked meanwhile gives way to the person's valid one; who has none is left out. Raises
    NothingToReprint, PositionsAreUnclear, StartIsOffTheSheet.
    """
    event = queries.lock_event(source.event_id)
    sheets = dict(queries.list_sheets(source.id))
    if source.finished_at is None or not sheets:
        raise NothingToReprint
    last = max((sheet or 0 for sheet in sheets.values()), default=0) if by_sheet else max(sheets)
    chosen = set(numbers_in(numbers, last))
    again = tuple(at for at, sheet in sorted(sheets.items()) if (sheet if by_sheet else at) in chosen)
    if not again:
        raise PositionsAreUnclear(last=last)
    layout = Layout(source.layout)
    options = RunOptions(start=start_on(layout.value, start), again=again)
    if known := _at_work(event.id, (source.criteria, options.as_json(), layout, actor_id, source.id)):
        return known
    run = _new_run(event, source.criteria, layout, actor_id, now)
    run.options, run.reprint_of_id = options.as_json(), source.id
    return _begin(run, len(again))


def _at_work(event_id: int, asked: tuple[Any, ...]) -> PrintRun | None:
    """Return the very same order while it waits or works: whoever clicks twice gets one run."""
    for run in queries.list_unfinished_runs(event_id):
        if (run.criteria, run.options, run.layout, run.created_by, run.reprint_of_id) == asked:
            return run
    return None


def _begin(run: PrintRun, count: int) -> PrintRun:
    run.job = enqueue(KIND, {"run_id": run.id}, event_id=run.event_id, created_by=run.created_by)
    run.job.total = count
    _record("badges.run_ordered", run, run.created_by, layout=run.layout, people=count, reprint_of=run.reprint_of_id)
    return run


def selection_of(event: Event, wanted: PrintFilter) -> queries.Selection:
    """Return the filter with what it is compared with: the edition's categories and what their badges say now."""
    categories = list_categories(event.id)
    marks = face_of(event).marks(categories) if wanted.scope is PrintScope.CHANGED else {}
    return queries.Selection(event.id, wanted, categories, marks)


def _new_run(
    event: Event, criteria: dict[str, list[str]], layout: Layout, actor_id: int | None, now: datetime
) -> PrintRun:
    run = PrintRun(
        public_id=secrets.token_urlsafe(16),
        event_id=event.id,
        created_by=actor_id,
        criteria=criteria,
        options=PLAIN.as_json(),
        layout=layout.value,
        language=badge_language(event),
        created_at=now,
    )
    db.session.add(run)
    db.session.flush()
    return run


def _record(action: str, run: PrintRun, actor_id: int | None, **detail: Any) -> None:
    record(action, "print_run", run.id, actor_id=actor_id, event_id=run.event_id, **detail)


def fix_plan(run: PrintRun, folder: RunFolder) -> list[Section]:
    """Return the run's people by sections in the order of its file, fixed on disk at its first start."""
    known = folder.read_plan()
    if known is not None:
        return known
    options = options_of(run.options)
    sections = _sections_again(run, options) if run.reprint_of_id else _sections(run, options)
    return folder.fix_plan(sections, options.start)


def _sections(run: PrintRun, options: RunOptions) -> list[Section]:
    event = get_event(run.event_id)
    face, rows = face_of(event), queries.list_standings(selection_of(event, filter_of(run.criteria)))
    standings = (
        Standing(row.id, row.sort_key, row.organisation, face.country(row.represents, row.represents_name))
        for row in rows
    )
    return plan_sections(standings, PrintOrder(run.criteria["order"][0]), options)


def _sections_again(run: PrintRun, options: RunOptions) -> list[Section]:
    people = queries.people_at(run.reprint_of_id)
    return [Section([people[position] for position in options.again if position in people])]


def finish_run(run_id: int, folder: RunFolder, now: datetime) -> None:
    """Write down exactly what the file holds and hand it out; a repeat changes nothing.

    Raises JobCancelled when the run was cancelled before this moment.
    """
    run, job = queries.lock_run(run_id)
    if run.finished_at is not None:
        return
    if job.status is not JobStatus.RUNNING:
        raise JobCancelled
    rows = _printed_rows(run, folder)
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        db.session.execute(insert(PrintedBadge), batch)
        run.card_count += len(batch)
    run.finished_at = now
    if run.card_count:
        run.file_name = file_name(get_event(run.event_id).slug, run.layout, run.created_at)
        run.byte_count = folder.result.stat().st_size
    _record("badges.run_finished", run, run.created_by, badges=run.card_count)


def _printed_rows(run: PrintRun, folder: RunFolder) -> Iterator[dict[str, Any]]:
    source = queries.people_at(run.reprint_of_id) if run.reprint_of_id else {}
    source_of = {person: position for position, person in source.items()}
    for position, (sheet, drawn_at, printed) in enumerate(folder.printed(run.layout), start=1):
        registration_id, credential_id, face = printed
        yield {
            "run_id": run.id,
            "position": position,
            "sheet": sheet,
            "source_position": source_of.get(registration_id),
            "face": face,
            "registration_id": registration_id,
            "credential_id": credential_id,
            "created_at": drawn_at,
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
    db.session.add(PrintedBadge(run_id=run.id, position=1, sheet=1, face=drawn.face, created_at=now, **printed))
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
