"""Nothing on a badge leaves its place: read from the places of its lines and from the printed pixels."""

from __future__ import annotations

import itertools
import logging

import pypdfium2
import pytest
from PIL import Image

from summit.badges.layouts import HOUSE, DesignBook, Side
from summit.badges.pdf import render_badges
from summit.badges.pdf.pressroom import the_press
from summit.badges.pdf.setting import SetLine
from tests.badges.factory import NATIVE_NAMES, make_card, make_photo

MM = 96 / 25.4
LONGEST = [
    {"line1": "W" * 200, "line2": "Ж" * 200, "name_native": "王" * 200, "organisation": "Q" * 200},
    {"line1": "﷽" * 200, "organisation": "﷽" * 200, "country": "﷽" * 60},
    {"line1": "Maria " * 33, "honorific": "Prof. Dr " * 22, "country": "Saint " * 30},
    {"line1": "ខ្ញុំ" * 40, "name_native": "နို့" * 50, "native_lang": "my", "organisation": "ที่" * 66},
]
CASES = [*LONGEST, *({"name_native": name, "native_lang": lang} for lang, name in NATIVE_NAMES.items())]


# Strips of a front (mm: left, top, right, bottom) that stay white whatever is printed.
WHITE = {
    "slot": (0, 0, 105, 12),
    "left edge": (0, 0, 4, 148),
    "right edge": (101, 0, 105, 148),
    "foot": (0, 142, 105, 148),
    "above the band": (0, 126.2, 105, 127.2),
    "quiet zone beside the code": (64.9, 27.6, 69.9, 54.6),
    "quiet zone under the code": (70, 54.8, 97, 59.7),
    "quiet zone above the code": (70, 22.5, 97, 27.5),
}


def _lines(changes: dict, side: Side) -> list[SetLine]:
    card = make_card(photo=make_photo(), **changes)
    return the_press().set_sides([card], DesignBook(HOUSE), (side,), {})[0][0].lines


def _front(changes: dict) -> Image.Image:
    """Return the printed front in grey at 10 pixels a millimetre."""
    with pypdfium2.PdfDocument(render_badges([make_card(photo=make_photo(), **changes)], HOUSE)) as pdf:
        return pdf[0].render(scale=254 / 72).to_pil().convert("L")


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("changes", CASES)
def test_every_text_stands_between_the_margins(changes: dict, side: Side) -> None:
    for line in _lines(changes, side):
        assert line.position_x >= 7.99 * MM, line.text
        assert line.position_x + line.width <= 97.01 * MM, line.text


@pytest.mark.parametrize("changes", CASES)
def test_lines_of_a_front_follow_each_other_and_end_above_the_band(changes: dict) -> None:
    lines = [line for line in _lines(changes, Side.FRONT) if line.position_y > 66 * MM]

    for line, following in itertools.pairwise(lines):
        assert line.position_y + line.height <= following.position_y + 0.01
    assert lines[0].position_y >= 69.4 * MM
    assert lines[-1].position_y + lines[-1].height <= 126.5 * MM


@pytest.mark.parametrize("changes", CASES)
def test_no_ink_leaves_its_place(changes: dict) -> None:
    printed = _front(changes)

    for name, strip in WHITE.items():
        darkest, _ = printed.crop([round(edge * 10) for edge in strip]).getextrema()
        assert darkest == 255, name


@pytest.mark.parametrize("lang", NATIVE_NAMES)
def test_every_letter_of_a_launch_script_has_a_glyph(lang: str, caplog: pytest.LogCaptureFixture) -> None:
    name = NATIVE_NAMES[lang]
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        render_badges([make_card(line1=name, name_native=name, native_lang=lang, organisation=name)], HOUSE)

    assert [record.getMessage() for record in caplog.records if ".notdef" in record.getMessage()] == []


def test_a_letter_that_no_font_has_is_noticed(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        render_badges([make_card(line1="\ue000")], HOUSE)

    assert any(".notdef" in record.getMessage() for record in caplog.records)
