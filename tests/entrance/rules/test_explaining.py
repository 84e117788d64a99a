"""The simulator's steps never say other than the decision."""

from datetime import UTC, datetime, timedelta

import pytest

from summit.entrance.rules import GateRules, Outcome, PresenceFacts, ScanRequest, ZoneFacts, answer_to, make_case
from summit.entrance.rules.checks import Check
from summit.entrance.rules.explaining import (
    CHECK_NAMES,
    VERDICT_NAMES,
    Chance,
    Verdict,
    best_chances,
    explain,
    may_change,
    moments_to_try,
)
from summit.events.rules import AntiPassback
from tests.entrance.rules.cases import TABLE, case_of

NOW = datetime(2026, 11, 28, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_the_steps_agree_with_the_decision(case):
    given = case_of(case)
    decision, steps = answer_to(given), explain(given)
    refused = [step for step in steps if step.verdict is Verdict.REFUSED]
    if decision.outcome in {Outcome.ADMITTED, Outcome.EXITED, Outcome.NOT_INSIDE} and decision.overridden is None:
        assert refused == []
    else:
        (step,) = refused
        assert decision.overridden or step.explanation == decision.explanation
        after = steps[steps.index(step) + 1 :]
        assert {one.verdict for one in after} <= {Verdict.NOT_ASKED}


def test_every_rule_and_verdict_has_its_words():
    assert set(CHECK_NAMES) == set(Check)
    assert set(VERDICT_NAMES) == set(Verdict)


def test_rules_that_nobody_set_are_told_apart_from_those_that_passed():
    case = case_of({"zone": {"capacity": 5}})
    verdicts = {step.check: step.verdict for step in explain(case)}
    assert (verdicts[Check.CAPACITY], verdicts[Check.ZONE_TIME]) == (Verdict.PASSED, Verdict.NOT_SET)


def test_the_moments_to_try_are_those_at_which_time_rules_turn():
    zone = ZoneFacts("A", windows=((NOW - HOUR, NOW), (NOW + HOUR, NOW + 2 * HOUR)))
    gate = GateRules(windows=((NOW + 3 * HOUR, NOW + 4 * HOUR),), anti_passback=AntiPassback.TIMED)
    presence = PresenceFacts(True, NOW - timedelta(minutes=5))
    case = make_case(ScanRequest(1), None, None, zone, presence, NOW, gate=gate)
    wanted = [NOW, NOW + timedelta(minutes=10), NOW + HOUR, NOW + 3 * HOUR, NOW + 17 * HOUR]
    assert moments_to_try(case, NOW + 17 * HOUR) == wanted


@pytest.mark.parametrize(
    ("chances", "best"),
    [
        ([], []),
        ([(1, 2)], [(1, 2)]),
        ([(2, 1)], [(2, 1)]),
        ([(1, 2), (2, 1), (3, 0)], [(3, 0), (1, 2)]),
        ([(1, 1), (2, 1)], [(1, 1)]),
    ],
)
def test_the_nearest_chance_is_told_and_the_one_at_this_gate(chances, best):
    given = [Chance(gate, {"en": "Gate"}, "A", NOW + hours * HOUR) for gate, hours in chances]
    found = best_chances(given, 1)
    assert [(one.gate_id, (one.moment - NOW) // HOUR) for one in found] == best


def test_what_no_hour_and_no_gate_changes_is_not_looked_for():
    assert not may_change(Outcome.REVOKED)
    assert may_change(Outcome.WRONG_TIME)
