"""What a row of a spreadsheet means: the columns of each sheet, how a cell is read and written, and what is refused.

A sheet speaks of halls, tracks, speakers, sessions or their times. References are written as people know them: a
hall by its name, a session or a speaker by its code, the sender's own key, a title or an address.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from summit.errors import N_, DomainError
from summit.sheets.rules import Row

from .cells import (
    CellIsBroken,
    read_channels,
    read_choice,
    read_flag,
    read_moment,
    read_names,
    read_number,
    read_people,
    read_spans,
    read_text,
    write_as_is,
    write_channels,
    write_choice,
    write_flag,
    write_moment,
    write_names,
    write_people,
    write_spans,
    written,
)
from .kinds import SessionFormat, SessionKind, SessionState

_HEADER = re.compile(r"(.+?)\s*\(([a-z]{2,3}(?:-[a-z]{2,4})*)\)", re.IGNORECASE)
_SPREADSHEET_ERROR = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|FORMULA)")


class FileIsEmpty(DomainError):
    """No row that says anything about the programme."""

    message = N_("No rows were found. Please use the column names of the template, and fill in at least one row.")


class SheetKind(StrEnum):
    """What the rows of a sheet speak of, in the order in which they are brought in."""

    HALLS = "halls"
    TRACKS = "tracks"
    SPEAKERS = "speakers"
    SESSIONS = "sessions"
    TIMES = "times"


SHEET_NAMES = {
    SheetKind.HALLS: N_("Halls"),
    SheetKind.TRACKS: N_("Tracks"),
    SheetKind.SPEAKERS: N_("Speakers"),
    SheetKind.SESSIONS: N_("Sessions"),
    SheetKind.TIMES: N_("Times"),
}


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


def _text_column(name: str, field: str, hint: str, **more: Any) -> Column:
    return Column(name, field, read_text, write_as_is, hint, **more)


def _texts_column(name: str, field: str, hint: str) -> Column:
    return Column(name, field, read_text, write_as_is, hint, per_language=True)


def _choice_column(name: str, field: str, kind: type[StrEnum], hint: str) -> Column:
    return Column(name, field, read_choice(kind), write_choice, hint, keeps_blank=True, choices=tuple(kind))


def _flag_column(name: str, field: str, hint: str) -> Column:
    return Column(name, field, read_flag, write_flag, hint, keeps_blank=True, choices=("yes", "no"))


def _number_column(name: str, field: str, hint: str, *, keeps_blank: bool = False) -> Column:
    return Column(name, field, read_number, write_as_is, hint, keeps_blank=keeps_blank)


def _spans_column(name: str, field: str) -> Column:
    hint = N_("Spans in which it is available, separated by semicolons; empty: always")
    return Column(name, field, read_spans, write_spans, hint)


_KEY = N_("Your own key, such as a number of your list; a second import finds the row by it")
COLUMNS: dict[SheetKind, tuple[Column, ...]] = {
    SheetKind.HALLS: (
        _texts_column("name", "names", N_("Name of the hall; the main language decides which hall is meant")),
        _number_column("capacity", "capacity", N_("People, empty: not known")),
        _text_column("floor", "floor", N_("Floor or part of the building")),
        _text_column("address", "address", N_("Address, for a place outside of the venue")),
        _flag_column("hidden", "is_hidden", N_("yes: seen by organisers only")),
        _spans_column("available", "windows"),
    ),
    SheetKind.TRACKS: (
        _texts_column("name", "names", N_("Name of the track; the main language decides which track is meant")),
        _text_column("colour", "colour", N_("Colour such as #1f5f8b"), keeps_blank=True),
    ),
    SheetKind.SPEAKERS: (
        _text_column("code", "code", N_("The code of a known speaker; empty for a new one")),
        _text_column("key", "key", _KEY),
        _text_column("name", "name_latin", N_("Name in Latin letters"), keeps_blank=True),
        _text_column("native name", "name_native", N_("Name in its own script")),
        _text_column("native language", "native_language", N_("Language of that script, such as ru")),
        _text_column("honorific", "honorific", N_("Form of address")),
        _text_column("organisation", "organisation", N_("Organisation")),
        _text_column("job title", "job_title", N_("Job title")),
        _text_column("country", "country", N_("Country as two letters, such as BR")),
        _text_column("email", "email", N_("E-mail address; it also finds a known speaker")),
        _text_column("mail language", "language", N_("Language of mails, such as en"), keeps_blank=True),
        _texts_column("biography", "biographies", N_("Biography")),
        _text_column("needs", "needs", N_("What the person needs in the hall")),
        _text_column("arrival", "arrival", N_("Arrival")),
        _spans_column("available", "windows"),
    ),
    SheetKind.SESSIONS: (
        _text_column("code", "code", N_("The code of a known session; empty for a new one")),
        _text_column("key", "key", _KEY),
        _choice_column("kind", "kind", SessionKind, N_("A session, a break, or a blocker that only organisers see")),
        _choice_column("state", "state", SessionState, N_("Draft, confirmed or cancelled")),
        _choice_column("format", "format", SessionFormat, N_("How the session is held")),
        _texts_column("title", "titles", N_("Title")),
        _texts_column("abstract", "abstracts", N_("What the session is about")),
        _texts_column("notes", "notes", N_("Public notes")),
        _texts_column("dress code", "dress_codes", N_("Dress code")),
        _text_column("track", "track", N_("Name of the track in the main language")),
        Column(
            "people",
            "people",
            read_people,
            write_people,
            N_("People in their order, separated by semicolons: Name [code] | role | language of an interpreter"),
        ),
        _text_column("language", "language", N_("Working language, such as en")),
        Column("channels", "channels", read_channels, write_channels, N_("Interpretation, such as 1=en; 2=ru")),
        _number_column("minutes", "minutes", N_("Length in minutes, in steps of five"), keeps_blank=True),
        _number_column("capacity", "capacity", N_("Places, empty: open to any number")),
        _number_column("age limit", "age_limit", N_("0, 6, 12, 16 or 18"), keeps_blank=True),
        Column("categories", "categories", read_names, write_names, N_("Letters of those who may attend; empty: all")),
        _text_column("recording link", "recording_url", N_("Web address")),
        _text_column("stream link", "stream_url", N_("Web address")),
        _flag_column("featured", "is_featured", N_("yes: shown first")),
        _flag_column("feedback", "takes_feedback", N_("yes: delegates may rate it")),
        _text_column("internal note", "internal_note", N_("Seen by organisers only")),
    ),
    SheetKind.TIMES: (
        _text_column("key", "key", N_("Leave it as it is; empty for a new time")),
        _text_column("session", "session", N_("Code, key or title of the session"), keeps_blank=True),
        Column("starts", "starts_at", read_moment, write_moment, N_("Day and time at the venue; empty: no place yet")),
        Column("ends", "ends_at", read_moment, write_moment, N_("Day and time; empty: after the session's length")),
        Column("halls", "halls", read_names, write_names, N_("Hall; for a plenary several, separated by semicolons")),
        _flag_column("locked", "is_locked", N_("yes: the automatic schedule leaves it alone")),
    ),
}


def language_tag(text: str) -> str:
    """Return a language tag in its usual spelling: zh-hans is zh-Hans, pt-br is pt-BR."""
    first, *rest = text.split("-")
    return "-".join([first.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def column_of(sheet: SheetKind, header: str) -> tuple[Column, str] | None:
    """Return the column that a header names and its language ("" for none); None for one that is not ours."""
    match = _HEADER.fullmatch(header)
    known = {column.name: column for column in COLUMNS[sheet]}
    if match and match[1] in known and known[match[1]].per_language:
        return known[match[1]], language_tag(match[2])
    column = known.get(header)
    return (column, "") if column and not column.per_language else None


def headers_of(sheet: SheetKind, languages: Sequence[str]) -> list[str]:
    """Return the headers of a sheet, those per language once for each language."""
    return [
        header
        for column in COLUMNS[sheet]
        for header in ([f"{column.name} ({tag})" for tag in languages] if column.per_language else [column.name])
    ]


def sheet_named(name: str) -> SheetKind | None:
    """Return the kind of sheet that a name means."""
    try:
        return SheetKind(name.strip().lower())
    except ValueError:
        return None


def guess_sheet(headers: Iterable[str]) -> SheetKind | None:
    """Return the kind of sheet that knows most of these headers; None where none knows any."""
    names = list(headers)
    counts = {sheet: sum(column_of(sheet, header) is not None for header in names) for sheet in SheetKind}
    best = max(SheetKind, key=lambda sheet: counts[sheet])
    return best if counts[best] else None


def unknown_headers(sheet: SheetKind, headers: Iterable[str]) -> list[str]:
    """Return the headers that are none of ours; their cells are passed over."""
    return [header for header in headers if column_of(sheet, header) is None]


def parse_row(sheet: SheetKind, row: Row, zone: str) -> ParsedRow:
    """Read every cell of a row; what cannot be read is a fault of its cell."""
    parsed = ParsedRow(row.number)
    for header, text in row.cells.items():
        found = column_of(sheet, header)
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


def write_row(sheet: SheetKind, values: Mapping[str, Any], languages: Sequence[str], zone: str) -> list[Any]:
    """Return the cells of a row in the order of `headers_of`; `parse_row` reads the same values from them."""
    cells: list[Any] = []
    for column in COLUMNS[sheet]:
        value = values.get(column.field)
        if column.per_language:
            cells += [(value or {}).get(tag, "") for tag in languages]
        else:
            cells.append("" if value is None else column.write(value, zone))
    return cells


def shown(sheet: SheetKind, name: str, value: Any, zone: str) -> str:
    """Return a field's value as the text of a cell, for people who compare old and new."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return written(value, zone)
    column = next((one for one in COLUMNS[sheet] if one.field == name), None)
    cell = column.write(value, zone) if column else value
    return "" if cell is None else str(cell)
