"""A line is put where WeasyPrint puts it when it lays out the whole side."""

from __future__ import annotations

import pytest
from weasyprint.formatting_structure.boxes import TextBox

from summit.badges.layouts import BadgeDesign, DesignBook, Mode, Side, Size, house
from summit.badges.pdf.composition import compose_personal
from summit.badges.pdf.press import Press
from summit.badges.pdf.pressroom import the_press
from summit.badges.pdf.setting import walk
from summit.badges.pdf.styling import element_class
from tests.badges.factory import NATIVE_NAMES, make_card

WHOLE = """{% from "badges/paper/parts.html" import text %}
<html><body><section class="side {{ key }}" dir="{{ around }}">
{%- for block in blocks %}<div class="texts {{ at }}{{ block.element.kind }}">
{%- for each in block.texts %}{{ text(each, around) }}{% endfor %}</div>{% endfor -%}
</section></body></html>"""
MIXED = {
    "two scripts in a line": {"line1": "Ama 王 ب Окон", "organisation": "Ω ☃ 한 X — “q”", "country": "—"},
    "numbers among Hebrew": {"line1": "Mixed אבג one", "name_native": "one אבג 12 two", "native_lang": "he"},
    "many lines": {"line1": "Maria " * 33, "honorific": "Prof. Dr " * 22, "name_native": "王" * 150},
}
CARDS = {**{lang: {"name_native": name, "native_lang": lang} for lang, name in NATIVE_NAMES.items()}, **MIXED}


def _whole(press: Press, changes: dict, design: BadgeDesign, side: Side) -> list[tuple[str, float, float, float]]:
    """Return text, start, baseline and width (px) of each line that WeasyPrint lays out."""
    card = make_card(**changes)
    html = press._templates.from_string(WHOLE).render(
        key=design.key,
        at=element_class(design, side),
        around=card.direction,
        blocks=compose_personal(card, design, side, press._ruler),
    )
    found = walk(press._render(html, {}, (design,)).pages[0]._page_box, TextBox)
    return [(box.text, box.position_x, box.position_y + box.baseline, box.width) for box in found]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("changes", CARDS.values(), ids=CARDS)
@pytest.mark.parametrize("design", [house(Size.A6), house(Size.CR80, Mode.BLACK)], ids=["a6", "cr80"])
def test_a_line_stands_where_the_whole_side_would_put_it(design: BadgeDesign, changes: dict, language: str) -> None:
    press, changes = the_press(), {**changes, "language": language}
    for side in Side:
        whole = _whole(press, changes, design, side)
        ((set_side,),) = press.set_sides([make_card(**changes)], DesignBook(design), (side,), {})
        own = [(line.text, line.position_x, line.baseline, line.width) for line in set_side.lines[2:]]

        assert [text for text, *_ in own] == [text for text, *_ in whole]
        assert [number for _, *places in own for number in places] == pytest.approx(
            [number for _, *places in whole for number in places], abs=0.01
        )
