"""What one scan reads, as statements built once: no entities and few round trips on this path.

The functions take the connection of the present transaction, because asking the session for it each time costs
a twentieth of a scan.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    bindparam,
    exists,
    func,
    select,
)

from summit.credentials.models import Credential
from summit.credentials.rules import ShortCode, Token, token_hash
from summit.events.models import Category, CategoryZone, Event, Zone, ZoneWindow
from summit.registration.models import Photo, Registration

from ..models import Gate, Presence, Scan, ZoneCount
from ..rules import Outcome

_gates, _zones, _counts, _windows = (t.__table__ for t in (Gate, Zone, ZoneCount, ZoneWindow))
_events = Event.__table__
_scans, _presences = Scan.__table__, Presence.__table__
_people, _categories, _photos = Registration.__table__, Category.__table__, Photo.__table__
_credentials, _openings = Credential.__table__, CategoryZone.__table__
_newer, _past = _credentials.alias("newer"), _presences.alias("past")

_ZONE: BindParameter[int] = bindparam("zone_id")

_READ = (
    select(
        _gates.c.id,
        _gates.c.zone_id,
        _gates.c.hall_id,
        _gates.c.is_active,
        _gates.c.names,
        _gates.c.rules,
        _events.c.time_zone,
        _zones.c.letter,
        _zones.c.capacity,
        _zones.c.anti_passback,
        _zones.c.anti_passback_minutes,
        _zones.c.once_per_day,
        _zones.c.needs_escort,
        _zones.c.attention,
        _counts.c.inside,
        exists().where(_windows.c.zone_id == _zones.c.id).label("has_windows"),
    )
    .select_from(
        _gates.join(_zones, _zones.c.id == _gates.c.zone_id)
        .join(_counts, _counts.c.zone_id == _zones.c.id)
        .join(_events, _events.c.id == _gates.c.event_id)
    )
    .where(_gates.c.event_id == bindparam("event_id"))
)
_LOCK = _READ.where(_gates.c.id == bindparam("gate_id")).with_for_update(of=_counts, key_share=True)
_ALL = _READ.where(_gates.c.is_active).order_by(_gates.c.position, _gates.c.id)
_STORED = select(
    _scans.c.event_id,
    _scans.c.registration_id,
    _scans.c.outcome,
    _scans.c.direction,
    _scans.c.slot_id,
    _scans.c.answer,
    _scans.c.scanned_at,
    _scans.c.annulled_at,
).where(_scans.c.scan_id == bindparam("scan_id"))
_OPENINGS = select(_windows.c.starts_at, _windows.c.ends_at).where(_windows.c.zone_id == _ZONE)

CARD = (
    _people.c.id,
    _people.c.public_id,
    _people.c.status,
    _people.c.name_latin,
    _people.c.name_native,
    _people.c.native_language,
    _people.c.badge_line1,
    _people.c.badge_line2,
    _people.c.organisation,
    _categories.c.letter,
    _categories.c.names,
    _categories.c.colour,
    _photos.c.registration_id.label("photo_of"),
)
CARD_FROM = _people.join(_categories, _categories.c.id == _people.c.category_id).outerjoin(
    _photos, _photos.c.registration_id == _people.c.id
)

_LAST_EXIT = (
    select(func.max(_past.c.left_at))
    .where(_past.c.registration_id == _people.c.id, _past.c.zone_id == _ZONE)
    .scalar_subquery()
    .label("last_exit_at")
)
_LAST_ENTRY = (
    select(func.max(_scans.c.scanned_at))
    .where(
        _scans.c.event_id == _people.c.event_id,
        _scans.c.registration_id == _people.c.id,
        _scans.c.zone_id == _ZONE,
        _scans.c.outcome.in_((Outcome.ADMITTED, Outcome.CONFLICT)),
        _scans.c.annulled_at.is_(None),
    )
    .scalar_subquery()
    .label("last_entry_at")
)
_REPEAT = _scans.alias("repeat")
_IS_REPEAT = exists().where(_REPEAT.c.scan_id == bindparam("scan_id", type_=_scans.c.scan_id.type)).label("is_repeat")
_FACTS = (
    *CARD,
    _IS_REPEAT,
    _categories.c.needs_adult,
    _categories.c.needs_escort,
    (_people.c.access_needs != "").label("needs_assistance"),
    (_people.c.guardian != "").label("is_minor"),
    exists().where(_openings.c.category_id == _people.c.category_id, _openings.c.zone_id == _ZONE).label("opens_zone"),
    _presences.c.id.label("presence_id"),
    _LAST_ENTRY,
    _LAST_EXIT,
    _people.c.event_id.label("event_id"),
    _credentials.c.id.label("credential_id"),
    _credentials.c.issue,
    _credentials.c.revoked_at,
)
_same_person = _newer.c.registration_id == _credentials.c.registration_id
_IS_OLD = exists().where(_same_person, _newer.c.issue > _credentials.c.issue)


def _with_presence(people: FromClause) -> FromClause:
    here = and_(
        _presences.c.registration_id == _people.c.id, _presences.c.zone_id == _ZONE, _presences.c.left_at.is_(None)
    )
    return people.outerjoin(_presences, here)


def _by_badge(condition: ColumnElement[bool]) -> Select[Any]:
    source = CARD_FROM.join(_credentials, _credentials.c.registration_id == _people.c.id)
    return select(*_FACTS, _IS_OLD.label("is_old")).select_from(_with_presence(source)).where(condition)


def _by_name() -> Select[Any]:
    """Ask for the person and the newest badge, if there is one."""
    latest = select(func.max(_newer.c.issue)).where(_newer.c.registration_id == _people.c.id).scalar_subquery()
    newest = and_(_credentials.c.registration_id == _people.c.id, _credentials.c.issue == latest)
    source = _with_presence(CARD_FROM.outerjoin(_credentials, newest))
    chosen = (_people.c.public_id == bindparam("public_id"), _people.c.event_id == bindparam("event_id"))
    return select(*_FACTS, (_people.c.id < 0).label("is_old")).select_from(source).where(*chosen)


_BY_TOKEN = _by_badge(_credentials.c.token_hash == bindparam("token_hash"))
_BY_SHORT_CODE = _by_badge(
    and_(_credentials.c.short_code == bindparam("short_code"), _credentials.c.event_id == bindparam("event_id"))
)
_BY_NAME = _by_name()
_CARD_BY_ID = select(*CARD).select_from(CARD_FROM).where(_people.c.id == bindparam("registration_id"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is asked for, and in which scan; None outside of one."""

    event_id: int
    zone_id: int
    scan_id: UUID | None

    @property
    def values(self) -> dict[str, Any]:
        """Return the parameters of the statements."""
        return {"event_id": self.event_id, "zone_id": self.zone_id, "scan_id": self.scan_id}


