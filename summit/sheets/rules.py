"""What a spreadsheet may hold, what its rows are, and which files are refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from summit.errors import N_, DomainError

# What XML 1.0 (section 2.2) and iCalendar (RFC 5545, section 3.1) cannot hold, and the old C1 controls.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = re.compile(r"^\s*[=+\-@\t\r＝＋－＠]")


class FileIsUnreadable(DomainError):
    """Not a workbook, a table or a schedule, or a broken one."""

    message = N_(
        "This file cannot be read. Please send a workbook (.xlsx), a table (.csv) or a schedule (schedule.json)."
    )


class FileIsTooLong(DomainError):
    """More rows, or a larger content, than a programme can have."""

    message = N_("This file is too large. Please send at most %(rows)s rows.")


class FileIsEmpty(DomainError):
    """No row that says anything of what is asked for."""

    message = N_("No rows were found. Please use the column names of the template, and fill in at least one row.")


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the headers: its number as people see it, its cells as text by the header in small letters."""

    number: int
    cells: Mapping[str, str]


def safe_cell(text: str) -> str:
    """Return the text for a spreadsheet: what a program would take for a formula gets an apostrophe in front.

    Source: OWASP, "CSV Injection".
    """
    return f"'{text}" if _FORMULA.match(text) else text


def without_controls(text: str) -> str:
    """Return the text without control characters and broken code points, line breaks as a plain newline.

    What is left can be written to XML 1.0, to iCalendar and to a spreadsheet.
    """
    return _UNWRITABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
