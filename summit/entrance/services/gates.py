"""The doors of an edition."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from summit.audit.services import record
from summit.database import db, savepoint
from summit.events.models import Zone
from summit.events.rules import ensure_texts

from ..models import Gate, ZoneCount
from ..rules import GateIsUnknown, ZoneIsUnknown


def add_gate(
    event_id: int, *, zone_id: int, names: Mapping[str, str], is_active: bool = True, actor_id: int | None
) -> Gate:
    """Add a gate into a zone of the edition, at the end of the list; the zone is counted from now on.

    Raises ZoneIsUnknown and the refusals of `events.rules.ensure_texts`.
    """
    _prepare_zone(event_id, zone_id)
    last = db.session.scalar(select(func.max(Gate.position)).where(Gate.event_id == event_id))
    position = 0 if last is None else last + 1
    gate = Gate(event_id=event_id, zone_id=zone_id, names=ensure_texts(names), position=position, is_active=is_active)
    db.session.add(gate)
    db.session.flush()
    record("gate.added", "gate", gate.id, actor_id=actor_id, event_id=event_id, zone_id=zone_id)
    return gate


def update_gate(
    event_id: int, gate_id: int, *, zone_id: int, names: Mapping[str, str], is_active: bool, actor_id: int | None
) -> Gate:
    """Change a gate; one that is not active takes no scans, and its past scans stay.

    Raises GateIsUnknown, ZoneIsUnknown and the refusals of `events.rules.ensure_texts`.
    """
    statement = select(Gate).where(Gate.id == gate_id, Gate.event_id == event_id).with_for_update(key_share=True)
    gate = db.session.scalar(statement.execution_options(populate_existing=True))
    if gate is None:
        raise GateIsUnknown
    _prepare_zone(event_id, zone_id)
    gate.zone_id, gate.names, gate.is_active = zone_id, ensure_texts(names), is_active
    db.session.flush()
    record("gate.updated", "gate", gate.id, actor_id=actor_id, event_id=event_id, zone_id=zone_id, is_active=is_active)
    return gate


def _prepare_zone(event_id: int, zone_id: int) -> None:
    """Give the zone the row that scans lock; two first gates at once want the same one."""
    if db.session.scalar(select(Zone.id).where(Zone.id == zone_id, Zone.event_id == event_id)) is None:
        raise ZoneIsUnknown
    if db.session.get(ZoneCount, zone_id) is not None:
        return
    try:
        with savepoint():
            db.session.add(ZoneCount(zone_id=zone_id))
            db.session.flush()
    except IntegrityError:
        db.session.get_one(ZoneCount, zone_id)
