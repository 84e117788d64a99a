"""Making the draft public: releases, numbered and named, and who hears of them."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from summit.audit import services as audit
from summit.database import db, savepoint
from summit.events.models import Event
from summit.events.queries import get_event
from summit.events.rules import ensure_texts

from ..models import Release
from ..queries.draft import draft_programme
from ..queries.releases import find_current_release, programme_of
from ..rules.changes import Changes, changes_to_json
from ..rules.programme import Programme, content_hash, to_json
from ..rules.releases import (
    LONGEST_MESSAGE,
    DraftChangedMeanwhile,
    ReleasedMeanwhile,
    ReleaseNameIsTaken,
    clean_release_name,
    ensure_news,
)
from ..rules.versions import compare, next_programme
from .drafting import lock_draft, note_change
from .notifying import queue_notices

Hook = Callable[[Event, Release], None]
_hooks: list[Hook] = []


def on_release(callback: Hook) -> Hook:
    """Call `callback(event, release)` for every release, inside its transaction; returns the callback."""
    if callback not in _hooks:
        _hooks.append(callback)
    return callback


def release(
    event_id: int,
    *,
    name: str,
    messages: Mapping[str, str] | None = None,
    notify: bool = False,
    seen: int | None = None,
    actor_id: int | None,
    now: datetime,
) -> Release:
    """Make the draft public under the next number; with `notify`, the people concerned are told in the background.

    `messages` is a word to the readers per language. `seen` is the number of the draft that the organiser looked at
    (AgendaSettings.draft_number), None for whatever there is. Raises DraftChangedMeanwhile, ReleasedMeanwhile and
    the refusals of rules.releases.
    """
    settings = lock_draft(event_id)
    if seen is not None and seen != settings.draft_number:
        raise DraftChangedMeanwhile
    event, before = get_event(event_id), find_current_release(event_id)
    previous = programme_of(before) if before else None
    programme = next_programme(previous, draft_programme(event), now)
    ensure_news(previous, programme, name=before.name if before else "")
    row = _new_release(event_id, programme, compare(previous, programme), now)
    row.number = before.number + 1 if before else 1
    row.name = _free_name(event_id, name)
    row.messages = ensure_texts(messages or {}, needed=False, longest=LONGEST_MESSAGE)
    row.released_by = actor_id
    _write(row)
    note_change(settings, "released", actor_id=actor_id, now=now)
    for hook in _hooks:
        hook(event, row)
    if notify:
        queue_notices(row, actor_id=actor_id)
    _record(row, notify=notify, actor_id=actor_id)
    return row


def _new_release(event_id: int, programme: Programme, changes: Changes, now: datetime) -> Release:
    values = to_json(programme)
    return Release(
        event_id=event_id,
        programme=values,
        changes=changes_to_json(changes),
        content_hash=content_hash(values),
        slot_count=len(programme.taking_place),
        created_at=now,
    )


def _free_name(event_id: int, name: str) -> str:
    clean = clean_release_name(name)
    statement = select(Release.id).where(Release.event_id == event_id, Release.name == clean)
    if db.session.scalar(statement) is not None:
        raise ReleaseNameIsTaken(name=clean)
    return clean


def _write(row: Release) -> None:
    try:
        with savepoint():
            db.session.add(row)
            db.session.flush()
    except IntegrityError as error:
        raise ReleasedMeanwhile from error


def _record(row: Release, *, notify: bool, actor_id: int | None) -> None:
    detail = {"number": row.number, "name": row.name, "slots": row.slot_count, "notify": notify}
    audit.record("release.made", "release", row.id, actor_id=actor_id, event_id=row.event_id, **detail)
