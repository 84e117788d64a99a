"""Instance files of the literature become problems; older ones have Catalan names."""

from collections.abc import Sequence
from dataclasses import dataclass

from summit.meetings.rules.optimiser.dzn.syntax import InstanceIsUnreadable, Reader, split_statements
from summit.meetings.rules.optimiser.problem import Encounter, Problem

ALIASES = {
    "nEmpreses": "nBusiness",
    "nReunions": "nMeetings",
    "nTaules": "nTables",
    "nFrangesTotal": "nTotalSlots",
    "nFrangesMati": "nMorningSlots",
    "demanades": "requested",
    "prohibides": "forbidden",
    "fixat": "fixed",
    "precedencies": "precedences",
}
LIMITS = {"nBusiness": 5_000, "nMeetings": 20_000, "nTables": 20_000, "nTotalSlots": 500, "nMorningSlots": 500}
MORNING, AFTERNOON, ANY = 1, 2, 3
FAIRNESS = 2


def read_instance(text: str, *, fairness: int | None = FAIRNESS) -> Problem:
    """Return the problem of an instance file; numbers are counted from 0 in it, from 1 in the file.

    Raises InstanceIsUnreadable with the line and what is wrong there.
    """
    return _Instance(text).problem(fairness)


@dataclass(frozen=True, slots=True)
class _Sizes:
    people: int
    meetings: int
    tables: int
    slots: int
    morning: int | None


class _Instance:
    def __init__(self, text: str) -> None:
        self.statements = {ALIASES.get(name, name): given for name, given in split_statements(text).items()}
        self.last_line = text.count("\n") + 1
        self.sizes = _Sizes(
            self._size("nBusiness"),
            self._size("nMeetings"),
            self._size("nTables"),
            self._size("nTotalSlots"),
            self._size("nMorningSlots") if "nMorningSlots" in self.statements else None,
        )

    def problem(self, fairness: int | None) -> Problem:
        rows, forbidden, fixed, befores = self._rows(), self._forbidden(), self._fixed(), self._befores()
        return Problem(
            slot_count=self.sizes.slots,
            table_count=self.sizes.tables,
            encounters=tuple(map(self._encounter, rows, fixed, befores)),
            forbidden=tuple(forbidden),
            fairness=fairness,
        )

    def _reader(self, name: str) -> Reader | None:
        return Reader(self.statements[name]) if name in self.statements else None

    def _needed(self, name: str) -> Reader:
        reader = self._reader(name)
        if reader is None:
            raise InstanceIsUnreadable(line=self.last_line, what=f"{name} is missing")
        return reader

    def _size(self, name: str) -> int:
        reader = self._needed(name)
        number = reader.read_number()
        if not 0 <= number <= LIMITS[name]:
            raise reader.fail(f"is {number}, but must be 0 to {LIMITS[name]}")
        return number

    def _rows(self) -> list[list[int]]:
        reader, sizes = self._needed("requested"), self.sizes
        rows = reader.read_rows()
        if len(rows) != sizes.meetings:
            raise reader.fail(f"has {len(rows)} meetings in the place of {sizes.meetings}")
        for number, row in enumerate(rows, 1):
            self._check_row(reader, number, row)
        return rows

    def _check_row(self, reader: Reader, number: int, row: Sequence[int]) -> None:
        if len(row) not in (2, 3):
            raise reader.fail(f"has {len(row)} numbers in the place of 3 for meeting {number}")
        for person in row[:2]:
            if not 1 <= person <= self.sizes.people:
                raise reader.fail(f"names the unknown participant {person} in meeting {number}")
        if row[0] == row[1]:
            raise reader.fail(f"lets participant {row[0]} meet themselves in meeting {number}")
        if len(row) == 3 and row[2] not in (MORNING, AFTERNOON, ANY):
            raise reader.fail(f"has the unknown session {row[2]} in meeting {number}")
        if len(row) == 3 and row[2] != ANY and self.sizes.morning is None:
            raise reader.fail(f"binds meeting {number} to a session, but nMorningSlots is missing")

    def _forbidden(self) -> list[frozenset[int]]:
        reader = self._reader("forbidden")
        if reader is None:
            return [frozenset()] * self.sizes.people
        sets = self._check_length(reader, reader.read_sets(), self.sizes.people)
        for slots in sets:
            self._check_numbers(reader, slots, self.sizes.slots, "slot")
        return [_from_zero(slots) for slots in sets]

    def _fixed(self) -> list[int]:
        reader = self._reader("fixed")
        if reader is None:
            return [0] * self.sizes.meetings
        slots = reader.read_numbers()
        if len(slots) != self.sizes.meetings:
            raise reader.fail(f"has {len(slots)} entries in the place of {self.sizes.meetings}")
        self._check_numbers(reader, slots, self.sizes.slots, "slot")
        return slots

    def _befores(self) -> list[frozenset[int]]:
        reader = self._reader("precedences")
        if reader is None:
            return [frozenset()] * self.sizes.meetings
        sets = self._check_length(reader, reader.read_sets(), self.sizes.meetings)
        for meetings in sets:
            self._check_numbers(reader, meetings, self.sizes.meetings, "meeting")
        return [_from_zero(meetings) for meetings in sets]

    @staticmethod
    def _check_length(reader: Reader, sets: list[frozenset[int]], wanted: int) -> list[frozenset[int]]:
        if len(sets) != wanted:
            raise reader.fail(f"has {len(sets)} entries in the place of {wanted}")
        return sets

    @staticmethod
    def _check_numbers(reader: Reader, numbers: Sequence[int] | frozenset[int], most: int, what: str) -> None:
        """Refuse what is not 1 to `most`; 0 stands for none."""
        for number in numbers:
            if not 0 <= number <= most:
                raise reader.fail(f"names the unknown {what} {number}")

    def _encounter(self, row: Sequence[int], fixed: int, before: frozenset[int]) -> Encounter:
        return Encounter(
            participants=(row[0] - 1, row[1] - 1),
            slots=self._session(row[2] if len(row) == 3 else ANY),
            fixed=fixed - 1 if fixed else None,
            before=tuple(sorted(before)),
        )

    def _session(self, session: int) -> frozenset[int] | None:
        noon = min(self.sizes.morning or 0, self.sizes.slots)
        if session == MORNING:
            return frozenset(range(noon))
        return frozenset(range(noon, self.sizes.slots)) if session == AFTERNOON else None


def _from_zero(numbers: frozenset[int]) -> frozenset[int]:
    return frozenset(number - 1 for number in numbers if number)
