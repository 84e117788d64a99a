"""A door to stand at: an edition with a gate, a badge to scan, somebody who scans."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from summit.accounts.models import Account
from summit.clock import utcnow
from summit.credentials.services import IssuedBadge, ensure_credential
from summit.database import transaction
from summit.entrance import services, tasks
from summit.entrance.models import Gate
from summit.entrance.rules import ScanAnswer
from summit.events.models import Category, Event, Zone
from summit.permissions import Role
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus
from tests import factories


@dataclass
class Door:
    """A gate into zone A, which the category's badge opens."""

    event: Event
    zone: Zone
    gate: Gate
    category: Category
    operator: Account

    def person(self, **values: Any) -> Registration:
        """Somebody of the category, approved unless told otherwise."""
        values.setdefault("status", RegistrationStatus.APPROVED)
        category = values.pop("category", self.category)
        return factories.make_registration(self.event, category, **values)

    def badge(self, person: Registration | None = None) -> IssuedBadge:
        """The badge of the person, or of somebody new."""
        person = person or self.person()
        with transaction():
            return ensure_credential(person.id, actor_id=None, now=utcnow())

    def scan(self, code: str = "", **values: Any) -> ScanAnswer:
        """One scan at the gate."""
        given = {"event_id": self.event.id, "gate_id": self.gate.id, "scan_id": uuid4(), "now": utcnow()}
        return tasks.take_scan(**(given | {"code": code, "operator_id": self.operator.id} | values))

    def annul(self, scan_id: UUID, **values: Any) -> tuple[int, int | None]:
        """Undo a scan."""
        with transaction():
            return services.annul_scan(
                self.event.id, scan_id, **({"actor_id": self.operator.id, "now": utcnow()} | values)
            )

    def post(self, client: FlaskClient, **values: Any) -> TestResponse:
        """Send a scan as the gate's script does."""
        sent = {"scan_id": str(uuid4()), "entered_by": "scanner"} | values
        return client.post(f"/e/{self.event.slug}/gates/{self.gate.id}/scan", json=sent)

    def url(self, path: str = "") -> str:
        """The address of a page about this gate."""
        return f"/e/{self.event.slug}/gates/{self.gate.id}{path}"


def make_gate(event: Event, zone: Zone, **values: Any) -> Gate:
    """A gate into the zone."""
    with transaction():
        return services.add_gate(event.id, zone_id=zone.id, actor_id=None, **({"names": {"en": "North gate"}} | values))


def make_door(**zone_values: Any) -> Door:
    """A door of a new edition."""
    event = factories.make_event()
    zone = factories.make_zone(event, "A", **zone_values)
    category = factories.make_category(event, "D", zones=(zone,))
    operator = factories.make_staff(event, Role.GATE, name="Gate Keeper")
    return Door(event, zone, make_gate(event, zone), category, operator)


@pytest.fixture
def door(db: Any) -> Door:
    return make_door()


@pytest.fixture
def gate_client(client: FlaskClient, door: Door) -> FlaskClient:
    """A browser of the gate's staff."""
    factories.sign_in(client, door.operator)
    return client


def scan_statements(db: Any) -> int:
    """Return how many statements an entry costs: lock, find, then scan, stay and count, at once where that can be."""
    return {"sqlite": 5, "postgresql": 3}[db.engine.dialect.name]
