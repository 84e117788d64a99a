from datetime import date
from typing import Any

import pytest

from summit.companies.rules.matching import (
    Interest,
    MatchIndex,
    MatchProfile,
    PairScore,
    Reader,
    Weights,
    harmonic,
    ranked,
)
from summit.companies.rules.status import LanguageLevel, PriceSegment

FLUENT, BASIC = LanguageLevel.FLUENT, LanguageLevel.BASIC


def company(number: int, offers: tuple[str, ...] = (), needs: tuple[str, ...] = (), **values: Any) -> MatchProfile:
    return MatchProfile(number, offers=tuple(map(Interest, offers)), needs=tuple(map(Interest, needs)), **values)


def pair(mine: MatchProfile, theirs: MatchProfile, weights: Weights | None = None) -> PairScore:
    index = MatchIndex([mine, theirs])
    return Reader(index, mine.company_id, weights or Weights()).score(theirs.company_id)


def test_what_is_needed_and_offered_both_ways_is_worth_everything() -> None:
    score = pair(
        company(1, ("knits.jersey",), ("retail.multibrand",)), company(2, ("retail.multibrand",), ("knits.jersey",))
    )
    assert score.value == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("offered", "worth"), [("knits.jersey", 1.0), ("knits.rib", 0.4), ("woven.linen", 0.1), ("retail.chain", 0.0)]
)
def test_the_farther_in_the_taxonomy_the_less_an_offer_is_worth(offered: str, worth: float) -> None:
    score = pair(company(1, needs=("knits.jersey",)), company(2, offers=(offered,)))
    assert score.there == pytest.approx(worth)


def test_a_customer_is_worth_less_than_a_supplier() -> None:
    score = pair(company(1, needs=("knits.jersey",)), company(2, offers=("knits.jersey",)))
    assert (score.there, score.back) == (pytest.approx(1.0), pytest.approx(0.5))


def test_a_pair_is_worth_little_more_than_the_weaker_interest() -> None:
    assert harmonic(1.0, 0.1) == pytest.approx(2 / 11)
    assert harmonic(1.0, 0.0) == 0.0


def test_a_pair_is_worth_the_same_from_either_side() -> None:
    mine = company(1, ("knits.jersey",), ("trims.zips",), price_segments=frozenset({PriceSegment.MASS}))
    theirs = company(2, ("trims.zips", "trims.buttons"), ("knits.rib",), markets_sought=frozenset({"KZ"}))
    assert pair(mine, theirs).value == pytest.approx(pair(theirs, mine).value)


def test_what_few_offer_counts_more() -> None:
    brand = company(1, needs=("knits.jersey", "lace.guipure"))
    mills = [company(number, offers=("knits.jersey",)) for number in (2, 3, 4, 5)]
    index = MatchIndex([brand, *mills, company(6, offers=("lace.guipure",))])
    assert ranked(Reader(index, 1, Weights()), {}, 10)[0].company_id == 6


def test_what_a_profile_does_not_tell_counts_neither_for_nor_against() -> None:
    mine = company(1, needs=("knits.jersey",), languages={"pt-BR": FLUENT})
    silent = company(2, offers=("knits.jersey",))
    assert pair(mine, silent).there == pytest.approx(1.0)


def test_languages_of_different_regions_are_one() -> None:
    mine = company(1, needs=("knits.jersey",), languages={"pt-BR": FLUENT})
    theirs = company(2, offers=("knits.jersey",), languages={"pt": FLUENT})
    assert pair(mine, theirs).there == pytest.approx(1.0)


def test_without_a_common_language_an_interpreter_is_left() -> None:
    weights = Weights(trade=1, language=1, interpreter=0.5)
    mine = company(1, needs=("knits.jersey",), languages={"ru": FLUENT})
    theirs = company(2, offers=("knits.jersey",), languages={"pt": FLUENT})
    assert pair(mine, theirs, weights).there == pytest.approx(0.75)


def test_a_language_is_worth_what_the_weaker_speaker_makes_of_it() -> None:
    weights = Weights(trade=1, language=1)
    mine = company(1, needs=("knits.jersey",), languages={"ru": FLUENT})
    theirs = company(2, offers=("knits.jersey",), languages={"ru": BASIC})
    assert pair(mine, theirs, weights).there == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("segment", "worth"), [(PriceSegment.MASS, 1.0), (PriceSegment.MIDDLE, 0.75), (PriceSegment.LUXURY, 0.5)]
)
def test_neighbouring_price_segments_count_half(segment: PriceSegment, worth: float) -> None:
    mine = company(1, needs=("knits.jersey",), price_segments=frozenset({PriceSegment.MASS}))
    theirs = company(2, offers=("knits.jersey",), price_segments=frozenset({segment}))
    assert pair(mine, theirs, Weights(trade=1, price=1)).there == pytest.approx(worth)


@pytest.mark.parametrize(("quantity", "worth"), [(300, 1.0), (50, 0.75)])
def test_a_quantity_below_the_minimum_order_counts_in_part(quantity: int, worth: float) -> None:
    mine = MatchProfile(1, needs=(Interest("knits.jersey", quantity, "metres"),))
    theirs = company(2, offers=("knits.jersey",), minimum_order=100, minimum_unit="metres")
    assert pair(mine, theirs, Weights(trade=1, volume=1)).there == pytest.approx(worth)


def test_a_quantity_in_another_unit_is_not_compared() -> None:
    mine = MatchProfile(1, needs=(Interest("knits.jersey", 5, "kilograms"),))
    theirs = company(2, offers=("knits.jersey",), minimum_order=100, minimum_unit="metres")
    assert pair(mine, theirs).there == pytest.approx(1.0)


def test_a_market_sought_counts_for_the_one_who_seeks_it() -> None:
    weights = Weights(trade=1, market=1)
    mine = company(1, needs=("knits.jersey",), markets_sought=frozenset({"KZ"}))
    at_home = company(2, offers=("knits.jersey",), country="KZ")
    elsewhere = company(2, offers=("knits.jersey",), country="BR")
    assert (pair(mine, at_home, weights).there, pair(mine, elsewhere, weights).there) == (1.0, 0.5)


def test_those_who_are_never_there_together_suit_less() -> None:
    mine = company(1, needs=("knits.jersey",), days=frozenset({date(2026, 5, 1)}))
    same = company(2, offers=("knits.jersey",), days=frozenset({date(2026, 5, 1), date(2026, 5, 2)}))
    other = company(2, offers=("knits.jersey",), days=frozenset({date(2026, 5, 2)}))
    assert pair(mine, same).value > pair(mine, other).value


def test_a_list_has_only_those_with_something_near_or_a_word_in_common() -> None:
    reader = company(1, needs=("knits.jersey",), tags=frozenset({"organic"}))
    others = [
        company(2, offers=("knits.rib",)),
        company(3, offers=("woven.linen",)),
        company(4, tags=frozenset({"organic"})),
        company(5, languages={"en": FLUENT}),
    ]
    index = MatchIndex([reader, *others])
    assert [one.company_id for one in ranked(Reader(index, 1, Weights()), {}, 10)] == [2, 4]


def test_companies_that_are_left_out_are_not_in_the_list() -> None:
    index = MatchIndex([company(1, needs=("knits.jersey",)), company(2, offers=("knits.jersey",))])
    assert ranked(Reader(index, 1, Weights()), {}, 10, without=[2]) == []


def test_nodes_that_the_taxonomy_does_not_know_are_left_out() -> None:
    index = MatchIndex([company(1, needs=("granite",)), company(2, offers=("granite",))])
    assert ranked(Reader(index, 1, Weights()), {}, 10) == []
