"""What every change of a speaker does: lock the draft and the row, count and record the change."""

from datetime import datetime
from typing import Any

from summit.audit.services import record
from summit.events.rules import IsGone

from ..models import AgendaSettings, Speaker
from ..queries import speakers as queries
from .drafting import lock_draft, note_change
from .editing import edition_of, lock_row


def lock_speaker(speaker_id: int, version: int | None = None) -> tuple[Speaker, AgendaSettings]:
    """Return a speaker with windows, locked and fresh, and the edition's draft, locked first.

    Raises IsGone, and ChangedMeanwhile where another version was seen.
    """
    event_id = edition_of(Speaker, speaker_id)
    settings = lock_draft(event_id)
    lock_row(Speaker, speaker_id, version)
    speaker = queries.find_speaker(event_id, speaker_id)
    if speaker is None:
        raise IsGone
    return speaker, settings


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
