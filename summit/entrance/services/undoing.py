"""Undoing a scan: the row stays, the presence and the count go back."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Table, delete, update

from summit.audit.services import record
from summit.database import db

from ..models import Presence, Scan
from ..queries import undoing
from ..rules import Outcome, ScanIsUnknown, ensure_newest, ensure_undoable
from .scanning import change_count

_scans, _presences = cast(Table, Scan.__table__), cast(Table, Presence.__table__)


def annul_scan(
    event_id: int, scan_id: UUID, *, actor_id: int | None, device_id: int | None = None, now: datetime
) -> tuple[int, int | None]:
    """Undo a scan of the edition within 15 minutes: an entry was never made, an exit leaves the person inside.

    A device undoes its own scans only. Returns how many are inside the zone now, and its capacity (None: no limit).

    Raises ScanIsUnknown, NothingToUndo, ScanIsUndone, UndoIsTooLate and NewerScanExists.
    """
    scan = undoing.lock_scan(event_id, scan_id)
    if scan is None or device_id not in {None, scan.device_id}:
        raise ScanIsUnknown
    ensure_undoable(scan.scanned_at, now, outcome=scan.outcome, annulled_at=scan.annulled_at)
    ensure_newest(newer_exists=undoing.has_newer_scan(event_id, scan))
    undo = _undo_entry if scan.outcome is Outcome.ADMITTED else _undo_exit
    change = undo(scan)
    marked = update(_scans).where(_scans.c.id == scan.id).values(annulled_at=now, annulled_by=actor_id)
    db.session.connection().execute(marked)
    detail = {"outcome": scan.outcome} | ({"device": device_id} if device_id is not None else {})
    record("scan.annulled", "scan", scan.id, actor_id=actor_id, event_id=event_id, **detail)
    return scan.inside + change, scan.capacity


def _undo_entry(scan: Row[Any]) -> int:
    """Take back the stay that the scan began; the entry of somebody already inside began none."""
    removed = db.session.connection().execute(delete(_presences).where(*_stay(scan, _presences.c.entry_scan_id)))
    change_count(db.session.connection(), scan.zone_id, inside=-removed.rowcount, entries=-1)
    return -removed.rowcount


def _undo_exit(scan: Row[Any]) -> int:
    ended = _stay(scan, _presences.c.exit_scan_id)
    reopened = update(_presences).where(*ended).values(left_at=None, exit_scan_id=None)
    back = db.session.connection().execute(reopened).rowcount
    change_count(db.session.connection(), scan.zone_id, inside=back, entries=0)
    return back


def _stay(scan: Row[Any], end: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
    """Find the stay by the columns of an index, then by the scan at that end of it."""
    return (
        _presences.c.registration_id == scan.registration_id,
        _presences.c.zone_id == scan.zone_id,
        end == scan.id,
    )
