"""The harmonic mean must find more planted matches than simple ways, and prices must even lists out at little cost."""

from statistics import mean

import pytest

from summit.companies.rules.matching import Weights
from summit.companies.rules.matching.evaluation import Quality, compare
from summit.companies.rules.matching.synthetic import make_event

SEEDS = (900, 901, 902)


@pytest.fixture(scope="module")
def qualities() -> dict[str, list[Quality]]:
    runs = [compare(make_event(200, seed), Weights(), seed) for seed in SEEDS]
    return {way: [run[way] for run in runs] for way in runs[0]}


def precision(qualities: dict[str, list[Quality]], way: str) -> float:
    return mean(one.precision for one in qualities[way])


@pytest.mark.parametrize("baseline", ["random", "popularity", "tag overlap (Jaccard)"])
def test_the_harmonic_mean_finds_at_least_twice_what_simple_ways_find(
    qualities: dict[str, list[Quality]], baseline: str
) -> None:
    assert precision(qualities, "harmonic") > 2 * precision(qualities, baseline)


def test_the_harmonic_mean_finds_more_than_one_sides_interest(qualities: dict[str, list[Quality]]) -> None:
    assert precision(qualities, "harmonic") > 1.05 * precision(qualities, "one-way")


def test_evening_out_costs_little_precision(qualities: dict[str, list[Quality]]) -> None:
    assert precision(qualities, "harmonic, evened out") > 0.85 * precision(qualities, "harmonic")


def test_evening_out_makes_exposure_more_even_and_shows_more_newcomers(qualities: dict[str, list[Quality]]) -> None:
    plain, even = qualities["harmonic"], qualities["harmonic, evened out"]
    assert mean(one.gini for one in even) < 0.7 * mean(one.gini for one in plain)
    assert mean(one.newcomers for one in even) >= mean(one.newcomers for one in plain)


def test_no_way_finds_more_than_there_is(qualities: dict[str, list[Quality]]) -> None:
    most = precision(qualities, "oracle")
    assert max(precision(qualities, way) for way in qualities) == most


def test_the_same_seed_makes_the_same_event() -> None:
    assert make_event(40, 5) == make_event(40, 5)
