"""The index of speakers, and the page of each."""

import json

import pytest
from bs4 import BeautifulSoup

from summit.agenda.rules.kinds import PersonRole
from tests.agenda.factories import add_part, make_release, make_session, make_slot, make_speaker
from tests.factories import make_event, make_hall


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def hall(event):
    return make_hall(event, names={"en": "Grand Hall"})


def read(client, event, path: str) -> BeautifulSoup:
    answer = client.get(f"/e/{event.slug}/programme/speakers/{path}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def names(page: BeautifulSoup) -> list[str]:
    return [tag.get_text(strip=True) for tag in page.select(".speaker-card__name")]


def release_with(event, hall, *people) -> None:
    session = make_session(event, "Linen", *people)
    make_slot(session, hall)
    make_release(event)


def test_before_the_first_release_nobody_is_listed(client, event):
    make_speaker(event, "Anna Ivanova")
    page = read(client, event, "")
    assert "not published yet" in page.get_text()
    assert "Anna" not in page.get_text()


def test_speakers_stand_under_their_letters(client, event, hall):
    release_with(event, hall, *(make_speaker(event, name) for name in ("Wei Zhang", "Ágnes Kovács", "Anna Ivanova")))
    page = read(client, event, "")
    assert names(page) == ["Ágnes Kovács", "Anna Ivanova", "Wei Zhang"]
    assert [tag.get_text() for tag in page.select(".speaker-letter__title")] == ["A", "W"]


def test_an_order_of_the_organisers_stands_without_letters(client, event, hall):
    release_with(
        event, hall, make_speaker(event, "Anna Zhang", sort_key="zhang"), make_speaker(event, "Wei Li", sort_key="li")
    )
    page = read(client, event, "")
    assert names(page) == ["Wei Li", "Anna Zhang"]
    assert page.select(".speaker-letter__title") == []


@pytest.mark.parametrize("query", ["ivanova", "иванова", "NORD", "anna+nord"])
def test_a_search_in_any_script_finds_people(client, event, hall, query):
    release_with(
        event, hall, make_speaker(event, "Anna Ivanova", organisation="Atelier Nord"), make_speaker(event, "Wei Li")
    )
    assert names(read(client, event, f"?q={query}")) == ["Anna Ivanova"]


def test_a_search_without_result_says_what_to_try(client, event, hall):
    release_with(event, hall, make_speaker(event, "Anna Ivanova"))
    page = read(client, event, "?q=nobody")
    assert "Nobody found" in page.get_text()


def test_interpreters_are_not_in_the_index(client, event, hall):
    session = make_session(event, "Linen", make_speaker(event, "Anna Ivanova"))
    add_part(session, make_speaker(event, "Booth Person"), PersonRole.INTERPRETER, language="en")
    make_slot(session, hall)
    make_release(event)
    assert names(read(client, event, "")) == ["Anna Ivanova"]


def test_a_speaker_has_biography_and_sessions(client, event, hall):
    anna = make_speaker(
        event, "Anna Ivanova", honorific="Dr", name_native="Анна Иванова", native_language="ru", job_title="Founder",
        organisation="Atelier Nord", country="BR", biographies={"en": "One.\n\nTwo."},
    )  # fmt: skip
    release_with(event, hall, anna)
    page = read(client, event, anna.code)
    assert page.h1.get_text(strip=True) == "Dr Anna Ivanova"
    assert page.select_one(".speaker-page__native bdi")["lang"] == "ru"
    assert page.select_one(".speaker-page__from").get_text(" ", strip=True) == "Founder, Atelier Nord · Brazil"
    assert [p.get_text() for p in page.select(".speaker-page__biography p")] == ["One.", "Two."]
    assert [h4.get_text() for h4 in page.select(".entry__title")] == ["Linen"]
    data = json.loads(page.find("script", type="application/ld+json").string)
    assert (data["@type"], data["name"], data["alternateName"]) == ("Person", "Anna Ivanova", "Анна Иванова")


def test_nothing_private_of_a_speaker_is_public(client, event, hall):
    anna = make_speaker(event, "Anna Ivanova", email="anna@example.org", needs="A ramp", arrival="SU 2578")
    release_with(event, hall, anna)
    for path in ("", anna.code):
        text = read(client, event, path).prettify()
        assert not any(secret in text for secret in ("anna@example.org", "A ramp", "SU 2578"))


def test_small_letters_and_words_after_the_code_lead_to_the_page(client, event, hall):
    anna = make_speaker(event, "Anna Ivanova")
    release_with(event, hall, anna)
    answer = client.get(f"/e/{event.slug}/programme/speakers/{anna.code.lower()}-anna")
    assert (answer.status_code, answer.location) == (301, f"/e/{event.slug}/programme/speakers/{anna.code}")


def test_somebody_of_another_edition_is_not_there(client, event, hall):
    anna = make_speaker(event, "Anna Ivanova")
    release_with(event, hall, anna)
    other = make_event()
    make_release(other)
    assert client.get(f"/e/{other.slug}/programme/speakers/{anna.code}").status_code == 404


def test_the_index_asks_the_database_the_same_for_few_and_for_many(client, event, hall, count_queries):
    counts = []
    for total in (1, 3, 40):
        release_with(event, hall, *(make_speaker(event) for _ in range(total)))
        address = f"/e/{event.slug}/programme/speakers/"
        client.get(address)
        with count_queries() as counter:
            assert client.get(address).status_code == 200
        counts.append(counter.count)
    assert counts == [2, 2, 2]
