from datetime import UTC, datetime

import pytest

from summit.entrance.rules import NO_RULES, GateRules, Ways, ZoneFacts, ensure_gate_rules, facts_as_json
from summit.entrance.rules.gate_rules import (
    MOST_WINDOWS,
    GateRulesAreUnreadable,
    TooManyWindows,
    rules_as_json,
    rules_from_json,
)
from summit.errors import DomainError
from summit.events.rules import AntiPassback

NINE, TEN = datetime(2026, 11, 28, 9, tzinfo=UTC), datetime(2026, 11, 28, 10, tzinfo=UTC)
FULL = GateRules(
    windows=((NINE, TEN),),
    categories=("D", "V"),
    ways=Ways.ENTRY,
    anti_passback=AntiPassback.TIMED,
    anti_passback_minutes=5,
    once_per_day=True,
    needs_escort=True,
    attention={"en": "Check the bags"},
)


@pytest.mark.parametrize("rules", [NO_RULES, FULL])
def test_what_is_stored_is_read_back(rules):
    assert rules_from_json(rules_as_json(rules)) == rules


def test_a_gate_without_rules_stores_nothing():
    assert rules_as_json(GateRules()) == {}


def test_rules_are_put_in_order():
    untidy = GateRules(windows=((TEN, TEN.replace(hour=11)), (NINE, TEN), (NINE, TEN)), categories=("v", "D", "V"))
    tidy = ensure_gate_rules(untidy)
    assert (tidy.windows, tidy.categories) == (((NINE, TEN), (TEN, TEN.replace(hour=11))), ("D", "V"))


@pytest.mark.parametrize(
    "rules",
    [
        GateRules(windows=((TEN, NINE),)),
        GateRules(windows=((TEN, TEN),)),
        GateRules(categories=("Ж",)),
        GateRules(anti_passback_minutes=-1),
        GateRules(anti_passback_minutes=100_000),
        GateRules(attention={"en": "x" * 301}),
        GateRules(attention={"no tag!": "x"}),
    ],
)
def test_what_makes_no_sense_is_refused(rules):
    with pytest.raises(DomainError):
        ensure_gate_rules(rules)


def test_a_gate_has_no_more_windows_than_a_form_shows():
    with pytest.raises(TooManyWindows):
        ensure_gate_rules(GateRules(windows=((NINE, TEN),) * (MOST_WINDOWS + 1)))


@pytest.mark.parametrize("stored", [{"ways": "up"}, {"windows": [["x", "y"]]}, {"windows": 5}, {"windows": [[1]]}])
def test_what_cannot_be_read_says_so(stored):
    with pytest.raises(GateRulesAreUnreadable):
        rules_from_json(stored)


def test_devices_get_every_rule_in_the_names_of_the_facts():
    sent = facts_as_json(ZoneFacts("A", windows=((NINE, TEN),), once_per_day=True), FULL, [NINE])
    assert sent["zone"]["windows"] == [[NINE.isoformat(), TEN.isoformat()]]
    assert sent["zone"]["once_per_day"] is True
    assert rules_from_json(sent["rules"]) == FULL
    assert sent["day_starts"] == [NINE.isoformat()]
