"""Devices at a door, and a browser that speaks as one."""

from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from summit.clock import utcnow
from summit.database import transaction
from summit.entrance import services
from summit.entrance.models import Device
from tests.entrance.conftest import Door


def make_device(door: Door, **values: Any) -> Device:
    """A device for the door's gate that waits for its code to be taken."""
    given = {"name": "North phone", "gate_ids": [door.gate.id], "actor_id": door.operator.id, "now": utcnow()} | values
    with transaction():
        return services.add_device(door.event.id, **given)


def enrol(device: Device, **values: Any) -> str:
    """Take the device's code; return its token."""
    with transaction():
        code = services.enrolment_code(device)
        return services.enrol_device(device.event_id, code, **({"now": utcnow()} | values))[1]


@dataclass
class Phone:
    """What stands in somebody's hand: a browser with a device's token."""

    client: FlaskClient
    door: Door
    device: Device
    token: str

    def post(self, path: str, json: Any = None, **values: Any) -> TestResponse:
        """Send something as the device."""
        headers = {"Authorization": f"Bearer {self.token}"}
        url = f"/e/{self.door.event.slug}/scanner/{path}"
        return self.client.post(url, json={} if json is None else json, headers=headers, **values)

    def heartbeat(self, **values: Any) -> TestResponse:
        """Report."""
        sent = {"queue": 0, "battery": 80, "app_version": "1", "device_time": utcnow().isoformat(), "synced_at": None}
        return self.post("heartbeat", sent | values)


def make_phone(client: FlaskClient, door: Door, **values: Any) -> Phone:
    """A phone that was set up at the door."""
    device = make_device(door, **values)
    return Phone(client, door, device, enrol(device))
