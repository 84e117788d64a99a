"""Files that wait between what an import would change and the yes: on disk, for an hour, for their sender alone."""

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

KEPT = timedelta(hours=1)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file with what was said of it; `is_closed`: it was imported or given up, or its hour is over."""

    content: bytes
    facts: Mapping[str, Any]
    is_closed: bool


def keep_file(
    content: bytes, facts: Mapping[str, Any], *, purpose: str, event_id: int, account_id: int, now: datetime
) -> str:
    """Keep a file for its sender in this edition and return the name by which it is found again."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    forget_old_files(now)
    token = secrets.token_urlsafe(32)
    owner = {"purpose": purpose, "event": event_id, "account": account_id}
    _write(token, {**facts, **owner, "until": (now + KEPT).timestamp()}, content)
    return token


def _write(token: str, facts: Mapping[str, Any], content: bytes) -> None:
    """Write the file whole before it has its name, readable by the server alone."""
    path = _folder() / f"{token}.upload"
    draft = path.with_suffix(f".{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    draft.write_bytes(json.dumps(facts).encode() + b"\n" + content)
    draft.replace(path)


def find_file(token: str, *, purpose: str, event_id: int, account_id: int, now: datetime) -> KeptFile | None:
    """Return what this person sent for this in this edition; None for anything else."""
    found = _read(token)
    owner = (purpose, event_id, account_id)
    if found is None or (found[0].get("purpose"), found[0]["event"], found[0]["account"]) != owner:
        return None
    facts, content = found
    return KeptFile(content, facts, datetime.fromtimestamp(facts["until"], UTC) <= now)


def _read(token: str) -> tuple[dict[str, Any], bytes] | None:
    path = _folder() / f"{token}.upload"
    if not _TOKEN.fullmatch(token) or not path.is_file():
        return None
    head, _, content = path.read_bytes().partition(b"\n")
    return json.loads(head), content


def close_file(token: str) -> None:
    """Delete the contents of a file that was imported or given up; who asks again is told that it is closed."""
    found = _read(token)
    if found is not None:
        _write(token, {**found[0], "until": 0}, b"")


def note_fact(token: str, name: str, value: Any) -> None:
    """Write down one thing more about a file."""
    found = _read(token)
    if found is not None:
        _write(token, {**found[0], name: value}, found[1])


def note_progress(token: str, done: int, total: int) -> None:
    """Write down how far an import is: beside the database, whose one transaction shows nothing before its end."""
    (_folder() / f"{token}.progress").write_text(f"{done} {total}")


def find_progress(token: str) -> tuple[int, int]:
    """Return how many of how many rows are written; (0, 0) before the first."""
    path = _folder() / f"{token}.progress"
    parts = path.read_text().split() if _TOKEN.fullmatch(token) and path.is_file() else []
    return (int(parts[0]), int(parts[1])) if len(parts) == 2 else (0, 0)


def forget_old_files(now: datetime) -> None:
    """Delete what nobody has said yes to within the hour; an hour more it is known that it was there."""
    for path in _folder().iterdir() if _folder().is_dir() else ():
        with suppress(FileNotFoundError):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < now - 2 * KEPT:
                path.unlink()


def _folder() -> Path:
    folder: Path = current_app.extensions["summit_config"].var / "imports"
    return folder
