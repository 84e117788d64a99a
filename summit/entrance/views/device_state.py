"""What a device is told of itself, its event and its gates: all that it needs to decide without a network."""

from datetime import datetime, timedelta
from typing import Any

from summit.agenda.rules.timing import day_span
from summit.clock import utcnow
from summit.events.models import Event, Zone
from summit.web.access import current_edition
from summit.web.filters import text_for

from ..models import Device, Gate
from ..queries.devices import find_snapshot_state, list_gates_of
from ..rules import ZoneFacts, facts_as_json, rules_from_json
from ..rules.devices import HEARTBEAT_SECONDS, PIN_ITERATIONS


def state_of_device(device: Device) -> dict[str, Any]:
    """Return the device's state as JSON values, its gates with the counts of their zones as they are now."""
    event = current_edition()
    return {
        "device": {"public_id": device.public_id, "name": device.name, "operator": device.operator},
        "event": _event(event),
        "pin": _pin(device),
        "server_time": utcnow().isoformat(),
        "gates": [_gate(gate, inside, event) for gate, inside in list_gates_of(device.id)],
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


def _gate(gate: Gate, inside: int, event: Event) -> dict[str, Any]:
    """Return what is asked at a gate, under the names that the rules use on both sides."""
    asked = facts_as_json(_facts(gate.zone, inside), rules_from_json(gate.rules), _day_starts(event))
    zone, hall = gate.zone, gate.hall
    named = {"id": zone.id, "name": text_for(zone.names), "names": zone.names}
    return asked | {
        "id": gate.id,
        "name": text_for(gate.names),
        "names": gate.names,
        "zone": named | asked["zone"],
        "hall": {"id": hall.id, "name": text_for(hall.names), "names": hall.names} if hall is not None else None,
    }


def _facts(zone: Zone, inside: int) -> ZoneFacts:
    return ZoneFacts(
        letter=zone.letter,
        windows=tuple((window.starts_at, window.ends_at) for window in zone.windows),
        capacity=zone.capacity,
        inside=inside,
        anti_passback=zone.anti_passback,
        anti_passback_minutes=zone.anti_passback_minutes,
        once_per_day=zone.once_per_day,
        needs_escort=zone.needs_escort,
        attention=zone.attention,
    )


def _day_starts(event: Event) -> list[datetime]:
    """Return when each day of the event begins, and the one after: people leave after midnight."""
    days = (event.ends_on - event.starts_on).days + 2
    return [day_span(event.starts_on + timedelta(days=number), event.time_zone)[0] for number in range(days)]
