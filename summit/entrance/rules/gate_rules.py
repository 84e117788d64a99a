"""What an organiser sets for one gate beyond its zone: read from stored JSON and from a form, checked once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from summit.entrance.rules.outcomes import Direction
from summit.errors import N_, DomainError
from summit.events.rules import (
    LONGEST_ATTENTION,
    LONGEST_PASSBACK_MINUTES,
    AntiPassback,
    ensure_letter,
    ensure_number,
    ensure_span,
    ensure_texts,
)

MOST_WINDOWS = 60
_USUAL_MINUTES = 15


class Ways(StrEnum):
    """Which ways a gate may be passed."""

    BOTH = "both"
    ENTRY = "entry"
    EXIT = "exit"


WAYS_NAMES: dict[Ways, str] = {
    Ways.BOTH: N_("Entry and exit"),
    Ways.ENTRY: N_("Entry only"),
    Ways.EXIT: N_("Exit only"),
}


class GateRulesAreUnreadable(DomainError):
    """Stored rules of a shape that this version does not know."""

    message = N_("The rules of this gate could not be read. Please enter them again.")


class TooManyWindows(DomainError):
    """More opening windows than a gate can have."""

    message = N_("A gate has %(most)s opening windows at most.")


@dataclass(frozen=True, slots=True)
class GateRules:
    """The rules of one gate; each adds to those of its zone, except that a re-entry mode replaces the zone's.

    `windows` are half-open (start, end) pairs of aware moments, none at all: whenever the zone is open. `categories`
    are letters, none at all: every category of the zone. `anti_passback` None: as the zone says. `attention` is
    {language tag: text}, shown to the operator at each entry.
    """

    windows: tuple[tuple[datetime, datetime], ...] = ()
    categories: tuple[str, ...] = ()
    ways: Ways = Ways.BOTH
    anti_passback: AntiPassback | None = None
    anti_passback_minutes: int = _USUAL_MINUTES
    once_per_day: bool = False
    needs_escort: bool = False
    attention: Mapping[str, str] = field(default_factory=dict)

    def takes(self, direction: Direction) -> bool:
        """Tell whether people may pass this way."""
        return self.ways is Ways.BOTH or self.ways.value == direction.value


NO_RULES = GateRules()


def ensure_gate_rules(rules: GateRules) -> GateRules:
    """Return the rules in order: windows sorted, letters in capitals, texts cleaned.

    Raises SpanIsReversed, TooManyWindows, LetterIsInvalid, NumberIsOutOfRange and the refusals of `ensure_texts`.
    """
    for start, end in rules.windows:
        ensure_span(start, end)
    if len(rules.windows) > MOST_WINDOWS:
        raise TooManyWindows(most=MOST_WINDOWS)
    minutes = ensure_number(rules.anti_passback_minutes, most=LONGEST_PASSBACK_MINUTES)
    return GateRules(
        windows=tuple(sorted(set(rules.windows))),
        categories=tuple(sorted({ensure_letter(letter) for letter in rules.categories})),
        ways=Ways(rules.ways),
        anti_passback=AntiPassback(rules.anti_passback) if rules.anti_passback else None,
        anti_passback_minutes=_USUAL_MINUTES if minutes is None else minutes,
        once_per_day=bool(rules.once_per_day),
        needs_escort=bool(rules.needs_escort),
        attention=ensure_texts(rules.attention, needed=False, longest=LONGEST_ATTENTION),
    )


def rules_as_json(rules: GateRules) -> dict[str, Any]:
    """Return the rules as JSON values, moments in ISO 8601; {} for a gate without rules of its own."""
    return {} if rules == NO_RULES else all_rules_as_json(rules)


def all_rules_as_json(rules: GateRules) -> dict[str, Any]:
    """Return every rule as a JSON value, those that ask nothing too."""
    return {
        "windows": windows_as_json(rules.windows),
        "categories": list(rules.categories),
        "ways": rules.ways.value,
        "anti_passback": rules.anti_passback.value if rules.anti_passback else None,
        "anti_passback_minutes": rules.anti_passback_minutes,
        "once_per_day": rules.once_per_day,
        "needs_escort": rules.needs_escort,
        "attention": dict(rules.attention),
    }


def rules_from_json(stored: Mapping[str, Any]) -> GateRules:
    """Return the rules that were kept, the usual value where one is absent; raises GateRulesAreUnreadable."""
    if not stored:
        return NO_RULES
    try:
        mode = stored.get("anti_passback")
        return GateRules(
            windows=tuple(_windows(stored.get("windows", ()))),
            categories=tuple(stored.get("categories", ())),
            ways=Ways(stored.get("ways", Ways.BOTH)),
            anti_passback=AntiPassback(mode) if mode else None,
            anti_passback_minutes=int(stored.get("anti_passback_minutes", _USUAL_MINUTES)),
            once_per_day=bool(stored.get("once_per_day")),
            needs_escort=bool(stored.get("needs_escort")),
            attention=dict(stored.get("attention", {})),
        )
    except (TypeError, ValueError) as error:
        raise GateRulesAreUnreadable from error


def windows_as_json(windows: Iterable[tuple[datetime, datetime]]) -> list[list[str]]:
    """Return pairs of ISO 8601 texts."""
    return [[start.isoformat(), end.isoformat()] for start, end in windows]


def _windows(pairs: Iterable[Iterable[str]]) -> Iterable[tuple[datetime, datetime]]:
    for start, end in pairs:
        yield datetime.fromisoformat(start), datetime.fromisoformat(end)
