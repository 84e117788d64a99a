"""What a row of a spreadsheet means: the columns of each sheet, how a cell is read and written, and what is refused.

A sheet speaks of halls, tracks, speakers, sessions or their times. References are written as people know them: a
hall by its name, a session or a speaker by its code, the sender's own key, a title or an address.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from summit.errors import N_
from summit.sheets import columns
from summit.sheets.answers import read_names, write_names
from summit.sheets.columns import (
    Column,
    ParsedRow,
    choice_column,
    flag_column,
    number_column,
    text_column,
    texts_column,
)
from summit.sheets.rules import Row

from .cells import (
    read_channels,
    read_moment,
    read_people,
    read_spans,
    write_channels,
    write_moment,
    write_people,
    write_spans,
    written,
)
from .kinds import SessionFormat, SessionKind, SessionState


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


def _spans_column(name: str, field: str) -> Column:
    hint = N_("Spans in which it is available, separated by semicolons; empty: always")
    return Column(name, field, read_spans, write_spans, hint)


_KEY = N_("Your own key, such as a number of your list; a second import finds the row by it")
COLUMNS: dict[SheetKind, tuple[Column, ...]] = {
    SheetKind.HALLS: (
        texts_column("name", "names", N_("Name of the hall; the main language decides which hall is meant")),
        number_column("capacity", "capacity", N_("People, empty: not known")),
        text_column("floor", "floor", N_("Floor or part of the building")),
        text_column("address", "address", N_("Address, for a place outside of the venue")),
        flag_column("hidden", "is_hidden", N_("yes: seen by organisers only")),
        _spans_column("available", "windows"),
    ),
    SheetKind.TRACKS: (
        texts_column("name", "names", N_("Name of the track; the main language decides which track is meant")),
        text_column("colour", "colour", N_("Colour such as #1f5f8b"), keeps_blank=True),
    ),
    SheetKind.SPEAKERS: (
        text_column("code", "code", N_("The code of a known speaker; empty for a new one")),
        text_column("key", "key", _KEY),
        text_column("name", "name_latin", N_("Name in Latin letters"), keeps_blank=True),
        text_column("native name", "name_native", N_("Name in its own script")),
        text_column("native language", "native_language", N_("Language of that script, such as ru")),
        text_column("honorific", "honorific", N_("Form of address")),
        text_column("organisation", "organisation", N_("Organisation")),
        text_column("job title", "job_title", N_("Job title")),
        text_column("country", "country", N_("Country as two letters, such as BR")),
        text_column("email", "email", N_("E-mail address; it also finds a known speaker")),
        text_column("mail language", "language", N_("Language of mails, such as en"), keeps_blank=True),
        texts_column("biography", "biographies", N_("Biography")),
        text_column("needs", "needs", N_("What the person needs in the hall")),
        text_column("arrival", "arrival", N_("Arrival")),
        _spans_column("available", "windows"),
    ),
    SheetKind.SESSIONS: (
        text_column("code", "code", N_("The code of a known session; empty for a new one")),
        text_column("key", "key", _KEY),
        choice_column("kind", "kind", SessionKind, N_("A session, a break, or a blocker that only organisers see")),
        choice_column("state", "state", SessionState, N_("Draft, confirmed or cancelled")),
        choice_column("format", "format", SessionFormat, N_("How the session is held")),
        texts_column("title", "titles", N_("Title")),
        texts_column("abstract", "abstracts", N_("What the session is about")),
        texts_column("notes", "notes", N_("Public notes")),
        texts_column("dress code", "dress_codes", N_("Dress code")),
        text_column("track", "track", N_("Name of the track in the main language")),
        Column(
            "people",
            "people",
            read_people,
            write_people,
            N_("People in their order, separated by semicolons: Name [code] | role | language of an interpreter"),
        ),
        text_column("language", "language", N_("Working language, such as en")),
        Column("channels", "channels", read_channels, write_channels, N_("Interpretation, such as 1=en; 2=ru")),
        number_column("minutes", "minutes", N_("Length in minutes, in steps of five"), keeps_blank=True),
        number_column("capacity", "capacity", N_("Places, empty: open to any number")),
        number_column("age limit", "age_limit", N_("0, 6, 12, 16 or 18"), keeps_blank=True),
        Column("categories", "categories", read_names, write_names, N_("Letters of those who may attend; empty: all")),
        text_column("recording link", "recording_url", N_("Web address")),
        text_column("stream link", "stream_url", N_("Web address")),
        flag_column("featured", "is_featured", N_("yes: shown first")),
        flag_column("feedback", "takes_feedback", N_("yes: delegates may rate it")),
        text_column("internal note", "internal_note", N_("Seen by organisers only")),
    ),
    SheetKind.TIMES: (
        text_column("key", "key", N_("Leave it as it is; empty for a new time")),
        text_column("session", "session", N_("Code, key or title of the session"), keeps_blank=True),
        Column("starts", "starts_at", read_moment, write_moment, N_("Day and time at the venue; empty: no place yet")),
        Column("ends", "ends_at", read_moment, write_moment, N_("Day and time; empty: after the session's length")),
        Column("halls", "halls", read_names, write_names, N_("Hall; for a plenary several, separated by semicolons")),
        flag_column("locked", "is_locked", N_("yes: the automatic schedule leaves it alone")),
    ),
}


def column_of(sheet: SheetKind, header: str) -> tuple[Column, str] | None:
    """Return the column of the sheet that a header names and its language, as summit.sheets.columns does."""
    return columns.column_of(COLUMNS[sheet], header)


def headers_of(sheet: SheetKind, languages: Sequence[str]) -> list[str]:
    """Return the headers of a sheet, those per language once for each language."""
    return columns.headers_of(COLUMNS[sheet], languages)


def unknown_headers(sheet: SheetKind, headers: Iterable[str]) -> list[str]:
    """Return the headers that are none of ours; their cells are passed over."""
    return columns.unknown_headers(COLUMNS[sheet], headers)


def parse_row(sheet: SheetKind, row: Row, zone: str) -> ParsedRow:
    """Read every cell of a row; what cannot be read is a fault of its cell."""
    return columns.parse_row(COLUMNS[sheet], row, zone)


def write_row(sheet: SheetKind, values: Mapping[str, Any], languages: Sequence[str], zone: str) -> list[Any]:
    """Return the cells of a row in the order of `headers_of`; `parse_row` reads the same values from them."""
    return columns.write_row(COLUMNS[sheet], values, languages, zone)


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


def shown(sheet: SheetKind, name: str, value: Any, zone: str) -> str:
    """Return a field's value as the text of a cell, for people who compare old and new."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return written(value, zone)
    column = next((one for one in COLUMNS[sheet] if one.field == name), None)
    cell = column.write(value, zone) if column else value
    return "" if cell is None else str(cell)
