"""Devices and conflicts as rows, for tests of what watches them."""

from typing import Any
from uuid import uuid4

from summit.database import db, transaction
from summit.entrance.models import Device, Gate


def make_device(gate: Gate, **values: Any) -> Device:
    """Return a device that works at the gate."""
    device = Device(event_id=gate.event_id, public_id=uuid4().hex[:10], **({"name": "Phone 1"} | values))
    device.gates = [gate]
    with transaction():
        db.session.add(device)
    return device
