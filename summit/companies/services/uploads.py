"""Companies that were sent to be imported: read as rows, and kept until the yes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from summit.sheets import Workbook, read_csv, read_xlsx
from summit.sheets.columns import unknown_headers
from summit.sheets.keeping import find_file, keep_file
from summit.sheets.reading import LONGEST_FILE, MOST_ROWS
from summit.sheets.rules import FileIsEmpty, FileIsTooLong, Row

from ..rules.exchange import COMPANY_COLUMNS, CompanySheet, company_sheet_named, guess_company_sheet

_PURPOSE = "companies"


@dataclass(frozen=True, slots=True)
class CompanyUpload:
    """A file that waits for its yes; `is_closed`: it was imported or given up, or its hour is over."""

    content: bytes
    name: str
    approves: bool
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class ReadCompanies:
    """The rows of a file, the columns that were passed over, and the old encoding that was guessed ("" for none)."""

    rows: Mapping[CompanySheet, list[Row]]
    passed_over: tuple[str, ...] = ()
    encoding: str = ""


def read_companies(content: bytes) -> ReadCompanies:
    """Return the rows of a workbook or a table; raises FileIsUnreadable, FileIsTooLong, FileIsEmpty."""
    if len(content) > LONGEST_FILE:
        raise FileIsTooLong(rows=MOST_ROWS)
    found = _tables(read_xlsx(content) if content[:2] == b"PK" else read_csv(content, ""))
    count = sum(map(len, found.rows.values()))
    if count > MOST_ROWS:
        raise FileIsTooLong(rows=MOST_ROWS)
    if not count:
        raise FileIsEmpty
    return found


def _tables(book: Workbook) -> ReadCompanies:
    """Sort sheets by their names; a table without a name by its columns."""
    rows: dict[CompanySheet, list[Row]] = {}
    passed_over: list[str] = []
    for name, found in book.sheets.items():
        headers = list(found[0].cells) if found else []
        sheet = company_sheet_named(name) if name else guess_company_sheet(headers)
        if sheet is None:
            continue
        rows[sheet] = [*rows.get(sheet, []), *found]
        passed_over += unknown_headers(COMPANY_COLUMNS[sheet], headers)
    return ReadCompanies(rows, tuple(dict.fromkeys(passed_over)), book.encoding)


def keep_companies(upload: CompanyUpload, *, event_id: int, account_id: int, now: datetime) -> str:
    """Keep a file for its sender in this edition and return the name by which it is found again."""
    facts = {"name": upload.name, "approves": upload.approves}
    return keep_file(upload.content, facts, purpose=_PURPOSE, event_id=event_id, account_id=account_id, now=now)


def find_companies(token: str, *, event_id: int, account_id: int, now: datetime) -> CompanyUpload | None:
    """Return the file that this person sent for this edition; None for one of anybody else or of another edition."""
    kept = find_file(token, purpose=_PURPOSE, event_id=event_id, account_id=account_id, now=now)
    if kept is None:
        return None
    return CompanyUpload(kept.content, kept.facts["name"], kept.facts["approves"], kept.is_closed)
