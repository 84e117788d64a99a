"""Reading the organisers' list of sessions: narrow rows to decide on, whole ones for the page in view."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from summit.database import db

from ..models import Session, SessionPerson, Slot, Speaker
from ..rules.listing import ListedSession


def list_narrow(event_id: int, *, with_people: bool) -> list[ListedSession]:
    """Return every session of the edition by id, with what the list decides on; people only where they are sought."""
    starts = _starts(event_id)
    people = _people_keys(event_id) if with_people else {}
    statement = select(
        Session.id,
        Session.code,
        Session.titles,
        Session.kind,
        Session.state,
        Session.format,
        Session.track_id,
        Session.updated_at,
    ).where(Session.event_id == event_id)
    return [
        ListedSession(*row, starts=tuple(starts[row.id]), people_key=people.get(row.id, ""))
        for row in db.session.execute(statement.order_by(Session.id))
    ]


def list_whole(session_ids: Collection[int]) -> dict[int, Session]:
    """Return sessions by id with their track, people and places."""
    slots = selectinload(Session.slots)
    statement = (
        select(Session)
        .where(Session.id.in_(session_ids))
        .options(
            joinedload(Session.track),
            selectinload(Session.people).joinedload(SessionPerson.speaker, innerjoin=True),
            slots.joinedload(Slot.hall),
            slots.selectinload(Slot.joined_halls),
        )
        .execution_options(populate_existing=True)
    )
    return {session.id: session for session in db.session.scalars(statement)}


def _starts(event_id: int) -> dict[int, list[datetime | None]]:
    starts: dict[int, list[datetime | None]] = defaultdict(list)
    statement = select(Slot.session_id, Slot.starts_at).where(Slot.event_id == event_id).order_by(Slot.id)
    for session_id, starts_at in db.session.execute(statement):
        starts[session_id].append(starts_at)
    return starts


def _people_keys(event_id: int) -> dict[int, str]:
    keys: dict[int, list[str]] = defaultdict(list)
    statement = (
        select(SessionPerson.session_id, Speaker.search_key)
        .join(Speaker, Speaker.id == SessionPerson.speaker_id)
        .where(Speaker.event_id == event_id)
    )
    for session_id, key in db.session.execute(statement):
        keys[session_id].append(key)
    return {session_id: " ".join(found) for session_id, found in keys.items()}
