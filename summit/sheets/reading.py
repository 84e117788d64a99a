"""Reading spreadsheets that people made: any separator, old encodings, dates in every form, and hostile files."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from .cells import as_text
from .rules import FileIsTooLong, FileIsUnreadable, Row

MOST_ROWS = 5_000
MOST_COLUMNS = 200
MOST_SHEETS = 20
LONGEST_FILE = 12 * 1024 * 1024
# What a workbook may unpack to: a hundred times that of a real one, far from what fills a machine (zip bombs).
LARGEST_CONTENT = 100 * 1024 * 1024
# A declaration of entities, or XML in UTF-16, in which one could hide.
_ENTITY = re.compile(rb"<!\s*(DOCTYPE|ENTITY)|\x00", re.IGNORECASE)
_SEPARATORS = ",;\t"
# What stands for a formula that no program has computed yet; the rules refuse it like any error of a spreadsheet.
NO_RESULT = "#FORMULA"
_MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
_MOST_MERGED = 2_000


@dataclass(frozen=True, slots=True)
class Workbook:
    """What was sent: rows by the sheet's name in small letters, and the old encoding that had to be guessed."""

    sheets: Mapping[str, tuple[Row, ...]]
    encoding: str = ""


def read_csv(content: bytes, name: str) -> Workbook:
    """Return the one sheet of a CSV file under `name`; raises FileIsUnreadable, FileIsTooLong."""
    text, encoding = _decoded(content)
    try:
        separator = _separator(text)
        rows = list(_limited(csv.reader(io.StringIO(text, newline=""), delimiter=separator)))
    except csv.Error as error:
        raise FileIsUnreadable from error
    texts = [[as_text(cell) for cell in row] for row in rows]
    return Workbook({name: tuple(_by_header(texts))}, encoding)


def _decoded(content: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding where it is not UTF-8, in which nothing has to be guessed."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return _decoded_as(content, "utf-16"), ""
    if b"\x00" in content:
        raise FileIsUnreadable
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return _decoded_as(content, "cp1251"), "Windows-1251"


def _decoded_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileIsUnreadable from error


def _separator(text: str) -> str:
    """Return the separator that the line of headers uses most; quoted parts of it do not count."""
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").split("\n", 1)[0])
    return max(_SEPARATORS, key=first.count)


def read_xlsx(content: bytes) -> Workbook:
    """Return the sheets of a workbook, formulas as their last results; raises FileIsUnreadable, FileIsTooLong."""
    _ensure_harmless(content)
    try:
        return Workbook(dict(_sheets(content)))
    except FileIsTooLong:
        raise
    except Exception as error:  # openpyxl raises whatever its parts raise at a broken file
        raise FileIsUnreadable from error


def _sheets(content: bytes) -> Iterator[tuple[str, tuple[Row, ...]]]:
    options: dict[str, bool] = {"read_only": True, "keep_links": False}
    results = load_workbook(io.BytesIO(content), data_only=True, **options)
    formulas = load_workbook(io.BytesIO(content), data_only=False, **options)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for page, same in zip(results.worksheets[:MOST_SHEETS], formulas.worksheets, strict=False):
            rows = list(_limited(_texts(page, same)))
            # The library's reader in constant memory does not tell its merged cells; the sheet's own XML does.
            _fill_merged(rows, archive.read(page._worksheet_path))
            yield page.title.strip().lower(), tuple(_by_header(rows))


def _texts(page: Any, same: Any) -> Iterator[list[str]]:
    for one in (page, same):
        one.reset_dimensions()
    pairs = (one.iter_rows(max_col=MOST_COLUMNS) for one in (page, same))
    for results, formulas in zip(*pairs, strict=True):
        yield [_text(result, formula) for result, formula in zip(results, formulas, strict=True)]


def _text(result: Any, formula: Any) -> str:
    if result.value is None and formula.data_type == "f":
        return NO_RESULT
    return as_text(result.value)


def _fill_merged(rows: list[list[str]], xml: bytes) -> None:
    """Give every row of merged cells the value that stands in the first of them."""
    for number, match in enumerate(_MERGED.finditer(xml)):
        left, top, _, bottom = range_boundaries(match[1].decode())
        if number >= _MOST_MERGED or top > len(rows) or left > len(rows[top - 1]):
            continue
        for row in rows[top : min(bottom, len(rows))]:
            row[left - 1] = row[left - 1] or rows[top - 1][left - 1]


def _ensure_harmless(content: bytes) -> None:
    """Refuse what is no workbook, unpacks to very much, or declares entities (billion laughs, XXE)."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > 2_000 or sum(part.file_size for part in parts) > LARGEST_CONTENT:
                raise FileIsTooLong(rows=MOST_ROWS)
            unpacked = 0
            for part in parts:
                unpacked += _unpacked(archive, part, LARGEST_CONTENT - unpacked)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise FileIsUnreadable from error


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> int:
    """Return how many bytes a part really unpacks to; its own word for that may be a lie."""
    count, end = 0, b""
    with archive.open(part) as file:
        while block := file.read(1 << 20):
            count += len(block)
            if count > most:
                raise FileIsTooLong(rows=MOST_ROWS)
            if part.filename.lower().endswith((".xml", ".rels")) and _ENTITY.search(end + block):
                raise FileIsUnreadable
            end = block[-16:]
    return count


def _limited(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows):
        if number > MOST_ROWS:
            raise FileIsTooLong(rows=MOST_ROWS)
        yield row[:MOST_COLUMNS]


def _by_header(rows: list[list[str]]) -> Iterator[Row]:
    """Yield the rows that hold anything; the first such row is the headers'."""
    filled = ((number, row) for number, row in enumerate(rows, start=1) if any(row))
    _, heads = next(filled, (0, []))
    headers = [" ".join(head.lower().split()) for head in heads]
    for number, row in filled:
        cells = dict(zip(headers, row, strict=False))
        yield Row(number, {header: cells.get(header, "") for header in headers if header})
