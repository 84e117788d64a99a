"""The organiser's pages of releases."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from summit.agenda.models import SignUp, Star
from summit.agenda.queries.board import find_settings
from summit.agenda.queries.releases import find_current_release, list_releases
from summit.agenda.rules.kinds import SessionState, SignUpStatus
from summit.agenda.services import releasing
from summit.clock import utcnow
from summit.database import transaction
from summit.jobs.services import run_waiting_jobs
from summit.permissions import Role
from summit.registration.rules import RegistrationStatus
from tests.agenda.factories import make_placed, make_session, make_slot, make_speaker
from tests.factories import (
    NOON,
    make_category,
    make_event,
    make_hall,
    make_registration,
    make_staff,
    sign_in,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def hall(event):
    return make_hall(event, names={"en": "Main hall", "ru": "Главный зал"})


@pytest.fixture
def staff(client, event):
    account = make_staff(event, Role.AGENDA, name="Olga Planova")
    sign_in(client, account)
    return account


def home(event):
    return f"/e/{event.slug}/agenda/releases"


def release(event, name="1.0", **values):
    with transaction():
        return releasing.release(event.id, name=name, **({"actor_id": None, "now": utcnow()} | values))


def words(answer):
    """What a reader sees, in one line, without isolates."""
    text = BeautifulSoup(answer.text, "html.parser").find("main").get_text(" ")
    return " ".join(re.sub("[\u2066-\u2069]", "", text).replace("\u202f", " ").split())


def fields(answer):
    """What the release form would send."""
    form = BeautifulSoup(answer.text, "html.parser").find("form", attrs={"class": "form"})
    return {tag["name"]: tag.get("value", "") for tag in form.find_all("input") if tag.get("type") != "checkbox"}


def send(client, event, **values):
    seen = find_settings(event.id)
    defaults = {"name": "2.0", "seen": seen.draft_number if seen else 0}
    return client.post(f"{home(event)}/new", data=defaults | values)


def move(db, slot, hours=1):
    slot.starts_at, slot.ends_at = slot.starts_at + hours * HOUR, slot.ends_at + hours * HOUR
    db.session.commit()


def test_before_the_first_release_the_list_tells_what_to_do(client, event, staff):
    page = client.get(f"{home(event)}/")
    assert "Nothing is released yet" in words(page)
    assert f"{home(event)}/new" in page.text


def test_the_list_says_what_each_release_changed_who_made_it_and_who_was_told(client, event, hall, staff, db):
    speaker = make_speaker(event)
    slot = make_slot(make_session(event, "Linen", speaker), hall)
    release(event, "First", actor_id=staff.id)
    move(db, slot)
    release(event, "Second", notify=True)
    run_waiting_jobs()
    seen = words(client.get(f"{home(event)}/"))
    assert seen.index("Second") < seen.index("First")
    assert "Moved · 1" in seen
    assert "New · 1" in seen
    assert "1 person told" in seen
    assert "Nobody was told" in seen
    assert "Olga Planova" in seen


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(client, event, hall, staff, db, count, count_queries):
    slot = make_placed(event, hall)
    for number in range(count):
        release(event, f"{number}", notify=True, actor_id=staff.id)
        move(db, slot)
    with count_queries() as counter:
        client.get(f"{home(event)}/")
    assert counter.count == 8


def test_what_a_release_would_show_stands_on_the_page_before_it_is_made(client, event, hall, staff, db):
    moved, cancelled = make_placed(event, hall, title="Linen"), make_placed(event, hall, NOON + HOUR, "Silk")
    texts = make_placed(event, hall, NOON + 2 * HOUR, "Wool")
    release(event)
    move(db, moved, 5)
    cancelled.session.state = SessionState.CANCELLED
    texts.session.abstracts = {"en": "Warm."}
    make_placed(event, hall, NOON + 3 * HOUR, "Hemp")
    db.session.commit()
    page = client.get(f"{home(event)}/new")
    seen = words(page)
    for title, label in (
        ("Linen", "Moved 1"),
        ("Silk", "Cancelled 1"),
        ("Wool", "Details changed 1"),
        ("Hemp", "New 1"),
    ):
        assert f"{label} {title}" in seen
    assert "Before Sat, Nov 28 , 12:00 PM–12:45 PM , Main hall" in seen
    assert "Now Sat, Nov 28 , 5:00 PM–5:45 PM , Main hall" in seen
    assert "Wool Abstract" in seen
    assert "Moscow Time" in seen
    assert f"/e/{event.slug}/agenda/preview/" in page.text
    assert fields(page)["name"] == "2.0"


def test_the_page_says_how_many_people_would_be_told(client, event, hall, staff, db):
    category, slot = make_category(event), make_slot(make_session(event, "Linen", make_speaker(event)), hall)
    star, place, pending = (make_registration(event, category, RegistrationStatus.APPROVED) for _ in range(3))
    db.session.add(Star(registration_id=star.id, session_id=slot.session_id))
    db.session.add(SignUp(registration_id=place.id, slot_id=slot.id, status=SignUpStatus.CONFIRMED))
    pending.status = RegistrationStatus.SUBMITTED
    db.session.add(Star(registration_id=pending.id, session_id=slot.session_id))
    db.session.commit()
    release(event)
    move(db, slot)
    seen = words(client.get(f"{home(event)}/new"))
    assert "in a booth: 1." in seen
    assert "takes place after all: 2." in seen


def test_releasing_makes_it_public_and_tells_people(client, event, hall, staff, db):
    make_slot(make_session(event, "Linen", make_speaker(event)), hall)
    form = fields(client.get(f"{home(event)}/new"))
    answer = client.post(f"{home(event)}/new", data=form | {"messages-ru": "Ура!", "notify": "y"})
    assert (answer.status_code, answer.location) == (303, f"{home(event)}/1")
    made = find_current_release(event.id)
    assert (made.name, made.messages, made.released_by) == ("1.0", {"ru": "Ура!"}, staff.id)
    run_waiting_jobs()
    seen = words(client.get(answer.location))
    assert "1 person told" in seen
    assert "Ура!" in seen
    assert "New 1 Linen" in seen


def test_without_the_tick_nobody_is_told_until_asked_for(client, event, hall, staff, db):
    make_slot(make_session(event, "Linen", make_speaker(event)), hall)
    send(client, event)
    page = client.get(f"{home(event)}/1")
    assert "Nobody was told" in words(page)
    answer = client.post(f"{home(event)}/1/notify")
    assert answer.status_code == 303
    run_waiting_jobs()
    assert "1 person told" in words(client.get(answer.location))
    client.post(f"{home(event)}/1/notify")
    assert "already being told" in words(client.get(f"{home(event)}/1"))


def test_who_cannot_be_reached_is_named(client, event, hall, staff):
    make_slot(make_session(event, "Linen", make_speaker(event, "Ana Reis", email="")), hall)
    release(event, notify=True)
    run_waiting_jobs()
    assert "Nobody knows a mail address of these people, so please tell them yourself: Ana Reis" in words(
        client.get(f"{home(event)}/1")
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "Please give the release a name"),
        ("x" * 61, "60 characters at most"),
        ("a\u202eb", "invisible direction marks"),
        ("1.0", "already a release with the name"),
    ],
)
def test_a_bad_name_is_refused_at_its_field_and_nothing_is_lost(client, event, hall, staff, name, message):
    make_placed(event, hall)
    release(event)
    make_placed(event, hall, NOON + HOUR)
    answer = send(client, event, name=name, **{"messages-en": "Dear readers"})
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    assert message in page.find(id="name-error").get_text()
    assert page.find("textarea", attrs={"name": "messages-en"}).get_text().strip() == "Dear readers"
    assert len(list_releases(event.id)) == 1


def test_an_equal_draft_offers_nothing_to_release(client, event, hall, staff):
    make_placed(event, hall)
    release(event, "First")
    page = client.get(f"{home(event)}/new")
    assert "Nothing has changed since the release “First”" in words(page)
    assert 'class="form section"' not in page.text
    answer = send(client, event)
    assert answer.status_code == 422
    assert len(list_releases(event.id)) == 1


def test_an_empty_draft_says_what_is_missing(client, event, staff):
    assert "No session has a time and a hall yet" in words(client.get(f"{home(event)}/new"))
    assert send(client, event).status_code == 422


def test_a_draft_that_somebody_changed_meanwhile_is_looked_at_anew(client, event, hall, staff):
    make_placed(event, hall)
    old = fields(client.get(f"{home(event)}/new"))
    with transaction():
        settings = releasing.lock_draft(event.id)
        releasing.note_change(settings, "placed", actor_id=None, now=utcnow())
    answer = client.post(f"{home(event)}/new", data=old)
    assert answer.status_code == 409
    assert "The programme was changed while this page was open" in words(answer)
    assert fields(answer)["seen"] == "1"
    assert client.post(f"{home(event)}/new", data=fields(answer)).status_code == 303


def test_grave_conflicts_are_listed_and_need_a_tick(client, event, hall, staff):
    make_placed(event, hall, title="Linen")
    make_placed(event, hall, title="Silk")
    page = client.get(f"{home(event)}/new")
    assert "“<bdi>Linen</bdi>” and “<bdi>Silk</bdi>” are both in <bdi>Main hall</bdi>" in page.text
    answer = send(client, event)
    assert answer.status_code == 422
    error = BeautifulSoup(answer.text, "html.parser").find(id="despite_conflicts-error")
    assert "Please resolve them" in error.get_text()
    assert send(client, event, despite_conflicts="y").status_code == 303


def test_a_draft_without_conflicts_asks_for_no_tick(client, event, hall, staff):
    make_placed(event, hall)
    assert "despite_conflicts" not in client.get(f"{home(event)}/new").text


def test_restoring_is_explained_before_it_is_done(client, event, hall, staff, db):
    slot = make_placed(event, hall, title="Linen")
    release(event)
    move(db, slot, 3)
    slot.is_locked = True
    late = make_placed(event, hall, NOON + 6 * HOUR, "Late")
    late_id, slot_id = late.id, slot.id
    db.session.commit()
    seen = words(client.get(f"{home(event)}/1/restore"))
    assert "Titles, abstracts, people and all other texts stay as they are now." in seen
    assert "1 session changes its place Linen Locked Now Sat, Nov 28 , 3:00 PM–3:45 PM , Main hall" in seen
    assert "1 session goes to the unscheduled ones Late" in seen
    assert db.session.get(type(slot), slot_id).starts_at == NOON + 3 * HOUR
    answer = client.post(f"{home(event)}/1/restore")
    assert answer.status_code == 303
    assert "The draft is brought back: 2 sessions stand as they did." in words(client.get(answer.location))
    assert db.session.get(type(slot), slot_id).starts_at == NOON
    assert db.session.get(type(slot), late_id).starts_at is None


def test_what_cannot_be_restored_is_named_with_the_reason(client, event, hall, staff, db):
    other = make_hall(event, names={"en": "Loft"})
    slot = make_placed(event, other, title="Linen")
    release(event)
    slot.hall_id = hall.id
    db.session.delete(other)
    db.session.commit()
    seen = words(client.get(f"{home(event)}/1/restore"))
    assert "What cannot be brought back Linen Sat, Nov 28 , 12:00 PM–12:45 PM , Loft The hall was deleted" in seen


def test_an_equal_draft_has_nothing_to_restore(client, event, hall, staff):
    make_placed(event, hall)
    release(event)
    page = client.get(f"{home(event)}/1/restore")
    assert "there is nothing to bring back" in words(page)
    assert "Bring the draft back</button>" not in page.text
    assert "nothing to bring back" in words(client.post(f"{home(event)}/1/restore", follow_redirects=True))


def test_odd_content_stands_on_the_pages_as_it_is(client, event, staff, db):
    hall = make_hall(event, names={"ar": "القاعة الكبرى"})
    slot = make_placed(event, hall, title="<b>Лён</b> 😀 " + "ж" * 150)
    release(event, "Версия <1> 🎉")
    move(db, slot)
    for path in ("/", "/new", "/1", "/1/restore"):
        page = client.get(home(event) + path)
        assert page.status_code == 200
        assert "<b>Лён" not in page.text
    assert '<bdi><span lang="ar" dir="rtl">القاعة الكبرى</span></bdi>' in client.get(f"{home(event)}/new").text


def test_a_large_first_release_is_shown_in_part(client, event, hall, staff, monkeypatch):
    for hour in range(3):
        make_placed(event, hall, NOON + hour * HOUR)
    monkeypatch.setattr("summit.agenda.views.change_words.MOST_SHOWN", 2)
    assert "And 1 more session." in words(client.get(f"{home(event)}/new"))


@pytest.mark.parametrize("path", ["/", "/new", "/1", "/1/restore"])
def test_only_those_who_manage_the_agenda_see_it(client, event, hall, path):
    make_placed(event, hall)
    release(event)
    assert client.get(home(event) + path).status_code == 303
    sign_in(client, make_staff(event, Role.HELP_DESK))
    assert client.get(home(event) + path).status_code == 403


@pytest.mark.parametrize("number", ["0", "2", "9" * 30])
def test_a_release_that_is_not_there_answers_404(client, event, hall, staff, number):
    make_placed(event, hall)
    release(event)
    for path in (f"/{number}", f"/{number}/restore"):
        assert client.get(home(event) + path).status_code == 404
    for path in (f"/{number}/notify", f"/{number}/restore"):
        assert client.post(home(event) + path).status_code == 404
