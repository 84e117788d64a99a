"""The columns of a sheet: how a row of cells becomes values by field and goes back, and what is refused of a cell."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from summit.errors import DomainError

from .answers import (
    CellIsBroken,
    read_choice,
    read_flag,
    read_number,
    read_text,
    write_as_is,
    write_choice,
    write_flag,
)
from .rules import Row

_HEADER = re.compile(r"(.+?)\s*\(([a-z]{2,3}(?:-[a-z]{2,4})*)\)", re.IGNORECASE)
_SPREADSHEET_ERROR = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|FORMULA)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `name` is its header, `field` what it fills; `read(text, zone)` raises a refusal.

    A blank cell empties the field, or leaves it alone where `keeps_blank`. One of `per_language` stands once for
    every language, its tag in brackets: title (en).
    """

    name: str
    field: str
    read: Callable[[str, str], Any]
    write: Callable[[Any, str], Any]
    hint: str
    per_language: bool = False
    keeps_blank: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is refused: the header of the cell ("" for the whole row) and the refusal."""

    column: str
    error: DomainError


@dataclass
class ParsedRow:
    """What a row says: values by field; of texts only the languages that the file has columns for."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def text_column(name: str, field: str, hint: str, **more: Any) -> Column:
    """Return a column that holds a text as it is."""
    return Column(name, field, read_text, write_as_is, hint, **more)


def texts_column(name: str, field: str, hint: str) -> Column:
    """Return a column that holds a text in each language."""
    return Column(name, field, read_text, write_as_is, hint, per_language=True)


def choice_column(name: str, field: str, kind: type[StrEnum], hint: str) -> Column:
    """Return a column that holds one of the words of a list."""
    return Column(name, field, read_choice(kind), write_choice, hint, keeps_blank=True, choices=tuple(kind))


def flag_column(name: str, field: str, hint: str) -> Column:
    """Return a column that holds yes or no."""
    return Column(name, field, read_flag, write_flag, hint, keeps_blank=True, choices=("yes", "no"))


def number_column(name: str, field: str, hint: str, *, keeps_blank: bool = False) -> Column:
    """Return a column that holds a whole number."""
    return Column(name, field, read_number, write_as_is, hint, keeps_blank=keeps_blank)


def language_tag(text: str) -> str:
    """Return a language tag in its usual spelling: zh-hans is zh-Hans, pt-br is pt-BR."""
    first, *rest = text.split("-")
    return "-".join([first.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def column_of(columns: Sequence[Column], header: str) -> tuple[Column, str] | None:
    """Return the column that a header names and its language ("" for none); None for one that is not ours."""
    match = _HEADER.fullmatch(header)
    known = {column.name: column for column in columns}
    if match and match[1] in known and known[match[1]].per_language:
        return known[match[1]], language_tag(match[2])
    column = known.get(header)
    return (column, "") if column and not column.per_language else None


def headers_of(columns: Sequence[Column], languages: Sequence[str]) -> list[str]:
    """Return the headers of a sheet, those per language once for each language."""
    return [
        header
        for column in columns
        for header in ([f"{column.name} ({tag})" for tag in languages] if column.per_language else [column.name])
    ]


def unknown_headers(columns: Sequence[Column], headers: Iterable[str]) -> list[str]:
    """Return the headers that are none of ours; their cells are passed over."""
    return [header for header in headers if column_of(columns, header) is None]


def parse_row(columns: Sequence[Column], row: Row, zone: str) -> ParsedRow:
    """Read every cell of a row; what cannot be read is a fault of its cell."""
    parsed = ParsedRow(row.number)
    for header, text in row.cells.items():
        found = column_of(columns, header)
        if found is None or (not text and found[0].keeps_blank):
            continue
        column, tag = found
        try:
            value = _read_cell(column, text, zone)
        except DomainError as error:
            parsed.faults.append(Fault(header, error))
            continue
        if tag:
            parsed.values.setdefault(column.field, {})[tag] = value
        else:
            parsed.values[column.field] = value
    return parsed


def _read_cell(column: Column, text: str, zone: str) -> Any:
    if _SPREADSHEET_ERROR.fullmatch(text):
        raise CellIsBroken
    return column.read(text, zone)


def write_row(columns: Sequence[Column], values: Mapping[str, Any], languages: Sequence[str], zone: str) -> list[Any]:
    """Return the cells of a row in the order of `headers_of`; `parse_row` reads the same values from them."""
    cells: list[Any] = []
    for column in columns:
        value = values.get(column.field)
        if column.per_language:
            cells += [(value or {}).get(tag, "") for tag in languages]
        else:
            cells.append("" if value is None else column.write(value, zone))
    return cells
