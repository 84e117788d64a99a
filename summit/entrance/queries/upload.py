"""What an upload reads besides the facts of a scan: somebody's way through a zone, and their stays."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select

from ..models import Gate, Presence, Scan
from ..rules import Direction, Outcome
from ..rules.upload import Passage, Told

_scans, _presences, _gates = Scan.__table__, Presence.__table__, Gate.__table__
_ENTERED = and_(_scans.c.direction == Direction.ENTRY, _scans.c.outcome.in_((Outcome.ADMITTED, Outcome.CONFLICT)))
# An exit of somebody who was not known to be inside lets them out too.
_LEFT = and_(_scans.c.direction == Direction.EXIT, _scans.c.outcome.in_((Outcome.EXITED, Outcome.NOT_INSIDE)))
_PASSAGES = (
    select(_scans.c.id, _scans.c.scanned_at, _scans.c.direction, _scans.c.slot_id, _gates.c.hall_id)
    .join(_gates, _gates.c.id == _scans.c.gate_id)
    .where(
        _scans.c.event_id == bindparam("event_id"),
        _scans.c.registration_id == bindparam("registration_id"),
        _scans.c.zone_id == bindparam("zone_id"),
        _scans.c.annulled_at.is_(None),
        or_(_ENTERED, _LEFT),
    )
    .order_by(_scans.c.scanned_at, _scans.c.id)
)
_TOLD = select(_scans.c.id, _scans.c.credential_id, _scans.c.direction, _scans.c.device_time, _scans.c.outcome).where(
    _scans.c.event_id == bindparam("event_id"),
    _scans.c.registration_id == bindparam("registration_id"),
    _scans.c.gate_id == bindparam("gate_id"),
    _scans.c.device_id == bindparam("device_id"),
)
_STAYS = select(_presences.c.id, _presences.c.entry_scan_id, _presences.c.exit_scan_id, _presences.c.left_at).where(
    _presences.c.registration_id == bindparam("registration_id"), _presences.c.zone_id == bindparam("zone_id")
)


def list_passages(connection: Connection, event_id: int, registration_id: int, zone_id: int) -> list[Passage]:
    """Return how a person went in and out of a zone, in order of the times at the door."""
    values = {"event_id": event_id, "registration_id": registration_id, "zone_id": zone_id}
    rows = connection.execute(_PASSAGES, values)
    return [
        Passage(row.id, row.scanned_at, row.direction is Direction.ENTRY, row.hall_id is not None, row.slot_id)
        for row in rows
    ]


def list_told(
    connection: Connection, event_id: int, registration_id: int, *, gate_id: int, device_id: int
) -> list[Told]:
    """Return what a device has told of a person at a gate, live or later, undone scans too."""
    values = {"event_id": event_id, "registration_id": registration_id, "gate_id": gate_id, "device_id": device_id}
    rows = connection.execute(_TOLD, values)
    return [Told(row.id, row.credential_id, row.direction, row.device_time, row.outcome) for row in rows]


def list_stays(connection: Connection, registration_id: int, zone_id: int) -> Sequence[Any]:
    """Return the stays that are kept of a person in a zone."""
    return connection.execute(_STAYS, {"registration_id": registration_id, "zone_id": zone_id}).all()
