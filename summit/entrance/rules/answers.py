"""The answer to a scan as it is handed to a page, and as it is kept beside the scan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from summit.entrance.rules.decision import OVERRIDABLE
from summit.entrance.rules.facts import Decision
from summit.entrance.rules.guards import UNDO_WINDOW, UNDOABLE
from summit.entrance.rules.outcomes import WORDS, Attention, Direction, Outcome, Signal, signal_for
from summit.registration.rules import RegistrationStatus

_MOMENT, _TEXTS = "moment", "texts"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """Who the operator sees: names, badge lines, category; `category_names` are {language tag: text}."""

    public_id: str
    name_latin: str
    name_native: str
    native_language: str
    badge_lines: tuple[str, ...]
    organisation: str
    status: RegistrationStatus
    category_letter: str
    category_names: Mapping[str, str]
    category_colour: str
    has_photo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanAnswer:
    """What one scan answered; messages are English for translation, datetimes in `params` are aware.

    `inside` and `capacity` count people in the zone right after the scan; `repeated` tells that the scan was
    answered before and nothing was written now. `slot_id` is the session of a hall's door.
    """

    scan_id: UUID
    outcome: Outcome
    direction: Direction
    explanation: str
    params: Mapping[str, Any]
    next_step: str
    attention: tuple[Attention, ...]
    overridden: Outcome | None
    inside: int
    capacity: int | None
    scanned_at: datetime
    person: PersonCard | None = None
    repeated: bool = False
    annulled: bool = False
    notes: tuple[Mapping[str, str], ...] = ()
    slot_id: int | None = None

    @property
    def word(self) -> str:
        """Return the one word of the answer, in English for translation."""
        return WORDS[self.outcome]

    @property
    def signal(self) -> Signal:
        """Return what the screen shows and plays."""
        return signal_for(self.outcome)

    @property
    def undoable_until(self) -> datetime | None:
        """Return until when the scan may be undone, None if there is nothing to undo."""
        undoable = self.outcome in UNDOABLE and not self.annulled
        return self.scanned_at + UNDO_WINDOW if undoable else None

    @property
    def is_overridable(self) -> bool:
        """Tell whether a supervisor may let this person in all the same."""
        return self.outcome in OVERRIDABLE

    @property
    def asks_for_company(self) -> bool:
        """Tell whether the operator may confirm that the adult or escort is here."""
        return self.outcome in {Outcome.MINOR_WITHOUT_ADULT, Outcome.ESCORT_NEEDED}


def as_record(decision: Decision, *, inside: int, capacity: int | None) -> dict[str, Any]:
    """Return the language-neutral part of the answer as JSON values, to be kept beside the scan."""
    params = {name: _neutral(value) for name, value in decision.params.items()}
    return {
        "explanation": decision.explanation,
        "params": params,
        "next_step": decision.next_step,
        "attention": [flag.value for flag in decision.attention],
        "notes": [dict(texts) for texts in decision.notes],
        "overridden": decision.overridden.value if decision.overridden else None,
        "inside": inside,
        "capacity": capacity,
    }


def from_record(record: Mapping[str, Any], **values: Any) -> ScanAnswer:
    """Return the answer that was kept; `values` are the scan's own columns and the person."""
    return ScanAnswer(
        explanation=record["explanation"],
        params={name: _read(value) for name, value in record["params"].items()},
        next_step=record["next_step"],
        attention=tuple(Attention(flag) for flag in record["attention"]),
        notes=tuple(record.get("notes", ())),
        overridden=Outcome(record["overridden"]) if record["overridden"] else None,
        inside=record["inside"],
        capacity=record["capacity"],
        **values,
    )


def _neutral(value: Any) -> Any:
    if isinstance(value, datetime):
        return {_MOMENT: value.isoformat()}
    return {_TEXTS: dict(value)} if isinstance(value, Mapping) else value


def _read(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return value[_TEXTS] if _TEXTS in value else datetime.fromisoformat(value[_MOMENT])
