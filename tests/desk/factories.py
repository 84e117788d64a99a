"""People at the desk, and badges handed out."""

from typing import Any

from summit.clock import utcnow
from summit.database import transaction
from summit.desk.models import HandOut
from summit.desk.rules import Collector, Handing, IdentityCheck
from summit.desk.services.handing import hand_out
from summit.registration.rules import RegistrationStatus
from tests.factories import make_registration


def make_approved(event: Any, category: Any, **values: Any) -> Any:
    return make_registration(event, category, RegistrationStatus.APPROVED, **values)


def handing(**values: Any) -> Handing:
    return Handing(**({"collector": Collector.SELF, "identity": IdentityCheck.PASSPORT} | values))


def give(officer: Any, *people: Any, **values: Any) -> Any:
    with transaction():
        return hand_out(
            people[0].event_id, [one.id for one in people], handing(**values), actor_id=officer.id, now=utcnow()
        )


def make_hand_out(person: Any, officer: Any) -> HandOut:
    return give(officer, person)[0]
