"""Sessions, breaks and blockers: making, changing, cancelling and deleting them, and their repeats."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from summit.database import db, savepoint
from summit.events.models import Category
from summit.events.services.changing import refused_as

from ..models import Session, Slot, Track
from ..queries import sessions as queries
from ..rules import sessions as rules
from ..rules.kinds import SessionFormat, SessionKind, SessionState
from ..rules.tracks import TrackIsUnknown
from .drafting import lock_draft, note_change
from .editing import edition_of, lock_row, note, revise
from .identity import new_code, new_guid, new_uid
from .materials import delete_files_after_commit

_CODES_TRIED = 5
PlacesAdded = Callable[[Collection[int], datetime], None]
_places_added: list[PlacesAdded] = []


class SessionValues(TypedDict, total=False):
    """What may be set of a session: texts per language tag, `capacity` in people (None: open to any number),
    `channels` as {number: language tag}, `category_ids` of those who may attend (none: everybody)."""

    kind: SessionKind
    state: SessionState
    format: SessionFormat
    track_id: int | None
    titles: Mapping[str, str]
    abstracts: Mapping[str, str]
    notes: Mapping[str, str]
    internal_note: str
    language: str
    channels: Mapping[str, str]
    minutes: int
    capacity: int | None
    age_limit: int
    dress_codes: Mapping[str, str]
    recording_url: str
    stream_url: str
    is_featured: bool
    takes_feedback: bool
    category_ids: Iterable[int]


def on_places_added(callback: PlacesAdded) -> None:
    """Be told when more people fit into slots, to let the waiting list move up: callback(slot ids, now).

    It runs in the transaction of the change, with the draft locked.
    """
    if callback not in _places_added:
        _places_added.append(callback)


def create_session(event_id: int, *, actor_id: int | None, now: datetime, **values: Unpack[SessionValues]) -> Session:
    """Make a session with one slot, which waits in the pool; needs titles.

    Raises the refusals of rules.sessions, TrackIsUnknown, CategoriesAreUnknown.
    """
    settings = lock_draft(event_id)
    clean = _clean(event_id, {"titles": {}, **values}, SessionKind.SESSION)
    session = _add(event_id, clean, now)
    _new_slot(session, actor_id, now)
    note_change(settings, "session_created", actor_id=actor_id, now=now, session_id=session.id)
    note("created", session, actor_id, code=session.code)
    return queries.get_session(session.id)


def update_session(
    session_id: int, *, version: int | None = None, actor_id: int | None, now: datetime, **values: Unpack[SessionValues]
) -> Session:
    """Change a session; where more people fit than before, those who wait are told (`on_places_added`).

    `version`: the one that the form was opened with (None: not asked). Raises ChangedMeanwhile, IsGone,
    SessionHasSignUps and the refusals of `create_session`.
    """
    settings = lock_draft(edition_of(Session, session_id))
    session = _locked(session_id, version)
    clean = _clean(session.event_id, values, session.kind)
    _ensure_kind_fits(session, clean.get("kind", session.kind))
    before = session.capacity
    changed = revise(session, clean | {"updated_at": now})
    with refused_as(rules.CategoriesAreUnknown()):
        db.session.flush()
    note_change(settings, "session_updated", actor_id=actor_id, now=now, session_id=session.id)
    note("updated", session, actor_id, code=session.code, fields=[name for name in changed if name != "updated_at"])
    if rules.adds_places(before, session.capacity):
        _tell_places_added([slot.id for slot in session.slots], now)
    return session


def set_state(
    session_id: int, state: SessionState, *, version: int | None = None, actor_id: int | None, now: datetime
) -> Session:
    """Confirm a session, cancel it or take it back into the draft; raises ChangedMeanwhile, IsGone."""
    settings = lock_draft(edition_of(Session, session_id))
    session = _locked(session_id, version)
    revise(session, {"state": state, "updated_at": now})
    note_change(settings, f"session_{state.value}", actor_id=actor_id, now=now, session_id=session.id)
    note(state.value, session, actor_id, code=session.code)
    return session


def delete_session(session_id: int, *, version: int | None = None, actor_id: int | None, now: datetime) -> None:
    """Delete a session with its slots and files, as if it had never been.

    Raises SessionIsPublic where a release has shown it, SessionIsFollowed where delegates have to do with it,
    ChangedMeanwhile, IsGone.
    """
    settings = lock_draft(edition_of(Session, session_id))
    session = _locked(session_id, version)
    if queries.is_released(session):
        raise rules.SessionIsPublic
    if queries.is_followed(session.id):
        raise rules.SessionIsFollowed
    note("deleted", session, actor_id, code=session.code)
    delete_files_after_commit(session.materials)
    with refused_as(rules.SessionIsFollowed()):
        db.session.delete(session)
        db.session.flush()
    note_change(settings, "session_deleted", actor_id=actor_id, now=now, session_id=session_id)


def add_slot(session_id: int, *, actor_id: int | None, now: datetime) -> Slot:
    """Let a session be held once more; the new slot waits in the pool. Raises TooManySlots, IsGone."""
    settings = lock_draft(edition_of(Session, session_id))
    session = _locked(session_id, None)
    if len(session.slots) >= rules.MOST_SLOTS:
        raise rules.TooManySlots(most=rules.MOST_SLOTS)
    slot = _new_slot(session, actor_id, now)
    note_change(settings, "slot_added", actor_id=actor_id, now=now, session_id=session.id)
    note("added", slot, actor_id, code=session.code)
    return slot


def remove_slot(slot_id: int, *, actor_id: int | None, now: datetime) -> None:
    """Remove one of a session's times; raises SlotIsLast, SlotHasSignUps, IsGone."""
    settings = lock_draft(edition_of(Slot, slot_id))
    slot = lock_row(Slot, slot_id)
    session = _locked(slot.session_id, None)
    if len(session.slots) <= 1:
        raise rules.SlotIsLast
    if queries.has_sign_ups(slot.id):
        raise rules.SlotHasSignUps
    note("removed", slot, actor_id, code=session.code)
    with refused_as(rules.SlotHasSignUps()):
        session.slots.remove(slot)
        db.session.flush()
    note_change(settings, "slot_removed", actor_id=actor_id, now=now, session_id=session.id)


