"""Files of sessions: the organisers' page, and the download by everybody."""

from io import BytesIO
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup

from summit.agenda.models import Material
from summit.agenda.queries.sessions import find_session
from summit.agenda.services import materials
from summit.database import db as database
from summit.database import transaction
from summit.permissions import Role
from tests.agenda.factories import make_placed, make_release, make_session
from tests.factories import NOON, make_event, make_hall, make_staff, sign_in

PDF = b"%PDF-1.7\n" + b"linen" * 100
NAME = "Лён & look book.pdf"


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "html5lib")


def text_of(response) -> str:
    return " ".join(page_of(response).get_text(" ").split())


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def session(event):
    return find_session(event.id, make_placed(event, make_hall(event), title="Linen").session_id)


@pytest.fixture
def manager(client, event):
    sign_in(client, make_staff(event, Role.AGENDA))
    return client


def url(event, session):
    return f"/e/{event.slug}/agenda/sessions/{session.id}/materials"


def upload(client, event, session, name=NAME, data=PDF, **values):
    return client.post(
        url(event, session), data={"file": (BytesIO(data), name), **values}, content_type="multipart/form-data"
    )


def add(session, name=NAME):
    with transaction():
        return materials.add_material(session.id, file_name=name, data=PDF, actor_id=None, now=NOON)


def public_url(event, material, name=NAME):
    return f"/e/{event.slug}/programme/materials/{material.id}/{quote(name)}"


def test_a_file_is_uploaded_shown_and_fetched_before_the_release(manager, event, session):
    assert "No files yet" in text_of(manager.get(url(event, session)))
    assert upload(manager, event, session, **{"titles-en": "Look book"}).status_code == 303
    shown = page_of(manager.get(url(event, session)))
    assert "Look book" in shown.select_one("tbody th").get_text()
    fetched = manager.get(shown.select_one("tbody a")["href"])
    assert (fetched.status_code, fetched.data) == (200, PDF)
    assert "1 file to download" in text_of(manager.get(f"/e/{event.slug}/agenda/sessions/{session.id}"))


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("film.mp4", b"\0\0\0\x18ftyp", "Files of this kind cannot be offered."),
        ("page.pdf", b"<script>", "The content of this file is not what its name “.pdf” says."),
        ("empty.pdf", b"", "Please choose a file that is not empty."),
        ("", b"", "Please choose a file."),
    ],
)
def test_a_refused_file_is_told_at_the_field(manager, event, session, name, data, message):
    response = upload(manager, event, session, name, data, **{"titles-en": "Look book"})
    assert response.status_code == 422
    assert message in page_of(response).select_one("#file-error").get_text()
    assert page_of(response).select_one("input[name=titles-en]")["value"] == "Look book"
    assert database.session.query(Material).count() == 0


def test_a_file_is_deleted_after_a_question(manager, event, session):
    path = materials.material_path(add(session))
    shown = page_of(manager.get(url(event, session)))
    assert "can no longer be downloaded" in shown.select_one("details.asked").get_text()
    manager.post(shown.select_one("details.asked form")["action"])
    assert database.session.query(Material).count() == 0
    assert not path.exists()


def test_the_public_gets_a_file_only_once_it_is_released(client, event, session):
    material = add(session)
    assert client.get(public_url(event, material)).status_code == 404
    make_release(event)
    response = client.get(public_url(event, material))
    assert (response.status_code, response.data) == (200, PDF)


def test_the_sessions_page_leads_to_the_file(client, event, session):
    add(session)
    make_release(event)
    page = page_of(client.get(f"/e/{event.slug}/programme/sessions/{session.code}"))
    assert client.get(page.select_one("a[href*='/materials/']")["href"]).data == PDF


def test_a_download_never_acts_as_a_page(client, event, session):
    material = add(session)
    make_release(event)
    headers = client.get(public_url(event, material)).headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"].startswith("attachment; ")
    assert f"filename*=UTF-8''{quote(NAME, safe='&')}" in headers["Content-Disposition"]
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_repeated_download_costs_nothing(client, event, session):
    material = add(session)
    make_release(event)
    etag = client.get(public_url(event, material)).headers["ETag"]
    again = client.get(public_url(event, material), headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


def test_a_file_has_no_other_name(client, event, session):
    material = add(session)
    make_release(event)
    assert client.get(public_url(event, material, "free-phone.exe")).status_code == 404


def test_a_file_that_was_deleted_or_lost_is_not_found(client, event, session):
    kept, deleted = add(session), add(session)
    make_release(event)
    with transaction():
        materials.delete_material(deleted.id, actor_id=None, now=NOON)
    materials.material_path(kept).unlink()
    assert [client.get(public_url(event, one)).status_code for one in (kept, deleted)] == [404, 404]


def test_files_of_another_edition_are_not_found(manager, event, session):
    other = make_event()
    foreign = add(make_session(other))
    make_release(event)
    assert manager.get(public_url(event, foreign)).status_code == 404
    assert manager.get(f"/e/{event.slug}/agenda/materials/{foreign.id}/{quote(NAME)}").status_code == 404
    assert manager.post(f"/e/{event.slug}/agenda/materials/{foreign.id}/delete").status_code == 404


def test_an_edition_that_is_not_public_gives_nothing_away(client, db):
    event = make_event(is_public=False)
    session = find_session(event.id, make_placed(event, make_hall(event)).session_id)
    material = add(session)
    make_release(event)
    assert client.get(public_url(event, material)).status_code == 404
