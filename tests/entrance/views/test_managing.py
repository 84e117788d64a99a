from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from summit.entrance.models import Gate
from summit.entrance.rules import GateRules, Ways, rules_from_json
from summit.events.rules import AntiPassback
from summit.permissions import Role
from tests import factories
from tests.entrance.conftest import make_gate


@pytest.fixture
def organiser(client, door):
    factories.sign_in(client, factories.make_staff(door.event, Role.ORGANISER))
    return client


def test_an_organiser_adds_a_gate(organiser, db, door):
    form = {"names-en": "South gate", "names-ru": "Южный вход", "zone_id": str(door.zone.id), "is_active": "y"}
    response = organiser.post(f"/e/{door.event.slug}/gates/new", data=form)
    assert (response.status_code, response.location) == (303, f"/e/{door.event.slug}/gates/manage")
    gate = db.session.scalars(select(Gate).order_by(Gate.id.desc())).first()
    assert (gate.names, gate.zone_id, gate.is_active) == ({"en": "South gate", "ru": "Южный вход"}, door.zone.id, True)
    assert "South gate" in organiser.get(response.location).get_data(as_text=True)


def test_an_organiser_switches_a_gate_off(organiser, db, door):
    form = {"names-en": "North gate", "zone_id": str(door.zone.id)}
    assert organiser.post(door.url("/edit"), data=form).status_code == 303
    assert db.session.get(Gate, door.gate.id, populate_existing=True).is_active is False
    assert "North gate" not in organiser.get(f"/e/{door.event.slug}/gates/").get_data(as_text=True)
    assert "Switched off" in organiser.get(f"/e/{door.event.slug}/gates/manage").get_data(as_text=True)


@pytest.mark.parametrize("sent", [{"names-en": "", "zone_id": "1"}, {"names-en": "Gate", "zone_id": "999999"}, {}])
def test_a_wrong_form_keeps_what_was_entered(organiser, db, door, sent):
    response = organiser.post(f"/e/{door.event.slug}/gates/new", data=sent)
    assert response.status_code == 422
    assert "There is a problem" in response.get_data(as_text=True)
    assert f'value="{sent.get("names-en", "")}"' in response.get_data(as_text=True)
    assert db.session.query(Gate).count() == 1


def test_the_form_shows_what_is(organiser, door):
    page = organiser.get(door.url("/edit")).get_data(as_text=True)
    assert 'value="North gate"' in page
    assert f'<option selected value="{door.zone.id}">' in page


@pytest.mark.parametrize(
    ("role", "status"), [(Role.ORGANISER, 200), (Role.GATE, 403), (Role.HELP_DESK, 403), (Role.READ_ONLY, 403)]
)
def test_who_may_manage(client, door, role, status):
    factories.sign_in(client, factories.make_staff(door.event, role))
    for path in ("manage", "new", f"{door.gate.id}/edit"):
        assert client.get(f"/e/{door.event.slug}/gates/{path}").status_code == status


def test_lists_cost_the_same_for_one_gate_and_for_three(organiser, door, count_queries):
    overview, url = f"/e/{door.event.slug}/gates/", door.url()
    numbers = []
    for added in (0, 2):
        for index in range(added):
            make_gate(door.event, factories.make_zone(door.event, "XY"[index]))
        with count_queries() as counter:
            for page in (overview, f"{overview}manage", url):
                organiser.get(page)
        numbers.append(counter.count)
    assert numbers[0] == numbers[1]


def test_an_edition_without_gates_tells_the_next_step(client, door):
    event = factories.make_event()
    factories.sign_in(client, factories.make_staff(event, Role.ORGANISER))
    assert "Add the first gate" in client.get(f"/e/{event.slug}/gates/").get_data(as_text=True)
    factories.sign_in(client, factories.make_staff(event, Role.GATE))
    assert "ask an organiser" in client.get(f"/e/{event.slug}/gates/").get_data(as_text=True)


def test_a_gate_is_put_at_the_door_of_a_hall_and_taken_away_again(organiser, db, door):
    hall = factories.make_hall(door.event, names={"en": "Silk hall"})
    form = {"names-en": "Door", "zone_id": str(door.zone.id), "is_active": "y"}
    assert organiser.post(door.url("/edit"), data=form | {"hall_id": str(hall.id)}).status_code == 303
    assert db.session.get(Gate, door.gate.id, populate_existing=True).hall_id == hall.id
    assert f'<option selected value="{hall.id}">' in organiser.get(door.url("/edit")).get_data(as_text=True)
    assert "Silk hall" in organiser.get(f"/e/{door.event.slug}/gates/manage").get_data(as_text=True)
    assert organiser.post(door.url("/edit"), data=form | {"hall_id": ""}).status_code == 303
    assert db.session.get(Gate, door.gate.id, populate_existing=True).hall_id is None


@pytest.mark.parametrize("hall", ["999999", "x", "-1", "9" * 30])
def test_a_hall_that_is_not_on_the_list_is_refused(organiser, db, door, hall):
    form = {"names-en": "Door", "zone_id": str(door.zone.id), "is_active": "y", "hall_id": hall}
    assert organiser.post(door.url("/edit"), data=form).status_code == 422
    assert db.session.get(Gate, door.gate.id, populate_existing=True).hall_id is None


def test_the_rules_of_a_gate_are_set_without_programming(organiser, db, door):
    form = {
        "names-en": "North gate", "zone_id": str(door.zone.id), "is_active": "y", "ways": "entry", "categories": "D",
        "windows-0-starts": "2026-11-28T09:00", "windows-0-ends": "2026-11-28T18:00", "anti_passback": "timed",
        "anti_passback_minutes": "10", "once_per_day": "y", "attention-en": "Check the bags",
    }  # fmt: skip
    assert organiser.post(door.url("/edit"), data=form).status_code == 303
    rules = rules_from_json(db.session.get(Gate, door.gate.id, populate_existing=True).rules)
    window = (datetime(2026, 11, 28, 6, tzinfo=UTC), datetime(2026, 11, 28, 15, tzinfo=UTC))
    assert rules == GateRules(
        (window,), ("D",), Ways.ENTRY, AntiPassback.TIMED, 10, once_per_day=True, attention={"en": "Check the bags"}
    )
    page = organiser.get(door.url("/edit")).get_data(as_text=True)
    assert 'value="2026-11-28T09:00"' in page
    assert "Check the bags" in page
    listed = organiser.get(f"/e/{door.event.slug}/gates/manage").get_data(as_text=True)
    assert "Entry only" in listed
    assert "Once a day" in listed


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"windows-0-starts": "2026-11-28T18:00", "windows-0-ends": "2026-11-28T09:00"}, "must be later than"),
        ({"windows-0-starts": "2026-11-28T18:00", "windows-0-ends": ""}, "Please enter both times"),
        ({"anti_passback_minutes": "-1"}, "whole number between"),
        ({"ways": "up"}, "Please choose from the list"),
        ({"categories": "Q"}, "Please choose from the list"),
    ],
)
def test_wrong_rules_are_shown_at_their_field(organiser, db, door, sent, message):
    form = {"names-en": "North gate", "zone_id": str(door.zone.id), "is_active": "y"} | sent
    response = organiser.post(door.url("/edit"), data=form)
    assert response.status_code == 422
    assert message in response.get_data(as_text=True)
    assert db.session.get(Gate, door.gate.id, populate_existing=True).rules == {}
