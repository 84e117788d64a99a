"""Why a scan is answered as it is, rule by rule, and when somebody refused now would be admitted."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from summit.entrance.rules.checks import BADGE_CHECKS, ENTRY_CHECKS, EXIT_CHECKS, Case, Check, reentry_mode
from summit.entrance.rules.outcomes import Direction, Outcome
from summit.errors import N_
from summit.events.rules import AntiPassback

# Another gate or a later hour changes nothing about these.
_LASTING = frozenset({Outcome.UNKNOWN, Outcome.REVOKED, Outcome.WRONG_EVENT, Outcome.CANCELLED, Outcome.NOT_APPROVED})


class Verdict(StrEnum):
    """What came of one rule."""

    PASSED = "passed"
    REFUSED = "refused"
    NOT_SET = "not_set"
    NOT_ASKED = "not_asked"


VERDICT_NAMES: dict[Verdict, str] = {
    Verdict.PASSED: N_("Passed"),
    Verdict.REFUSED: N_("Refused"),
    Verdict.NOT_SET: N_("No such rule here"),
    Verdict.NOT_ASKED: N_("Not asked any more"),
}

CHECK_NAMES: dict[Check, str] = {
    Check.KNOWN: N_("The code belongs to a badge"),
    Check.VALID: N_("The badge is the newest and is not blocked"),
    Check.EVENT: N_("The badge belongs to this event"),
    Check.STATUS: N_("The registration is approved"),
    Check.ZONE: N_("The category opens the zone"),
    Check.WAY: N_("The gate may be passed in this direction"),
    Check.GATE_CATEGORY: N_("The category passes by this gate"),
    Check.ADULT: N_("A child comes with an adult"),
    Check.ESCORT: N_("An escort is there where one is needed"),
    Check.ZONE_TIME: N_("The zone is open"),
    Check.GATE_TIME: N_("The gate is open"),
    Check.CAPACITY: N_("There is room in the zone"),
    Check.SESSION: N_("There is a place in the session"),
    Check.ONCE_PER_DAY: N_("No entry today where one a day is allowed"),
    Check.REENTRY: N_("The badge is not inside already"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One rule and what came of it; `explanation` is "" unless it refused, an English message for translation."""

    check: Check
    verdict: Verdict
    explanation: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the rule in words, in English for translation."""
        return CHECK_NAMES[self.check]

    @property
    def word(self) -> str:
        """Return what came of it in words, in English for translation."""
        return VERDICT_NAMES[self.verdict]


def explain(case: Case) -> tuple[Step, ...]:
    """Return every rule of the direction in its order; those after the first refusal are not asked."""
    checks = EXIT_CHECKS if case.request.direction is Direction.EXIT else (*BADGE_CHECKS, *ENTRY_CHECKS)
    steps: list[Step] = []
    is_over = False
    for check, rule in checks:
        refusal = None if is_over else rule(case)
        if is_over:
            steps.append(Step(check, Verdict.NOT_ASKED))
        elif refusal is not None:
            steps.append(Step(check, Verdict.REFUSED, refusal.explanation, refusal.params))
            is_over = True
        else:
            steps.append(Step(check, Verdict.PASSED if _is_set(check, case) else Verdict.NOT_SET))
    return tuple(steps)


def _is_set(check: Check, case: Case) -> bool:
    asks = _SET.get(check)
    return asks is None or asks(case)


_SET: dict[Check, Callable[[Case], bool]] = {
    Check.GATE_CATEGORY: lambda case: bool(case.gate.categories),
    Check.ADULT: lambda case: case.holder is not None and case.holder.needs_adult,
    Check.ESCORT: lambda case: (
        case.zone.needs_escort or case.gate.needs_escort or (case.holder is not None and case.holder.needs_escort)
    ),
    Check.ZONE_TIME: lambda case: bool(case.zone.windows),
    Check.GATE_TIME: lambda case: bool(case.gate.windows),
    Check.CAPACITY: lambda case: case.zone.capacity is not None,
    Check.SESSION: lambda case: case.chosen is not None,
    Check.ONCE_PER_DAY: lambda case: case.zone.once_per_day or case.gate.once_per_day,
    Check.REENTRY: lambda case: reentry_mode(case.zone, case.gate)[0] not in {AntiPassback.OFF, AntiPassback.LOG},
}


def may_change(outcome: Outcome) -> bool:
    """Tell whether a later hour or another gate may admit who was refused so."""
    return outcome not in _LASTING


def moments_to_try(case: Case, next_day: datetime) -> list[datetime]:
    """Return the moments from now on at which a rule about time may change its answer, the earliest first.

    These are now, the beginnings of windows and of the session, the end of a timed refusal, and the next day of the
    event.
    """
    moments = {case.now, next_day, *(start for start, _ in (*case.zone.windows, *case.gate.windows))}
    if case.chosen is not None:
        moments.add(case.chosen.session.starts_at)
    mode, pause = reentry_mode(case.zone, case.gate)
    if mode is AntiPassback.TIMED and case.stay.last_entry_at is not None:
        moments.add(case.stay.last_entry_at + pause)
    return sorted(moment for moment in moments if moment >= case.now)


@dataclass(frozen=True, slots=True)
class Chance:
    """Where and from when somebody would be admitted; `gate_names` are {language tag: text}."""

    gate_id: int
    gate_names: Mapping[str, str]
    zone_letter: str
    moment: datetime


def best_chances(chances: Iterable[Chance], gate_id: int) -> tuple[Chance, ...]:
    """Return the earliest chance at this gate, and the earliest at another of its list if it comes sooner."""
    found = sorted(chances, key=lambda one: (one.moment, one.gate_id != gate_id))
    here = next((one for one in found if one.gate_id == gate_id), None)
    other = next((one for one in found if one.gate_id != gate_id), None)
    if other is None or (here is not None and here.moment <= other.moment):
        return (here,) if here is not None else ()
    return (other,) if here is None else (other, here)
