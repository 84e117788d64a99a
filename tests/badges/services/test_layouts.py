from __future__ import annotations

from typing import Any

import pytest

from summit.badges import queries
from summit.badges.layouts import HOUSE, Mode, Sheet, SheetOfMixedSizes, Size, house
from summit.badges.services import layouts
from summit.clock import utcnow
from summit.database import transaction
from tests.badges.layout_factory import make_layout
from tests.factories import make_category, make_event


def _save(layout: Any, design: Any, seen: int, officer: Any) -> Any:
    with transaction():
        return layouts.save_layout(layout.id, design=design, seen=seen, actor_id=officer.id, now=utcnow())


def _assign(event: Any, officer: Any, default_id: int | None, by_category: dict[int, int | None]) -> None:
    with transaction():
        layouts.assign_layouts(event.id, default_id=default_id, by_category=by_category, actor_id=officer.id)


def test_an_edition_without_layouts_prints_the_house_s_a6(event):
    assert queries.load_book(event.id).of("D") == HOUSE


def test_a_category_has_its_own_layout_and_the_others_the_default(event, category, officer):
    make_category(event, "M")
    card, label = make_layout(event, "Card", house(Size.CR80)), make_layout(event, "Label", house(Size.LABEL))
    _assign(event, officer, label.id, {category.id: card.id})
    book = queries.load_book(event.id)

    assert (book.of("D").size, book.of("M").size) == (Size.CR80, Size.LABEL)
    with pytest.raises(SheetOfMixedSizes):
        book.places_on(Sheet.A4_4UP)
    assert book.papers() == (Sheet.SINGLE, Sheet.A4_FOLDED)
    _assign(event, officer, None, {})
    assert queries.load_book(event.id).of("D") == HOUSE


def test_saving_makes_a_version_and_the_same_design_makes_none(event, officer):
    layout = make_layout(event)
    black = house(Size.A6, Mode.BLACK)

    assert _save(layout, black, 1, officer).number == 2
    assert _save(layout, black, 2, officer).number == 2
    contents = [version.content for version, _ in queries.list_layout_versions(layout.id)]
    assert contents == [black.as_json(), HOUSE.as_json()]


def test_a_version_that_was_overtaken_is_not_saved_over(event, officer):
    layout = make_layout(event)
    _save(layout, house(Size.A7), 1, officer)

    with pytest.raises(layouts.LayoutChangedMeanwhile):
        _save(layout, HOUSE, 1, officer)


def test_a_name_stands_once_in_an_edition(event):
    make_layout(event, "Card")

    with pytest.raises(layouts.LayoutNameIsTaken):
        make_layout(event, "Card")


def test_another_edition_s_layout_is_not_assigned(event, category, officer):
    other = make_layout(make_event())

    with pytest.raises(layouts.LayoutIsGone):
        _assign(event, officer, None, {category.id: other.id})
