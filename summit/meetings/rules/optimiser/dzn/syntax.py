"""The form of MiniZinc data: numbers, sets, arrays and tables given to names."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from summit.errors import N_, DomainError

TOKEN = re.compile(r"\s+|(-?\d+)|(\.\.)|([\[\]{}|,()])|([A-Za-z_]\w*)|(.)", re.DOTALL)
COMMENT = re.compile(r"%[^\n]*|/\*.*?\*/", re.DOTALL)
STATEMENT = re.compile(r"(?<![\w.])([^\W\d]\w*)\s*=(?!=)")
LARGEST_RANGE = 100_000

T = TypeVar("T")


class InstanceIsUnreadable(DomainError):
    """Raised with the line of the file and what is wrong there."""

    message = N_("Line %(line)s of the instance: %(what)s.")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a name is given: the text after its equals sign, and its line in the file."""

    name: str
    text: str
    line: int


def split_statements(text: str) -> dict[str, Statement]:
    """Return what the names of a file are given, unread: some files are malformed where nothing depends on it.

    Raises InstanceIsUnreadable where nothing is given or a name twice.
    """
    bare = COMMENT.sub(lambda match: "\n" * match.group().count("\n") or " ", text)
    starts = list(STATEMENT.finditer(bare))
    if not starts:
        raise InstanceIsUnreadable(line=1, what="there is no instance in this file")
    statements: dict[str, Statement] = {}
    for number, start in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(bare)
        line = bare.count("\n", 0, start.start()) + 1
        if start[1] in statements:
            raise InstanceIsUnreadable(line=line, what=f"{start[1]} is given twice")
        statements[start[1]] = Statement(start[1], bare[start.end() : end], line)
    return statements


class Reader:
    """Reads the value of one statement; raises InstanceIsUnreadable with the line where it cannot."""

    def __init__(self, statement: Statement) -> None:
        self.name = statement.name
        self._line = statement.line
        self._words = self._split(statement.text.strip())
        self._next = 0

    def _split(self, text: str) -> list[tuple[str, int]]:
        words, line = [], self._line
        text = text.removesuffix(";")
        for match in TOKEN.finditer(text):
            word = match.group()
            if match[5]:
                raise InstanceIsUnreadable(line=line, what=f"“{word}” is not expected in {self.name}")
            if not word.isspace():
                words.append((word, line))
            line += word.count("\n")
        return words

    def fail(self, what: str) -> InstanceIsUnreadable:
        """Return the refusal for the present place."""
        place = min(self._next, len(self._words) - 1)
        line = self._words[place][1] if self._words else self._line
        return InstanceIsUnreadable(line=line, what=f"{self.name} {what}")

    def read_number(self) -> int:
        """Return the only number of the statement."""
        number = self._number()
        self._expect_end()
        return number

    def read_numbers(self) -> list[int]:
        """Return a list of numbers."""
        return self._read_list(self._number)

    def read_sets(self) -> list[frozenset[int]]:
        """Return a list of sets of numbers, each of them {1, 2} or a range 1..2."""
        return self._read_list(self._set)

    def read_rows(self) -> list[list[int]]:
        """Return the rows of a table between [| and |]; bars and commas at the ends may be missing."""
        self._expect("[")
        rows: list[list[int]] = [[]]
        while (word := self._take()) != "]":
            if word == "|":
                rows.append([])
            elif word != ",":
                rows[-1].append(self._as_number(word))
        self._expect_end()
        return [row for row in rows if row]

    def _read_list(self, read: Callable[[], T]) -> list[T]:
        is_wrapped = self._peek() == "array1d"
        if is_wrapped:
            self._skip_index_set()
        self._expect("[")
        things: list[T] = []
        while self._peek() != "]":
            things.append(read())
            if self._peek() != "]":
                self._expect(",")
        self._next += 1
        if is_wrapped:
            self._expect(")")
        self._expect_end()
        return things

    def _skip_index_set(self) -> None:
        """Go past “array1d(1..n,”, which only repeats the length."""
        while self._take() != ",":
            pass

    def _peek(self) -> str:
        return self._words[self._next][0] if self._next < len(self._words) else ""

    def _take(self) -> str:
        word = self._peek()
        if not word:
            raise self.fail("ends too early")
        self._next += 1
        return word

    def _expect(self, wanted: str) -> None:
        if self._peek() != wanted:
            raise self.fail(f"needs “{wanted}” here")
        self._next += 1

    def _expect_end(self) -> None:
        if self._peek():
            raise self.fail(f"goes on with “{self._peek()}” after its end")

    def _number(self) -> int:
        return self._as_number(self._take())

    def _as_number(self, word: str) -> int:
        if not word.lstrip("-").isdigit():
            raise self.fail(f"has “{word}” in the place of a number")
        if len(word) > 9:
            raise self.fail("has a number that is too large")
        return int(word)

    def _set(self) -> frozenset[int]:
        if self._peek() != "{":
            return self._range(self._number())
        self._next += 1
        numbers = set[int]()
        while (word := self._take()) != "}":
            if word != ",":
                numbers |= self._range(self._as_number(word))
        return frozenset(numbers)

    def _range(self, first: int) -> frozenset[int]:
        if self._peek() != "..":
            return frozenset({first})
        self._next += 1
        last = self._number()
        if last - first > LARGEST_RANGE:
            raise self.fail("has a range that is too large")
        return frozenset(range(first, last + 1))
