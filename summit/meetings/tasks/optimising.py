"""Working out a timetable in the background, in a process of its own."""

import multiprocessing
from multiprocessing.connection import Connection
from typing import Any

from summit.clock import utcnow
from summit.database import transaction
from summit.jobs.services import Progress

from ..rules.optimiser.child import solve_apart
from ..rules.optimiser.problem import Timetable
from ..rules.timetabling import Snapshot, build_problem
from ..services import optimising

_POLL_SECONDS = 1.0
# How long starting the process and finding causes may take besides the search.
_PATIENCE_SECONDS = 120


class SearchEnded(Exception):
    """The process that searched has ended without an answer."""


def work_out_timetable(progress: Progress) -> dict[str, Any]:
    """Search for as long as was asked, or until the run is stopped; a run that nobody waits for is left alone."""
    run_id = progress.arguments["run_id"]
    with transaction():
        snapshot = optimising.begin_run(run_id, now=utcnow())
    if snapshot is None:
        return {}
    try:
        timetable = _search(snapshot, run_id, progress)
    except Exception:
        with transaction():
            optimising.fail_run(run_id, now=utcnow())
        raise
    with transaction():
        optimising.finish_run(run_id, snapshot, timetable, now=utcnow())
    return {"breaks": timetable.score.breaks}


def _search(snapshot: Snapshot, run_id: int, progress: Progress) -> Timetable:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    arguments = (there, build_problem(snapshot), float(snapshot.options.seconds), snapshot.options.seed)
    child = context.Process(target=solve_apart, args=arguments, daemon=False)
    child.start()
    there.close()
    try:
        return _answer(here, snapshot.options.seconds, run_id, progress)
    finally:
        child.terminate()
        child.join()
        here.close()


def _answer(here: Connection, seconds: int, run_id: int, progress: Progress) -> Timetable:
    """Return the child's answer; keeps its progress every second, and stops it once the run is told to stop."""
    for waited in range(seconds + _PATIENCE_SECONDS):
        progress.report(min(waited, seconds), seconds)
        told = None
        if here.poll(_POLL_SECONDS):
            while here.poll():
                try:
                    told = here.recv()
                except EOFError as error:
                    raise SearchEnded from error
                if isinstance(told, Timetable):
                    return told
        if told is not None:
            with transaction():
                goes_on = optimising.note_progress(run_id, *told)
            if not goes_on:
                here.send("stop")
    raise SearchEnded
