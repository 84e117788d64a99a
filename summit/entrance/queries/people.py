"""People as a gate sees them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, select

from summit.database import db
from summit.registration.models import SEARCH_INDEX, Photo, Registration
from summit.registration.rules import RegistrationStatus
from summit.registration.rules.search import escape_like

from ..models import Scan
from ..rules import MOST_PEOPLE, ScanMode
from .deciding import CARD, CARD_FROM

_people = Registration.__table__


def list_by_name(event_id: int, tokens: Sequence[str], *, most: int = MOST_PEOPLE) -> Sequence[Any]:
    """Return the people of an edition whose search key holds every token: the approved first, then by name."""
    ids = select(_people.c.id).where(_people.c.event_id == event_id)
    ids = ids.where(*(_people.c.search_key.like(f"%{escape_like(token)}%", escape="\\") for token in tokens))
    ids = ids.with_hint(_people, f"INDEXED BY {SEARCH_INDEX}", "sqlite")
    approved_first = case((_people.c.status == RegistrationStatus.APPROVED, 0), else_=1)
    statement = select(*CARD).select_from(CARD_FROM).where(_people.c.id.in_(ids))
    statement = statement.order_by(approved_first, _people.c.sort_key, _people.c.id).limit(most)
    return db.session.execute(statement).all()


def find_by_reference(event_id: int, text: str) -> Any | None:
    """Return the person of the edition whose registration has this reference, in whatever case it was typed."""
    wanted = (_people.c.event_id == event_id, _people.c.reference == text.strip().upper())
    return db.session.execute(select(*CARD).select_from(CARD_FROM).where(*wanted)).first()


def find_photo(event_id: int, public_id: str) -> Photo | None:
    """Return the photo of a person of the edition."""
    statement = select(Photo).join(Registration, Registration.id == Photo.registration_id)
    return db.session.scalar(statement.where(Registration.event_id == event_id, Registration.public_id == public_id))


def find_photo_by_scan(event_id: int, device_id: int, scan_id: UUID, *, since: datetime) -> Photo | None:
    """Return the photo of the person whom the device scanned since a moment, the server answering."""
    statement = select(Photo).join(Scan, Scan.registration_id == Photo.registration_id)
    return db.session.scalar(
        statement.where(
            Scan.event_id == event_id,
            Scan.device_id == device_id,
            Scan.scan_id == scan_id,
            Scan.mode == ScanMode.LIVE,
            Scan.scanned_at > since,
        )
    )
