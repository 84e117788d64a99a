"""Doors of halls, and the lists of them that a device holds."""

import base64
from datetime import datetime, timedelta
from typing import Any

from flask.testing import FlaskClient

from summit.agenda.models import Slot
from summit.clock import utcnow
from summit.credentials.rules import token_hash
from summit.database import db
from summit.events.models import Hall
from tests.agenda.factories import make_placed, make_release
from tests.entrance.conftest import Door
from tests.entrance.offline import Phone
from tests.factories import make_hall


def at_hall(door: Door) -> Door:
    """Make the door's gate that of a hall."""
    door.gate.hall_id = make_hall(door.event, names={"en": "Silk hall"}).id
    db.session.commit()
    return door


def publish(door: Door, begins_in: timedelta, title: str = "Silk", **values: Any) -> Slot:
    """A published session of an hour in the door's hall."""
    hall = db.session.get_one(Hall, door.gate.hall_id)
    slot = make_placed(door.event, hall, _whole_minute(utcnow() + begins_in), title, **({"capacity": 1} | values))
    make_release(door.event)
    return slot


def _whole_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def lists(phone: Phone, client: FlaskClient, known: str = "") -> dict[str, Any]:
    """What the device holds of the sessions behind its gates."""
    answer = phone.get(client, f"halls?known={known}")
    assert answer.status_code == 200
    return answer.json


def keys(text: str, width: int = 8) -> list[bytes]:
    """The badges of a list."""
    data = base64.b64decode(text)
    return [data[place : place + 8] for place in range(0, len(data), width)]


def key_of(token: str) -> bytes:
    """How a badge stands in a list."""
    return token_hash(token)[:8]
