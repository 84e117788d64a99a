"""What a session may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.agenda.rules import sessions as rules
from summit.agenda.rules.kinds import SessionKind
from summit.events.rules import LanguagesAreInvalid, NumberIsOutOfRange, TextIsTooLong, TextTurnsAround


def test_a_title_in_one_language_is_enough():
    assert rules.ensure_titles({"ru": " Мода  и\nтехнологии ", "en": " "}) == {"ru": "Мода и технологии"}


def test_titles_in_any_script_and_with_signs_are_kept():
    titles = {"ar": "أزياء المستقبل 👗", "zh-Hans": "时尚与科技", "en": "Fashion 👩🏽‍🎨 & craft"}
    assert rules.ensure_titles(titles) == titles


@pytest.mark.parametrize(
    ("titles", "refusal"),
    [
        ({}, rules.TitleIsMissing),
        ({"en": " \n "}, rules.TitleIsMissing),
        ({"en": "x" * 201}, TextIsTooLong),
        ({"en": "x" * 10_000}, TextIsTooLong),
        ({"en": "Silk\u202eklis"}, TextTurnsAround),
        ({"en": "a\x00b"}, rules.TextIsUnreadable),
        ({"en": "\ud800"}, rules.TextIsUnreadable),
        ({"English": "Silk"}, LanguagesAreInvalid),
    ],
)
def test_a_title_that_cannot_be_shown_is_refused(titles, refusal):
    with pytest.raises(refusal):
        rules.ensure_titles(titles)


@pytest.mark.parametrize(("field", "longest"), [("abstracts", 5000), ("notes", 2000), ("dress_codes", 200)])
def test_each_text_has_its_longest(field, longest):
    assert rules.clean({field: {"en": "x" * longest}}) == {field: {"en": "x" * longest}}
    with pytest.raises(TextIsTooLong):
        rules.clean({field: {"en": "x" * (longest + 1)}})


def test_an_abstract_keeps_its_lines():
    assert rules.clean({"abstracts": {"en": "One\r\n\r\nTwo"}}) == {"abstracts": {"en": "One\n\nTwo"}}


@pytest.mark.parametrize("minutes", [5, 45, 1435])
def test_lengths_on_the_grid_are_kept(minutes):
    assert rules.ensure_minutes(minutes) == minutes


@pytest.mark.parametrize("minutes", [-5, 0, 4, 7, 1436, 1440, 2**70])
def test_lengths_off_the_grid_or_the_day_are_refused(minutes):
    with pytest.raises(rules.LengthIsImpossible):
        rules.ensure_minutes(minutes)


def test_a_capacity_is_a_number_of_people_or_open():
    assert rules.clean({"capacity": None}) == {"capacity": None}
    assert rules.clean({"capacity": 0}) == {"capacity": 0}
    with pytest.raises(NumberIsOutOfRange):
        rules.clean({"capacity": -1})


def test_an_age_limit_is_one_of_the_usual():
    assert rules.clean({"age_limit": 16}) == {"age_limit": 16}
    with pytest.raises(rules.AgeLimitIsUnknown):
        rules.clean({"age_limit": 17})


def test_channels_are_kept_in_the_order_of_their_numbers():
    channels = rules.ensure_channels({"10": "ar", " 2 ": "zh-Hans", "01": "ru"})
    assert list(channels.items()) == [("1", "ru"), ("2", "zh-Hans"), ("10", "ar")]


@pytest.mark.parametrize(
    ("channels", "refusal"),
    [
        ({"0": "ru"}, rules.ChannelIsImpossible),
        ({"33": "ru"}, rules.ChannelIsImpossible),
        ({"-1": "ru"}, rules.ChannelIsImpossible),
        ({"9" * 4400: "ru"}, rules.ChannelIsImpossible),
        ({"one": "ru"}, rules.ChannelIsImpossible),
        ({"²": "ru"}, rules.ChannelIsImpossible),
        ({"1": "ru", "01": "en"}, rules.ChannelIsTwice),
        ({"1": ""}, rules.LanguageIsUnknown),
        ({"1": "Russian"}, rules.LanguageIsUnknown),
        ({"1": "<b>"}, rules.LanguageIsUnknown),
    ],
)
def test_channels_that_no_receiver_has_are_refused(channels, refusal):
    with pytest.raises(refusal):
        rules.ensure_channels(channels)


def test_a_working_language_is_a_tag_or_unknown():
    assert [rules.ensure_language(tag) for tag in ("", "ru", "zh-Hans", "pt-BR")] == ["", "ru", "zh-Hans", "pt-BR"]
    with pytest.raises(rules.LanguageIsUnknown):
        rules.ensure_language("the one of the guests")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://video.example.org/watch?v=1#t=30",
        "http://192.0.2.1:8080/live",
        "https://[2001:db8::1]/live",
        "https://видео.example/поток",
    ],
)
def test_links_to_other_sites_are_kept(url):
    assert rules.ensure_link(f" {url} ") == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT://example.org/%0aalert(1)",
        "data:text/html,x",
        "ftp://example.org/",
        "//example.org/video",
        "example.org/video",
        "https://",
        "https:///video",
        "https://user:password@example.org/",
        "https://user@example.org/",
        "https://example.org:port/",
        "https://example.org:99999/",
        "https://[::1/",
        "https://exa mple.org/",
        "https://example.org/\u202egpj",
        "https://example.org\\@evil.example/",
        "https://example.org/\n",
        "https://example.org/" + "x" * 2000,
    ],
)
def test_links_that_lead_astray_are_refused(url):
    with pytest.raises(rules.LinkIsInvalid):
        rules.ensure_link(f"{url}x" if url.endswith("\n") else url)


@given(st.text())
def test_any_text_is_a_web_address_or_refused(text):
    try:
        link = rules.ensure_link(text)
    except rules.LinkIsInvalid:
        return
    assert link == "" or link.lower().startswith(("http://", "https://"))


@pytest.mark.parametrize("kind", [SessionKind.BREAK, SessionKind.BLOCKER])
def test_a_break_has_no_places_no_feedback_and_no_feature(kind):
    values = rules.clean({"titles": {"en": "Lunch"}, "capacity": 20, "is_featured": True, "takes_feedback": True})
    settled = rules.settled(kind, values)
    assert (settled["capacity"], settled["is_featured"], settled["takes_feedback"]) == (None, False, False)


def test_a_session_keeps_what_was_said_of_it():
    values = {"capacity": 20, "is_featured": True}
    assert rules.settled(SessionKind.SESSION, values) == values


@pytest.mark.parametrize(
    ("before", "after", "grows"),
    [(10, 20, True), (10, None, True), (10, 10, False), (20, 10, False), (None, 10, False), (None, None, False)],
)
def test_places_are_added_when_more_people_fit_than_before(before, after, grows):
    assert rules.adds_places(before, after) is grows
