import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from summit.entrance import rules
from summit.entrance.rules import Attention, Decision, Direction, Outcome, Signal

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def answer_of(decision, **values):
    given = {"scan_id": UUID(int=1), "outcome": decision.outcome, "direction": Direction.ENTRY, "scanned_at": NOON}
    kept = json.loads(json.dumps(rules.as_record(decision, inside=3, capacity=None)))
    return rules.from_record(kept, **(given | values))


def test_an_answer_survives_being_kept_as_json():
    decision = Decision(
        Outcome.ADMITTED,
        "Entered at %(moment)s through %(zone)s.",
        "Let the person in.",
        {"moment": NOON, "zone": "A", "capacity": 5},
        attention=(Attention.OVERRIDDEN,),
        overridden=Outcome.FULL,
    )
    answer = answer_of(decision)
    assert (answer.explanation, answer.next_step) == (decision.explanation, decision.next_step)
    assert answer.params == decision.params
    assert (answer.attention, answer.overridden) == (decision.attention, Outcome.FULL)
    assert (answer.inside, answer.capacity) == (3, None)


@pytest.mark.parametrize(
    ("outcome", "signal", "undoable", "overridable", "company"),
    [
        (Outcome.ADMITTED, Signal.GO, True, False, False),
        (Outcome.EXITED, Signal.GO, True, False, False),
        (Outcome.FULL, Signal.STOP, False, True, False),
        (Outcome.UNKNOWN, Signal.STOP, False, False, False),
        (Outcome.ESCORT_NEEDED, Signal.ASK, False, True, True),
        (Outcome.NOT_INSIDE, Signal.ASK, False, False, False),
    ],
)
def test_what_the_operator_may_do_next(outcome, signal, undoable, overridable, company):
    answer = answer_of(Decision(outcome, "", rules.NEXT_STEPS[outcome]))
    assert (answer.signal, answer.word) == (signal, rules.WORDS[outcome])
    assert answer.undoable_until == (NOON + timedelta(minutes=15) if undoable else None)
    assert (answer.is_overridable, answer.asks_for_company) == (overridable, company)


def test_an_undone_scan_is_not_undone_again():
    answer = answer_of(Decision(Outcome.ADMITTED, "", ""), annulled=True)
    assert answer.undoable_until is None
