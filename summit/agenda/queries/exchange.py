"""The draft in the words of a spreadsheet: what is exported for organisers, and what an import is compared with."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from summit.database import db
from summit.events.models import Event, Hall
from summit.events.queries import list_categories, list_halls

from ..models import Session, SessionPerson, Slot, Speaker, Track
from ..rules.cells import PersonRef, listable
from ..rules.exchange import SheetKind
from ..rules.importing import Item, Present, labels_of
from .draft import list_tracks

_FRESH = {"populate_existing": True}


def load_present(event: Event, guids: Collection[str] = ()) -> Present:
    """Return the whole draft of the edition; of `guids` those that another edition uses are noted as taken."""
    halls, tracks = list_halls(event.id), list_tracks(event.id)
    main = event.languages[0] if event.languages else "en"
    hall_labels = _labels(halls, main)
    track_labels = _labels(tracks, main)
    sessions = _list_sessions(event.id)
    return Present(
        event_id=event.id,
        zone=event.time_zone,
        first_day=event.starts_on,
        last_day=event.ends_on,
        languages=tuple(event.languages),
        categories=frozenset(category.letter for category in list_categories(event.id)),
        items={
            SheetKind.HALLS: [_hall(hall, hall_labels[hall.id]) for hall in halls],
            SheetKind.TRACKS: [_track(track, track_labels[track.id]) for track in tracks],
            SheetKind.SPEAKERS: list(map(_speaker, _list_speakers(event.id))),
            SheetKind.SESSIONS: [_session(session, track_labels) for session in sessions],
            SheetKind.TIMES: [_time(slot, session, hall_labels) for session in sessions for slot in session.slots],
        },
        taken=frozenset(_taken(event.id, guids)) if guids else frozenset(),
    )


def _labels(rows: Sequence[Hall] | Sequence[Track], main: str) -> dict[int, str]:
    labels = labels_of([row.names for row in rows], main)
    keys = [row.id for row in rows]
    return dict(zip(keys, labels, strict=True))


def _list_sessions(event_id: int) -> list[Session]:
    statement = (
        select(Session)
        .where(Session.event_id == event_id)
        .options(
            selectinload(Session.categories),
            selectinload(Session.people).joinedload(SessionPerson.speaker, innerjoin=True),
            selectinload(Session.slots).selectinload(Slot.joined_halls),
        )
        .order_by(Session.id)
    )
    return list(db.session.scalars(statement.execution_options(**_FRESH)))


def _list_speakers(event_id: int) -> list[Speaker]:
    statement = select(Speaker).where(Speaker.event_id == event_id).options(selectinload(Speaker.windows))
    return list(db.session.scalars(statement.order_by(Speaker.id).execution_options(**_FRESH)))


def _taken(event_id: int, guids: Collection[str]) -> Iterable[str]:
    for model in (Session, Slot, Speaker):
        yield from db.session.scalars(select(model.guid).where(model.event_id != event_id, model.guid.in_(guids)))


def _hall(hall: Hall, label: str) -> Item:
    values = _values(hall, ("names", "capacity", "floor", "address", "is_hidden"))
    return Item(hall.id, values | {"windows": _spans(hall.windows)}, _named(label, hall.names))


def _track(track: Track, label: str) -> Item:
    return Item(track.id, _values(track, ("names", "colour")), _named(label, track.names))


def _named(label: str, names: Mapping[str, str]) -> tuple[str, ...]:
    return (label, *map(listable, names.values()))


_SPEAKER = (
    *("code", "name_latin", "name_native", "native_language", "honorific", "organisation", "job_title", "country"),
    *("email", "language", "biographies", "needs", "arrival"),
)
_SESSION = (
    *("code", "kind", "state", "format", "titles", "abstracts", "notes", "dress_codes", "language", "channels"),
    *("minutes", "capacity", "age_limit", "recording_url", "stream_url", "is_featured", "takes_feedback"),
    "internal_note",
)


def _speaker(speaker: Speaker) -> Item:
    values = _values(speaker, _SPEAKER) | {"windows": _spans(speaker.windows)}
    return Item(speaker.id, values, (speaker.code, speaker.guid, speaker.email, speaker.name_latin))


def _session(session: Session, track_labels: Mapping[int, str]) -> Item:
    people = tuple(
        PersonRef(part.speaker.code, part.role, part.language, part.speaker.name_latin) for part in session.people
    )
    values = _values(session, _SESSION) | {
        "track": track_labels.get(session.track_id or 0, ""),
        "people": people,
        "categories": tuple(sorted(category.letter for category in session.categories)),
    }
    titles = (" ".join(text.split()) for text in session.titles.values())
    return Item(session.id, values, (session.code, session.guid, *(slot.guid for slot in session.slots), *titles))


def _time(slot: Slot, session: Session, hall_labels: Mapping[int, str]) -> Item:
    first, *rest = [hall_labels[key] for key in slot.hall_ids] or [""]
    values = {
        "key": slot.guid,
        "session": session.code,
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
        "halls": (first, *sorted(rest)) if first else (),
        "is_locked": slot.is_locked,
    }
    return Item(slot.id, values, (slot.guid,))


def _values(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _spans(windows: Iterable[Any]) -> tuple[Any, ...]:
    return tuple((window.starts_at, window.ends_at) for window in windows)
