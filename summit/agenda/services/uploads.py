"""What was sent to be imported: read as rows, and kept for an hour between the list of changes and the yes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from summit.sheets import Workbook, read_csv, read_xlsx
from summit.sheets.keeping import find_file, keep_file, note_fact
from summit.sheets.reading import LONGEST_FILE, MOST_ROWS
from summit.sheets.rules import FileIsEmpty, FileIsTooLong, FileIsUnreadable, Row

from ..rules.exchange import SheetKind, guess_sheet, sheet_named
from ..rules.exchange import unknown_headers as unknown
from ..rules.foreign import rows_of_schedule

_PURPOSE = "agenda"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that waits for its yes, with what was chosen for it; `name` is what the sender calls it.

    `is_closed`: it was imported or given up, or its hour is over. `job_id`: the worker's job that imports it.
    """

    content: bytes
    name: str
    adds_missing: bool
    is_closed: bool = False
    job_id: int | None = None


@dataclass(frozen=True, slots=True)
class ReadUpload:
    """The rows of a file, the columns that were passed over, and the old encoding that was guessed ("" for none)."""

    rows: Mapping[SheetKind, list[Row]]
    passed_over: tuple[str, ...] = ()
    encoding: str = ""


def read_upload(content: bytes, *, main_language: str) -> ReadUpload:
    """Return the rows of a workbook, a table or a schedule.json.

    Raises FileIsUnreadable, FileIsTooLong, FileIsEmpty.
    """
    if len(content) > LONGEST_FILE:
        raise FileIsTooLong(rows=MOST_ROWS)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        found = ReadUpload(rows_of_schedule(_json(content), main_language))
    else:
        found = _tables(read_xlsx(content) if content[:2] == b"PK" else read_csv(content, ""))
    count = sum(map(len, found.rows.values()))
    if count > MOST_ROWS:
        raise FileIsTooLong(rows=MOST_ROWS)
    if not count:
        raise FileIsEmpty
    return found


def _json(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FileIsUnreadable from error


def _tables(book: Workbook) -> ReadUpload:
    """Sort sheets by their names; a table without a name by its columns."""
    rows: dict[SheetKind, list[Row]] = {}
    passed_over: list[str] = []
    for name, found in book.sheets.items():
        headers = list(found[0].cells) if found else []
        kind = sheet_named(name) if name else guess_sheet(headers)
        if kind is None:
            continue
        rows[kind] = [*rows.get(kind, []), *found]
        passed_over += unknown(kind, headers)
    return ReadUpload(rows, tuple(dict.fromkeys(passed_over)), book.encoding)


def keep_upload(upload: Upload, *, event_id: int, account_id: int, now: datetime) -> str:
    """Keep a file for its sender in this edition and return the name by which it is found again."""
    facts = {"name": upload.name, "adds_missing": upload.adds_missing}
    return keep_file(upload.content, facts, purpose=_PURPOSE, event_id=event_id, account_id=account_id, now=now)


def find_upload(token: str, *, event_id: int, account_id: int, now: datetime) -> Upload | None:
    """Return the file that this person sent for this edition; None for one of anybody else or of another edition."""
    kept = find_file(token, purpose=_PURPOSE, event_id=event_id, account_id=account_id, now=now)
    if kept is None:
        return None
    facts = kept.facts
    return Upload(kept.content, facts["name"], facts["adds_missing"], kept.is_closed, facts.get("job"))


def note_job(token: str, job_id: int) -> None:
    """Write down which job imports the file."""
    note_fact(token, "job", job_id)
