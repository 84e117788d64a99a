"""The table of cases is shared with the browser's implementation of the same rules."""

from collections.abc import Mapping
from datetime import datetime

import pytest

from summit.entrance import rules
from summit.entrance.rules import Outcome, Signal
from tests.entrance.rules.cases import TABLE, case_of, merged


def decided(case: dict) -> rules.Decision:
    return rules.answer_to(case_of(case))


def plain(params: Mapping) -> dict:
    shown = {name: value for name, value in params.items() if not isinstance(value, datetime)}
    times = {name: value for name, value in params.items() if isinstance(value, datetime)}
    return shown | {name: value.isoformat().replace("+00:00", "Z") for name, value in times.items()}


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_the_case_is_decided_as_written(case):
    decision = decided(case)
    answer = {
        "outcome": decision.outcome,
        "params": plain(decision.params),
        "counts_as_entry": decision.counts_as_entry,
        "opens_presence": decision.opens_presence,
        "closes_presence": decision.closes_presence,
        "attention": list(decision.attention),
        "overridden": decision.overridden,
        "slot_id": decision.slot_id,
        "notes": list(decision.notes),
    }
    expected = merged(case, "expect")
    assert answer | {"next_step": expected["next_step"]} == expected


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_each_answer_explains_itself_and_tells_the_next_step(case):
    decision = decided(case)
    assert decision.explanation % decision.params
    assert decision.next_step == (merged(case, "expect")["next_step"] or rules.NEXT_STEPS[decision.outcome])


def test_the_names_of_the_cases_are_unique():
    names = [case["name"] for case in TABLE["cases"]]
    assert len(set(names)) == len(names) >= 40


def test_the_table_reaches_every_outcome_of_a_scan():
    reached = {case["expect"]["outcome"] for case in TABLE["cases"]}
    assert reached == set(Outcome) - {Outcome.CONFLICT}


def test_every_outcome_has_its_word_and_next_step():
    assert set(rules.WORDS) == set(Outcome)
    assert set(rules.NEXT_STEPS) == set(Outcome)
    assert len(set(rules.WORDS.values())) == len(Outcome)


@pytest.mark.parametrize(
    ("outcome", "signal"),
    [
        (Outcome.ADMITTED, Signal.GO),
        (Outcome.EXITED, Signal.GO),
        (Outcome.ESCORT_NEEDED, Signal.ASK),
        (Outcome.NOT_INSIDE, Signal.ASK),
        (Outcome.FULL, Signal.STOP),
        (Outcome.NOT_SIGNED_UP, Signal.STOP),
        (Outcome.UNKNOWN, Signal.STOP),
        (Outcome.REVOKED, Signal.STOP),
    ],
)
def test_outcomes_have_three_signals(outcome, signal):
    assert rules.signal_for(outcome) == signal
