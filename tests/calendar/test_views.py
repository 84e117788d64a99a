"""The delegate's own agenda and its secret address."""

import re
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from summit.agenda.rules.kinds import SessionState, SignUpStatus
from summit.calendar.models import Feed
from summit.clock import utcnow
from summit.database import transaction
from summit.registration.rules import RegistrationStatus
from tests.agenda.delegates import make_delegate, make_sign_up, make_star
from tests.agenda.factories import make_placed, make_release, make_session, make_slot, make_speaker
from tests.factories import make_event, make_hall, sign_in


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def hall(event):
    return make_hall(event, names={"en": "Silk hall"})


@pytest.fixture
def person(client, event):
    """The signed-in delegate."""
    delegate = make_delegate(event, language="ru")
    sign_in(client, delegate.account)
    return delegate


def hour(count=0):
    return utcnow().replace(minute=0, second=0, microsecond=0) + timedelta(hours=count)


def page(client, event):
    return client.get(f"/e/{event.slug}/my-agenda/").get_data(as_text=True)


def act(client, event, rest="feed"):
    return client.post(f"/e/{event.slug}/my-agenda/{rest}")


def address(client, event):
    """Return the path of the calendar as the page shows it."""
    return re.search(r'value="http://localhost(/calendar/[^"]+\.ics)"', page(client, event))[1]


class TestPage:
    def test_an_empty_agenda_tells_the_next_step(self, client, event, person):
        assert "Your agenda is empty" in page(client, event)

    def test_who_is_no_delegate_reads_what_to_do(self, client, event):
        sign_in(client, make_delegate(event, status=RegistrationStatus.SUBMITTED).account)
        assert "You are not a delegate here yet" in page(client, event)
        assert act(client, event).status_code == 404

    def test_a_visitor_signs_in_and_comes_back(self, client, event):
        path = f"/e/{event.slug}/my-agenda/"
        assert client.get(path).location == f"/sign-in?next={path}"

    def test_everything_of_mine_stands_there_with_its_reason(self, client, event, hall, person):
        speaker = make_speaker(event, registration_id=person.id)
        starred, signed = (
            make_placed(event, hall, hour(30), "Starred one"),
            make_placed(event, hall, hour(33), "Signed"),
        )
        waiting = make_placed(event, hall, hour(35), "Waiting one", capacity=0)
        make_slot(make_session(event, "My talk", speaker), hall, hour(37))
        make_placed(event, hall, hour(39), "Not mine")
        make_release(event)
        make_star(starred, person)
        make_sign_up(signed, person)
        make_sign_up(waiting, person, SignUpStatus.WAITING)
        shown = page(client, event)
        for words in ("Starred one", "Signed up", "On the waiting list", "My talk", "You are on stage", "Silk hall"):
            assert words in shown
        assert "Not mine" not in shown

    def test_clashes_are_said_in_words_and_now_is_marked(self, client, event, hall, person):
        silk, wool = make_placed(event, hall, hour(), "Silk", minutes=120), make_placed(event, hall, hour(1), "Wool")
        silk.ends_at = silk.starts_at + timedelta(hours=2)
        make_release(event)
        for slot in (silk, wool):
            make_star(slot, person)
        shown = page(client, event)
        assert shown.count("At the same time as:") == 2
        assert shown.count(">Now<") == 1

    def test_what_is_cancelled_stays_and_says_so(self, client, event, hall, person):
        slot = make_placed(event, hall, hour(20), "Silk", state=SessionState.CANCELLED)
        make_release(event)
        make_star(slot, person)
        assert ">Cancelled<" in page(client, event)

    def test_past_days_are_folded(self, client, event, hall, person):
        slot = make_placed(event, hall, hour(-60), "Silk")
        make_release(event)
        make_star(slot, person)
        assert "This day is over." in page(client, event)

    def test_the_menu_leads_here_only_who_has_signed_in(self, client, event, person):
        link = f'href="/e/{event.slug}/my-agenda/"'
        assert link in client.get(f"/e/{event.slug}/").get_data(as_text=True)
        client.post("/sign-out")
        assert link not in client.get(f"/e/{event.slug}/").get_data(as_text=True)

    @pytest.mark.parametrize("count", [1, 3])
    def test_any_number_of_entries_costs_the_same(self, client, event, hall, person, count, count_queries):
        slots = [make_placed(event, hall, hour(20 + 2 * number)) for number in range(count)]
        make_release(event)
        for slot in slots:
            make_star(slot, person)
        page(client, event)
        with count_queries() as counter:
            page(client, event)
        assert counter.count == 14


