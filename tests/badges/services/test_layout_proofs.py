from __future__ import annotations

from typing import Any

from summit.badges import queries
from summit.badges.layouts.samples import SAMPLE_NAMES
from summit.badges.services.layout_proofs import list_specimens
from tests.factories import make_event, make_registration


def _names(event: Any) -> list[tuple[str, str]]:
    return [(short.name_latin, long.name_latin) for short, long in queries.list_extreme_names(event.id)]


def test_the_shortest_and_the_longest_are_found_in_each_language(event, category, approve):
    for latin, native, language in (
        ("Ana Sa", "", ""),
        ("Maria Antonieta Vasconcelos", "", ""),
        ("Bob Stone", "", ""),
        ("Konstantin Li", "Ли", "ru"),
        ("Ia", "Ия Константинопольская", "ru"),
    ):
        approve(name_latin=latin, name_native=native, native_language=language)
    make_registration(event, category, name_latin="X")

    assert _names(event) == [("Ana Sa", "Maria Antonieta Vasconcelos"), ("Konstantin Li", "Ia")]
    assert _names(make_event()) == []


def test_one_person_alone_is_both(event, approve):
    approve(name_latin="Ana Sa", name_native="", native_language="")

    assert _names(event) == [("Ana Sa", "Ana Sa")]


def test_real_names_come_first_and_invented_ones_only_where_nobody_is_approved(event, approve):
    approve(name_latin="Ia Li", name_native="Ия", native_language="ru")

    specimens = list_specimens(event)

    assert [each.title for each in specimens[:2]] == ["Ия", "Ия"]
    assert [each.language for each in specimens].count("ru") == 2
    assert len(specimens) == 2 * len(SAMPLE_NAMES)
