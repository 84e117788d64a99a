"""Making the printed programme in the background."""

from datetime import datetime
from typing import Any

from summit.database import transaction
from summit.jobs.services import Progress

from ..services import booklets

_ORPHAN_MINUTE = 37


def make_booklet(progress: Progress) -> dict[str, Any]:
    """Make the file of one release in one language; one that is there already is kept."""
    progress.report(0, 1)
    name = booklets.make_booklet(progress.arguments["release_id"], progress.arguments["language"])
    return {"name": name}


def keep_booklets(now: datetime) -> None:
    """Have the files of new releases made before anybody asks, and once an hour delete those of old ones.

    Not done by the release itself, so that the people concerned hear of it before the paper is laid out.
    """
    for event, release, language in booklets.list_missing(now):
        with transaction():
            booklets.order_booklet(event, release, language, now)
    if now.minute == _ORPHAN_MINUTE:
        booklets.delete_old(now)
