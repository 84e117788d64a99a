import pytest

from summit.companies.rules.matching import (
    MatchIndex,
    Weights,
    count_shown,
    gini,
    long_lists,
    price_companies,
    repriced,
)
from summit.companies.rules.matching.exposure import HIGHEST, PREMIUM
from summit.companies.rules.matching.synthetic import make_event


def test_the_gini_coefficient_of_equal_and_of_single_ownership() -> None:
    assert gini([3, 3, 3, 3]) == pytest.approx(0.0)
    assert gini([0, 0, 0, 8]) == pytest.approx(0.75)
    assert gini([]) == gini([0, 0]) == 0.0


def test_prices_even_out_who_is_shown() -> None:
    index = MatchIndex(make_event(120, 3).profiles)
    lists = long_lists(index, Weights(), index.rows)
    prices = price_companies(lists)
    assert count_shown(repriced(lists, prices)).gini < 0.7 * count_shown(lists).gini


def test_prices_stay_within_their_bounds_and_are_the_same_each_time() -> None:
    index = MatchIndex(make_event(120, 3).profiles)
    lists = long_lists(index, Weights(), index.rows)
    prices = price_companies(lists)
    assert all(-PREMIUM <= price <= HIGHEST for price in prices.values())
    assert prices == price_companies(lists)


def test_those_who_are_shown_to_nobody_are_counted_too() -> None:
    index = MatchIndex(make_event(30, 1).profiles)
    counts = count_shown({company: [] for company in index.rows}).counts
    assert list(counts.values()) == [0] * 30


def test_no_companies_have_no_prices() -> None:
    assert price_companies({}) == {}
