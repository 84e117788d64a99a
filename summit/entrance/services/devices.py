"""What organisers do with the devices at the doors: add, change, hand out a code, revoke."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from flask import current_app

from summit.audit.services import record
from summit.database import db

from ..models import Device, Gate
from ..queries.devices import find_open_shift, list_gates_among, lock_device
from ..rules import GateIsUnknown
from ..rules.devices import (
    ENROLMENT_LIFE,
    PIN_SALT_BYTES,
    DeviceIsRevoked,
    DeviceIsUnknown,
    DeviceNeedsGate,
    clean_device_name,
    lock_by_pin,
)
from ..rules.tokens import encoded, secret_hash


def add_device(
    event_id: int, *, name: str, gate_ids: Sequence[int], pin: str = "", actor_id: int | None, now: datetime
) -> Device:
    """Add a device for these gates of the edition, with its first enrolment code; with a PIN it locks itself.

    Raises DeviceNeedsName, DeviceNeedsGate, GateIsUnknown and PinIsInvalid.
    """
    device = Device(public_id=secrets.token_urlsafe(12), event_id=event_id, name=clean_device_name(name))
    device.gates = _gates(event_id, gate_ids)
    device.created_at, device.created_by = now, actor_id
    if pin:
        _set_pin(device, pin)
    db.session.add(device)
    db.session.flush()
    record("device.added", "device", device.id, actor_id=actor_id, event_id=event_id, gates=sorted(set(gate_ids)))
    _renew(device, actor_id, now)
    return device


def update_device(
    event_id: int,
    public_id: str,
    *,
    name: str,
    gate_ids: Sequence[int],
    pin: str = "",
    removes_pin: bool = False,
    actor_id: int | None,
) -> Device:
    """Change a device's name and gates, its PIN where a new one is given; it learns of it with its next report.

    Raises DeviceIsUnknown, DeviceIsRevoked, DeviceNeedsName, DeviceNeedsGate, GateIsUnknown and PinIsInvalid.
    """
    device = _locked(event_id, public_id)
    device.name, device.gates = clean_device_name(name), _gates(event_id, gate_ids)
    if pin:
        _set_pin(device, pin)
    elif removes_pin:
        device.pin_salt = device.pin_hash = ""
    db.session.flush()
    detail = {"gates": sorted(set(gate_ids)), "pin": "set" if pin else "removed" if removes_pin else "kept"}
    record("device.updated", "device", device.id, actor_id=actor_id, event_id=event_id, **detail)
    return device


def renew_code(event_id: int, public_id: str, *, actor_id: int | None, now: datetime) -> Device:
    """Give the device a new enrolment code for 15 minutes; the last one ends, the token only when the code is taken.

    Raises DeviceIsUnknown and DeviceIsRevoked.
    """
    device = _locked(event_id, public_id)
    _renew(device, actor_id, now)
    return device


def enrolment_code(device: Device) -> str:
    """Return the device's present code, 43 characters: derived, so that only its hash is stored.

    base64url(HMAC-SHA256(secret_key, "device-enrolment:" + public_id + ":" + the moment at which the code ends)).
    """
    if device.enrolment_ends_at is None:
        return ""
    return derived(f"device-enrolment:{device.public_id}:{device.enrolment_ends_at.astimezone(UTC).isoformat()}")


def derived(message: str) -> str:
    """Return base64url(HMAC-SHA256(secret_key, message)), 43 characters that nobody else can make."""
    key = current_app.extensions["summit_config"].secret_key.encode()
    return encoded(hmac.new(key, message.encode(), hashlib.sha256).digest())


def revoke_device(event_id: int, public_id: str, *, actor_id: int | None, now: datetime) -> Device:
    """Stop a device's token and code at once and for good; the device wipes itself when it asks next.

    The token's hash stays, so that the device may still say that it is wiped. Raises DeviceIsUnknown, DeviceIsRevoked.
    """
    device = _locked(event_id, public_id)
    device.revoked_at = now
    device.enrolment_hash = device.enrolment_ends_at = None
    device.pin_salt = device.pin_hash = device.operator = ""
    end_shift(device, now)
    record("device.revoked", "device", device.id, actor_id=actor_id, event_id=event_id)
    return device


def end_shift(device: Device, now: datetime) -> None:
    """End the shift of whoever holds the device."""
    shift = find_open_shift(device.id)
    if shift is not None:
        shift.ended_at = now


def _locked(event_id: int, public_id: str) -> Device:
    device = lock_device(event_id, public_id)
    if device is None:
        raise DeviceIsUnknown
    if device.revoked_at is not None:
        raise DeviceIsRevoked
    return device


def _gates(event_id: int, gate_ids: Sequence[int]) -> list[Gate]:
    if not gate_ids:
        raise DeviceNeedsGate
    gates = list(list_gates_among(event_id, gate_ids))
    if {gate.id for gate in gates} != set(gate_ids):
        raise GateIsUnknown
    return gates


def _set_pin(device: Device, pin: str) -> None:
    lock = lock_by_pin(pin, secrets.token_bytes(PIN_SALT_BYTES))
    device.pin_salt, device.pin_hash = lock.salt, lock.hash


def _renew(device: Device, actor_id: int | None, now: datetime) -> None:
    device.enrolment_ends_at = now + ENROLMENT_LIFE
    device.enrolment_hash = secret_hash(enrolment_code(device))
    db.session.flush()
    record("device.code_issued", "device", device.id, actor_id=actor_id, event_id=device.event_id)
