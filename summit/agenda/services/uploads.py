"""What was sent to be imported: read as rows, and kept for an hour between the list of changes and the yes."""

import json
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import current_app

from summit.sheets import Workbook, read_csv, read_xlsx
from summit.sheets.reading import LONGEST_FILE, MOST_ROWS
from summit.sheets.rules import FileIsTooLong, FileIsUnreadable, Row

from ..rules.exchange import FileIsEmpty, SheetKind, guess_sheet, sheet_named
from ..rules.exchange import unknown_headers as unknown
from ..rules.foreign import rows_of_schedule

KEPT = timedelta(hours=1)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


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
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    forget_old_uploads(now)
    token = secrets.token_urlsafe(32)
    facts = {"event": event_id, "account": account_id, "name": upload.name, "adds_missing": upload.adds_missing}
    _write(token, {**facts, "until": (now + KEPT).timestamp()}, upload.content)
    return token


def _write(token: str, facts: Mapping[str, Any], content: bytes) -> None:
    """Write the file whole before it has its name, readable by the server alone."""
    path = _folder() / f"{token}.upload"
    draft = path.with_suffix(f".{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    draft.write_bytes(json.dumps(facts).encode() + b"\n" + content)
    draft.replace(path)


def find_upload(token: str, *, event_id: int, account_id: int, now: datetime) -> Upload | None:
    """Return the file that this person sent for this edition; None for one of anybody else or of another edition."""
    found = _read(token)
    if found is None or (found[0]["event"], found[0]["account"]) != (event_id, account_id):
        return None
    facts, content = found
    is_closed = datetime.fromtimestamp(facts["until"], UTC) <= now
    return Upload(content, facts["name"], facts["adds_missing"], is_closed, facts.get("job"))


def _read(token: str) -> tuple[dict[str, Any], bytes] | None:
    path = _folder() / f"{token}.upload"
    if not _TOKEN.fullmatch(token) or not path.is_file():
        return None
    head, _, content = path.read_bytes().partition(b"\n")
    return json.loads(head), content


def close_upload(token: str) -> None:
    """Delete the contents of a file that was imported or given up; who asks again is told that it is closed."""
    found = _read(token)
    if found is not None:
        _write(token, {**found[0], "until": 0}, b"")


def note_job(token: str, job_id: int) -> None:
    """Write down which job imports the file."""
    found = _read(token)
    if found is not None:
        _write(token, {**found[0], "job": job_id}, found[1])


def note_progress(token: str, done: int, total: int) -> None:
    """Write down how far an import is: beside the database, whose one transaction shows nothing before its end."""
    (_folder() / f"{token}.progress").write_text(f"{done} {total}")


def find_progress(token: str) -> tuple[int, int]:
    """Return how many of how many rows are written; (0, 0) before the first."""
    path = _folder() / f"{token}.progress"
    parts = path.read_text().split() if _TOKEN.fullmatch(token) and path.is_file() else []
    return (int(parts[0]), int(parts[1])) if len(parts) == 2 else (0, 0)


def forget_old_uploads(now: datetime) -> None:
    """Delete what nobody has said yes to within the hour; an hour more it is known that it was there."""
    for path in _folder().iterdir() if _folder().is_dir() else ():
        with suppress(FileNotFoundError):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < now - 2 * KEPT:
                path.unlink()


def _folder() -> Path:
    folder: Path = current_app.extensions["summit_config"].var / "imports"
    return folder
