"""Spreadsheets written and read again, and files that mean harm."""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime, time

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summit.sheets import Sheet, read_csv, read_xlsx, stream_csv, write_csv, write_xlsx
from summit.sheets.cells import as_text, guarded, unguarded
from summit.sheets.reading import LARGEST_CONTENT, MOST_ROWS, NO_RESULT
from summit.sheets.rules import FileIsTooLong, FileIsUnreadable

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", " =1", "'=1", "''=1")


def rows(content: bytes, name: str = "halls") -> list[dict[str, str]]:
    """The rows of a workbook's sheet."""
    return [dict(row.cells) for row in read_xlsx(content).sheets[name]]


def workbook(*lines: list[object], **merged: str) -> bytes:
    """A workbook as another program writes it."""
    book = openpyxl.Workbook()
    book.active.title = "Halls"
    for line in lines:
        book.active.append(line)
    for cells in merged.values():
        book.active.merge_cells(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def archive(**parts: bytes) -> bytes:
    """A zip file with these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def replaced(content: bytes, name: str, change: bytes) -> bytes:
    """The workbook with one part changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change if part == name else old.read(part))
    return buffer.getvalue()


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_in_a_cell_is_a_formula_and_it_is_read_as_it_was(text: str) -> None:
    assert guarded(text).startswith("'")
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["'quoted'", "a=b", "", "x'", "l'Art"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert guarded(text) == unguarded(text) == text


def test_a_workbook_holds_its_values_and_not_formulas() -> None:
    content = write_xlsx([Sheet("Halls", ["name", "n", "t"], [["=1+1", 5, datetime(2026, 11, 28, 9, 30)]])])
    cells = openpyxl.load_workbook(io.BytesIO(content))["Halls"][2]
    assert [cell.value for cell in cells] == ["'=1+1", 5, datetime(2026, 11, 28, 9, 30)]
    assert rows(content) == [{"name": "=1+1", "n": "5", "t": "2026-11-28 09:30"}]


def test_equal_sheets_give_equal_bytes() -> None:
    sheet = Sheet("Halls", ["name"], [["Main"]])
    assert write_xlsx([sheet]) == write_xlsx([sheet])


cell_texts = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=40).map(str.strip)


@given(table=st.lists(st.lists(cell_texts, min_size=2, max_size=2), max_size=5))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_as_it_was_written(table: list[list[str]]) -> None:
    sheet = Sheet("Halls", ["a", "b"], table)
    expected = [{"a": as_text(one), "b": as_text(other)} for one, other in map(_guarded_pair, table) if one or other]
    assert rows(write_xlsx([sheet])) == expected
    assert [dict(row.cells) for row in read_csv(write_csv(sheet), "halls").sheets["halls"]] == expected


def _guarded_pair(pair: list[str]) -> tuple[str, str]:
    return guarded(pair[0]), guarded(pair[1])


@pytest.mark.parametrize(
    ("separator", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16"), (";", "cp1251")]
)
def test_a_table_is_read_in_every_usual_form(separator: str, encoding: str) -> None:
    text = f'Name (en){separator}"Floor"\r\nЗал{separator}"a, b; c"\r\n'
    book = read_csv(text.encode(encoding), "halls")
    assert [dict(row.cells) for row in book.sheets["halls"]] == [{"name (en)": "Зал", "floor": "a, b; c"}]
    assert book.encoding == ("Windows-1251" if encoding == "cp1251" else "")


def test_rows_know_the_number_that_people_see() -> None:
    content = workbook([], ["name"], [], ["Main"], [None], ["Second"])
    assert [row.number for row in read_xlsx(content).sheets["halls"]] == [4, 6]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2026, 11, 28, 9, 29, 59, 990000), "2026-11-28 09:30"),
        (datetime(2026, 11, 28), "2026-11-28"),
        (time(9, 30), "09:30"),
        (45.0, "45"),
        (45.5, "45.5"),
        (True, "yes"),
        (None, ""),
        (" a\x00 ", "a"),
    ],
)
def test_a_value_is_the_text_that_a_person_would_type(value: object, text: str) -> None:
    assert as_text(value) == text


def test_a_formula_without_a_result_is_marked() -> None:
    assert rows(workbook(["name"], ["=A1&A1"])) == [{"name": NO_RESULT}]


def test_merged_cells_all_have_the_value() -> None:
    content = workbook(["track", "name"], ["Business", "a"], [None, "b"], [None, "c"], cells="A2:A3")
    assert [row["track"] for row in rows(content)] == ["Business", "Business", ""]


def test_a_cell_of_ten_thousand_characters_is_kept_whole() -> None:
    assert rows(workbook(["name"], ["x" * 10_000])) == [{"name": "x" * 10_000}]


def test_more_rows_than_a_programme_has_are_refused() -> None:
    table = b"name\n" + b"x\n" * (MOST_ROWS + 1)
    with pytest.raises(FileIsTooLong):
        read_csv(table, "halls")
    with pytest.raises(FileIsTooLong):
        read_xlsx(write_xlsx([Sheet("Halls", ["name"], ([str(number)] for number in range(MOST_ROWS + 1)))]))


def test_a_file_that_unpacks_to_very_much_is_refused() -> None:
    with pytest.raises(FileIsTooLong):
        read_xlsx(archive(**{"xl/workbook.xml": b"\x00" * (LARGEST_CONTENT + 1)}))


def test_a_file_that_lies_about_its_size_is_refused() -> None:
    """The directory says a few bytes, the content unpacks to much more."""
    content = archive(bomb=b"\x00" * (LARGEST_CONTENT + 1))
    size = (LARGEST_CONTENT + 1).to_bytes(4, "little")
    with pytest.raises((FileIsTooLong, FileIsUnreadable)):
        read_xlsx(content.replace(size, (10).to_bytes(4, "little")))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_entities_are_refused(part: str) -> None:
    attack = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    with pytest.raises(FileIsUnreadable):
        read_xlsx(replaced(workbook(["name"], ["a"]), part, attack))


def test_entities_in_another_encoding_are_refused() -> None:
    attack = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16")
    with pytest.raises(FileIsUnreadable):
        read_xlsx(replaced(workbook(["name"], ["a"]), "xl/worksheets/sheet1.xml", attack))


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip", archive(a=b"b"), b"\xd0\xcf\x11\xe0" + b"\x00" * 600])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(FileIsUnreadable):
        read_xlsx(content)


@pytest.mark.parametrize("content", [b"\x00\x01\x02", b"\xff\xfe\x00", b"a,b\n" + b"x" * 200_000])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(FileIsUnreadable):
        read_csv(content, "halls")


def test_an_empty_table_has_no_rows() -> None:
    assert read_csv(b"", "halls").sheets == {"halls": ()}


def test_a_streamed_table_is_the_written_one_and_its_batches_are_taken_one_by_one() -> None:
    taken: list[int] = []

    def batches() -> Iterator[list[list[str]]]:
        for number in range(2):
            taken.append(number)
            yield [[f"=1+{number}", "silk"]]

    lines = stream_csv(["name", "cloth"], batches())
    first = [next(lines), next(lines)]
    assert (first, taken) == (["\ufeffname,cloth\r\n", "'=1+0,silk\r\n"], [0])
    rows = [["=1+0", "silk"], ["=1+1", "silk"]]
    assert "".join([*first, *lines]).encode() == write_csv(Sheet("halls", ["name", "cloth"], rows))
