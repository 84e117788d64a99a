"""Working out a proposal in the background, in a process of its own."""

import multiprocessing
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from summit.database import transaction
from summit.jobs.services import Progress

from ..rules.autoschedule import Outcome
from ..rules.autoschedule.child import search_apart
from ..services import proposing

_POLL_SECONDS = 1.0
# How long reading the board, starting the process and saying why something has no place may take besides the search.
_PATIENCE_SECONDS = 300


class SearchEnded(Exception):
    """The process that searched has ended without an answer."""


def work_out_proposal(progress: Progress) -> dict[str, Any]:
    """Search for a schedule for as long as was asked; a proposal that nobody waits for is left alone."""
    proposal_id = progress.arguments["proposal_id"]
    with transaction():
        snapshot = proposing.read_draft(proposal_id)
    if snapshot is None:
        return {}
    outcome = _search(snapshot, progress)
    with transaction():
        proposing.finish_proposal(proposal_id, snapshot, outcome)
    return {"placed": len(outcome.placements), "without": len(outcome.unplaced)}


def _search(snapshot: proposing.Snapshot, progress: Progress) -> Outcome:
    """Return the child's answer; tells every second how far it is, and ends the child when that is refused."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=search_apart, args=(there, snapshot.board, snapshot.options), daemon=True)
    child.start()
    there.close()
    try:
        return _answer(here, snapshot.options.seconds, progress)
    finally:
        child.terminate()
        child.join()
        here.close()


def _answer(here: Connection, seconds: int, progress: Progress) -> Outcome:
    for waited in range(seconds + _PATIENCE_SECONDS):
        progress.report(min(waited, seconds), seconds)
        if here.poll(_POLL_SECONDS):
            with suppress(EOFError):
                outcome: Outcome = here.recv()
                return outcome
            break
    raise SearchEnded
