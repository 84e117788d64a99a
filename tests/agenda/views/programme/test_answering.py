"""A repeated request costs almost nothing, and never shows what has changed or is somebody else's."""

from datetime import timedelta

import pytest

from summit.accounts.models import RoleGrant
from summit.agenda.models import Session
from summit.database import db as database
from summit.permissions import Role
from tests.agenda.delegates import make_delegate, make_sign_up, make_star
from tests.agenda.factories import make_placed, make_release, make_speaker
from tests.factories import NOON, make_event, make_hall, make_staff, sign_in


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def slot(event):
    """A published session with places."""
    slot = make_placed(event, make_hall(event), title="Linen", capacity=9)
    make_release(event)
    return slot


@pytest.fixture
def ask(client, event):
    """Return a function that asks for a page of the programme, holding what an ETag marks."""

    def ask_for(path: str = "", etag: str = "", **headers):
        if etag:
            headers["If-None-Match"] = etag
        return client.get(f"/e/{event.slug}/programme/{path}", headers=headers)

    return ask_for


PAGES = ["", "?view=grid", "?q=linen", "now/", "speakers/", "widget/", "offline/", "versions/1/"]


@pytest.mark.parametrize("path", PAGES)
def test_the_same_page_is_not_sent_twice(ask, slot, path):
    etag = ask(path).headers["ETag"]
    again = ask(path, etag)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == etag


def test_a_kept_page_keeps_the_policy_that_names_its_nonce(ask, slot):
    first = ask()
    assert "Content-Security-Policy" in first.headers
    again = ask("", first.headers["ETag"])
    assert "Content-Security-Policy" not in again.headers
    assert again.headers["X-Content-Type-Options"] == "nosniff"


def test_the_answer_is_one_readers_and_asked_for_again_each_time(ask, slot):
    answer = ask()
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert {"cookie", "accept-language"} <= {name.lower() for name in answer.vary}


def test_a_session_and_a_speaker_are_not_sent_twice(ask, slot, event):
    code = database.session.get(Session, slot.session_id).code
    path = f"sessions/{code}"
    assert ask(path, ask(path).headers["ETag"]).status_code == 304


def test_nothing_is_written_for_who_has_the_page(ask, slot, count_queries, app):
    etag = ask().headers["ETag"]
    written = []
    render = app.jinja_env.get_template
    app.jinja_env.get_template = lambda *a, **k: written.append(a) or render(*a, **k)
    try:
        with count_queries() as counter:
            assert ask("", etag).status_code == 304
    finally:
        app.jinja_env.get_template = render
    assert written == []
    assert counter.count <= 4


@pytest.mark.parametrize("path", ["", "?view=grid", "now/", "speakers/", "widget/"])
def test_a_release_makes_a_new_page(ask, slot, event, path):
    etag = ask(path).headers["ETag"]
    database.session.get(Session, slot.session_id).titles = {"en": "Silk"}
    database.session.commit()
    assert ask(path, etag).status_code == 304
    make_release(event)
    assert ask(path, etag).status_code == 200


def test_each_language_has_a_page_of_its_own(ask, slot):
    etag = ask().headers["ETag"]
    assert ask("", etag, **{"Accept-Language": "ru"}).status_code == 200


def test_the_readers_zone_is_part_of_the_page(ask, slot, client, event):
    etag = ask().headers["ETag"]
    client.get(f"/e/{event.slug}/programme/zone?zone=Asia/Tokyo")
    assert ask("", etag).status_code == 200


def test_a_place_that_is_taken_makes_a_new_page(ask, slot, event):
    etag = ask().headers["ETag"]
    make_sign_up(slot, make_delegate(event))
    assert ask("", etag).status_code == 200


def test_a_star_makes_a_new_page_for_its_reader(ask, slot, event, client):
    delegate = make_delegate(event)
    sign_in(client, delegate.account)
    ask()
    etag = ask().headers["ETag"]
    assert ask("", etag).status_code == 304
    make_star(slot, delegate)
    assert ask("", etag).status_code == 200


def test_nobody_gets_the_page_of_who_was_signed_in_before(ask, slot, event, client):
    etag = ask().headers["ETag"]
    one, other = make_delegate(event).account, make_delegate(event).account
    sign_in(client, one)
    ask()
    theirs = ask("", etag)
    assert theirs.status_code == 200
    sign_in(client, other)
    assert ask("", theirs.headers["ETag"]).status_code == 200
    with client.session_transaction() as cookie:
        cookie.clear()
    assert ask("", theirs.headers["ETag"]).status_code == 200
    assert ask("", etag).status_code == 304


def test_readers_are_told_apart_by_a_name_that_says_nothing(ask, slot, event, client):
    assert ask().headers["Summit-Reader"] == "nobody"
    names = set()
    for account in [make_delegate(event).account, make_delegate(event).account]:
        sign_in(client, account)
        names.add(ask().headers["Summit-Reader"])
    assert len(names) == 2
    assert all(len(name) == 32 for name in names)


def test_a_page_with_a_message_is_not_kept(ask, slot, event, client):
    delegate = make_delegate(event)
    sign_in(client, delegate.account)
    with client.session_transaction() as cookie:
        cookie["_flashes"] = [("success", "Saved once")]
    answer = ask()
    assert "Saved once" in answer.text
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Saved once" not in ask().text


def test_a_change_of_the_menu_makes_a_new_page(ask, slot, event, client):
    account = make_staff(event, Role.GATE)
    sign_in(client, account)
    ask()
    etag = ask().headers["ETag"]
    assert ask("", etag).status_code == 304
    database.session.add(RoleGrant(account_id=account.id, event_id=event.id, role=Role.ORGANISER))
    database.session.commit()
    assert ask("", etag).status_code == 200


def test_the_same_programme_in_two_editions_gives_each_its_own_links(client, db):
    first, second = make_event(), make_event()
    for event in (first, second):
        make_release(event)
    pages = [client.get(f"/e/{event.slug}/programme/").text for event in (first, second)]
    assert first.slug in pages[0]
    assert first.slug not in pages[1]


def test_a_kept_part_never_carries_the_nonce_of_another_answer(ask, slot, event):
    make_placed(event, make_hall(event), NOON + timedelta(hours=1), "Silk")
    make_speaker(event)
    make_release(event)
    for path in ("?view=grid", "?view=grid&x=1"):
        answer = ask(path)
        nonce = answer.text.split('nonce="')[1].split('"')[0]
        assert answer.text.count('nonce="') == answer.text.count(f'nonce="{nonce}"')
        assert f"'nonce-{nonce}'" in answer.headers["Content-Security-Policy"]
