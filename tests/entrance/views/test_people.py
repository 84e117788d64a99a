from pathlib import Path
from uuid import uuid4

import pytest

from summit.permissions import Role
from summit.registration.models import Photo
from tests import factories
from tests.entrance.conftest import make_door


def test_a_script_finds_people(gate_client, door):
    person = door.person(name_latin="Anna Example")
    answer = gate_client.post(door.url("/people"), json={"q": "anna"}).get_json()
    assert [(one["public_id"], one["status"]) for one in answer["people"]] == [(person.public_id, "Approved")]


def test_a_plain_form_offers_each_person_for_scanning(gate_client, door):
    person = door.person(name_latin="Anna Example", name_native="أنا", native_language="ar")
    page = gate_client.post(door.url("/people"), data={"q": "anna"}).get_data(as_text=True)
    assert "1 person found" in page
    assert f'name="person" value="{person.public_id}"' in page
    sent = {"scan_id": str(uuid4()), "person": person.public_id, "entered_by": "name"}
    assert "answer--go" in gate_client.post(door.url("/scan"), data=sent).get_data(as_text=True)


@pytest.mark.parametrize("sent", [{"q": "a"}, {"q": ["anna"]}, {}, []])
def test_a_bad_query_is_refused_in_words(gate_client, door, sent):
    response = gate_client.post(door.url("/people"), json=sent)
    assert (response.status_code, bool(response.get_json()["message"])) == (422, True)


def test_a_bad_query_by_form_shows_the_gate_again(gate_client, door):
    response = gate_client.post(door.url("/people"), data={"q": "a"})
    assert response.status_code == 422
    assert "at least 2 letters" in response.get_data(as_text=True)


def test_a_portrait_is_shown_to_the_gate_of_its_edition_only(app, gate_client, client, db, door):
    person = door.person()
    folder = Path(app.extensions["summit_config"].var) / "photos"
    folder.mkdir(exist_ok=True)
    (folder / f"{person.public_id}.jpg").write_bytes(b"\xff\xd8portrait")
    db.session.add(Photo(registration_id=person.id, file_name=f"{person.public_id}.jpg", byte_count=10))
    db.session.commit()
    answer = door.post(gate_client, code=door.badge(person).token).get_json()
    response = gate_client.get(answer["person"]["photo_url"])
    assert (response.mimetype, response.data) == ("image/jpeg", b"\xff\xd8portrait")
    assert response.headers["Cache-Control"] == "private, max-age=300"
    other = make_door()
    factories.sign_in(client, factories.make_staff(other.event, Role.GATE))
    assert client.get(f"/e/{other.event.slug}/gates/people/{person.public_id}/photo").status_code == 404
    assert client.get(answer["person"]["photo_url"]).status_code == 403


def test_a_person_without_a_portrait_has_none(gate_client, door):
    url = f"/e/{door.event.slug}/gates/people/{door.person().public_id}/photo"
    assert gate_client.get(url).status_code == 404
