from __future__ import annotations

import copy
from typing import Any

import pytest

from summit.badges.layouts import HOUSE, DesignRefused, Mode, Sheet, Sides, Size, design_of, house, sheets_for
from summit.badges.layouts import design as rules
from summit.badges.layouts.sheets import A4, folded_places, grid_of

SHEETS_THAT_ARE_CUT = (Sheet.A4_2UP, Sheet.A4_4UP, Sheet.A4_8UP)


def _changed(kind: str, /, **values: Any) -> dict[str, Any]:
    content = copy.deepcopy(HOUSE.as_json())
    next(each for each in content["front"] if each["kind"] == kind).update(values)
    return content


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("sides", [None, Sides.SAME, Sides.FRONT])
def test_every_house_design_fits_and_is_read_back(size: Size, mode: Mode, sides: Sides | None) -> None:
    design = house(size, mode, sides)

    assert design_of(design.as_json()) == design


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (_changed("event", x=60), rules.OUTSIDE),
        (_changed("event", x=-1), rules.OUTSIDE),
        (_changed("qr", width=24.9, height=24.9), rules.TOO_SMALL_A_CODE),
        (_changed("qr", height=26), rules.NOT_SQUARE),
        (_changed("qr", x=74), rules.AT_THE_EDGE),
        (_changed("zones", width=23.5), rules.NOISY),
        (_changed("organisation", y=108.5), rules.OVERLAPPING),
        (_changed("names", height=4), rules.TOO_SMALL_A_BOX),
        (_changed("names", largest=105), rules.WRONG_TYPE_SIZE),
        (_changed("names", kind="script"), rules.UNKNOWN),
        (_changed("names", onload="x"), rules.UNKNOWN),
        (_changed("names", x="8"), rules.NO_NUMBER),
        (_changed("names", x=float("nan")), rules.NO_NUMBER),
        (_changed("names", x=True), rules.NO_NUMBER),
        (_changed("names", x=10**400), rules.NO_NUMBER),
        (_changed("names", width=-1e308), rules.NO_NUMBER),
        (_changed("names", anchor="middle"), rules.UNKNOWN),
        (_changed("names", height=None), rules.NO_NUMBER),
        (_changed("dates", kind="event"), rules.REPEATED),
        (HOUSE.as_json() | {"size": "a3"}, rules.UNKNOWN),
        (HOUSE.as_json() | {"code": "x"}, rules.UNKNOWN),
        (HOUSE.as_json() | {"front": []}, rules.NO_NAMES),
        (HOUSE.as_json() | {"front": "x"}, rules.UNKNOWN),
        (HOUSE.as_json() | {"front": [], "sides": "front"}, rules.NO_CODE),
    ],
)
def test_what_could_not_be_printed_is_refused_at_its_element(content: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DesignRefused) as refused:
        design_of(content)

    assert sentence in [problem.message for problem in refused.value.problems]


def test_every_element_that_cannot_be_read_is_named_at_once() -> None:
    content = _changed("names", x="8")
    content["back"][0]["y"] = None

    with pytest.raises(DesignRefused) as refused:
        design_of(content)

    assert [(each.side, each.kind) for each in refused.value.problems] == [("front", "names"), ("back", "event")]


def test_a_smaller_size_refuses_what_stood_on_the_greater_one() -> None:
    with pytest.raises(DesignRefused) as refused:
        design_of(HOUSE.as_json() | {"size": "cr80"})

    assert {("front", "band"), ("front", "organisation"), ("back", "band")} <= {
        (each.side, each.kind) for each in refused.value.problems if each.message == rules.OUTSIDE
    }


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("sheet", SHEETS_THAT_ARE_CUT)
def test_badges_lie_on_the_sheet_and_backs_behind_their_fronts(size: Size, sheet: Sheet) -> None:
    grid = grid_of(sheet, size)

    for front, back in zip(grid.places, grid.mirrored, strict=True):
        assert 0 <= front.x <= A4[0] - grid.width
        assert 0 <= front.y <= A4[1] - grid.height
        assert (back.x + grid.width, back.y) == (pytest.approx(A4[0] - front.x), front.y)


@pytest.mark.parametrize(
    ("size", "counts"),
    [
        (Size.A6, [1, 2, 4, 1]),
        (Size.W102_H152, [1, 2, 1]),
        (Size.W89_H140, [1, 2, 4, 1]),
        (Size.W102_H76, [1, 2, 4, 6, 1]),
        (Size.A7, [1, 2, 4, 8, 1]),
        (Size.CR80, [1, 2, 4, 8, 1]),
        (Size.LABEL, [1, 2, 4, 8, 1]),
    ],
)
def test_as_many_badges_lie_on_a_sheet_as_fit(size: Size, counts: list[int]) -> None:
    assert [sheet.places(size) for sheet in sheets_for(size)] == counts


@pytest.mark.parametrize("size", Size)
def test_a_folded_badge_lies_on_its_sheet(size: Size) -> None:
    front, back = folded_places(size)

    assert front.x + size.width == back.x == A4[0] / 2
    assert front.x >= 0
    assert front.y + size.height <= A4[1]


@pytest.mark.parametrize("size", Size)
def test_a_design_read_back_has_the_style_class_of_the_one_it_equals(size: Size) -> None:
    design = house(size, Mode.COLOUR)
    read = design_of(design.as_json() | {"front": [_in_tenths(one) for one in design.as_json()["front"]]})
    assert (read, read.key) == (design, design.key)


def _in_tenths(element: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, str) else float(value) for name, value in element.items()}
