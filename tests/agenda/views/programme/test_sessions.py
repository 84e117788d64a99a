"""The page of a session: all that is known of it, for people and for search engines."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from summit.agenda.models import Material, Session
from summit.agenda.rules.kinds import PersonRole, SessionState
from summit.database import db as database
from tests.agenda.delegates import make_delegate
from tests.agenda.factories import (
    add_part,
    make_placed,
    make_release,
    make_session,
    make_slot,
    make_speaker,
    make_track,
)
from tests.factories import NOON, make_category, make_event, make_hall, sign_in


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def hall(event):
    return make_hall(event, names={"en": "Grand Hall"})


def open_session(client, event, code: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(f"/e/{event.slug}/programme/sessions/{code}")
    assert answer.status_code == status
    return BeautifulSoup(answer.text, "html.parser")


def code_of(slot) -> str:
    return database.session.get(Session, slot.session_id).code


def data_of(page: BeautifulSoup) -> list[dict]:
    return json.loads(page.find("script", type="application/ld+json").string)


def test_everything_of_a_session_is_on_its_page(client, event, hall):
    anna, wei = (
        make_speaker(event, "Anna Ivanova", name_native="Анна Иванова", native_language="ru"),
        make_speaker(event),
    )
    session = make_session(
        event, "Linen", anna, language="ru", channels={"1": "en"}, capacity=40, age_limit=18,
        abstracts={"en": "First part.\n\nSecond part."}, notes={"en": "Bring scissors."},
        dress_codes={"en": "White"}, stream_url="https://stream.example.org/1",
        recording_url="https://stream.example.org/2",
    )  # fmt: skip
    add_part(session, wei, PersonRole.INTERPRETER, language="en")
    make_slot(session, hall, NOON, minutes=45)
    make_release(event)
    page = open_session(client, event, session.code)
    text = page.main.get_text(" ", strip=True)
    for words in ("Saturday, November 28", "12:00 – 12:45", "Grand Hall", "Russian", "Channel 1: English", "40",
                  "From 18 years", "White", "Bring scissors.", "Анна Иванова", "Interpreter: English"):  # fmt: skip
        assert words in text, words
    assert [part.get_text() for part in page.select(".session-page__abstract p")] == ["First part.", "Second part."]
    links = {a.get_text(strip=True): a["href"] for a in page.select(".session-page__actions a")}
    assert links["Watch the stream"] == "https://stream.example.org/1"
    assert links["Watch the recording"] == "https://stream.example.org/2"
    assert links["Add to the calendar"] == f"/e/{event.slug}/programme/schedule.ics?session={session.code}"


def test_materials_can_be_downloaded(client, event, hall):
    session = make_session(event, "Linen")
    values = {"file_name": "slides.pdf", "stored_name": "x.pdf", "media_type": "application/pdf", "byte_count": 2048}
    material = Material(session_id=session.id, titles={"en": "Slides"}, created_at=NOON, **values)
    database.session.add(material)
    database.session.commit()
    make_slot(session, hall)
    make_release(event)
    link = open_session(client, event, session.code).select_one(".downloads a")
    assert link.get_text() == "Slides"
    assert link["href"] == f"/e/{event.slug}/programme/materials/{material.id}/slides.pdf"


def test_categories_that_may_attend_are_named(client, event, hall):
    category = make_category(event, "V", names={"en": "Guests of honour"})
    session = make_session(event, "Linen", categories=[category])
    make_slot(session, hall)
    make_release(event)
    assert "Guests of honour" in open_session(client, event, session.code).get_text()


def test_repeats_each_have_their_time_and_place(client, event, hall):
    session = make_session(event, "Linen")
    slots = [make_slot(session, hall, NOON), make_slot(session, hall, NOON + timedelta(days=1))]
    make_release(event)
    page = open_session(client, event, session.code)
    assert [tag["id"] for tag in page.select(".when")] == [f"slot-{slot.id}" for slot in slots]
    assert len(data_of(page)) == 2


@pytest.mark.parametrize("spelling", ["{}-linen-and-silk", "{}-", "{lower}", "{lower}-x"])
def test_words_after_the_code_and_small_letters_lead_to_the_page(client, event, hall, spelling):
    code = code_of(make_placed(event, hall))
    make_release(event)
    address = spelling.format(code, lower=code.lower())
    answer = client.get(f"/e/{event.slug}/programme/sessions/{address}")
    assert (answer.status_code, answer.location) == (301, f"/e/{event.slug}/programme/sessions/{code}")


def test_a_session_that_is_not_released_is_not_there(client, event, hall):
    code = code_of(make_placed(event, hall))
    assert client.get(f"/e/{event.slug}/programme/sessions/{code}").status_code == 404
    make_release(event)
    assert client.get(f"/e/{event.slug}/programme/sessions/{code}").status_code == 200
    assert client.get(f"/e/{make_event().slug}/programme/sessions/{code}").status_code == 404


def test_search_engines_read_an_event(client, event, hall):
    anna, track = make_speaker(event, "Anna Ivanova", organisation="Atelier Nord"), make_track(event)
    session = make_session(event, "Linen", anna, language="ru", track_id=track.id, minutes=45)
    slot = make_slot(session, hall, NOON)
    make_release(event)
    (data,) = data_of(open_session(client, event, session.code))
    address = f"http://localhost/e/{event.slug}/programme/sessions/{session.code}"
    assert data["@type"] == "Event"
    assert (data["@id"], data["url"]) == (f"{address}#slot-{slot.id}", address)
    assert (data["startDate"], data["endDate"]) == ("2026-11-28T12:00:00+03:00", "2026-11-28T12:45:00+03:00")
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["inLanguage"] == "ru"
    assert data["location"][0]["name"] == "Grand Hall"
    assert data["location"][0]["containedInPlace"]["name"] == "Concert Hall"
    assert data["performer"][0]["name"] == "Anna Ivanova"
    assert data["superEvent"]["name"] == "Fashion Summit"


def test_search_engines_learn_that_it_moved_or_is_cancelled(client, event, hall):
    slot = make_placed(event, hall, minutes=45)
    code = code_of(slot)
    make_release(event)
    slot.starts_at, slot.ends_at = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
    database.session.commit()
    make_release(event)
    (data,) = data_of(open_session(client, event, code))
    assert data["eventStatus"] == "https://schema.org/EventRescheduled"
    assert data["previousStartDate"] == "2026-11-28T12:00:00+03:00"
    database.session.get(Session, slot.session_id).state = SessionState.CANCELLED
    database.session.commit()
    make_release(event)
    page = open_session(client, event, code)
    assert data_of(page)[0]["eventStatus"] == "https://schema.org/EventCancelled"
    assert "Cancelled" in page.main.get_text()


@pytest.mark.parametrize("title", ["</script><script>alert(1)</script>", "<!-- x", "a & b \u2028 \u2029", '"\\'])
def test_structured_data_stays_within_its_element(client, event, hall, title):
    code = code_of(make_slot(make_session(event, titles={"en": title}, abstracts={"en": title}), hall))
    make_release(event)
    page = open_session(client, event, code)
    assert data_of(page)[0]["name"] == title
    assert page.find("script", string=lambda text: text == "alert(1)") is None


def test_what_stands_beside_it_is_offered(client, event, hall):
    track, studio = make_track(event), make_hall(event)
    code = code_of(make_placed(event, hall, title="Linen", track_id=track.id))
    make_placed(event, studio, title="Silk")
    make_placed(event, studio, NOON + timedelta(days=1), title="Cotton", track_id=track.id)
    make_release(event)
    page = open_session(client, event, code)
    related = {part["aria-label"]: [h3.get_text() for h3 in part.select("h3")] for part in page.select(".related")}
    assert related == {"At the same time": ["Silk"], "More of this track": ["Cotton"]}


def test_a_delegate_finds_star_and_places(client, event, hall):
    code = code_of(make_placed(event, hall, NOON + timedelta(days=1), "Linen", capacity=4))
    make_release(event)
    sign_in(client, make_delegate(event).account)
    page = open_session(client, event, code)
    assert page.select_one("button.star")["aria-pressed"] == "false"
    assert "4 places of 4 are free" in page.select_one(".sign-up").get_text()


@pytest.mark.parametrize("total", [1, 3])
def test_the_page_asks_the_database_the_same_for_few_and_for_many(client, event, hall, count_queries, total):
    people = [make_speaker(event) for _ in range(total)]
    session = make_session(event, "Linen", *people)
    for number in range(total):
        make_slot(session, hall, NOON + timedelta(days=number))
    make_release(event)
    address = f"/e/{event.slug}/programme/sessions/{session.code}"
    client.get(address)
    with count_queries() as counter:
        assert client.get(address).status_code == 200
    assert counter.count == 2
