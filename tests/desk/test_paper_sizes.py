"""The sizes of pages in the style sheet of direct printing, which no page can hand over, are those of badges."""

import re
from pathlib import Path

import pytest

from summit.badges.layouts import Size

SHEET = Path(__file__).parents[2] / "static/css/desk-print.css"


@pytest.mark.parametrize("size", Size)
def test_the_printed_page_and_the_badge_on_it_have_the_size_of_the_badge(size: Size) -> None:
    css = SHEET.read_text()

    page = re.search(rf"@page badge-{size} {{\s*size: ([\d.]+)mm ([\d.]+)mm;\s*margin: 0;", css)
    badge = re.search(
        rf'data-size="{size}"\] {{\s*--badge-width: ([\d.]+)mm;\s*--badge-height: ([\d.]+)mm;\s*page: badge-{size};',
        css,
    )

    assert page is not None
    assert badge is not None
    assert [tuple(map(float, found.groups())) for found in (page, badge)] == [(size.width, size.height)] * 2
