from dataclasses import replace
from datetime import UTC, datetime

import pytest

from summit.badges.layouts import SHEET_NAMES, Sheet
from summit.badges.rules import (
    LEFT_OUT_NAMES,
    ORDER_NAMES,
    REISSUE_NAMES,
    SCOPE_NAMES,
    LeftOut,
    PrintFilter,
    PrintOrder,
    PrintScope,
    ReissueReason,
    Standing,
    arguments_of,
    file_name,
    filter_of,
    in_print_order,
    name_lines,
)
from summit.credentials.rules import Arrival

PEOPLE = [
    Standing(1, "bela", "Éclat", "Brazil"),
    Standing(2, "anna", "", ""),
    Standing(3, "anna", "atelier", "Algeria"),
    Standing(4, "chen", "Zarnitsa", "Algeria"),
]


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        (PrintOrder.NAME, [2, 3, 1, 4]),
        (PrintOrder.ORGANISATION, [3, 1, 4, 2]),
        (PrintOrder.COUNTRY, [3, 4, 1, 2]),
    ],
)
def test_badges_lie_in_the_order_asked_for(order, ids):
    for people in (PEOPLE, reversed(PEOPLE)):
        assert [one.registration_id for one in in_print_order(people, order)] == ids


def test_a_filter_survives_its_address():
    wanted = PrintFilter(q="Лю", letters=("D", "VI"), countries=("BR", "none"), scope=PrintScope.CHANGED)
    wanted = replace(wanted, delegation="World Craft Union", company="Norden", arrival=Arrival.INSIDE)
    assert filter_of(arguments_of(wanted)) == wanted
    assert arguments_of(PrintFilter()) == {}


def test_an_address_with_nonsense_filters_nothing():
    nonsense = {
        "q": ["  "],
        "category": ["", "LONG"],
        "country": ["", "XX", "br"],
        "scope": ["sideways"],
        "arrival": ["x"],
    }
    assert filter_of(nonsense) == PrintFilter()
    assert len(filter_of({"q": ["x" * 5000]}).q) == 200


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (("Amara Bright", "", "", "", ""), ("", "Amara Bright", "", "Amara Bright")),
        (("Amara Bright", "", "Dr", "", ""), ("Dr", "Amara Bright", "", "Amara Bright")),
        (("Amara Bright", "Ama", "Dr", "", ""), ("", "Ama", "Dr Amara Bright", "Dr Amara Bright")),
        (("Amara Bright", "Ama", "Dr", "Dr Amara Bright", ""), ("Dr", "Amara Bright", "", "Amara Bright")),
        (("Amara Bright", "", "Dr", "A. Bright", "Designer"), ("", "A. Bright", "Designer", "Amara Bright")),
        (("Drake Moss", "", "Dr", "Drake Moss", ""), ("", "Drake Moss", "", "Drake Moss")),
    ],
)
def test_no_part_of_a_name_stands_twice(given, shown):
    names = dict(zip(("name_latin", "call_me", "honorific", "line1", "line2"), given, strict=True))
    assert tuple(name_lines(**names)) == shown


def test_a_file_is_named_in_ascii():
    moment = datetime(2026, 11, 23, 4, 5, tzinfo=UTC)
    assert file_name("summit-2026", "a4_4up", moment) == "summit-2026-badges-a4-4up-20261123-040500.pdf"


def test_every_choice_has_a_name():
    assert set(SHEET_NAMES) == set(Sheet)
    assert (set(SCOPE_NAMES), set(ORDER_NAMES)) == (set(PrintScope), set(PrintOrder))
    assert (set(LEFT_OUT_NAMES), set(REISSUE_NAMES)) == (set(LeftOut), set(ReissueReason))
