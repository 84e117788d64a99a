"""The organiser's pages about devices."""

import base64
import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from summit.clock import utcnow
from summit.database import transaction
from summit.entrance import services
from summit.entrance.models import Device
from summit.entrance.rules.devices import DeviceReport
from summit.permissions import Role
from tests import factories
from tests.entrance.conftest import make_door, make_gate
from tests.entrance.devices import enrol, make_device


@pytest.fixture
def organiser(client, door):
    factories.sign_in(client, factories.make_staff(door.event, Role.ORGANISER))
    return client


def url(door, path=""):
    return f"/e/{door.event.slug}/devices/{path}"


def card(client, door):
    [found] = BeautifulSoup(client.get(url(door)).text, "html.parser").select(".device")
    return found


def report(device, **values):
    now = utcnow()
    said = {"queue": 0, "battery": 80, "app_version": "1.4", "device_time": now, "synced_at": now} | values
    with transaction():
        services.note_report(device.id, DeviceReport(**said), now=now)


def test_an_organiser_adds_a_device_and_sees_its_code(organiser, door, db):
    form = {"name": "North 3", "gate_ids": [str(door.gate.id)], "pin": "٤٧١١"}
    answer = organiser.post(url(door, "new"), data=form)
    device = db.session.scalars(select(Device)).one()
    assert (answer.status_code, answer.location) == (303, url(door, device.public_id))
    page = organiser.get(answer.location).text
    link = f"http://localhost/e/{door.event.slug}/scanner/#enrol={services.enrolment_code(device)}"
    assert link in page
    picture = re.search(r"data:image/svg\+xml;base64,([\w+/=]+)", page)
    assert b"<svg" in base64.b64decode(picture[1])
    assert device.pin_hash


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Please name the device."),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"gate_ids": []}, "Please choose at least one gate."),
        ({"gate_ids": ["999999"]}, "Please choose from the list."),
        ({"pin": "12"}, "A PIN has 4 to 8 digits."),
    ],
)
def test_a_wrong_form_is_refused_in_words(organiser, door, db, changes, words):
    answer = organiser.post(url(door, "new"), data={"name": "North 3", "gate_ids": [str(door.gate.id)]} | changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.scalars(select(Device)).all() == []


def test_a_device_is_changed(organiser, door, db):
    device, second = make_device(door, pin="4711"), make_gate(door.event, door.zone, names={"en": "Back door"})
    assert 'value="North phone"' in organiser.get(url(door, f"{device.public_id}/edit")).text
    form = {"name": "South 1", "gate_ids": [str(second.id)], "removes_pin": "y"}
    assert organiser.post(url(door, f"{device.public_id}/edit"), data=form).status_code == 303
    row = db.session.get(Device, device.id, populate_existing=True)
    assert (row.name, row.pin_hash) == ("South 1", "")
    assert "Back door" in card(organiser, door).text


def test_a_code_that_was_taken_or_ended_is_shown_no_more(organiser, door):
    taken, ended = make_device(door), make_device(door, now=utcnow() - timedelta(minutes=20))
    enrol(taken)
    for device in (taken, ended):
        assert "#enrol=" not in organiser.get(url(door, device.public_id)).text
    assert "The code was not taken in time" in organiser.get(url(door, ended.public_id)).text


def test_a_new_code_is_issued(organiser, door):
    device = make_device(door, now=utcnow() - timedelta(minutes=20))
    answer = organiser.post(url(door, f"{device.public_id}/code"))
    assert answer.status_code == 303
    assert "#enrol=" in organiser.get(answer.location).text


def test_a_device_is_revoked_and_the_next_attempt_is_refused_in_words(organiser, door):
    device = make_device(door)
    enrol(device)
    assert organiser.post(url(door, f"{device.public_id}/revoke")).status_code == 303
    assert "Has not said yet that it is wiped" in card(organiser, door).text
    organiser.post(url(door, f"{device.public_id}/code"))
    assert "This device has been revoked" in organiser.get(url(door, device.public_id)).text


@pytest.mark.parametrize(("queue", "said"), [(0, ""), (1, "1 scan that"), (7, "7 scans that")])
def test_whoever_revokes_a_device_is_told_first_what_would_be_lost(organiser, door, queue, said):
    device = make_device(door)
    enrol(device)
    report(device, queue=queue)
    page = BeautifulSoup(organiser.get(url(door, device.public_id)).text, "html.parser")
    [question] = [one.text for one in page.select(".asked__question") if "at once and for good" in one.text]
    assert ("would be lost" in question, said in question) == (queue > 0, True)


def test_whoever_revokes_a_silent_device_is_told_since_when(organiser, door):
    device = make_device(door)
    enrol(device, now=utcnow() - timedelta(minutes=4))
    page = BeautifulSoup(organiser.get(url(door, device.public_id)).text, "html.parser")
    assert all("Not heard from since" in one.text for one in page.select(".asked__question"))


def test_trouble_is_told_in_words(organiser, door):
    device = make_device(door)
    enrol(device)
    report(device, queue=1, battery=9, device_time=utcnow() - timedelta(minutes=6))
    found = card(organiser, door)
    words = [item.text for item in found.select(".device__concerns li")]
    assert words == ["1 scan not sent yet", "Clock behind by 6 minutes", "Battery at 9%"]
    assert "device--concern" in found["class"]
    assert "Working" in found.text


def test_a_silent_device_stands_out(organiser, door):
    device = make_device(door)
    enrol(device, now=utcnow() - timedelta(minutes=4))
    found = card(organiser, door)
    assert "device--grave" in found["class"]
    assert "Not heard from since" in found.text


def test_those_that_need_somebody_come_first(organiser, door):
    for name, queue in (("A", 0), ("B", 2)):
        device = make_device(door, name=name)
        enrol(device)
        report(device, queue=queue)
    silent = make_device(door, name="C")
    enrol(silent, now=utcnow() - timedelta(minutes=4))
    page = BeautifulSoup(organiser.get(url(door)).text, "html.parser")
    assert [name.text for name in page.select(".device__name")] == ["C", "B", "A"]
    assert "2 devices need somebody" in page.text


def test_who_held_a_device_is_told(organiser, door):
    device = make_device(door)
    with transaction():
        services.hand_over(door.event.id, device.public_id, "Анна Примерова", now=utcnow())
    assert "<bdi>Анна Примерова</bdi>" in organiser.get(url(door, device.public_id)).text


@pytest.mark.parametrize(("role", "status"), [(Role.ORGANISER, 200), (Role.GATE, 403), (Role.HELP_DESK, 403)])
def test_who_may_look_after_devices(client, door, role, status):
    device = make_device(door)
    factories.sign_in(client, factories.make_staff(door.event, role))
    for path in ("", "new", device.public_id, f"{device.public_id}/edit"):
        assert client.get(url(door, path)).status_code == status


def test_another_editions_device_is_not_found(organiser, door):
    device = make_device(make_door())
    assert organiser.get(url(door, device.public_id)).status_code == 404
    assert organiser.post(url(door, f"{device.public_id}/revoke")).status_code == 404


def test_fifty_devices_cost_as_many_queries_as_one(organiser, door, count_queries):
    numbers = []
    for added in (1, 49):
        for _number in range(added):
            make_device(door)
        with count_queries() as counter:
            organiser.get(url(door))
        numbers.append(counter.count)
    assert numbers[0] == numbers[1]


def test_an_edition_without_devices_tells_the_next_step(organiser, door):
    assert "There are no devices yet" in organiser.get(url(door)).text
