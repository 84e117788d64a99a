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
from summit.database import after_commit, db
from summit.events.models import Event
from summit.events.queries import get_event, list_categories
from summit.jobs.rules import JobStatus
from summit.jobs.services import JobCancelled, cancel_job, enqueue

from .. import queries
from ..layouts import DesignBook, Sheet
from ..models import PrintedBadge, PrintRun
from ..rules import (
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
from .parts import DeskPart, Printed, RunFolder, folder_of

KIND = "badges.print_run"
PLAIN = RunOptions()
_ROWS_AT_ONCE = 500


def order_print_run(
    event_id: int,
    wanted: PrintFilter,
    *,
    order: PrintOrder,
    sheet: Sheet,
    actor_id: int,
    now: datetime,
    options: RunOptions = PLAIN,
) -> PrintRun:
    """Order the badges that the filter finds; the same order while one is still at work returns that one.

    Raises NobodyToPrint when the filter finds nobody approved, StartHasNoSeparators, StartIsOffTheSheet,
    SheetOfMixedSizes, SheetIsTooSmall, LayoutNeedsAttention.
    """
    event = queries.lock_event(event_id)
    selection = selection_of(event, wanted)
    count = queries.count_people(selection)
    if count == 0:
        raise NobodyToPrint
    run = _draft(event, arguments_of(wanted) | {"order": [order.value]}, sheet, actor_id, now)
    run.designs = _designs_now(event_id, queries.list_category_ids(selection))
    options = replace(options, start=start_on(_places_on(run), options.start))
    if options.start and (options.separators or options.desks > 1):
        raise StartHasNoSeparators
    return _begin(run, options, count)


def order_reprint(
    source: PrintRun, numbers: str, *, by_sheet: bool, start: int, actor_id: int, now: datetime, desk: int = 0
) -> PrintRun:
    """Order what jammed of an earlier run once more, by numbers of badges or of sheets; its badges keep their codes.

    The numbers count from 1 in the whole run, or in the file of one `desk`. They keep their designs too, so that
    they do not differ from the others of their pile. A code that was revoked meanwhile gives way to the person's
    valid one; who has none is left out. Raises NothingToReprint, PositionsAreUnclear, StartIsOffTheSheet,
    LayoutNeedsAttention.
    """
    event = queries.lock_event(source.event_id)
    sheets = dict(queries.list_sheets(source.id))
    counted = _counted(source, sheets, desk, by_sheet=by_sheet)
    if source.finished_at is None or not counted:
        raise NothingToReprint
    last = len(counted)
    chosen = {counted[number - 1] for number in numbers_in(numbers, last)}
    again = tuple(at for at, sheet in sorted(sheets.items()) if (sheet if by_sheet else at) in chosen)
    if not again:
        raise PositionsAreUnclear(last=last)
    run = _draft(event, source.criteria, Sheet(source.layout), actor_id, now)
    run.reprint_of_id, run.designs = source.id, source.designs
    if run.designs is None:
        run.designs = _designs_now(event.id, queries.list_printed_categories(source.id))
    return _begin(run, RunOptions(start=start_on(_places_on(run), start), again=again), len(again))


def _counted(run: PrintRun, sheets: dict[int, int | None], desk: int, *, by_sheet: bool) -> range:
    """Return the numbers, in the whole run, of the badges or sheets that a reader counts from 1."""
    if desk:
        own = next((each for each in desks_of(run) if each.number == desk), None)
        return (own.sheets if by_sheet else own.badges) if own else range(0)
    return range(1, 1 + max((sheet or 0 for sheet in sheets.values()) if by_sheet else sheets, default=0))


def _designs_now(event_id: int, category_ids: list[int]) -> dict[str, int | None]:
    """Return the designs that these categories have now, as they are kept with a run."""
    present = queries.present_designs(event_id)
    return {str(key): present[key] for key in sorted(category_ids)}


def book_of(run: PrintRun) -> DesignBook:
    """Return the designs of a run: those that were kept with it, the present ones where none were."""
    kept = None if run.designs is None else {int(key): version for key, version in run.designs.items()}
    return queries.load_book(run.event_id, kept)


def _places_on(run: PrintRun) -> int:
    """Return how many badges a sheet of the run holds; raises SheetOfMixedSizes, SheetIsTooSmall."""
    return book_of(run).places_on(Sheet(run.layout))


def check_designs(run: PrintRun) -> None:
    """Refuse a run whose badges would not look as they were designed; raises LayoutNeedsAttention."""
    book_of(run).check()


def _begin(run: PrintRun, options: RunOptions, count: int) -> PrintRun:
    """Begin a drafted run; whoever clicks twice gets the very same one while it waits or works.

    Raises LayoutNeedsAttention.
    """
    check_designs(run)
    run.options = options.as_json()
    for known in queries.list_unfinished_runs(run.event_id):
        if _asked(known) == _asked(run):
            return known
    db.session.add(run)
    db.session.flush()
    run.job = enqueue(KIND, {"run_id": run.id}, event_id=run.event_id, created_by=run.created_by)
    run.job.total = count
    _record("badges.run_ordered", run, run.created_by, layout=run.layout, people=count, reprint_of=run.reprint_of_id)
    return run


def _asked(run: PrintRun) -> tuple[Any, ...]:
    return (run.criteria, run.options, run.designs, run.layout, run.created_by, run.reprint_of_id)


def selection_of(event: Event, wanted: PrintFilter) -> queries.Selection:
    """Return the filter with what it is compared with: what the edition's badges say and how they look now."""
    categories = list_categories(event.id)
    if wanted.scope is not PrintScope.CHANGED:
        return queries.Selection(event.id, wanted, categories, {}, {})
    book = queries.load_book(event.id)
    designs = {category.id: book.of(category.letter).key for category in categories}
    return queries.Selection(event.id, wanted, categories, face_of(event).marks(categories), designs)


def book_for(selection: queries.Selection) -> DesignBook:
    """Return the present designs of the categories of all whom the filter finds."""
    present = queries.present_designs(selection.event_id)
    found = {key: present[key] for key in queries.list_category_ids(selection)}
    return queries.load_book(selection.event_id, found)


def _draft(event: Event, criteria: dict[str, list[str]], sheet: Sheet, actor_id: int | None, now: datetime) -> PrintRun:
    return PrintRun(
        public_id=secrets.token_urlsafe(16),
        event_id=event.id,
        created_by=actor_id,
        criteria=criteria,
        options=PLAIN.as_json(),
        layout=sheet.value,
        language=badge_language(event),
        created_at=now,
    )


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
    for position, (sheet, drawn_at, printed) in enumerate(folder.printed(_places_on(run)), start=1):
        yield {
            "run_id": run.id,
            "position": position,
            "sheet": sheet,
            "source_position": source_of.get(printed.registration_id),
            "created_at": drawn_at,
            **printed._asdict(),
        }


def summary_of(folder: RunFolder) -> dict[str, Any]:
    """Return what the job tells of a finished run: who was left out and why."""
    return {"left_out": [list(one) for log in folder.logs() for one in log.left_out]}


def cancel_print_run(run_id: int, *, actor_id: int) -> None:
    """Stop a run; raises PrintRunIsOver when it has ended.

    A worker deletes what it has drawn itself; what an earlier attempt left is deleted here.
    """
    run, job = queries.lock_run(run_id)
    if run.finished_at is not None or job.is_finished:
        raise PrintRunIsOver
    if job.status is JobStatus.QUEUED:
        after_commit(folder_of(run.public_id).delete)
    cancel_job(job)
    _record("badges.run_cancelled", run, actor_id)


def file_of(run: PrintRun) -> Path | None:
    """Return where the run's finished file lies, None where there is none (any more)."""
    path = folder_of(run.public_id).result
    return path if run.file_name and path.exists() else None


def desks_of(run: PrintRun) -> list[DeskPart]:
    """Return the desks whose part of a finished run lies in a file of its own, none without such files (any more)."""
    if not run.file_name or run.designs is None or options_of(run.options).desks == 1:
        return []
    return list(folder_of(run.public_id).desks(_places_on(run)))


def record_download(run: PrintRun, *, actor_id: int) -> None:
    """Write down that somebody takes the file."""
    _record("badges.run_downloaded", run, actor_id, badges=run.card_count)


def record_desk_download(run: PrintRun, desk: DeskPart, *, actor_id: int) -> None:
    """Write down that somebody takes the file of one desk."""
    _record("badges.run_downloaded", run, actor_id, desk=desk.number, badges=len(desk.badges))


def record_single_print(drawn: DrawnBadge, event: Event, *, actor_id: int, now: datetime) -> None:
    """Write down that staff printed one badge: a run of its own, without a job."""
    criteria = {"reference": [drawn.reference]}
    run = _draft(event, criteria, Sheet.SINGLE, actor_id, now)
    run.card_count, run.finished_at = 1, now
    db.session.add(run)
    db.session.flush()
    printed = Printed(drawn.issued.registration_id, drawn.issued.credential_id, drawn.face, drawn.design)
    db.session.add(PrintedBadge(run_id=run.id, position=1, sheet=1, created_at=now, **printed._asdict()))
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