class TestFeed:
    def test_there_is_none_until_it_is_wanted(self, client, event, person, db):
        assert "Make an address for my calendar" in page(client, event)
        act(client, event)
        assert "webcal://localhost/calendar/" in page(client, event)

    def test_it_holds_what_the_page_shows_in_the_owners_language(self, app, client, event, hall, person):
        starred = make_placed(event, hall, hour(20), titles={"en": "Silk", "ru": "Шёлк"})
        off = make_placed(event, hall, hour(23), "Wool", state=SessionState.CANCELLED)
        make_release(event)
        for slot in (starred, off):
            make_star(slot, person)
        act(client, event)
        answer = app.test_client().get(address(client, event))
        assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
        found = {str(one["SUMMARY"]): str(one["STATUS"]) for one in Calendar.from_ical(answer.data).walk("VEVENT")}
        assert found == {"Шёлк": "CONFIRMED", "Wool": "CANCELLED"}

    def test_a_repeat_costs_no_more_than_not_modified(self, client, event, person):
        act(client, event)
        where = address(client, event)
        mark = client.get(where).headers["ETag"]
        answer = client.get(where, headers={"If-None-Match": mark})
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["Cache-Control"] == "private, no-cache"

    def test_a_new_address_ends_the_old_one_at_once(self, client, event, person):
        act(client, event)
        old = address(client, event)
        act(client, event)
        new = address(client, event)
        assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)

    def test_switched_off_means_not_found_and_a_later_address_is_another(self, client, event, person):
        act(client, event)
        old = address(client, event)
        act(client, event, "feed/off")
        act(client, event, "feed/off")
        assert client.get(old).status_code == 404
        act(client, event)
        assert address(client, event) != old
        assert client.get(old).status_code == 404

    def test_who_is_not_approved_any_more_has_no_calendar(self, client, event, person, db):
        act(client, event)
        where = address(client, event)
        person.status = RegistrationStatus.WITHDRAWN
        db.session.commit()
        assert client.get(where).status_code == 404

    @pytest.mark.parametrize(
        "change", [lambda s: s[:-1], lambda s: s + "x", lambda s: s.replace(".", ""), lambda s: "é"]
    )
    def test_a_forged_address_is_nowhere(self, client, event, person, change):
        act(client, event)
        secret = address(client, event).removeprefix("/calendar/").removesuffix(".ics")
        assert client.get(f"/calendar/{change(secret)}.ics").status_code == 404

    def test_the_fetch_is_noted_once_an_hour(self, client, event, person, db):
        act(client, event)
        where = address(client, event)
        client.get(where)
        noted = db.session.scalar(select(Feed.fetched_at))
        client.get(where)
        assert db.session.scalar(select(Feed.fetched_at)) == noted
        assert "Last fetched:" in page(client, event)
        with transaction():
            db.session.get(Feed, person.id).fetched_at = noted - timedelta(hours=2)
        client.get(where)
        assert db.session.scalar(select(Feed.fetched_at)) >= noted

    def test_a_fetch_costs_few_queries(self, client, event, hall, person, count_queries):
        make_star(make_placed(event, hall, hour(20)), person)
        make_release(event)
        act(client, event)
        where = address(client, event)
        client.get(where)
        with count_queries() as counter:
            client.get(where)
        assert counter.count == 7
