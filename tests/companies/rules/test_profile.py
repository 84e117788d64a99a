"""What a company may say of itself, and how complete that is."""

from datetime import date
from types import SimpleNamespace

import pytest

from summit.companies.rules import profile as rules
from summit.companies.rules.interests import (
    InterestIsUnknown,
    InterestValues,
    QuantityIsInvalid,
    TooManyInterests,
    clean_interests,
)
from summit.companies.rules.taxonomy import nodes

FULL = {
    "country": "BR", "city": "Recife", "website": "https://linho.example", "descriptions": {"en": "Linen."},
    "brands": ["Linho"], "price_segments": ["premium"], "minimum_order": 0, "lead_time_days": None,
    "markets_served": ["BR"], "markets_sought": [], "logo_file_name": "a.png", "kinds": [1], "languages": [1],
}  # fmt: skip


def facts(**changed):
    return SimpleNamespace(**(FULL | changed))


def test_a_full_profile_is_complete_to_a_hundred_percent():
    assert rules.completeness_of(facts(), offers=1, needs=1) == rules.Completeness(100, ())


def test_what_is_missing_is_named_and_lowers_the_percentage():
    found = rules.completeness_of(facts(city="", languages=[]), offers=1, needs=0)
    assert found.missing == (rules.Part.CITY, rules.Part.LANGUAGES, rules.Part.NEEDS)
    assert (found.needed, found.percent) == ((rules.Part.LANGUAGES,), 67)


def test_an_empty_profile_is_complete_to_nothing():
    empty = {name: [] for name in FULL} | {"minimum_order": None, "lead_time_days": None}
    assert rules.completeness_of(facts(**empty), offers=0, needs=0).percent == 0


@pytest.mark.parametrize(("changed", "interests"), [({"descriptions": {}}, 1), ({}, 0)])
def test_a_profile_without_what_is_needed_is_not_reviewed(changed, interests):
    found = rules.completeness_of(facts(**changed), offers=interests, needs=0)
    with pytest.raises(rules.ProfileIsIncomplete):
        rules.ensure_complete(found, interests=interests)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("linho.example", "https://linho.example"),
        ("http://linho.example/a?b=c", "http://linho.example/a?b=c"),
    ],
)
def test_a_website_is_kept_as_an_address_of_the_web(typed, kept):
    assert rules.ensure_website(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["javascript://linho.example/%0aalert(1)", "ftp://linho.example", "https://", "https://a b.example", "https://u:p@a.example",
     "https://a.example:99999999", "https://[::1", 'https://a.example/"x', "linho"],
)  # fmt: skip
def test_anything_else_is_no_website(typed):
    with pytest.raises(rules.WebsiteIsInvalid):
        rules.ensure_website(typed)


def test_the_main_kind_comes_first_and_each_kind_once():
    assert rules.ensure_kinds(["trims", "media"], "media") == ["media", "trims"]


def test_an_unknown_kind_is_refused():
    with pytest.raises(rules.KindIsMissing):
        rules.ensure_kinds([], "airline")


def test_more_than_six_kinds_are_refused():
    with pytest.raises(rules.TooManyKinds):
        rules.ensure_kinds(list(rules.CompanyKind)[:7], "media")


def test_entries_are_kept_once_whatever_their_case():
    assert rules.ensure_tags(["#Linen", "linen ", "", "hand  made"]) == ["linen", "hand made"]


def test_too_many_entries_are_refused():
    with pytest.raises(rules.TooManyEntries):
        rules.ensure_entries(str(number) for number in range(rules.MOST_ENTRIES + 1))


def test_an_amount_needs_a_unit():
    with pytest.raises(rules.UnitIsMissing):
        rules.clean_values({"minimum_order": 5, "minimum_order_unit": ""})


def test_a_unit_without_an_amount_is_forgotten():
    clean = rules.clean_values({"minimum_order": None, "minimum_order_unit": "metres"})
    assert clean == {"minimum_order": None, "minimum_order_unit": ""}


def test_a_level_that_does_not_exist_is_refused():
    with pytest.raises(rules.LanguageIsNotOffered):
        rules.ensure_spoken({"en": "perfect"})


def test_a_day_after_the_edition_is_refused():
    with pytest.raises(rules.DayIsOutside):
        rules.ensure_days([date(2026, 12, 3)], first=date(2026, 11, 28), last=date(2026, 12, 2))


def test_a_node_is_kept_once_as_it_was_said_last():
    entries = [InterestValues("knits.jersey"), InterestValues("knits.jersey", 300, "metres", " from  stock ")]
    assert clean_interests(entries) == [InterestValues("knits.jersey", 300, "metres", "from stock")]


def test_what_the_taxonomy_does_not_know_is_refused():
    with pytest.raises(InterestIsUnknown):
        clean_interests([InterestValues("rockets")])


@pytest.mark.parametrize("quantity", [0, -1, 10**10])
def test_a_quantity_beyond_all_trade_is_refused(quantity):
    with pytest.raises(QuantityIsInvalid):
        clean_interests([InterestValues("knits.jersey", quantity, "metres")])


def test_more_than_forty_offers_are_refused():
    with pytest.raises(TooManyInterests):
        clean_interests(InterestValues(node.code) for node in nodes()[:41])
