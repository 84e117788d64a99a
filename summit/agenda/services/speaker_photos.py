"""Photos of speakers: re-encoded, kept outside the web root, deleted when nothing shows them any more."""

import secrets
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from summit.database import after_commit, db
from summit.registration.services.photos import portrait, write_whole

from ..models import Speaker
from ..queries import speakers as queries
from .speaker_rows import lock_speaker, note_speaker

_ORPHAN_AGE = timedelta(days=1)


def photo_file(name: str) -> Path | None:
    """Return where a photo lies by its name, None where there is no such file (any more)."""
    path = _folder() / name
    return path if name and path.name == name and path.is_file() else None


def set_photo(speaker_id: int, data: bytes, *, actor_id: int | None, now: datetime) -> Speaker:
    """Keep a picture as the speaker's photo in place of an earlier one.

    The file is complete on disk before the row names it. Raises the refusals of registration.rules.photos, IsGone.
    """
    name = f"{secrets.token_hex(16)}.jpg"
    jpeg = portrait(data)
    speaker, settings = lock_speaker(speaker_id)
    write_whole(_folder(), name, jpeg)
    _replace(speaker, name, now)
    note_speaker("photo_set", speaker, settings, actor_id, now)
    return speaker


def remove_photo(speaker_id: int, *, actor_id: int | None, now: datetime) -> Speaker:
    """Take the speaker's photo away; a repeat is harmless."""
    speaker, settings = lock_speaker(speaker_id)
    if speaker.photo_name:
        _replace(speaker, "", now)
        note_speaker("photo_removed", speaker, settings, actor_id, now)
    return speaker


def _replace(speaker: Speaker, name: str, now: datetime) -> None:
    delete_file_after_commit(speaker.photo_name, speaker.event_id)
    speaker.photo_name, speaker.updated_at = name, now
    db.session.flush()


def delete_file_after_commit(name: str, event_id: int) -> None:
    """Delete a photo's file once the change is safe, unless the newest release still shows it."""
    if name and name not in queries.photos_in_release(event_id):
        path = _folder() / name
        after_commit(lambda: path.unlink(missing_ok=True))


def delete_orphans(now: datetime) -> int:
    """Delete files older than a day that neither a speaker nor a newest release names; return how many."""
    oldest = (now - _ORPHAN_AGE).timestamp()
    files = [path for path in _folder().iterdir() if path.stat().st_mtime < oldest]
    named = _named() if files else set()
    orphans = [path for path in files if path.name not in named]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _named() -> set[str]:
    return set(db.session.scalars(select(Speaker.photo_name))) | queries.released_photos()


def _folder() -> Path:
    folder: Path = current_app.extensions["summit_config"].var / "speakers"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
