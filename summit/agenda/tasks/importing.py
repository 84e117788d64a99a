"""Bringing in a long file while its sender watches: all of it in one transaction, or nothing."""

from typing import Any

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.queries import get_event
from summit.jobs.services import Progress
from summit.sheets.keeping import close_file, note_progress
from summit.sheets.plans import ImportIsRefused, RowState

from ..services.importing import import_rows
from ..services.uploads import find_upload, read_upload

_TOLD_EVERY = 10


def import_file(progress: Progress) -> dict[str, Any]:
    """Import the file that the job names; returns what was written, or the sentence of the refusal."""
    token, actor_id = progress.arguments["token"], progress.arguments["actor"]
    now, event_id = utcnow(), progress.event_id or 0
    upload = find_upload(token, event_id=event_id, account_id=actor_id, now=now)
    if upload is None or upload.is_closed:
        return {}

    def tell(done: int, total: int) -> None:
        if done % _TOLD_EVERY == 0:
            note_progress(token, done, total)

    said = {"adds_missing": upload.adds_missing, "digest": progress.arguments["digest"], "actor_id": actor_id}
    main = next(iter(get_event(event_id).languages), "en")
    try:
        found = read_upload(upload.content, main_language=main)
        with transaction():
            plan = import_rows(event_id, found.rows, now=now, tell=tell, **said)
    except DomainError as error:
        refusal = error.error if isinstance(error, ImportIsRefused) else error
        return {"reason": refusal.message, "params": {name: str(value) for name, value in refusal.params.items()}}
    close_file(token)
    return {"new": plan.counts[RowState.NEW], "changed": plan.counts[RowState.CHANGED]}
