"""The organisers' pages of tracks."""

import pytest
from bs4 import BeautifulSoup

from summit.agenda.models import Track
from summit.agenda.queries.draft import list_tracks
from summit.agenda.rules.tracks import PALETTE
from summit.agenda.services import tracks
from summit.database import db as database
from summit.database import transaction
from summit.permissions import Role
from tests.agenda.factories import make_session, make_track
from tests.factories import NOON, make_event, make_staff, sign_in


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "html5lib")


def text_of(response) -> str:
    return " ".join(page_of(response).get_text(" ").split())


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def manager(client, event):
    sign_in(client, make_staff(event, Role.AGENDA))
    return client


def url(event, path=""):
    return f"/e/{event.slug}/agenda/tracks{path}"


def test_no_tracks_yet_tells_what_they_are(manager, event):
    assert "No tracks yet" in text_of(manager.get(url(event)))


def test_a_track_is_added_in_the_proposed_colour(manager, event):
    form = page_of(manager.get(url(event, "/new")))
    colour = form.select_one("input[name=colour]")["value"]
    assert colour == PALETTE[0]
    response = manager.post(url(event, "/new"), data={"version": "0", "names-en": "Business", "colour": colour})
    assert response.status_code == 303
    assert [(track.names, track.colour) for track in list_tracks(event.id)] == [({"en": "Business"}, colour)]


def test_the_list_shows_colour_contrast_and_sessions(manager, event):
    track = make_track(event, colour="#8a1538")
    make_session(event, track_id=track.id)
    row = page_of(manager.get(url(event))).select_one("tbody tr")
    text = " ".join(row.get_text(" ").split())
    assert row.select_one("svg rect")["fill"] == "#8a1538"
    assert "9.4 : 1" in text
    assert row.select_one(f"a[href='/e/{event.slug}/agenda/sessions?track={track.id}']").get_text() == "1"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"names-en": "", "names-ru": ""}, "Please write the name in at least one language."),
        ({"names-en": "x" * 10_000}, "Please use 200 characters at most."),
        ({"colour": "#ffee99"}, "is hard to read. Please choose a darker one."),
        ({"colour": "red"}, "Please write the colour as # and six digits"),
        ({"colour": ""}, "Please choose a colour."),
        ({"version": ""}, "Please open the page anew and send it again."),
    ],
)
def test_bad_input_is_told_and_changes_nothing(manager, event, changes, message):
    track = make_track(event)
    values = {"version": track.version, "names-en": "Silk road", "colour": "#1f5f8b"}
    response = manager.post(url(event, f"/{track.id}"), data=values | changes)
    assert response.status_code == 422
    assert message in text_of(response)
    kept = database.session.get(Track, track.id)
    assert (kept.names["en"], kept.colour) == ("Business", "#1f5f8b")


def test_a_stale_form_keeps_its_entries_and_can_be_sent_again(manager, event):
    track = make_track(event)
    values = {"version": track.version, "names-en": "Mine", "colour": "#1f5f8b"}
    with transaction():
        tracks.update_track(track.id, names={"en": "Theirs"}, actor_id=None, now=NOON)
    response = manager.post(url(event, f"/{track.id}"), data=values)
    assert response.status_code == 409
    page = page_of(response)
    assert page.select_one("input[name=names-en]")["value"] == "Mine"
    again = values | {"version": page.select_one("input[name=version]")["value"]}
    assert manager.post(url(event, f"/{track.id}"), data=again).status_code == 303
    assert database.session.get(Track, track.id).names["en"] == "Mine"


def test_tracks_are_moved(manager, event):
    first, second = make_track(event, names={"en": "A"}), make_track(event, names={"en": "B"}, position=1)
    manager.post(url(event, f"/{second.id}/move/up"))
    assert [track.id for track in list_tracks(event.id)] == [second.id, first.id]


def test_an_unused_track_is_deleted_after_a_question(manager, event):
    address = url(event, f"/{make_track(event).id}/delete")
    asked = page_of(manager.get(address))
    assert "Delete the track “Business”?" in asked.h1.get_text()
    manager.post(asked.select_one("form[action$=delete]")["action"])
    assert list_tracks(event.id) == []


def test_a_used_track_leads_to_its_sessions(manager, event):
    track = make_track(event)
    make_session(event, track_id=track.id)
    asked = page_of(manager.get(url(event, f"/{track.id}/delete")))
    assert asked.select_one("form[action$=delete]") is None
    assert asked.select_one(f"a[href='/e/{event.slug}/agenda/sessions?track={track.id}']")
    response = manager.post(url(event, f"/{track.id}/delete"))
    assert "Please move them to another track first" in text_of(manager.get(response.location))


def test_tracks_of_another_edition_are_not_found(manager, event):
    track = make_track(make_event())
    for path in (f"/{track.id}", f"/{track.id}/delete"):
        assert manager.get(url(event, path)).status_code == 404
    for path in (f"/{track.id}", f"/{track.id}/delete", f"/{track.id}/move/up"):
        assert manager.post(url(event, path)).status_code == 404
