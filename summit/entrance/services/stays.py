"""Bringing somebody's stays in a zone into line with their scans, once a scan of the past has come in."""

from typing import Any, cast

from sqlalchemy import Connection, Row, Table, bindparam, delete, insert, update

from ..models import Presence
from ..queries.upload import list_passages, list_stays
from ..rules.upload import Stay, stays_of
from .scanning import change_count

_presences = cast(Table, Presence.__table__)
_REMOVE = delete(_presences).where(_presences.c.id == bindparam("presence"))
_END = (
    update(_presences)
    .where(_presences.c.id == bindparam("presence"))
    .values(left_at=bindparam("left"), exit_scan_id=bindparam("scan"))
)


def settle_stays(connection: Connection, event_id: int, registration_id: int, zone_id: int, *, new_entries: int) -> int:
    """Make the person's stays those that their scans tell, and the zone's count with them; return its change.

    The caller holds the lock of the zone. What ends is written first, so that never two stays are open at once.
    """
    kept = {row.entry_scan_id: row for row in list_stays(connection, registration_id, zone_id)}
    told = {
        stay.entry.scan_id: stay for stay in stays_of(list_passages(connection, event_id, registration_id, zone_id))
    }
    before = sum(row.left_at is None for row in kept.values())
    for row in (row for scan_id, row in kept.items() if scan_id not in told):
        connection.execute(_REMOVE, {"presence": row.id})
    both = [(kept[scan_id], stay) for scan_id, stay in told.items() if scan_id in kept]
    for row, stay in sorted(both, key=lambda pair: pair[1].exit is None):
        _write_end(connection, row, stay)
    new = [_row(event_id, registration_id, zone_id, stay) for scan_id, stay in told.items() if scan_id not in kept]
    if new:
        connection.execute(insert(_presences), new)
    after = sum(row.left_at is None for row in list_stays(connection, registration_id, zone_id))
    change_count(connection, zone_id, inside=after - before, entries=new_entries)
    return after - before


def _write_end(connection: Connection, row: Row[Any], stay: Stay) -> None:
    """Write the end of a stay where it is another; what was ended without a scan stays ended."""
    scan_id = stay.exit.scan_id if stay.exit else None
    if row.exit_scan_id != scan_id:
        left_at = stay.exit.at if stay.exit else None
        connection.execute(_END, {"presence": row.id, "left": left_at, "scan": scan_id})


def _row(event_id: int, registration_id: int, zone_id: int, stay: Stay) -> dict[str, Any]:
    return {
        "event_id": event_id,
        "zone_id": zone_id,
        "registration_id": registration_id,
        "entry_scan_id": stay.entry.scan_id,
        "exit_scan_id": stay.exit.scan_id if stay.exit else None,
        "entered_at": stay.entry.at,
        "left_at": stay.exit.at if stay.exit else None,
    }
