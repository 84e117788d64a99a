"""A device sees the portrait of whom it has just scanned, and no other."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import update

from summit.clock import utcnow
from summit.database import db as database
from summit.entrance.models import Scan
from summit.registration.models import Photo
from tests.entrance.conftest import make_door
from tests.entrance.offline import make_phone

PICTURE = b"\xff\xd8portrait"


@pytest.fixture
def portrayed(app, door):
    """The badge of somebody with a portrait."""
    person = door.person()
    folder = Path(app.extensions["summit_config"].var) / "photos"
    folder.mkdir(exist_ok=True)
    (folder / f"{person.public_id}.jpg").write_bytes(PICTURE)
    database.session.add(Photo(registration_id=person.id, file_name=f"{person.public_id}.jpg", byte_count=10))
    database.session.commit()
    return door.badge(person).token


def scan(client, phone, code):
    sent = {"scan_id": str(uuid4()), "code": code, "entered_by": "camera"}
    url = f"/e/{phone.door.event.slug}/scanner/gates/{phone.door.gate.id}/scan"
    answer = client.post(url, json=sent, headers=phone.headers)
    assert answer.status_code == 200
    return answer.json


def look(client, phone, url):
    return client.get(url, headers=phone.headers)


def test_the_device_that_scanned_sees_the_portrait_and_nobody_keeps_it(client, door, portrayed):
    phone = make_phone(door)
    answer = scan(client, phone, portrayed)
    assert answer["person"]["photo_url"] is None
    response = look(client, phone, answer["portrait_url"])
    assert (response.mimetype, response.data) == ("image/jpeg", PICTURE)
    assert response.headers["Cache-Control"] == "no-store"


def test_somebody_without_a_portrait_has_no_address_for_one(client, door):
    phone = make_phone(door)
    answer = scan(client, phone, door.badge().token)
    assert answer["portrait_url"] is None
    assert look(client, phone, f"/e/{door.event.slug}/scanner/scans/{answer['scan_id']}/portrait").status_code == 404


def test_an_unknown_code_has_none(client, door):
    assert scan(client, make_phone(door), "0" * 24)["portrait_url"] is None


def test_another_device_sees_nothing(client, door, portrayed):
    url = scan(client, make_phone(door), portrayed)["portrait_url"]
    assert look(client, make_phone(door), url).status_code == 404
    assert look(client, make_phone(make_door()), url).status_code == 401
    assert client.get(url).status_code == 401


def test_a_scan_of_some_minutes_ago_shows_nothing_any_more(client, door, portrayed):
    phone = make_phone(door)
    url = scan(client, phone, portrayed)["portrait_url"]
    database.session.execute(update(Scan).values(scanned_at=utcnow() - timedelta(minutes=6)))
    database.session.commit()
    assert look(client, phone, url).status_code == 404


def test_a_scan_that_was_uploaded_shows_nothing(client, door, portrayed):
    phone = make_phone(door)
    queued = phone.scan(portrayed)
    phone.upload(client, queued)
    assert look(client, phone, f"/e/{door.event.slug}/scanner/scans/{queued['scan_id']}/portrait").status_code == 404


def test_a_scan_of_a_signed_in_gate_shows_nothing_to_a_device(client, door, portrayed):
    scanned = door.scan(portrayed)
    assert (
        look(client, make_phone(door), f"/e/{door.event.slug}/scanner/scans/{scanned.scan_id}/portrait").status_code
        == 404
    )
