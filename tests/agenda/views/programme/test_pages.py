"""The list and the timetable of the programme, its filters, old versions and the draft."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from summit.agenda.models import Session
from summit.agenda.rules.kinds import SessionFormat, SessionKind, SessionState
from summit.clock import utcnow
from summit.database import db as database
from summit.permissions import Role
from tests.agenda.delegates import make_delegate, make_sign_up, make_star
from tests.agenda.factories import (
    make_placed,
    make_release,
    make_session,
    make_slot,
    make_speaker,
    make_track,
)
from tests.factories import NOON, make_event, make_hall, make_staff, sign_in


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def hall(event):
    return make_hall(event, names={"en": "Grand Hall", "ru": "Большой зал"}, floor="2")


def programme(client, event, query: str = "", **headers) -> BeautifulSoup:
    answer = client.get(f"/e/{event.slug}/programme/{query}", headers=headers)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def titles(page: BeautifulSoup) -> list[str]:
    return [tag.get_text(strip=True) for tag in page.select(".entry__title, .block__title")]


def running_event(now):
    """Return an edition of today, in a zone in which it is noon."""
    hours = (12 - now.hour + 12) % 24 - 12
    zone = f"Etc/GMT{-hours:+d}" if hours else "UTC"
    return make_event(time_zone=zone, starts_on=now.date() - timedelta(days=1), ends_on=now.date() + timedelta(days=1))


def grid_moment(now, minutes: int):
    return now.replace(minute=now.minute - now.minute % 5, second=0, microsecond=0) + timedelta(minutes=minutes)


def test_before_the_first_release_the_page_is_calm_and_the_menu_silent(client, event, hall):
    make_placed(event, hall, title="Secret draft")
    page = programme(client, event)
    assert "not published yet" in page.main.get_text()
    assert "Secret draft" not in page.get_text()
    assert page.find("a", string="Programme") is None


def test_the_menu_of_every_page_of_the_edition_leads_to_a_released_programme(client, event, hall):
    make_placed(event, hall)
    make_release(event)
    page = BeautifulSoup(client.get(f"/e/{event.slug}/").text, "html.parser")
    assert page.find("a", string="Programme")["href"] == f"/e/{event.slug}/programme/"


def test_an_edition_that_is_not_public_shows_its_programme_to_staff_only(client, hall, event):
    hidden = make_event(is_public=False)
    make_placed(hidden, make_hall(hidden), title="Linen")
    make_release(hidden)
    assert client.get(f"/e/{hidden.slug}/programme/").status_code == 404
    sign_in(client, make_staff(hidden, Role.ORGANISER))
    assert titles(programme(client, hidden)) == ["Linen"]


def test_nothing_of_the_draft_is_public_before_it_is_released(client, event, hall):
    slot = make_placed(event, hall, title="Linen")
    make_release(event)
    database.session.get(Session, slot.session_id).titles = {"en": "Silk"}
    database.session.commit()
    assert titles(programme(client, event)) == ["Linen"]
    make_release(event)
    assert titles(programme(client, event)) == ["Silk"]


def test_a_session_says_all_that_one_needs_to_choose_it(client, event, hall):
    track, anna = make_track(event), make_speaker(event, "Anna Ivanova", organisation="Atelier Nord")
    session = make_session(
        event, "Linen", anna, track_id=track.id, format=SessionFormat.PANEL, language="ru", channels={"1": "en"},
        age_limit=16, dress_codes={"en": "Cocktail"}, is_featured=True, minutes=45,
    )  # fmt: skip
    make_slot(session, hall, NOON)
    make_release(event)
    entry = programme(client, event).select_one(".entry")
    text = entry.get_text(" ", strip=True)
    for words in ("Business", "Panel discussion", "Anna Ivanova", "Atelier Nord", "12:00 – 12:45", "Grand Hall",
                  "Floor 2", "Russian", "interpreted into English", "Age 16+", "Cocktail", "Featured"):  # fmt: skip
        assert words in text, words
    assert entry.select_one(".people-line bdi").get_text() == "Anna Ivanova"
    assert entry.select_one("time")["datetime"] == "2026-11-28T12:00:00+03:00"
    assert entry.h3.a["href"] == f"/e/{event.slug}/programme/sessions/{session.code}"


def test_an_off_site_place_tells_its_address(client, event):
    make_placed(event, make_hall(event, names={"en": "Power Station"}, address="12 Invented Embankment"))
    make_release(event)
    assert "Off-site: 12 Invented Embankment" in programme(client, event).select_one(".entry").get_text(" ", strip=True)


def test_other_languages_are_marked_as_such(client, event, hall):
    make_slot(make_session(event, titles={"ar": "كتان"}), hall)
    make_release(event)
    mark = programme(client, event).select_one(".entry__title span")
    assert (mark["lang"], mark["dir"], mark.get_text()) == ("ar", "rtl", "كتان")


def test_the_page_speaks_the_readers_language(client, event, hall):
    make_placed(event, hall)
    make_release(event)
    page = programme(client, event, **{"Accept-Language": "ru"})
    assert page.html["lang"] == "ru"
    assert "28 ноября" in page.h2.get_text()
    assert "Большой зал" in page.select_one(".entry").get_text()


def test_what_is_cancelled_stays_and_says_so(client, event, hall):
    slot = make_placed(event, hall, title="Linen")
    make_release(event)
    database.session.get(Session, slot.session_id).state = SessionState.CANCELLED
    database.session.commit()
    make_release(event)
    assert "Cancelled" in programme(client, event).select_one(".entry--cancelled").get_text()


def test_what_moved_since_the_last_release_says_from_where(client, event, hall):
    slot = make_placed(event, hall, title="Linen", minutes=45)
    make_release(event)
    slot.starts_at, slot.ends_at = NOON + timedelta(hours=1), NOON + timedelta(minutes=105)
    database.session.commit()
    make_release(event)
    text = programme(client, event).select_one(".entry").get_text(" ", strip=True)
    assert "Moved" in text
    assert "Before: 12:00–12:45" in text
    make_release(event)
    assert "Moved" not in programme(client, event).select_one(".entry").get_text()


@pytest.mark.parametrize(("taken", "label"), [(0, None), (2, "Few places left"), (3, "Full")])
def test_places_that_run_out_are_labelled(client, event, hall, taken, label):
    slot = make_placed(event, hall, title="Linen", capacity=3 if taken else 300)
    for _ in range(taken):
        make_sign_up(slot, make_delegate(event))
    make_release(event)
    labels = [tag.get_text() for tag in programme(client, event).select(".entry .tag")]
    assert labels == ([label] if label else [])


def test_days_are_tabs_and_the_first_one_is_shown(client, event, hall):
    make_placed(event, hall, title="First")
    make_placed(event, hall, NOON + timedelta(days=1), title="Second")
    make_release(event)
    page = programme(client, event)
    assert [tab.get_text() for tab in page.select(".tabs__link")] == ["Sat, Nov 28", "Sun, Nov 29", "All days"]
    assert titles(page) == ["First"]
    assert titles(programme(client, event, "?day=2026-11-29")) == ["Second"]
    assert titles(programme(client, event, "?day=all")) == ["First", "Second"]


def test_a_search_looks_into_all_days_and_counts(client, event, hall):
    make_slot(make_session(event, titles={"en": "Silk", "ru": "Шёлк"}), hall)
    make_slot(make_session(event, titles={"en": "More", "ru": "Ещё шелка"}), hall, NOON + timedelta(days=1))
    make_placed(event, hall, NOON + timedelta(hours=2), title="Cotton")
    make_release(event)
    page = programme(client, event, "?q=shelk")
    assert titles(page) == ["Silk", "More"]
    assert "2 sessions" in page.select_one(".programme-count").get_text()
    assert page.find("a", string="Clear the filters")["href"] == f"/e/{event.slug}/programme/"


def test_filters_narrow_and_stay_in_the_links(client, event, hall):
    studio, track = make_hall(event, names={"en": "Studio"}), make_track(event)
    make_track(event, names={"en": "Shows"})
    make_placed(event, hall, title="Here", track_id=track.id)
    make_placed(event, studio, title="There", language="ru")
    make_release(event)
    page = programme(client, event, f"?hall={studio.id}")
    assert titles(page) == ["There"]
    assert f"hall={studio.id}" in page.find("a", string="Timetable")["href"]
    assert page.select_one(f"#filter-hall option[value='{studio.id}']").has_attr("selected")
    assert titles(programme(client, event, f"?track={track.id}")) == ["Here"]
    assert titles(programme(client, event, "?language=ru")) == ["There"]


def test_nothing_found_offers_the_whole_programme(client, event, hall):
    make_placed(event, hall)
    make_release(event)
    page = programme(client, event, "?q=nothing+of+this+kind")
    assert "Nothing fits" in page.get_text()
    assert "0 sessions" in page.get_text()


@pytest.mark.parametrize("query", ["?hall=9999999999999999999", "?hall=٣", "?day=tomorrow", "?view=cube", "?format=x"])
def test_a_question_without_sense_is_left_aside(client, event, hall, query):
    make_placed(event, hall, title="Linen")
    make_release(event)
    assert titles(programme(client, event, query)) == ["Linen"]


def test_on_the_day_itself_the_past_is_folded_and_the_present_marked(client, db):
    now = utcnow()
    event = running_event(now)
    hall = make_hall(event)
    for title, minutes in (("Over", -120), ("Running", -20), ("Coming", 60)):
        make_placed(event, hall, grid_moment(now, minutes), title, minutes=45)
    make_release(event)
    page = programme(client, event)
    assert "1 session of today is over" in page.select_one("details.programme-past summary").get_text()
    assert titles(page.select_one("details.programme-past")) == ["Over"]
    assert titles(page) == ["Over", "Running", "Coming"]
    assert [tag.h3.get_text() for tag in page.select(".entry--now")] == ["Running"]


def test_the_timetable_has_halls_as_columns_and_every_session_once(client, event, hall):
    studio = make_hall(event, names={"en": "Studio"}, position=2)
    plenary = make_session(event, "Opening", format=SessionFormat.PLENARY)
    make_slot(plenary, hall, NOON, joined=(studio,))
    make_slot(make_session(event, "Lunch", kind=SessionKind.BREAK), hall, NOON + timedelta(hours=1), joined=(studio,))
    make_placed(event, studio, NOON + timedelta(hours=2), "Linen")
    make_release(event)
    page = programme(client, event, "?view=grid")
    assert [tag.get_text() for tag in page.select(".timetable__hall-name")] == ["Grand Hall", "Studio"]
    assert titles(page) == ["Opening", "Lunch", "Linen"]
    style = page.find("style", string=lambda text: text and "tt0" in text)
    assert ".tt0-b0{grid-row:2/3;grid-column:2/4}" in style.string
    assert ".tt0-b1{grid-row:4/5;grid-column:2/4}" in style.string
    assert ".tt0-b2{grid-row:6/7;grid-column:3/4}" in style.string


def test_every_slot_can_be_linked_to_in_both_views(client, event, hall):
    slot = make_placed(event, hall)
    make_release(event)
    assert programme(client, event).find(id=f"slot-{slot.id}").name == "article"
    assert programme(client, event, "?view=grid").find(id=f"slot-{slot.id}").name == "li"


def test_a_delegate_sees_stars_and_can_ask_for_their_own_sessions(client, event, hall):
    delegate = make_delegate(event)
    starred, signed_up = make_placed(event, hall, title="Starred"), make_placed(event, hall, title="Seat", capacity=9)
    make_placed(event, hall, title="Neither")
    make_star(starred, delegate)
    make_sign_up(signed_up, delegate)
    make_release(event)
    sign_in(client, delegate.account)
    page = programme(client, event)
    assert [button["aria-pressed"] for button in page.select("button.star")] == ["true", "false", "false"]
    assert titles(programme(client, event, "?mine=1")) == ["Starred", "Seat"]


def test_nobody_else_has_own_sessions_to_ask_for(client, event, hall):
    make_placed(event, hall, title="Linen")
    make_release(event)
    page = programme(client, event, "?mine=1")
    assert titles(page) == ["Linen"]
    assert page.find(id="mine") is None


def test_an_old_version_says_that_it_is_old_and_is_not_for_search_engines(client, event, hall):
    slot = make_placed(event, hall, title="Linen")
    make_release(event)
    database.session.get(Session, slot.session_id).titles = {"en": "Silk"}
    database.session.commit()
    make_release(event)
    page = programme(client, event, "versions/1/")
    assert titles(page) == ["Linen"]
    assert "version 1.0 of the programme" in page.select_one(".notice--caution").get_text()
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert client.get(f"/e/{event.slug}/programme/versions/3/").status_code == 404
    assert client.get(f"/e/{event.slug}/programme/versions/99999999999/").status_code == 404


def test_organisers_see_the_draft_as_it_would_be_released(client, event, hall):
    make_placed(event, hall, title="Linen")
    address = f"/e/{event.slug}/agenda/preview/"
    assert client.get(address).status_code == 303
    sign_in(client, make_staff(event, Role.ORGANISER))
    page = BeautifulSoup(client.get(address).text, "html.parser")
    assert titles(page) == ["Linen"]
    assert page.select_one(".entry__title a") is None
    assert "This is the draft" in page.get_text()


@pytest.mark.parametrize("query", ["?day=all", "?day=all&view=grid"])
def test_the_page_asks_the_database_the_same_for_few_and_for_many(client, event, hall, count_queries, query):
    counts = {}
    for total in (1, 3, 40):
        for number in range(total):
            make_placed(event, hall, NOON + timedelta(minutes=50 * number), f"Session {number}", capacity=9)
        make_release(event)
        programme(client, event, query)
        with count_queries() as counter:
            programme(client, event, query)
        counts[total] = counter.count
    assert len(set(counts.values())) == 1, counts
    assert counts[1] <= 4


@pytest.mark.parametrize("title", ["</script><b>x", "x" * 10_000, "كتان 😀 linen", "{{7*7}}", "<style>"])
def test_a_title_may_hold_anything(client, event, hall, title):
    slot = make_placed(event, hall, title="Linen")
    database.session.get(Session, slot.session_id).titles = {"en": title}
    database.session.commit()
    make_release(event)
    for query in ("", "?view=grid"):
        assert titles(programme(client, event, query)) == [title]
