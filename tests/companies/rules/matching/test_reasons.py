from dataclasses import replace
from datetime import date

from summit.companies.rules.matching import (
    Gap,
    Interest,
    MatchIndex,
    MatchProfile,
    Reader,
    Reason,
    ReasonKind,
    Weights,
    gaps_of,
    reasons_for,
)
from summit.companies.rules.status import LanguageLevel, PriceSegment

MILL = MatchProfile(
    1,
    country="BR",
    offers=(Interest("knits.jersey"),),
    needs=(Interest("equipment.knitting"),),
    tags=frozenset({"organic"}),
    languages={"pt-BR": LanguageLevel.NATIVE, "en": LanguageLevel.BASIC},
    price_segments=frozenset({PriceSegment.PREMIUM}),
    minimum_order=100,
    minimum_unit="metres",
    markets_sought=frozenset({"RU"}),
)
BRAND = MatchProfile(
    2,
    country="RU",
    needs=(Interest("knits.jersey", 300, "metres"),),
    tags=frozenset({"organic", "vegan"}),
    languages={"ru": LanguageLevel.NATIVE, "pt": LanguageLevel.FLUENT, "en": LanguageLevel.FLUENT},
    price_segments=frozenset({PriceSegment.PREMIUM, PriceSegment.LUXURY}),
    days=frozenset({date(2026, 5, 2)}),
)


def reasons(mine: MatchProfile, theirs: MatchProfile) -> dict[ReasonKind, Reason]:
    reader = Reader(MatchIndex([mine, theirs]), mine.company_id, Weights())
    return {reason.kind: reason for reason in reasons_for(reader, theirs.company_id)}


def test_a_need_is_told_with_its_quantity_and_the_minimum_order_that_it_reaches() -> None:
    reason = reasons(MILL, BRAND)[ReasonKind.THEY_NEED]
    assert (reason.nodes, reason.quantity, reason.unit, reason.minimum) == (("knits.jersey",), 300, "metres", 100)


def test_a_minimum_order_that_is_not_reached_is_not_praised() -> None:
    mill = replace(MILL, minimum_order=1000)
    assert reasons(mill, BRAND)[ReasonKind.THEY_NEED].minimum is None


def test_the_same_pair_reads_the_other_way_from_the_other_side() -> None:
    assert ReasonKind.THEY_OFFER in reasons(BRAND, MILL)
    assert reasons(BRAND, MILL)[ReasonKind.THEIR_MARKET].words == ("RU",)
    assert reasons(MILL, BRAND)[ReasonKind.YOUR_MARKET].words == ("RU",)


def test_something_similar_is_told_as_such() -> None:
    brand = replace(BRAND, needs=(Interest("knits.rib"),))
    found = reasons(MILL, brand)
    assert found[ReasonKind.THEY_NEED_LIKE].nodes == ("knits.rib", "knits.jersey")
    assert ReasonKind.THEY_NEED not in found


def test_common_languages_begin_with_the_one_that_both_speak_best() -> None:
    assert reasons(MILL, BRAND)[ReasonKind.LANGUAGE].words == ("pt-BR", "en")


def test_without_a_common_language_an_interpreter_is_named() -> None:
    brand = replace(BRAND, languages={"ru": LanguageLevel.NATIVE})
    assert ReasonKind.INTERPRETER in reasons(MILL, brand)
    assert ReasonKind.LANGUAGE not in reasons(MILL, brand)


def test_days_in_common_are_told_last() -> None:
    reader = Reader(MatchIndex([MILL, BRAND]), 1, Weights())
    last = reasons_for(reader, 2)[-1]
    assert (last.kind, last.days) == (ReasonKind.DAYS, (date(2026, 5, 2),))


def test_what_counts_most_comes_first() -> None:
    reader = Reader(MatchIndex([MILL, BRAND]), 1, Weights())
    found = reasons_for(reader, 2)
    assert found[0].kind is ReasonKind.THEY_NEED
    shares = [reason.share for reason in found]
    assert shares == sorted(shares, reverse=True)


def test_common_words_and_price_segments_are_named() -> None:
    found = reasons(MILL, BRAND)
    assert found[ReasonKind.TAGS].words == ("organic",)
    assert found[ReasonKind.PRICE].words == ("premium",)


def test_an_empty_profile_lacks_what_helps_most_first() -> None:
    assert gaps_of(MatchProfile(1))[:3] == (Gap.NEEDS, Gap.OFFERS, Gap.LANGUAGES)


def test_a_full_profile_lacks_nothing() -> None:
    full = replace(MILL, needs=(Interest("equipment.knitting", 3, "pieces"),))
    assert gaps_of(full) == ()


def test_needs_without_any_quantity_are_a_gap() -> None:
    assert gaps_of(MILL) == (Gap.QUANTITIES,)
