"""Reasons and gaps as sentences."""

from datetime import date

import pytest
from flask_babel import force_locale

from summit.companies.rules.matching import Gap, Reason, ReasonKind
from summit.meetings.views.match_words import _SENTENCES, GAP_WORDS, quantity_words, sentence


@pytest.fixture(autouse=True)
def request_of_a_reader(app):
    with app.test_request_context("/"):
        yield


def test_every_kind_of_reason_and_gap_has_words():
    assert set(_SENTENCES) == set(ReasonKind)
    assert set(GAP_WORDS) == set(Gap)


def test_several_things_are_listed_and_the_first_has_its_quantity():
    reason = Reason(ReasonKind.THEY_OFFER, 1.0, ("knits.jersey", "knits.rib"), 5, "pieces")
    assert sentence(reason) == "They offer what you need: Cotton jersey (5 pieces) and Rib."


def test_something_similar_names_both():
    reason = Reason(ReasonKind.THEY_NEED_LIKE, 1.0, ("knits.rib", "knits.jersey"))
    assert sentence(reason) == "They need something close to what you offer: Rib – Cotton jersey."


def test_days_languages_and_countries_are_named_in_words():
    assert sentence(Reason(ReasonKind.DAYS, 0.0, days=(date(2026, 5, 2),))) == "Both here on: May 2."
    assert (
        sentence(Reason(ReasonKind.LANGUAGE, 1.0, words=("pt-BR", "en"))) == "Common language: Portuguese and English."
    )
    assert sentence(Reason(ReasonKind.YOUR_MARKET, 1.0, words=("KZ",))).endswith("Kazakhstan.")


def test_price_segments_stand_from_the_cheapest_up():
    reason = Reason(ReasonKind.PRICE, 1.0, words=("luxury", "premium"))
    assert sentence(reason) == "The same price segment: Premium and Luxury."


def test_units_follow_the_number_and_the_readers_language():
    with force_locale("ru"):
        assert [quantity_words(count, "metres") for count in (1, 2, 5)] == ["1 метр", "2 метра", "5 метров"]
    assert quantity_words(1, "pairs") == "1 pair"
    assert quantity_words(7, "") == "7"
