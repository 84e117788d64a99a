from datetime import timedelta

import pytest
from sqlalchemy import func, select

from summit.audit.models import AuditEntry
from summit.clock import utcnow
from summit.database import transaction
from summit.entrance.models import Presence, Scan
from summit.entrance.rules import GateRules
from summit.entrance.services import update_gate
from summit.permissions import Role
from tests import factories
from tests.entrance.conftest import make_gate


@pytest.fixture
def reader(client, door):
    factories.sign_in(client, factories.make_staff(door.event, Role.READ_ONLY))
    return client


def ask(client, door, code, **values):
    sent = {"code": code, "gate_id": str(door.gate.id), "direction": "entry", "moment": ""}
    return client.post(f"/e/{door.event.slug}/gates/simulator", data=sent | values)


def close(door, *windows):
    values = {"zone_id": door.zone.id, "names": {"en": "North gate"}, "is_active": True, "actor_id": None}
    with transaction():
        update_gate(door.event.id, door.gate.id, rules=GateRules(windows=windows), **values)


def test_a_simulation_writes_nothing_but_that_it_was_made(reader, door, db):
    response = ask(reader, door, door.badge().token)
    assert response.status_code == 200
    assert "This badge is valid here and now." in response.get_data(as_text=True)
    assert [db.session.scalar(select(func.count()).select_from(kind)) for kind in (Scan, Presence)] == [0, 0]
    assert db.session.scalar(select(AuditEntry.action).order_by(AuditEntry.id.desc())) == "scan.simulated"


def test_a_refusal_names_the_rule_and_the_gate_that_would_admit(reader, door):
    later = utcnow() + timedelta(hours=2)
    close(door, (later, later + timedelta(hours=1)))
    make_gate(door.event, door.zone, names={"en": "South gate"})
    page = ask(reader, door, door.badge().token).get_data(as_text=True)
    assert "This gate opens at" in page
    assert "Would be admitted now at another gate:" in page
    assert "South gate" in page
    assert "Would be admitted from" in page
    assert "Not asked any more" in page


def test_another_moment_gets_another_answer(reader, door):
    start = utcnow().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    close(door, (start, start + timedelta(hours=1)))
    wall = (start + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")  # Moscow is three hours ahead
    page = ask(reader, door, door.badge().token, moment=wall).get_data(as_text=True)
    assert "This badge is valid here and now." in page


@pytest.mark.parametrize("by", ["reference", "name_latin"])
def test_a_person_is_found_by_reference_and_by_name(reader, door, by):
    person = door.person(name_latin="Olga Pavlova")
    page = ask(reader, door, getattr(person, by)).get_data(as_text=True)
    assert "This badge is valid here and now." in page
    assert "Olga Pavlova" in page


def test_several_people_are_offered_and_one_is_chosen(reader, door):
    people = [door.person(name_latin=f"Olga Pavlova {number}") for number in ("One", "Two")]
    page = ask(reader, door, "Olga").get_data(as_text=True)
    assert "Who is meant?" in page
    chosen = ask(reader, door, "Olga", person=people[1].public_id).get_data(as_text=True)
    assert "Olga Pavlova Two" in chosen
    assert "Olga Pavlova One" not in chosen


def test_nobody_is_found(reader, door):
    assert "Nobody was found" in ask(reader, door, "Nobody at all").get_data(as_text=True)


@pytest.mark.parametrize(
    "sent", [{"code": ""}, {"code": "x"}, {"gate_id": "0"}, {"moment": "soon"}, {"direction": "up"}]
)
def test_what_cannot_be_asked_is_shown_at_its_field(reader, door, sent):
    response = ask(reader, door, **({"code": "00000000"} | sent))
    assert response.status_code == 422
    assert "There is a problem" in response.get_data(as_text=True)


@pytest.mark.parametrize(("role", "status"), [(Role.ORGANISER, 200), (Role.READ_ONLY, 200), (Role.GATE, 403)])
def test_who_may_simulate(client, door, role, status):
    factories.sign_in(client, factories.make_staff(door.event, role))
    assert client.get(f"/e/{door.event.slug}/gates/simulator").status_code == status
