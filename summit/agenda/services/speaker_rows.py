"""What every change of a speaker does: lock the draft and the row, refuse in words, count and record the change."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from summit.audit.services import record
from summit.database import ROW_LOCK, db, savepoint
from summit.errors import DomainError
from summit.events.rules import IsGone, ensure_unchanged

from ..models import AgendaSettings, Speaker
from ..queries import speakers as queries
from .drafting import lock_draft, note_change


def lock_speaker(speaker_id: int, version: int | None = None) -> tuple[Speaker, AgendaSettings]:
    """Return a speaker with windows, locked and fresh, and the edition's draft, locked first.

    Raises IsGone, and ChangedMeanwhile where another version was seen.
    """
    event_id = db.session.scalar(select(Speaker.event_id).where(Speaker.id == speaker_id))
    if event_id is None:
        raise IsGone
    settings = lock_draft(event_id)
    locked = db.session.get(Speaker, speaker_id, with_for_update=ROW_LOCK, populate_existing=True)
    speaker = locked and queries.find_speaker(event_id, speaker_id)
    if speaker is None:
        raise IsGone
    ensure_unchanged(seen=version, present=speaker.version)
    return speaker, settings


@contextmanager
def refused_as(refusal: DomainError) -> Iterator[None]:
    """Say a constraint's no in the user's words."""
    try:
        with savepoint():
            yield
    except IntegrityError as error:
        raise refusal from error


def note_speaker(
    action: str, speaker: Speaker, settings: AgendaSettings, actor_id: int | None, now: datetime, **detail: Any
) -> None:
    """Count the change of the draft and write the act into the audit record; nobody as actor: the speaker."""
    note_change(settings, f"speaker_{action}", actor_id=actor_id, now=now)
    record_speaker(action, speaker, actor_id, **detail)


def record_speaker(action: str, speaker: Speaker, actor_id: int | None, **detail: Any) -> None:
    """Write an act into the audit record that changes nothing of the draft."""
    detail["code"] = speaker.code
    record(f"speaker.{action}", "speaker", speaker.id, actor_id=actor_id, event_id=speaker.event_id, **detail)
