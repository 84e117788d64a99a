"""What undoing a scan reads."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from summit.database import db
from summit.events.models import Zone
from summit.registration.models import Registration

from ..models import Scan, ZoneCount
from ..rules import Outcome

_scans, _counts, _zones, _people = Scan.__table__, ZoneCount.__table__, Zone.__table__, Registration.__table__


def lock_scan(event_id: int, scan_id: UUID) -> Any | None:
    """Return a scan of the edition with its zone's capacity and count; the count is locked from now on."""
    zone = select(_scans.c.zone_id).where(_scans.c.scan_id == scan_id, _scans.c.event_id == event_id)
    zone_id = db.session.connection().scalar(zone)
    if zone_id is None:
        return None
    db.session.connection().execute(
        select(_counts.c.zone_id).where(_counts.c.zone_id == zone_id).with_for_update(key_share=True)
    )
    source = _scans.join(_counts, _counts.c.zone_id == _scans.c.zone_id).join(_zones, _zones.c.id == _scans.c.zone_id)
    source = source.join(_people, _people.c.id == _scans.c.registration_id, isouter=True)
    columns = (
        _scans.c.id,
        _scans.c.zone_id,
        _scans.c.device_id,
        _scans.c.registration_id,
        _people.c.public_id,
        _scans.c.outcome,
        _scans.c.scanned_at,
        _scans.c.annulled_at,
        _counts.c.inside,
        _zones.c.capacity,
    )
    statement = select(*columns).select_from(source).where(_scans.c.scan_id == scan_id)
    return db.session.connection().execute(statement).first()


def has_newer_scan(event_id: int, scan: Any) -> bool:
    """Tell whether the person passed a gate of the zone again after this scan."""
    statement = select(_scans.c.id).where(
        _scans.c.event_id == event_id,
        _scans.c.registration_id == scan.registration_id,
        _scans.c.zone_id == scan.zone_id,
        _scans.c.id > scan.id,
        _scans.c.outcome.in_((Outcome.ADMITTED, Outcome.EXITED)),
        _scans.c.annulled_at.is_(None),
    )
    return db.session.connection().scalar(statement.limit(1)) is not None
