"""What an import would do, row by row: new, changed, unchanged or refused; and how rows find what they mean."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from summit.errors import N_, DomainError

from .columns import Fault

Kind = TypeVar("Kind", bound=StrEnum)


class CodeIsUnknown(DomainError):
    """A code that nothing in this edition has."""

    message = N_("Nothing in this edition has the code “%(code)s”. Leave the cell empty to add a new one.")


class NameIsAmbiguous(DomainError):
    """A name or a title that several have."""

    message = N_("“%(name)s” can mean several. Please write the code instead.")


class RowIsDouble(DomainError):
    """Two rows about the same thing."""

    message = N_("Row %(row)s is about the same. Please keep one of them.")


class ImportIsRefused(DomainError):
    """A row that could not be brought in stops the whole import; `row` and `error` say which and why."""

    message = N_("Nothing was imported, because a row was refused. The list below says which one and why.")

    def __init__(self, row: "RowPlan[Any]", error: DomainError) -> None:
        self.row, self.error = row, error
        super().__init__()


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
class Difference:
    """One field of a row against the draft, both as text; `column` is the header."""

    column: str
    old: str
    new: str


@dataclass
class RowPlan(Generic[Kind]):
    """What an import does with one row; `values` are the fields to set, `item_id` None: a new thing.

    `name` is by what references of this very import know it: "+" and a number for a new thing, else its alias.
    """

    sheet: Kind
    number: int
    label: str
    state: RowState
    name: str = ""
    item_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()
    faults: list[Fault] = field(default_factory=list)


Line = TypeVar("Line", bound=RowPlan[Any])


@dataclass(frozen=True)
class Plan(Generic[Line]):
    """The whole of an import, in the order in which it is brought in."""

    rows: tuple[Line, ...]

    @property
    def counts(self) -> dict[RowState, int]:
        """Return how many rows there are of each state."""
        return {state: sum(row.state is state for row in self.rows) for state in RowState}

    @property
    def notable(self) -> list[Line]:
        """Return the rows that a list of the import shows: all but the unchanged ones, those refused first."""
        rows = [row for row in self.rows if row.state is not RowState.UNCHANGED]
        return sorted(rows, key=lambda row: row.state is not RowState.REFUSED)

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
