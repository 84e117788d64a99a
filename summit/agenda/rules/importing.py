"""What an import would do, row by row: new, changed, unchanged or refused; nothing here touches a database.

The present draft comes in as items in the words of a spreadsheet (rules.exchange), so that a row and an item can be
compared as they are. A row finds its item by code, by the sender's key, by address, name or title.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from summit.errors import N_, DomainError
from summit.events.rules import localized

from .cells import listable
from .exchange import Fault, SheetKind


class CodeIsUnknown(DomainError):
    """A code that nothing in this edition has."""

    message = N_("Nothing in this edition has the code “%(code)s”. Leave the cell empty to add a new one.")


class NameIsAmbiguous(DomainError):
    """A name or a title that several have."""

    message = N_("“%(name)s” can mean several. Please write the code instead.")


class RowIsDouble(DomainError):
    """Two rows about the same thing."""

    message = N_("Row %(row)s is about the same. Please keep one of them.")


class HallIsUnknown(DomainError):
    """A hall that this edition does not have."""

    message = N_("There is no hall “%(name)s”. Correct the name, or allow that missing halls and tracks are added.")


class TrackIsMissing(DomainError):
    """A track that this edition does not have."""

    message = N_("There is no track “%(name)s”. Correct the name, or allow that missing halls and tracks are added.")


class PersonIsUnknown(DomainError):
    """Nobody among the speakers."""

    message = N_("“%(name)s” is not among the speakers, neither in this edition nor in this file.")


class PersonIsTwice(DomainError):
    """Somebody with the same role twice."""

    message = N_("“%(name)s” has the same role twice.")


class SessionIsUnknown(DomainError):
    """A time of a session that is not there."""

    message = N_("There is no session “%(name)s”, neither in this edition nor in this file.")


class TimeIsOfAnother(DomainError):
    """A time whose key belongs to another session."""

    message = N_("This time belongs to another session. Leave its key empty to add a new time.")


class CategoryIsUnknown(DomainError):
    """A category that this edition does not have."""

    message = N_("This edition has no category “%(letter)s”.")


class PlaceIsIncomplete(DomainError):
    """A time without a hall, or a hall without a time."""

    message = N_("A time needs a hall, and a hall needs a time. Leave all of them empty for a session without a place.")


class ImportIsRefused(DomainError):
    """A row that could not be brought in stops the whole import; `row` and `error` say which and why."""

    message = N_("Nothing was imported, because a row was refused. The list below says which one and why.")

    def __init__(self, row: "PlanRow", error: DomainError) -> None:
        self.row, self.error = row, error
        super().__init__()


class DraftHasChanged(DomainError):
    """Somebody changed the draft after the list was drawn."""

    message = N_("The agenda was changed meanwhile. Please look at the list again; nothing was imported.")


class RowState(StrEnum):
    """What an import does with a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


ROW_STATE_NAMES = {
    RowState.NEW: N_("Will be added"),
    RowState.CHANGED: N_("Will change"),
    RowState.UNCHANGED: N_("Stays as it is"),
    RowState.REFUSED: N_("Refused"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """Something of the draft: `values` by field as a row would hold them, `aliases` by which a row finds it."""

    id: int
    values: Mapping[str, Any]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Present:
    """The draft of an edition in the words of a spreadsheet; `taken` are guids that other editions use."""

    event_id: int
    zone: str
    first_day: date
    last_day: date
    languages: tuple[str, ...]
    categories: frozenset[str] = frozenset()
    items: Mapping[SheetKind, Sequence[Item]] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()

    @property
    def main(self) -> str:
        """Return the main language, by which halls and tracks are named."""
        return self.languages[0] if self.languages else "en"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a row against the draft, both as text; `column` is the header."""

    column: str
    old: str
    new: str


@dataclass
class PlanRow:
    """What an import does with one row; `values` are the fields to set, `item_id` None: a new thing.

    `name` is by what references of this very import know it: "+" and a number for a new thing, else its alias.
    """

    sheet: SheetKind
    number: int
    label: str
    state: RowState
    name: str = ""
    item_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()
    faults: list[Fault] = field(default_factory=list)
    guid: str = ""


@dataclass(frozen=True)
class ImportPlan:
    """The whole of an import, in the order in which it is brought in."""

    rows: tuple[PlanRow, ...]

    @property
    def counts(self) -> dict[RowState, int]:
        """Return how many rows there are of each state."""
        return {state: sum(row.state is state for row in self.rows) for state in RowState}

    @property
    def written(self) -> int:
        """Return how many rows would be written."""
        return sum(row.state in {RowState.NEW, RowState.CHANGED} for row in self.rows)

    @property
    def is_possible(self) -> bool:
        """Tell whether there is something to import and nothing is refused."""
        return not self.counts[RowState.REFUSED] and bool(self.written)

    @property
    def digest(self) -> str:
        """Return a mark of all that the plan says; another plan has another one."""
        parts = [(row.sheet, row.number, row.state, row.item_id, sorted(row.values.items())) for row in self.rows]
        return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()


def own_guids(event_id: int, key: str) -> tuple[str, ...]:
    """Return the guids by which a sender's key is known: itself where it is one, then one made of edition and key."""
    derived = str(uuid.uuid5(uuid.NAMESPACE_OID, f"summit/{event_id}/{key}"))
    plain = as_guid(key)
    return (plain, derived) if plain else (derived,)


def as_guid(text: str) -> str:
    """Return the text as a guid in its usual spelling, "" where it is none."""
    try:
        return str(uuid.UUID(text)) if len(text) == 36 else ""
    except ValueError:
        return ""


def labels_of(names: Iterable[Mapping[str, str]], main: str) -> list[str]:
    """Return the names by which halls or tracks are referred to; of several of one name the later are numbered."""
    labels: list[str] = []
    for texts in names:
        name = listable(localized(texts, main)[0]) or "?"
        label, number = name, 1
        while label in labels:
            number += 1
            label = f"{name} ({number})"
        labels.append(label)
    return labels


class Index:
    """What references find: each alias with those that it may mean."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}

    def add(self, name: str, aliases: Iterable[str]) -> None:
        """Let the aliases mean `name`."""
        for alias in filter(None, aliases):
            meant = self._found.setdefault(alias.casefold(), [])
            if name not in meant:
                meant.append(name)

    def knows(self, alias: str) -> bool:
        """Tell whether the alias means anything."""
        return bool(alias) and alias.casefold() in self._found

    def find(self, alias: str, unknown: Callable[..., DomainError]) -> str:
        """Return what the alias means; raises NameIsAmbiguous, or `unknown`."""
        meant = self._found.get(alias.casefold(), []) if alias else []
        if len(meant) > 1:
            raise NameIsAmbiguous(name=alias)
        if not meant:
            raise unknown(name=alias)
        return meant[0]
