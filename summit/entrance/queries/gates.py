"""The gates of an edition with the counts of their zones."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from summit.database import db
from summit.events.models import Zone

from ..models import Gate, ZoneCount


def _with_counts(event_id: int) -> Any:
    return (
        select(Gate, ZoneCount.inside)
        .join(ZoneCount, ZoneCount.zone_id == Gate.zone_id)
        .where(Gate.event_id == event_id)
        .options(joinedload(Gate.zone, innerjoin=True), joinedload(Gate.hall))
        .order_by(Gate.position, Gate.id)
    )


def list_gates(event_id: int, *, active_only: bool = False) -> Sequence[Any]:
    """Return (gate with zone and hall, people inside) of an edition, in their order."""
    statement = _with_counts(event_id)
    return db.session.execute(statement.where(Gate.is_active) if active_only else statement).all()


def find_gate(event_id: int, gate_id: int) -> Any | None:
    """Return (gate with zone and hall, people inside) of one gate of the edition."""
    return db.session.execute(_with_counts(event_id).where(Gate.id == gate_id)).first()


def list_zone_counts(event_id: int) -> Sequence[Any]:
    """Return (zone, inside, entries) of the edition's counted zones, by letter."""
    statement = select(Zone, ZoneCount.inside, ZoneCount.entries).join(ZoneCount, ZoneCount.zone_id == Zone.id)
    return db.session.execute(statement.where(Zone.event_id == event_id).order_by(Zone.letter)).all()
