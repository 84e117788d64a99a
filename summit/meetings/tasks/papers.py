"""Laying out the papers of all meetings in the background."""

from datetime import datetime
from typing import Any

from summit.clock import utcnow
from summit.jobs.services import Progress

from ..rules.papers import PaperKind
from ..services import papers

_TIDY_MINUTE = 43


def make_paper(progress: Progress) -> dict[str, Any]:
    """Make one file; one that is there already is kept."""
    progress.report(0, 1)
    given = progress.arguments
    name = papers.make_paper(given["event_id"], PaperKind(given["kind"]), given["language"], utcnow())
    return {"name": name}


def tidy_papers(now: datetime) -> None:
    """Delete old files once an hour."""
    if now.minute == _TIDY_MINUTE:
        papers.delete_old(now)
