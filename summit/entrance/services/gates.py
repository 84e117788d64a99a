"""The doors of an edition."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from summit.audit.services import record
from summit.database import db, savepoint
from summit.events.models import Event, Hall, Zone
from summit.events.queries import list_halls, list_zones
from summit.events.rules import ensure_texts, moved, moved_window

from ..models import Gate, ZoneCount
from ..rules import (
    NO_RULES,
    GateIsUnknown,
    GateRules,
    HallIsUnknown,
    ZoneIsUnknown,
    ensure_gate_rules,
    rules_as_json,
    rules_from_json,
)


def add_gate(
    event_id: int,
    *,
    zone_id: int,
    names: Mapping[str, str],
    hall_id: int | None = None,
    is_active: bool = True,
    rules: GateRules = NO_RULES,
    actor_id: int | None,
) -> Gate:
    """Add a gate into a zone of the edition, at the end of the list; the zone is counted from now on.

    With `hall_id` it is the door of a hall, at which the programme's sign-ups count (decision 0008).
    Raises ZoneIsUnknown, HallIsUnknown and the refusals of `events.rules.ensure_texts` and `ensure_gate_rules`.
    """
    _prepare_zone(event_id, zone_id)
    _ensure_hall(event_id, hall_id)
    last = db.session.scalar(select(func.max(Gate.position)).where(Gate.event_id == event_id))
    position = 0 if last is None else last + 1
    gate = Gate(event_id=event_id, zone_id=zone_id, hall_id=hall_id, position=position, is_active=is_active)
    gate.names, gate.rules = ensure_texts(names), rules_as_json(ensure_gate_rules(rules))
    db.session.add(gate)
    db.session.flush()
    record("gate.added", "gate", gate.id, actor_id=actor_id, event_id=event_id, zone_id=zone_id, hall_id=hall_id)
    return gate


def update_gate(
    event_id: int,
    gate_id: int,
    *,
    zone_id: int,
    names: Mapping[str, str],
    hall_id: int | None = None,
    is_active: bool,
    rules: GateRules | None = None,
    actor_id: int | None,
) -> Gate:
    """Change a gate, and its rules where given; one that is not active takes no scans, and its past scans stay.

    Raises GateIsUnknown, ZoneIsUnknown, HallIsUnknown and the refusals of `events.rules.ensure_texts` and
    `ensure_gate_rules`.
    """
    statement = select(Gate).where(Gate.id == gate_id, Gate.event_id == event_id).with_for_update(key_share=True)
    gate = db.session.scalar(statement.execution_options(populate_existing=True))
    if gate is None:
        raise GateIsUnknown
    _prepare_zone(event_id, zone_id)
    _ensure_hall(event_id, hall_id)
    gate.zone_id, gate.hall_id, gate.names, gate.is_active = zone_id, hall_id, ensure_texts(names), is_active
    if rules is not None:
        gate.rules = rules_as_json(ensure_gate_rules(rules))
    db.session.flush()
    detail = {"zone_id": zone_id, "hall_id": hall_id, "is_active": is_active, "has_rules": bool(gate.rules)}
    record("gate.updated", "gate", gate.id, actor_id=actor_id, event_id=event_id, **detail)
    return gate


def rezone_gates(event: Event, move: Callable[[datetime], datetime]) -> None:
    """Move the gates' own windows with the edition's new time zone, so that they keep what the venue's clock shows."""
    for gate in db.session.scalars(select(Gate).where(Gate.event_id == event.id).with_for_update(key_share=True)):
        rules = rules_from_json(gate.rules)
        windows = tuple(moved_window(start, end, move) for start, end in rules.windows)
        gate.rules = rules_as_json(replace(rules, windows=windows))


def reletter_gates(event_id: int, old: str, new: str) -> None:
    """Let the gates that a category passes by know its new letter."""
    for gate in db.session.scalars(select(Gate).where(Gate.event_id == event_id).with_for_update(key_share=True)):
        rules = rules_from_json(gate.rules)
        letters = sorted({new if letter == old else letter for letter in rules.categories})
        gate.rules = rules_as_json(replace(rules, categories=tuple(letters)))


def copy_gates(source: Event, copy: Event, shift: int) -> None:
    """Give a copied edition the gates of its source, their own windows `shift` days later on the venue's clock.

    Devices are enrolled anew, and nobody is inside yet.
    """
    zones = _counterparts(list_zones(source.id), list_zones(copy.id))
    halls = _counterparts(list_halls(source.id), list_halls(copy.id))
    for gate in db.session.scalars(select(Gate).where(Gate.event_id == source.id).order_by(Gate.position, Gate.id)):
        rules = rules_from_json(gate.rules)
        windows = tuple(
            moved_window(start, end, lambda moment: moved(moment, shift, source.time_zone))
            for start, end in rules.windows
        )
        add_gate(
            copy.id,
            zone_id=zones[gate.zone_id],
            hall_id=halls[gate.hall_id] if gate.hall_id is not None else None,
            names=gate.names,
            is_active=gate.is_active,
            rules=replace(rules, windows=windows),
            actor_id=None,
        )


def _counterparts(listed: Iterable[Zone | Hall], copied: Iterable[Zone | Hall]) -> dict[int, int]:
    """Return {id in the source: id in the copy} of zones or halls; a fresh copy lists them in the same order."""
    return {one.id: other.id for one, other in zip(listed, copied, strict=True)}


def _ensure_hall(event_id: int, hall_id: int | None) -> None:
    here = (Hall.id == hall_id, Hall.event_id == event_id)
    if hall_id is not None and db.session.scalar(select(Hall.id).where(*here)) is None:
        raise HallIsUnknown


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