def _locked(session_id: int, version: int | None) -> Session:
    """Return the session, locked, with all that belongs to it; raises IsGone, ChangedMeanwhile."""
    return queries.get_session(lock_row(Session, session_id, version).id)


def _clean(event_id: int, values: Mapping[str, Any], present_kind: SessionKind) -> dict[str, Any]:
    """Return the values as they may be kept, with the categories' rows in place of their ids."""
    kept = rules.settled(values.get("kind", present_kind), rules.clean(values))
    if kept.get("track_id") is not None:
        _ensure_track(event_id, kept["track_id"])
    if "category_ids" in kept:
        kept["categories"] = _categories(event_id, set(kept.pop("category_ids")))
    return kept


def _ensure_track(event_id: int, track_id: int) -> None:
    if db.session.scalar(select(Track.id).where(Track.event_id == event_id, Track.id == track_id)) is None:
        raise TrackIsUnknown


def _categories(event_id: int, keys: Collection[int]) -> list[Category]:
    statement = select(Category).where(Category.event_id == event_id, Category.id.in_(keys))
    found = list(db.session.scalars(statement.order_by(Category.position, Category.id)))
    if len(found) < len(keys):
        raise rules.CategoriesAreUnknown
    return found


def _ensure_kind_fits(session: Session, kind: SessionKind) -> None:
    if kind is not SessionKind.SESSION and queries.is_signed_up_for(session.id):
        raise rules.SessionHasSignUps


def _add(event_id: int, values: Mapping[str, Any], now: datetime) -> Session:
    """Write the row under a code that the edition does not have yet; by chance one may be drawn twice."""
    for attempt in range(1, _CODES_TRIED + 1):
        session = Session(event_id=event_id, code=new_code(), guid=new_guid(), created_at=now, updated_at=now, **values)
        try:
            with savepoint():
                db.session.add(session)
                db.session.flush()
        except IntegrityError:
            if attempt == _CODES_TRIED:
                raise
        else:
            break
    return session


def _new_slot(session: Session, actor_id: int | None, now: datetime) -> Slot:
    slot = Slot(
        event_id=session.event_id,
        session_id=session.id,
        guid=new_guid(),
        uid=new_uid(),
        updated_by=actor_id,
        updated_at=now,
    )
    db.session.add(slot)
    db.session.flush()
    return slot


def _tell_places_added(slot_ids: Collection[int], now: datetime) -> None:
    for callback in _places_added:
        callback(slot_ids, now)
