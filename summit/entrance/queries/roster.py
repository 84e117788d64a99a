"""Who is inside an edition's zones, and how well their doors are watched."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from summit.database import db
from summit.events.models import Category, Zone
from summit.registration.models import Registration

from ..models import Device, DeviceGate, Gate, Presence, ZoneCount
from ..rules.live import SILENT_AFTER
from ..rules.roster import PersonInside, ZoneRoster, ZoneWatch, arrange


def read_rosters(event_id: int, now: datetime, *, shows_needs: bool, shows_phone: bool) -> tuple[ZoneRoster, ...]:
    """Return the list of each counted zone; what the reader may not see is not even read."""
    zones = _list_zones(event_id, now)
    people = _list_inside([zone.zone_id for zone in zones], shows_needs=shows_needs, shows_phone=shows_phone)
    return arrange(zones, people, now)


def _list_zones(event_id: int, now: datetime) -> list[ZoneWatch]:
    left = exists().where(Presence.zone_id == Zone.id, Presence.left_at.is_not(None))
    # Where the last gate was moved away or switched off, nobody can be scanned out any more.
    can_leave = exists().where(Gate.zone_id == Zone.id, Gate.is_active)
    statement = (
        select(Zone, and_(left, can_leave))
        .join(ZoneCount, ZoneCount.zone_id == Zone.id)
        .where(Zone.event_id == event_id)
        .order_by(Zone.letter)
    )
    watched = {row.zone_id: row for row in _list_devices(event_id, now)}
    return [
        ZoneWatch(
            zone_id=zone.id,
            letter=zone.letter,
            names=zone.names,
            anti_passback=zone.anti_passback,
            has_exits=has_exits,
            silent_devices=watched[zone.id].silent if zone.id in watched else 0,
            unsent_scans=watched[zone.id].unsent if zone.id in watched else 0,
        )
        for zone, has_exits in db.session.execute(statement)
    ]


def _list_devices(event_id: int, now: datetime) -> Sequence[Any]:
    """Return (zone, devices that are silent, scans that devices still hold) for zones with either."""
    is_silent = Device.last_seen_at < now - SILENT_AFTER
    at_gates = select(Device.id, Device.queue_length, is_silent.label("is_silent"), Gate.zone_id).distinct()
    at_gates = at_gates.join(DeviceGate, DeviceGate.device_id == Device.id).join(Gate, Gate.id == DeviceGate.gate_id)
    at_gates = at_gates.where(
        Device.event_id == event_id, Device.revoked_at.is_(None), or_(Device.queue_length > 0, is_silent)
    )
    found = at_gates.subquery()
    silent = func.sum(case((found.c.is_silent, 1), else_=0)).label("silent")
    statement = select(found.c.zone_id, silent, func.sum(found.c.queue_length).label("unsent"))
    return db.session.execute(statement.group_by(found.c.zone_id)).all()


def _list_inside(zone_ids: Sequence[int], *, shows_needs: bool, shows_phone: bool) -> list[PersonInside]:
    def permitted(column: InstrumentedAttribute[str], allowed: bool) -> Any:
        return column if allowed else literal("", String)

    statement = (
        select(
            Presence.id.label("presence_id"),
            Presence.registration_id,
            Presence.zone_id,
            Presence.entered_at,
            Registration.reference,
            Registration.name_latin,
            Registration.name_native,
            Registration.native_language,
            Registration.organisation,
            Category.letter.label("category_letter"),
            Registration.sort_key,
            (Registration.access_needs != "").label("needs_assistance"),
            permitted(Registration.access_needs, shows_needs).label("needs"),
            permitted(Registration.phone, shows_phone).label("phone"),
        )
        .join(Registration, Registration.id == Presence.registration_id)
        .join(Category, Category.id == Registration.category_id)
        .where(Presence.zone_id.in_(zone_ids), Presence.left_at.is_(None))
    )
    return [PersonInside(**row) for row in db.session.execute(statement).mappings()]
