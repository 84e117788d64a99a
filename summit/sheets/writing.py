"""Writing spreadsheets: XLSX by XlsxWriter in constant memory, CSV as Excel opens it."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from .cells import as_text, guarded

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv"
Cell = str | int | float | datetime | None
_BYTE_ORDER_MARK = "\ufeff"
_WIDTHS = (10, 60)
_SPARE_ROWS = 500
# The most characters that a list of choices holds in itself (Excel specifications and limits).
LONGEST_LIST = 255
_LISTS = "Lists"
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd hh:mm",
}
# Equal contents give equal bytes, so the file carries no date of its making.
_MADE = datetime(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a row of headers, then rows of as many cells; naive datetimes are the venue's clock.

    `choices` are the words that a column (by its header) takes.
    """

    name: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)


def write_csv(sheet: Sheet) -> bytes:
    """Return the sheet as CSV in UTF-8 with the mark by which Excel knows it."""
    return "".join(stream_csv(sheet.headers, [sheet.rows])).encode()


def stream_csv(headers: Sequence[str], batches: Iterable[Iterable[Sequence[Cell]]]) -> Iterator[str]:
    """Yield the same file as text, a batch of rows in memory at a time."""
    yield _BYTE_ORDER_MARK + _csv_lines([headers])
    for rows in batches:
        yield _csv_lines(rows)


def _csv_lines(rows: Iterable[Sequence[Cell]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerows([guarded(cell) if isinstance(cell, str) else as_text(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def write_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """Return the sheets as a workbook, a row in memory at a time."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        book.set_properties({"created": _MADE})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"})
        lists: list[Sequence[str]] = []
        for sheet in sheets:
            _write_sheet(book, sheet, {"head": head, "body": body, "moment": moment}, lists)
        _write_lists(book, lists)
    return buffer.getvalue()


def _write_sheet(book: Any, sheet: Sheet, formats: Mapping[str, Any], lists: list[Sequence[str]]) -> None:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 0)
    for number, header in enumerate(sheet.headers):
        page.set_column(number, number, _width(header))
        if header in sheet.choices:
            options = {"validate": "list", "source": _source(sheet.choices[header], lists), "error_type": "warning"}
            page.data_validation(1, number, _SPARE_ROWS, number, options)
    for number, header in enumerate(sheet.headers):
        page.write_string(0, number, guarded(header), formats["head"])
    for place, row in enumerate(sheet.rows, start=1):
        for number, cell in enumerate(row):
            _write_cell(page, place, number, cell, formats)


def _source(choices: Sequence[str], lists: list[Sequence[str]]) -> list[str] | str:
    """Return what a cell may hold: the words themselves, or where a long list of them stands."""
    if len(",".join(choices)) <= LONGEST_LIST:
        return list(choices)
    if choices not in lists:
        lists.append(choices)
    column = xl_col_to_name(lists.index(choices), col_abs=True)
    return f"={_LISTS}!{column}$1:{column}${len(choices)}"


def _write_lists(book: Any, lists: Sequence[Sequence[str]]) -> None:
    """Write the long lists of choices side by side on a sheet that is not shown."""
    if not lists:
        return
    page = book.add_worksheet(_LISTS)
    page.hide()
    for place, row in enumerate(zip_longest(*lists, fillvalue="")):
        for number, word in enumerate(row):
            page.write_string(place, number, word)


def _width(header: str) -> int:
    least, most = _WIDTHS
    long = header.lower().startswith(("title", "abstract", "biography", "notes", "people"))
    return most if long else max(least, len(header) + 4)


def _write_cell(page: Any, row: int, column: int, cell: Cell, formats: Mapping[str, Any]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        page.write_string(row, column, guarded(cell), formats["body"])
    elif isinstance(cell, datetime):
        page.write_datetime(row, column, cell, formats["moment"])
    else:
        page.write_number(row, column, cell, formats["body"])
