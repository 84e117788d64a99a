"""What every change of the draft does: lock the edition's draft, count the change, write it down for undo."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from summit.clock import utcnow
from summit.database import db, savepoint

from ..models import AgendaSettings, DraftChange


def lock_draft(event_id: int) -> AgendaSettings:
    """Return the settings of the edition's programme, locked until the end of the transaction; made on first need.

    Whoever changes the draft takes this lock first, so changes have an order and numbers without gaps.
    """
    locked = _locked(event_id)
    if locked is not None:
        return locked
    try:
        with savepoint():
            db.session.add(AgendaSettings(event_id=event_id, levels={}))
            db.session.flush()
    except IntegrityError:
        pass
    return _locked(event_id) or _missing(event_id)


def _locked(event_id: int) -> AgendaSettings | None:
    statement = select(AgendaSettings).where(AgendaSettings.event_id == event_id).with_for_update(key_share=True)
    return db.session.scalar(statement.execution_options(populate_existing=True))


def _missing(event_id: int) -> AgendaSettings:
    raise LookupError(f"There is no edition {event_id}.")


def note_change(
    settings: AgendaSettings,
    kind: str,
    *,
    actor_id: int | None,
    now: datetime,
    session_id: int | None = None,
    steps: Sequence[dict[str, Any]] = (),
) -> DraftChange:
    """Count a change of the draft (its lock held) and write it down; open editors ask for what came after theirs.

    `kind` says what was done, such as "placed" or "session_updated"; `steps` as in models.DraftChange.
    """
    settings.draft_number += 1
    change = DraftChange(
        event_id=settings.event_id,
        number=settings.draft_number,
        kind=kind,
        actor_id=actor_id,
        session_id=session_id,
        steps=list(steps),
        created_at=now,
    )
    db.session.add(change)
    db.session.flush()
    return change


def note_halls(event_id: int, actor_id: int | None) -> None:
    """Count a change of the edition's halls as one of the draft, so that open boards and release pages hear of it."""
    note_change(lock_draft(event_id), "halls_updated", actor_id=actor_id, now=utcnow())
