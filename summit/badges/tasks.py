"""The background work of badges: print runs, and tidying up after them."""

import os
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any

from summit.clock import utcnow
from summit.database import transaction
from summit.events.queries import get_event
from summit.jobs.services import JobCancelled, Progress
from summit.paper.children import new_children

from . import queries
from .layouts import DesignBook, Sheet
from .models import PrintRun
from .pdf.joining import join_pdfs
from .pdf.pressroom import the_press
from .pdf.runs import print_part
from .pdf.separators import print_separators
from .services import runs
from .services.cards import EditionFace, face_of, paper_of, separators_of
from .services.drawing import draw_chunk
from .services.parts import Part, PartLog, RunFolder, folder_of, old_folders

# Each child takes 150 to 320 MB, by how many scripts it meets; two keep a small server busy.
_MOST_CHILDREN = 2
Started = tuple[Part, PartLog, Future[Any] | None]


def print_run(progress: Progress) -> dict[str, Any]:
    """Print a run: parts that an earlier attempt has done are kept, the others drawn; then all are joined."""
    run_id = progress.arguments["run_id"]
    # A transaction of its own, so that what is read after waiting for another worker is what that one has left.
    with transaction():
        folder = folder_of(queries.get_run(run_id).public_id)
    with folder.alone():
        run = queries.get_run(run_id)
        if run.finished_at is None:
            try:
                _print(run, folder, progress)
            except JobCancelled:
                folder.delete()
                raise
        folder.drop_parts()
        return runs.summary_of(folder)


def _print(run: PrintRun, folder: RunFolder, progress: Progress) -> None:
    runs.check_designs(run)
    total = sum(len(section.people) for section in runs.fix_plan(run, folder))
    progress.report(0, total)
    done = 0
    with closing(_finished_parts(run, folder.parts())) as logs:
        for log in logs:
            done += log.size
            progress.report(done, total)
    _join(folder)
    with transaction():
        runs.finish_run(run.id, folder, utcnow())


def _join(folder: RunFolder) -> None:
    """Join the parts into each desk's file and the finished file; each appears only when it is complete."""
    for target, parts in folder.files():
        if any(log.printed for log in (part.read() for part in parts) if log):
            unfinished = folder.path / "joined.new"
            join_pdfs([part.pdf for part in parts if part.pdf.exists()], unfinished)
            unfinished.replace(target)


def _finished_parts(run: PrintRun, parts: list[Part]) -> Generator[PartLog, None, None]:
    """Yield each part's log as soon as it is done; the memory needed does not grow with the run."""
    waiting: deque[Started] = deque()
    face, book = face_of(get_event(run.event_id)), runs.book_of(run)
    children = min(_MOST_CHILDREN, os.cpu_count() or 1, max(len(parts), 1))
    with _pool(children) as pool:
        for part in parts:
            waiting.append(_start(run, face, book, part, pool))
            if len(waiting) > children:
                yield _close(*waiting.popleft())
        while waiting:
            yield _close(*waiting.popleft())


@contextmanager
def _pool(children: int) -> Iterator[ProcessPoolExecutor]:
    """Give child processes that end with what is done inside, whatever was still to be laid out."""
    pool = new_children(children, the_press)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _start(run: PrintRun, face: EditionFace, book: DesignBook, part: Part, pool: ProcessPoolExecutor) -> Started:
    """Keep a part that is done and whose codes are still valid, or draw it and let a child lay it out."""
    known = part.read()
    if known is not None and part.holds(known) and queries.are_valid([one.credential_id for one in known.printed]):
        return part, known, None
    part.discard()
    now = utcnow()
    if part.heading:
        pages = separators_of(part.heading, face.language)
        return part, PartLog(now, [], []), pool.submit(print_separators, pages, paper_of(run, book), part.pdf)
    chunk = draw_chunk(part.people, face, book, actor_id=run.created_by, now=now, again=run.reprint_of_id is not None)
    sheet = (Sheet(run.layout), part.pdf, part.start)
    work = pool.submit(print_part, chunk.cards, book, *sheet) if chunk.cards else None
    return part, PartLog(now, chunk.printed, chunk.left_out), work


def _close(part: Part, log: PartLog, work: Future[Any] | None) -> PartLog:
    if work is not None:
        work.result()
    part.close(log)
    return log


def purge_prints(now: datetime) -> None:
    """Delete the files of runs that nothing was written to for 14 days; the log of who was printed stays."""
    old = old_folders(now)
    if not old:
        return
    with transaction():
        runs.forget_files([folder.path.name for folder in old])
    for folder in old:
        folder.delete()
