from dataclasses import asdict, fields, replace

import pytest

from summit.companies.rules.matching import (
    WEIGHT_NAMES,
    Weights,
    WeightsAreImpossible,
    ensure_possible,
    weights_from,
)


def test_every_weight_has_a_name_for_the_organiser() -> None:
    assert set(WEIGHT_NAMES) == {field.name for field in fields(Weights)}


def test_what_is_stored_is_read_again() -> None:
    weights = replace(Weights(), price=7.5, sibling=0.0)
    assert weights_from(asdict(weights)) == weights


@pytest.mark.parametrize("value", [-1, 11, "3", None, True, float("nan")])
def test_what_makes_no_sense_is_the_default(value: object) -> None:
    assert weights_from({"price": value}) == Weights()


@pytest.mark.parametrize("values", [{"price": 10.5}, {"sibling": 1.1}, {"language": -0.1}, {"trade": 0}])
def test_impossible_weights_are_refused(values: dict[str, float]) -> None:
    with pytest.raises(WeightsAreImpossible):
        ensure_possible(replace(Weights(), **values))


def test_the_defaults_are_possible() -> None:
    ensure_possible(Weights())
