"""What the live board and the gates' pages read: few short statements, each by an index, however many watch."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, cast, extract, func, select

from summit.database import db
from summit.events.models import Zone

from ..models import Device, Gate, Scan, ScanConflict
from ..rules import Outcome
from ..rules.live import (
    LATEST_SCANS,
    SILENT_AFTER,
    GateArrivals,
    GateCounts,
    LatestScan,
    LiveBoard,
    LiveDoors,
    SilentDevice,
    Tally,
    ZoneInside,
    arrivals_of,
    refusals_of,
    window_start,
)
from .gates import list_gates, list_zone_counts
from .halls import list_sessions_of_doors

# Transactions that began earlier may end later: so many ids below the hour's first are looked at again.
_LATE = 1000


def read_board(event_id: int, now: datetime, *, floor: int = 0) -> LiveBoard:
    """Return the doors of an edition as they stand at `now`.

    `floor` is that of an earlier board: ids grow with time, so what lay before its hour lies before this one too.
    """
    latest = _list_latest(event_id)
    tallies, first = _count_scans(event_id, window_start(now), floor)
    return LiveBoard(
        moment=now,
        floor=max(floor, (first if first is not None else latest[0].id if latest else 0) - _LATE),
        gates=tuple(
            GateArrivals(gate.names, gate.zone.letter, arrivals_of(gate.id, tallies, now))
            for gate, _inside in list_gates(event_id, active_only=True)
        ),
        zones=tuple(
            ZoneInside(zone.letter, zone.names, inside, entries, zone.capacity)
            for zone, inside, entries in list_zone_counts(event_id)
        ),
        refusals=refusals_of(tallies),
        silent=tuple(SilentDevice(*row) for row in _list_silent(event_id, now)),
        conflicts=count_open_conflicts(event_id),
        latest=tuple(LatestScan(*row[1:]) for row in latest),
    )


def read_doors(event_id: int, now: datetime) -> LiveDoors:
    """Return what every gate of an edition shows at `now`: three statements, however many gates and halls there are."""
    listed = list_gates(event_id)
    halls = list_sessions_of_doors(
        event_id, {gate.hall_id for gate, _inside in listed if gate.hall_id is not None}, now
    )
    return LiveDoors(
        moment=now,
        counts={
            gate.id: GateCounts(inside, gate.zone.capacity, tuple(halls.get(gate.hall_id, ())))
            for gate, inside in listed
        },
    )


def count_open_conflicts(event_id: int) -> int:
    """Return how many conflicts of the edition wait for a supervisor."""
    conflicts = select(func.count()).select_from(ScanConflict)
    conflicts = conflicts.where(ScanConflict.event_id == event_id, ScanConflict.resolved_at.is_(None))
    return db.session.scalar(conflicts) or 0


def _count_scans(event_id: int, since: datetime, floor: int) -> tuple[list[Tally], int | None]:
    """Return the scans since the moment, counted by gate, answer and minute, and the lowest id among them."""
    # Whole minutes on both engines: their ways of rounding differ, the difference of two counts of seconds does not.
    minute = cast(extract("epoch", Scan.scanned_at) - extract("second", Scan.scanned_at), BigInteger)
    statement = (
        select(Scan.gate_id, Scan.outcome, minute, func.count(), func.min(Scan.id))
        .where(Scan.event_id == event_id, Scan.id >= floor, Scan.scanned_at >= since, Scan.annulled_at.is_(None))
        .group_by(Scan.gate_id, Scan.outcome, minute)
    )
    rows = db.session.execute(statement).all()
    tallies = [Tally(row[0], Outcome(row[1]), datetime.fromtimestamp(row[2], UTC), row[3]) for row in rows]
    return tallies, min((row[4] for row in rows), default=None)


def _list_latest(event_id: int) -> Sequence[Any]:
    newest = select(Scan.id).where(Scan.event_id == event_id).order_by(Scan.id.desc()).limit(LATEST_SCANS)
    return db.session.execute(
        select(Scan.id, Gate.names, Zone.letter, Scan.direction, Scan.outcome, Scan.scanned_at)
        .join(Gate, Gate.id == Scan.gate_id)
        .join(Zone, Zone.id == Scan.zone_id)
        .where(Scan.id.in_(newest.scalar_subquery()))
        .order_by(Scan.id.desc())
    ).all()


def _list_silent(event_id: int, now: datetime) -> Sequence[Any]:
    statement = select(Device.name, Device.operator, Device.last_seen_at, Device.queue_length).where(
        Device.event_id == event_id, Device.revoked_at.is_(None), Device.last_seen_at < now - SILENT_AFTER
    )
    return db.session.execute(statement.order_by(Device.last_seen_at, Device.id)).all()
