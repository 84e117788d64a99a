"""Signing up on the page: by whom, what is said, and where it leads."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from summit.agenda.models import SignUp
from summit.agenda.rules.kinds import OverlapPolicy, SessionState, SignUpStatus
from summit.clock import utcnow
from summit.registration.rules import RegistrationStatus
from tests.agenda.delegates import make_delegate, make_sign_up
from tests.agenda.factories import make_placed, make_release, make_settings
from tests.factories import make_category, make_event, make_hall, sign_in


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def hall(event):
    return make_hall(event)


@pytest.fixture
def slot(event, hall):
    """A published session with one place, tomorrow."""
    slot = make_placed(event, hall, tomorrow(), title="Silk", capacity=1)
    make_release(event)
    return slot


def tomorrow(**later):
    return utcnow().replace(minute=0, second=0, microsecond=0) + timedelta(days=1, **later)


@pytest.fixture
def person(client, event):
    """The signed-in delegate."""
    delegate = make_delegate(event)
    sign_in(client, delegate.account)
    return delegate


def url(event, slot, act="sign-up"):
    return f"/e/{event.slug}/programme/slots/{slot.id}/{act}"


def page(client, event, slot):
    return client.get(url(event, slot)).get_data(as_text=True)


def statuses(db):
    return list(db.session.scalars(select(SignUp.status).order_by(SignUp.id)))


def test_signing_up_leads_back_and_says_so(client, event, slot, person, db):
    answer = client.post(url(event, slot), data={"next": f"/e/{event.slug}/"})
    assert (answer.status_code, answer.location) == (303, f"/e/{event.slug}/")
    shown = page(client, event, slot)
    assert "You have a place in “Silk”." in shown
    assert "Give up my place" in shown
    assert "All 1 places are taken." in shown


def test_the_number_in_the_queue_is_told(client, event, slot, person, db):
    make_sign_up(slot, make_delegate(event))
    make_sign_up(slot, make_delegate(event), SignUpStatus.WAITING)
    assert "Join the waiting list" in page(client, event, slot)
    client.post(url(event, slot))
    assert page(client, event, slot).count("You are number 2 on the waiting list") == 2


def test_giving_up_lets_the_next_one_in(client, event, slot, person, db):
    client.post(url(event, slot))
    make_sign_up(slot, make_delegate(event), SignUpStatus.WAITING)
    answer = client.post(url(event, slot, "leave"), data={"next": "//example.org"})
    assert (answer.status_code, answer.location) == (303, url(event, slot))
    assert statuses(db) == [SignUpStatus.CANCELLED, SignUpStatus.CONFIRMED]
    assert "You have given up your place." in page(client, event, slot)


def test_giving_up_nothing_is_harmless(client, event, slot, person, db):
    assert client.post(url(event, slot, "leave")).status_code == 303
    assert statuses(db) == []


def test_a_refusal_says_why_and_what_is_in_the_way(client, event, hall, person, db):
    make_settings(event, overlap=OverlapPolicy.REFUSE)
    silk, wool = (make_placed(event, hall, tomorrow(), title=title, capacity=1) for title in ("Silk", "Wool"))
    make_release(event)
    client.post(url(event, silk))
    answer = client.post(url(event, wool))
    assert answer.status_code == 422
    assert "You have already agreed to “Silk” at this time." in answer.get_data(as_text=True)
    assert len(statuses(db)) == 1


def test_a_warning_names_the_other_session(client, event, hall, person, db):
    silk, wool = (make_placed(event, hall, tomorrow(), title=title, capacity=1) for title in ("Silk", "Wool"))
    make_release(event)
    client.post(url(event, silk))
    client.post(url(event, wool))
    assert "“Silk” is at the same time." in page(client, event, wool)


@pytest.mark.parametrize("status", [RegistrationStatus.SUBMITTED, RegistrationStatus.REJECTED])
def test_who_is_not_approved_reads_what_to_do(client, event, slot, db, status):
    sign_in(client, make_delegate(event, status=status).account)
    answer = client.post(url(event, slot))
    assert (answer.status_code, statuses(db)) == (422, [])
    assert "See my registrations" in answer.get_data(as_text=True)


def test_another_category_reads_it_before_pressing(client, event, hall, person, db):
    press = make_category(event, "P")
    slot = make_placed(event, hall, tomorrow(), title="Silk", capacity=1, categories=[press])
    make_release(event)
    shown = page(client, event, slot)
    assert "not open to your category" in shown
    assert f'action="{url(event, slot)}"' not in shown
    assert client.post(url(event, slot)).status_code == 422


def test_what_has_begun_or_is_cancelled_is_not_offered(client, event, hall, person, db):
    begun = make_placed(event, hall, utcnow().replace(minute=0, second=0, microsecond=0), "Silk", capacity=1)
    off = make_placed(event, hall, tomorrow(), "Wool", capacity=1, state=SessionState.CANCELLED)
    make_release(event)
    for slot in (begun, off):
        assert f'action="{url(event, slot)}"' not in page(client, event, slot)
        assert client.post(url(event, slot)).status_code == 422


def test_a_visitor_signs_in_first(client, event, slot):
    assert client.get(url(event, slot)).location == f"/sign-in?next={url(event, slot)}"
    assert client.post(url(event, slot)).status_code == 401


@pytest.mark.parametrize("act", ["sign-up", "leave"])
def test_slots_of_other_editions_and_of_the_draft_are_nowhere(client, event, hall, slot, person, act):
    foreign = make_event()
    theirs = make_placed(foreign, make_hall(foreign), tomorrow(), "Theirs", capacity=1)
    make_release(foreign)
    drafted = make_placed(event, hall, tomorrow(), "Drafted", capacity=1)
    for one in (theirs, drafted):
        assert client.post(url(event, one, act)).status_code == 404


@pytest.mark.parametrize("title", ["<b>Silk</b>", "‫حرير‬ 😀" * 200, "%(title)s %s"])
def test_odd_titles_stay_titles(client, event, hall, person, title):
    slot = make_placed(event, hall, tomorrow(), title, capacity=1)
    make_release(event)
    client.post(url(event, slot))
    shown = page(client, event, slot)
    assert "<b>Silk" not in shown
    assert "You have a place in" in shown


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_sign_ups(client, event, hall, slot, person, count, count_queries):
    for number in range(count):
        make_sign_up(make_placed(event, hall, tomorrow(hours=number), capacity=5), person)
    make_release(event)
    page(client, event, slot)
    with count_queries() as counter:
        page(client, event, slot)
    assert counter.count == 17
