"""The table of cases is shared with the browser's implementation of the same rules."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from summit.entrance import rules
from summit.entrance.rules import (
    Attention,
    CredentialFacts,
    Direction,
    HallFacts,
    HallSession,
    HolderFacts,
    Outcome,
    PresenceFacts,
    ScanMode,
    ScanRequest,
    Signal,
    ZoneFacts,
)
from summit.events.rules import AntiPassback
from summit.registration.rules import RegistrationStatus

TABLE = json.loads((Path(__file__).parents[1] / "decision_cases.json").read_text(encoding="utf-8"))


def moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def merged(case: dict, part: str) -> dict | None:
    given = case.get(part, {})
    return None if given is None else {**TABLE["defaults"][part], **given}


def request(values: dict) -> ScanRequest:
    enums = {"direction": Direction(values["direction"]), "mode": ScanMode(values["mode"])}
    return ScanRequest(**{**values, **enums})


def holder(values: dict | None) -> HolderFacts | None:
    if values is None:
        return None
    typed = {
        "status": RegistrationStatus(values["status"]),
        "zones": frozenset(values["zones"]),
        "attention": tuple(Attention(flag) for flag in values["attention"]),
    }
    return HolderFacts(**{**values, **typed})


def zone(values: dict) -> ZoneFacts:
    typed = {"anti_passback": AntiPassback(values["anti_passback"]), "day_starts_at": moment(values["day_starts_at"])}
    return ZoneFacts(**{**values, **typed, "windows": windows(values)})


def windows(values: dict) -> tuple:
    return tuple((moment(start), moment(end)) for start, end in values["windows"])


def presence(values: dict) -> PresenceFacts:
    times = {name: moment(values[name]) for name in ("last_entry_at", "last_exit_at")}
    return PresenceFacts(**{**values, **times})


def hall(sessions: list[dict] | None) -> HallFacts | None:
    return None if sessions is None else HallFacts(tuple(map(hall_session, sessions)))


def hall_session(given: dict) -> HallSession:
    values = {**TABLE["defaults"]["hall_session"], **given}
    times = {name: moment(values[name]) for name in ("starts_at", "ends_at", "entered_at")}
    return HallSession(**{**values, **times, "categories": tuple(values["categories"])})


def decided(case: dict) -> rules.Decision:
    credential = merged(case, "credential")
    return rules.decide(
        request(merged(case, "request")),
        CredentialFacts(**credential) if credential else None,
        holder(merged(case, "holder")),
        zone(merged(case, "zone")),
        presence(merged(case, "presence")),
        moment(case.get("now", TABLE["defaults"]["now"])),
        hall(case.get("hall")),
        rules.rules_from_json(merged(case, "gate")),
    )


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
