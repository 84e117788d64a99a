"""What a device is told of itself, its event and its gates: all that it needs to decide without a network."""

from datetime import datetime
from typing import Any

from summit.clock import utcnow
from summit.events.models import Event, Zone
from summit.web.access import current_edition
from summit.web.filters import text_for

from ..models import Device, Gate
from ..queries.devices import find_snapshot_state, list_gates_of
from ..rules.devices import HEARTBEAT_SECONDS, PIN_ITERATIONS


def state_of_device(device: Device) -> dict[str, Any]:
    """Return the device's state as JSON values, its gates with the counts of their zones as they are now."""
    event = current_edition()
    return {
        "device": {"public_id": device.public_id, "name": device.name, "operator": device.operator},
        "event": _event(event),
        "pin": _pin(device),
        "server_time": utcnow().isoformat(),
        "gates": [_gate(gate, inside) for gate, inside in list_gates_of(device.id)],
        "snapshot": _snapshot(event.id),
        "heartbeat_seconds": HEARTBEAT_SECONDS,
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "slug": event.slug,
        "name": text_for(event.names),
        "names": event.names,
        "time_zone": event.time_zone,
    }


def _pin(device: Device) -> dict[str, Any] | None:
    if not device.pin_hash:
        return None
    return {"salt": device.pin_salt, "hash": device.pin_hash, "iterations": PIN_ITERATIONS}


def _snapshot(event_id: int) -> dict[str, Any] | None:
    state = find_snapshot_state(event_id)
    return {"epoch": state.epoch, "sequence": state.sequence} if state is not None else None


def _gate(gate: Gate, inside: int) -> dict[str, Any]:
    hall = gate.hall
    return {
        "id": gate.id,
        "name": text_for(gate.names),
        "names": gate.names,
        "zone": _zone(gate.zone, inside),
        "hall": {"id": hall.id, "name": text_for(hall.names), "names": hall.names} if hall is not None else None,
    }


def _zone(zone: Zone, inside: int) -> dict[str, Any]:
    return {
        "id": zone.id,
        "letter": zone.letter,
        "name": text_for(zone.names),
        "names": zone.names,
        "windows": [[_iso(window.starts_at), _iso(window.ends_at)] for window in zone.windows],
        "capacity": zone.capacity,
        "inside": inside,
        "anti_passback": zone.anti_passback.value,
        "anti_passback_minutes": zone.anti_passback_minutes,
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat()
