"""What stands in a cell: kept from being a formula when written, brought back to text when read."""

from datetime import datetime, time, timedelta
from typing import Any

from .rules import safe_cell, without_controls

# The most that a cell of XLSX holds (ECMA-376; Excel specifications and limits).
LONGEST_CELL = 32_767
_EPOCH = datetime(1899, 12, 30)


def guarded(text: str) -> str:
    """Return the text with an apostrophe in front where a program would take it for a formula; see `unguarded`."""
    clean = without_controls(text)[: LONGEST_CELL - 1]
    bare = clean.lstrip("'")
    return f"'{clean}" if safe_cell(bare) != bare else clean


def unguarded(text: str) -> str:
    """Return what `guarded` was given: one apostrophe before something like a formula is taken away."""
    bare = text.lstrip("'")
    return text[1:] if bare != text and safe_cell(bare) != bare else text


def as_text(value: Any) -> str:
    """Return a cell's value as the text that a person would type: 2026-11-28 09:30, 45, yes."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{_to_the_minute(value):%Y-%m-%d %H:%M}" if value.time() != time() else f"{value:%Y-%m-%d}"
    if isinstance(value, timedelta):
        return as_text((_EPOCH + value).time())
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return unguarded(without_controls(value if isinstance(value, str) else str(value))).strip()


def _to_the_minute(moment: datetime) -> datetime:
    """Undo what a day as a binary fraction lost: 09:29:59.99 is half past nine."""
    return (moment + timedelta(seconds=30)).replace(second=0, microsecond=0)
