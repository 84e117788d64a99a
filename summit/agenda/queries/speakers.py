"""Reading the people on stage: the organiser's list, one of them, and their parts in sessions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, String, and_, cast, false, func, select
from sqlalchemy.orm import joinedload, load_only, selectinload

from summit.database import db
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus, escape_like, search_tokens

from ..models import Material, Session, SessionPerson, Speaker, SpeakerWindow
from .releases import find_current_programme

# Questions of the list that are answered by yes or no; the address of the list holds them by these names.
YES_NO = ("photo", "biography", "answered", "invited", "linked", "windows", "session")


@dataclass(frozen=True, slots=True)
class SpeakerFilter:
    """What the list is narrowed to: words in any script, and answers to YES_NO."""

    q: str = ""
    wanted: Mapping[str, bool] = field(default_factory=dict)

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anybody may be left out."""
        return bool(self.q.strip() or self.wanted)


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A speaker of the list with the number of their sessions, and whether they gave windows of availability."""

    speaker: Speaker
    session_count: int
    has_windows: bool


def list_speaker_rows(event_id: int, wanted: SpeakerFilter) -> list[SpeakerRow]:
    """Return the speakers that the filter finds, by sort key."""
    statement = (
        select(Speaker, _session_count(), _has_windows())
        .where(Speaker.event_id == event_id, *_conditions(wanted))
        .order_by(Speaker.sort_key, Speaker.id)
    )
    rows = db.session.execute(statement.execution_options(populate_existing=True))
    return [SpeakerRow(speaker, count, bool(windows)) for speaker, count, windows in rows]


def _session_count() -> ColumnElement[int]:
    parts = select(func.count(SessionPerson.session_id.distinct())).where(SessionPerson.speaker_id == Speaker.id)
    return parts.correlate(Speaker).scalar_subquery()


def _has_windows() -> ColumnElement[bool]:
    return select(SpeakerWindow.id).where(SpeakerWindow.speaker_id == Speaker.id).correlate(Speaker).exists()


def _conditions(wanted: SpeakerFilter) -> list[ColumnElement[bool]]:
    tokens = search_tokens(wanted.q)
    if wanted.q.strip() and not tokens:
        return [false()]
    words = [Speaker.search_key.like(f"%{escape_like(token)}%", escape="\\") for token in tokens]
    answers = _answers()
    return [*words, *(answers[name] if yes else ~answers[name] for name, yes in wanted.wanted.items())]


def _answers() -> dict[str, ColumnElement[bool]]:
    return {
        "photo": Speaker.photo_name != "",
        "biography": cast(Speaker.biographies, String) != "{}",
        "answered": Speaker.answered_at.is_not(None),
        "invited": Speaker.invited_at.is_not(None),
        "linked": Speaker.registration_id.is_not(None),
        "windows": _has_windows(),
        "session": _session_count() > 0,
    }


def find_speaker(event_id: int, speaker_id: int) -> Speaker | None:
    """Return one speaker of the edition with windows, sessions and registration."""
    statement = select(Speaker).where(Speaker.event_id == event_id, Speaker.id == speaker_id)
    return db.session.scalar(_with_all(statement))


def find_speaker_by_guid(guid: str) -> Speaker | None:
    """Return a speaker by the name that machines know, with windows, sessions and registration."""
    return db.session.scalar(_with_all(select(Speaker).where(Speaker.guid == guid)))


def _with_all(statement: Select[Speaker]) -> Select[Speaker]:
    return statement.options(
        selectinload(Speaker.windows),
        selectinload(Speaker.parts).joinedload(SessionPerson.session, innerjoin=True),
        joinedload(Speaker.registration).load_only(
            Registration.reference, Registration.name_latin, Registration.email, Registration.status
        ),
    ).execution_options(populate_existing=True)


def list_speaker_names(event_id: int, words: str = "") -> list[Speaker]:
    """Return the edition's speakers whom the words find, by sort key, with no more than names and organisation."""
    columns = (Speaker.code, Speaker.name_latin, Speaker.name_native, Speaker.organisation)
    statement = select(Speaker).where(Speaker.event_id == event_id, *_conditions(SpeakerFilter(words)))
    ordered = statement.order_by(Speaker.sort_key, Speaker.id)
    return list(db.session.scalars(ordered.options(load_only(*columns, raiseload=True))))


def names_of(event_id: int, speaker_ids: Collection[int]) -> dict[int, str]:
    """Return the names of those of the ids that are speakers of the edition."""
    statement = select(Speaker.id, Speaker.name_latin).where(Speaker.event_id == event_id, Speaker.id.in_(speaker_ids))
    return dict(db.session.execute(statement).all())


def count_to_invite(event_id: int) -> int:
    """Return how many speakers have an address and were never invited."""
    return db.session.scalar(select(func.count()).select_from(Speaker).where(*to_invite(event_id))) or 0


def to_invite(event_id: int) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of those who wait for their first invitation."""
    return (Speaker.event_id == event_id, Speaker.email != "", Speaker.invited_at.is_(None))


def find_session_with_people(event_id: int, session_id: int) -> Session | None:
    """Return a session of the edition with the people in it, in their order."""
    statement = (
        select(Session)
        .where(Session.event_id == event_id, Session.id == session_id)
        .options(selectinload(Session.people).joinedload(SessionPerson.speaker, innerjoin=True))
    )
    return db.session.scalar(statement.execution_options(populate_existing=True))


def list_materials(session_ids: Collection[int]) -> list[Material]:
    """Return the files of these sessions in their order."""
    statement = select(Material).where(Material.session_id.in_(session_ids))
    return list(db.session.scalars(statement.order_by(Material.session_id, Material.position, Material.id)))


def find_registration(event_id: int, typed: str) -> Registration | None:
    """Return the edition's registration by its number or e-mail address as typed; none that was withdrawn."""
    word = typed.strip()
    column = Registration.email == word.lower() if "@" in word else Registration.reference == word.upper()
    live = Registration.status != RegistrationStatus.WITHDRAWN
    return db.session.scalar(select(Registration).where(and_(Registration.event_id == event_id, column, live)))


def released_photos() -> set[str]:
    """Return the names of the photo files that the newest release of any edition shows."""
    names: set[str] = set()
    for event_id in db.session.scalars(select(Speaker.event_id).distinct()):
        names |= photos_in_release(event_id)
    return names


def photos_in_release(event_id: int) -> set[str]:
    """Return the names of the photo files that the edition's newest release shows."""
    programme = find_current_programme(event_id)
    return {person.photo for person in programme.people if person.photo} if programme else set()
