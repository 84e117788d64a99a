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
from ..queries.upcoming import Upcoming, list_blocking, load_upcoming
from ..rules.changes import changes_to_json
from ..rules.programme import content_hash, to_json
from ..rules.releases import (
    LONGEST_MESSAGE,
    DraftChangedMeanwhile,
    DraftIsBlocked,
    ReleasedMeanwhile,
    ReleaseNameIsTaken,
    clean_release_name,
    ensure_news,
)
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
    despite_conflicts: bool = False,
    actor_id: int | None,
    now: datetime,
) -> Release:
    """Make the draft public under the next number; with `notify`, the people concerned are told in the background.

    `messages` is a word to the readers per language. `seen` is the number of the draft that the organiser looked at
    (AgendaSettings.draft_number), None for whatever there is. A draft with conflicts that the settings refuse is
    released `despite_conflicts` only. Raises the refusals of rules.releases.
    """
    settings = lock_draft(event_id)
    if seen is not None and seen != settings.draft_number:
        raise DraftChangedMeanwhile
    event = get_event(event_id)
    upcoming = load_upcoming(event, now)
    ensure_news(upcoming.previous, upcoming.programme, name=upcoming.before.name if upcoming.before else "")
    row = _new_release(event_id, upcoming, now)
    row.name = _free_name(event_id, name)
    row.messages = ensure_texts(messages or {}, needed=False, longest=LONGEST_MESSAGE)
    row.released_by = actor_id
    if not despite_conflicts and list_blocking(event):
        raise DraftIsBlocked
    _write(row)
    note_change(settings, "released", actor_id=actor_id, now=now)
    for hook in _hooks:
        hook(event, row)
    if notify:
        queue_notices(row, actor_id=actor_id)
    _record(row, notify=notify, actor_id=actor_id)
    return row


def _new_release(event_id: int, upcoming: Upcoming, now: datetime) -> Release:
    values = to_json(upcoming.programme)
    return Release(
        event_id=event_id,
        number=upcoming.number,
        programme=values,
        changes=changes_to_json(upcoming.changes),
        content_hash=content_hash(values),
        slot_count=len(upcoming.programme.taking_place),
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
