from __future__ import annotations

import pytest

from summit.badges.cards import direction_of, ink_on
from tests.badges.factory import make_card


@pytest.mark.parametrize(
    ("language", "direction"),
    [("en", "ltr"), ("ar", "rtl"), ("ar-EG", "rtl"), ("fa", "rtl"), ("az-Arab", "rtl"), ("ks-Deva", "ltr")],
)
def test_direction_follows_language_and_script(language: str, direction: str) -> None:
    assert direction_of(language) == direction


@pytest.mark.parametrize(("colour", "ink"), [("#7a1f2b", "#ffffff"), ("#e8c547", "#000000")])
def test_ink_is_the_colour_that_reads_better(colour: str, ink: str) -> None:
    assert ink_on(colour) == ink


def test_white_space_is_one_space_but_a_no_break_space_stays() -> None:
    card = make_card(line1="  Amara \n\t Okonkwo ", event_dates="28\u00a0November\u2028– 2")

    assert (card.line1, card.event_dates) == ("Amara Okonkwo", "28\u00a0November – 2")


def test_characters_no_page_can_hold_are_left_out() -> None:
    assert make_card(line1="A\x00m\ufffea\x1bra").line1 == "Amara"


@pytest.mark.parametrize(
    "change",
    [
        {"token": "1" * 23},
        {"token": "١" * 24},
        {"short_code": "123"},
        {"photo": b"GIF89a"},
        {"accent": "red"},
        {"category_colour": "#fff}"},
        {"labels": {"zones": "Zones"}},
    ],
)
def test_what_cannot_be_printed_truthfully_is_refused(change: dict) -> None:
    with pytest.raises(ValueError):
        make_card(**change)


def test_names_are_listed_once_with_the_language_of_the_native_one() -> None:
    card = make_card(line1="Amara", line2="林晓月", name_native="林晓月", native_lang="zh-Hans")

    assert card.names == (("Amara", ""), ("林晓月", "zh-Hans"), ("Amara Okonkwo-Bright", ""))


def test_an_empty_first_line_falls_back_to_the_latin_name() -> None:
    assert make_card(line1=" ").names == (("Amara Okonkwo-Bright", ""),)


def test_the_short_code_is_read_in_two_groups() -> None:
    assert make_card(short_code="12345678").spaced_code == "1234\u00a05678"
