"""What the snapshot for devices is made of: few statements, each over one edition."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from summit.credentials.models import Credential
from summit.database import db
from summit.events.models import Category
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus

from ..models import Presence, SnapshotRecord, SnapshotState
from ..rules.snapshot import Record, record_key

_HOLDERS = (
    select(
        Credential.id,
        Credential.key_id,
        Credential.registration_id,
        Credential.issue,
        Credential.token_hash,
        Registration.category_id,
        Registration.name_latin,
        Registration.name_native,
        Registration.native_language,
        Registration.organisation,
        (Registration.access_needs != "").label("needs_assistance"),
        (Registration.guardian != "").label("is_minor"),
    )
    .join(Registration, Registration.id == Credential.registration_id)
    .where(Credential.revoked_at.is_(None), Registration.status == RegistrationStatus.APPROVED)
    .order_by(Credential.id)
)


def find_state(event_id: int) -> SnapshotState | None:
    """Return how far the edition's snapshot has come, as it is now."""
    statement = select(SnapshotState).where(SnapshotState.event_id == event_id)
    return db.session.scalar(statement.execution_options(populate_existing=True))


def lock_state(event_id: int) -> SnapshotState | None:
    """Return how far the edition's snapshot has come, locked until the transaction ends."""
    statement = select(SnapshotState).where(SnapshotState.event_id == event_id).with_for_update(key_share=True)
    return db.session.scalar(statement.execution_options(populate_existing=True))


def list_holders(event_id: int) -> Sequence[Any]:
    """Return the valid badges of the edition's approved people with what a record keeps of them."""
    return db.session.execute(_HOLDERS.where(Credential.event_id == event_id)).all()


def list_fingerprints(event_id: int) -> dict[bytes, bytes | None]:
    """Return the fingerprint of every record by its key; None for one that has left the snapshot."""
    statement = select(
        SnapshotRecord.key, SnapshotRecord.fingerprint, SnapshotRecord.sealed.is_not(None).label("is_live")
    ).where(SnapshotRecord.event_id == event_id)
    return {row.key: row.fingerprint if row.is_live else None for row in db.session.execute(statement)}


def list_records(event_id: int, *, since: int) -> list[Record]:
    """Return the records that changed after the sequence `since`, in order."""
    statement = (
        select(SnapshotRecord.key, SnapshotRecord.sequence, SnapshotRecord.sealed)
        .where(SnapshotRecord.event_id == event_id, SnapshotRecord.sequence > since)
        .order_by(SnapshotRecord.sequence)
    )
    return [Record(row.key, row.sequence, row.sealed or b"") for row in db.session.execute(statement)]


def list_categories(event_id: int) -> Sequence[Category]:
    """Return the edition's categories with their zones."""
    statement = select(Category).where(Category.event_id == event_id).order_by(Category.position, Category.id)
    return db.session.scalars(statement.options(selectinload(Category.zones))).all()


def list_presences(zone_ids: Iterable[int]) -> dict[int, list[tuple[bytes, datetime]]]:
    """Return who is inside each of the zones, by the key of their valid badge, and since when."""
    wanted = sorted(set(zone_ids))
    statement = (
        select(Presence.zone_id, Credential.token_hash, Presence.entered_at)
        .join(Credential, Credential.registration_id == Presence.registration_id)
        .where(Presence.zone_id.in_(wanted), Presence.left_at.is_(None), Credential.revoked_at.is_(None))
        .order_by(Presence.zone_id, Presence.id)
    )
    found: dict[int, list[tuple[bytes, datetime]]] = defaultdict(list, {zone_id: [] for zone_id in wanted})
    for zone_id, token_hash, entered_at in db.session.execute(statement):
        found[zone_id].append((record_key(token_hash), entered_at))
    return dict(found)