def lock_gate(connection: Connection, event_id: int, gate_id: int) -> Any | None:
    """Return the gate with its zone and count, whose row stays locked until the transaction ends."""
    return connection.execute(_LOCK, {"gate_id": gate_id, "event_id": event_id}).first()


def list_gates_to_ask(connection: Connection, event_id: int) -> Sequence[Any]:
    """Return the gates that take scans as `lock_gate` does, in their order; nothing is locked."""
    return connection.execute(_ALL, {"event_id": event_id}).all()


def find_stored_scan(connection: Connection, scan_id: UUID) -> Any | None:
    """Return what was kept of the scan with this identifier, of whatever edition."""
    return connection.execute(_STORED, {"scan_id": scan_id}).first()


def find_by_code(connection: Connection, code: Token | ShortCode, place: Place) -> Any | None:
    """Return badge, person and presence behind a code; a short code means a badge of this edition only."""
    if isinstance(code, Token):
        return connection.execute(_BY_TOKEN, place.values | {"token_hash": token_hash(code.digits)}).first()
    return connection.execute(_BY_SHORT_CODE, place.values | {"short_code": code.digits}).first()


def find_by_person(connection: Connection, public_id: str, place: Place) -> Any | None:
    """Return person, presence and newest badge (its columns None where none was made) of a person of this edition."""
    return connection.execute(_BY_NAME, place.values | {"public_id": public_id}).first()


def find_card(connection: Connection, registration_id: int) -> Any | None:
    """Return what is shown of one person."""
    return connection.execute(_CARD_BY_ID, {"registration_id": registration_id}).first()


def list_windows(connection: Connection, zone_id: int) -> Sequence[tuple[datetime, datetime]]:
    """Return the half-open spans in which the zone is open."""
    rows = connection.execute(_OPENINGS, {"zone_id": zone_id})
    return tuple((row.starts_at, row.ends_at) for row in rows)
