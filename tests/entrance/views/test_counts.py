"""A gate's counts follow what other telephones scan."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from summit.clock import utcnow
from summit.entrance.services.live import DOORS, init_hub, live_hub
from summit.permissions import Role
from tests import factories
from tests.agenda.factories import make_placed, make_release
from tests.entrance.conftest import make_door, make_gate


@pytest.fixture(autouse=True)
def fresh_hub(app):
    """A hub without readings of other tests."""
    init_hub(app, most_streams=3)


@pytest.fixture
def at_hall(door, db):
    """The gate stands at a hall in which a session for forty begins soon."""
    hall = factories.make_hall(door.event, names={"en": "Silk hall"})
    door.gate.hall_id = hall.id
    db.session.commit()
    slot = make_placed(door.event, hall, utcnow() + timedelta(minutes=10), "Silk", capacity=40)
    make_release(door.event)
    return slot


def parts(client, door, gate=None):
    address = f"/e/{door.event.slug}/gates/{(gate or door.gate).id}/counts.json"
    return client.get(address).get_json()["parts"]


def test_another_ones_scan_is_counted(gate_client, door):
    other = make_gate(door.event, door.zone, names={"en": "South gate"})
    door.scan(door.badge().token, gate_id=other.id)
    assert parts(gate_client, door)["counts"].startswith("1 ")


def test_a_gate_hears_of_its_own_zone_only(gate_client, door):
    other = make_gate(door.event, factories.make_zone(door.event, "B"))
    door.scan(door.badge().token)
    assert parts(gate_client, door, other)["counts"].startswith("0 ")


def test_the_page_shows_what_the_counts_say(gate_client, door, at_hall):
    page = BeautifulSoup(gate_client.get(door.url()).get_data(as_text=True), "html.parser")
    told = parts(gate_client, door)
    shown = {part["data-part"]: part.decode_contents().strip() for part in page.select("[data-part]")}
    assert shown | {"sessions": page.select_one("[data-sessions]")["data-sessions"]} == told
    assert told["sessions"] == f"{at_hall.id}:10"


def test_a_stream_begins_with_what_the_gate_shows(gate_client, door):
    response = gate_client.get(door.url("/counts/stream"))
    event = response.get_data(as_text=True).strip().split("\n\n")[1]
    message = json.loads(event.split("data: ")[1])
    assert response.mimetype == "text/event-stream"
    assert message["parts"] == parts(gate_client, door)


def test_unchanged_counts_answer_304(gate_client, door):
    mark = gate_client.get(door.url("/counts.json")).headers["ETag"]
    assert gate_client.get(door.url("/counts.json"), headers={"If-None-Match": mark}).status_code == 304


def test_gates_leave_the_board_its_places_and_ask_again_slowly(client, door):
    factories.sign_in(client, factories.make_staff(door.event, Role.HELP_DESK))
    assert live_hub().enter(DOORS)
    refused = client.get(door.url("/counts/stream"))
    assert (refused.status_code, refused.headers["Retry-After"]) == (204, "30")
    with client.get(f"/e/{door.event.slug}/live/stream", buffered=True) as board:
        assert board.status_code == 200


def test_a_gates_stream_gives_its_place_back(gate_client, door):
    for _reader in range(3):
        with gate_client.get(door.url("/counts/stream"), buffered=True) as response:
            assert response.status_code == 200


@pytest.mark.parametrize("path", ["/counts.json", "/counts/stream"])
def test_another_editions_gate_is_not_found(gate_client, door, path):
    other = make_door()
    assert gate_client.get(f"/e/{door.event.slug}/gates/{other.gate.id}{path}").status_code == 404
    assert gate_client.get(other.url(path)).status_code == 403


@pytest.mark.parametrize("path", ["/counts.json", "/counts/stream"])
def test_who_does_not_scan_is_refused(client, door, path):
    factories.sign_in(client, factories.make_staff(door.event, Role.PRIVACY))
    assert client.get(door.url(path)).status_code == 403


def test_gates_and_halls_cost_no_further_queries(gate_client, door, at_hall, count_queries):
    with count_queries() as one:
        parts(gate_client, door)
    for number in range(2):
        hall = factories.make_hall(door.event, names={"en": f"Hall {number}"})
        make_gate(door.event, door.zone, hall_id=hall.id)
    init_hub(gate_client.application, most_streams=2)
    with count_queries() as three:
        parts(gate_client, door)
    assert one.count == three.count
