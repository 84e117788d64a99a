"""Stars: pressed, pressed again, by whom, and what public pages learn of the reader."""

import pytest
from flask import render_template_string
from sqlalchemy import select

from summit.agenda.models import Session, Star
from summit.agenda.queries.following import count_taken
from summit.agenda.queries.releases import find_current_programme
from summit.agenda.rules.kinds import SessionKind, SignUpStatus
from summit.database import db as database
from summit.registration.rules import RegistrationStatus
from tests.agenda.delegates import make_delegate, make_sign_up
from tests.agenda.factories import make_placed, make_release
from tests.factories import make_event, make_hall, sign_in


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def hall(event):
    return make_hall(event)


@pytest.fixture
def slot(event, hall):
    """A published session with three places."""
    slot = make_placed(event, hall, title="Linen", capacity=3)
    make_release(event)
    return slot


def star_url(event, slot):
    return f"/e/{event.slug}/programme/sessions/{database.session.get(Session, slot.session_id).code}/star"


def stars(db):
    return db.session.execute(select(Star.registration_id, Star.session_id)).all()


def text(answer):
    return answer.get_data(as_text=True)


class TestStarring:
    def test_wanting_the_same_twice_changes_nothing_more(self, client, db, event, slot):
        delegate = make_delegate(event)
        sign_in(client, delegate.account)
        for wanted, kept in (("1", 1), ("1", 1), ("0", 0), ("0", 0)):
            answer = client.post(star_url(event, slot), data={"wanted": wanted, "next": f"/e/{event.slug}/"})
            assert (answer.status_code, answer.location) == (303, f"/e/{event.slug}/")
            assert len(stars(db)) == kept

    def test_the_script_gets_json_and_words(self, client, db, event, slot):
        delegate = make_delegate(event)
        sign_in(client, delegate.account)
        answer = client.post(star_url(event, slot), json={"wanted": True})
        assert answer.json == {"starred": True, "message": "“Linen” is in your agenda."}
        assert stars(db) == [(delegate.id, slot.session_id)]

    def test_the_way_back_never_leaves_this_site(self, client, event, slot):
        sign_in(client, make_delegate(event).account)
        answer = client.post(star_url(event, slot), data={"wanted": "1", "next": "https://example.org/"})
        assert answer.location == star_url(event, slot)

    @pytest.mark.parametrize("sent", [{}, {"wanted": "2"}, {"wanted": None}, {"wanted": [1]}, {"wanted": 1}, [], "1"])
    def test_what_cannot_be_read_is_said_so(self, client, db, event, slot, sent):
        sign_in(client, make_delegate(event).account)
        assert client.post(star_url(event, slot), json=sent).status_code == 400
        assert stars(db) == []

    def test_a_visitor_is_asked_to_sign_in_and_comes_back(self, client, event, slot):
        assert client.post(star_url(event, slot), data={"wanted": "1"}).status_code == 401
        answer = client.get(star_url(event, slot))
        assert answer.location == f"/sign-in?next={star_url(event, slot)}"

    @pytest.mark.parametrize("status", [s for s in RegistrationStatus if s is not RegistrationStatus.APPROVED])
    def test_only_an_approved_delegate_stars(self, client, db, event, slot, status):
        sign_in(client, make_delegate(event, status=status).account)
        answer = client.post(star_url(event, slot), data={"wanted": "1"})
        assert (answer.status_code, stars(db)) == (422, [])
        assert "registration is approved" in text(client.get(star_url(event, slot)))

    def test_a_delegate_of_another_edition_is_none_here(self, client, db, event, slot):
        sign_in(client, make_delegate(make_event()).account)
        assert client.post(star_url(event, slot), data={"wanted": "1"}).status_code == 422

    def test_what_is_not_published_is_nowhere(self, client, db, event, hall, slot):
        later = make_placed(event, hall, title="Not released")
        sign_in(client, make_delegate(event).account)
        assert client.post(star_url(event, later), data={"wanted": "1"}).status_code == 404

    def test_a_break_cannot_be_starred(self, client, event, hall):
        lunch = make_placed(event, hall, title="Lunch", kind=SessionKind.BREAK)
        make_release(event)
        sign_in(client, make_delegate(event).account)
        assert client.post(star_url(event, lunch), data={"wanted": "1"}).status_code == 404


def show(event, slot, reader, taken):
    """Draw the macros as a public page does."""
    programme = find_current_programme(event.id)
    page = (
        '{% from "agenda/programme/following.html" import star_button, sign_up_box with context %}'
        "{{ star_button(session, reader) }}{{ sign_up_box(slot, session, reader, taken) }}"
    )
    values = {"session": programme.session_of[slot.session_id], "slot": programme.slot_of[slot.id]}
    return render_template_string(page, **values, reader=reader, taken=taken)


class TestMacros:
    def test_a_visitor_sees_places_and_a_way_to_sign_in(self, app, event, slot):
        with app.test_request_context(f"/e/{event.slug}/"):
            page = show(event, slot, None, count_taken(event.id))
        assert "3 places of 3 are free." in page
        assert "<form" not in page
        assert f'href="{star_url(event, slot)}"' in page

    def test_taken_places_are_counted_per_slot(self, event, slot):
        for status in (SignUpStatus.CONFIRMED, SignUpStatus.CONFIRMED, SignUpStatus.WAITING, SignUpStatus.CANCELLED):
            make_sign_up(slot, make_delegate(event), status)
        assert count_taken(event.id) == {slot.id: 2}
