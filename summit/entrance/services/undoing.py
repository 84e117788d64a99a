"""Undoing a scan: the row stays, the presence and the count go back."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Row, Table, update

from summit.audit.services import record
from summit.database import db

from ..models import Scan
from ..queries import undoing
from ..queries.upload import list_passages
from ..rules import Outcome, ScanIsUnknown, ensure_newest, ensure_undoable
from .conflicts import close_explained, close_undone
from .stays import settle_stays

_scans = cast(Table, Scan.__table__)


def annul_scan(
    event_id: int, scan_id: UUID, *, actor_id: int | None, device_id: int | None = None, now: datetime
) -> tuple[int, int | None]:
    """Undo a scan of the edition within 15 minutes: an entry was never made, an exit leaves the person inside.

    A conflict that is about the scan, or that only the scan made one, is closed with it. A device undoes its own scans
    only. Returns how many are inside the zone now, and its capacity (None: no limit).

    Raises ScanIsUnknown, NothingToUndo, ScanIsUndone, UndoIsTooLate and NewerScanExists.
    """
    scan = undoing.lock_scan(event_id, scan_id)
    if scan is None or device_id not in {None, scan.device_id}:
        raise ScanIsUnknown
    ensure_undoable(scan.scanned_at, now, outcome=scan.outcome, annulled_at=scan.annulled_at)
    ensure_newest(newer_exists=undoing.has_newer_scan(event_id, scan))
    connection = db.session.connection()
    marked = update(_scans).where(_scans.c.id == scan.id).values(annulled_at=now, annulled_by=actor_id)
    connection.execute(marked)
    detail = {"outcome": scan.outcome} | ({"device": device_id} if device_id is not None else {})
    record("scan.annulled", "scan", scan.id, actor_id=actor_id, event_id=event_id, **detail)
    change = _bring_into_line(connection, event_id, scan, now)
    return scan.inside + change, scan.capacity


def _bring_into_line(connection: Connection, event_id: int, scan: Row[Any], now: datetime) -> int:
    """Settle stays and conflicts without the scan, and return how many more are inside the zone."""
    place = (event_id, scan.registration_id, scan.zone_id)
    entries = 0 if scan.outcome is Outcome.EXITED else -1
    change = settle_stays(connection, *place, new_entries=entries)
    close_undone(event_id, scan.id, now=now)
    if entries:
        passages = list_passages(connection, *place)
        close_explained(connection, event_id, scan.public_id, passages, {"undone_scan": scan.id}, now=now)
    return change
