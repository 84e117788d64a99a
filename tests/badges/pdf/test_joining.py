from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from summit.badges.layouts import DesignBook, Sheet, Sides, Size, house
from summit.badges.pdf.joining import PART_VERSION, join_pdfs
from summit.badges.pdf.pressroom import the_press
from tests.badges.factory import make_card, make_photo

FRONT = house(Size.A6, sides=Sides.FRONT)


def _part(folder: Path, *names: str) -> Path:
    """Write one part of a run, as a child process does, named by its first badge."""
    cards = [make_card(line1=name, photo=make_photo()) for name in names]
    path = folder / f"{names[0]}.pdf"
    the_press().lay_out(cards, DesignBook(FRONT), Sheet.SINGLE).write_pdf(path, pdf_version=PART_VERSION)
    return path


def test_parts_follow_each_other_and_each_page_keeps_its_text_and_pictures(tmp_path: Path) -> None:
    join_pdfs([_part(tmp_path, "Nino"), _part(tmp_path, "Пётр", "林晓月")], tmp_path / "joined.pdf")
    reader = PdfReader(tmp_path / "joined.pdf", strict=True)

    for page, name in zip(reader.pages, ["Nino", "Пётр", "林晓月"], strict=True):
        assert name in page.extract_text()
        assert [image.data for image in page.images if image.data] != []
    assert reader.metadata.title == "Fashion Summit"


def test_a_file_that_is_no_part_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.4\n")

    with pytest.raises(ValueError):
        join_pdfs([tmp_path / "other.pdf"], tmp_path / "joined.pdf")
