"""Conflicts as sentences."""

from datetime import timedelta

import pytest

from summit.agenda.queries.names import NamedSlot, Names
from summit.agenda.rules.board import BoardHall, BoardPerson
from summit.agenda.rules.conflicts import find_conflicts
from summit.agenda.views.conflict_words import marked_sentence, sentence
from tests.agenda.boards import DAY, ZONE, at, board, place, slot

LINEN, SILK = {"en": "Linen", "ru": "Лён"}, {"en": "Silk & <wool>"}
SMALL = {1: BoardHall(1, 10), 2: BoardHall(2, 10), 3: BoardHall(3)}


def names_of(of) -> Names:
    titles = {1: LINEN, 2: SILK}
    slots = {
        key: NamedSlot(key, titles[key], one.placement.hall_ids, one.placement.starts_at, one.placement.ends_at)
        for key, one in of.slots.items()
    }
    halls = {1: {"en": "Main hall"}, 2: {"en": "Studio"}, 3: {"en": "Loft"}}
    return Names(ZONE, slots, halls, {1: "Ana Souza"})


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "").replace("\u202f", " ")


CASES = [
    (
        board(slot(1, place(at(10))), slot(2, place(at(10, 45)))),
        "“Linen” and “Silk & <wool>” are both in Main hall from 10:45 AM to 11:00 AM.",
    ),
    (
        board(slot(1, place(at(10))), halls={1: BoardHall(1, windows=((at(9), at(10, 30)),))}),
        "“Linen” is in Main hall from 10:00 AM to 11:00 AM, but the hall cannot be used for all of that time.",
    ),
    (
        board(slot(1, place(at(10)), people=(1,)), slot(2, place(at(10, 15), 60, 2), people=(1,))),
        "Ana Souza is needed in “Linen” and in “Silk & <wool>” at the same time, from 10:15 AM to 11:00 AM.",
    ),
    (
        board(slot(1, place(at(10)), people=(1,)), people={1: BoardPerson(1, windows=((at(12), at(13)),))}),
        "Ana Souza is needed in “Linen” from 10:00 AM to 11:00 AM, but is not available then.",
    ),
    (
        board(slot(1, place(at(10)), people=(1,)), people={1: BoardPerson(1, meetings=((at(9), at(10, 5)),))}),
        "Ana Souza is needed in “Linen”, but has a business meeting from 9:00 AM to 10:05 AM.",
    ),
    (
        board(slot(1, place(at(10))), slot(2, place(at(11, 5)))),
        "In Main hall, “Linen” ends at 11:00 AM and “Silk & <wool>” begins at 11:05 AM: "
        "5 minutes are missing for the change-over.",
    ),
    (
        board(slot(1, place(at(10))), slot(2, place(at(11, 9)))),
        "In Main hall, “Linen” ends at 11:00 AM and “Silk & <wool>” begins at 11:09 AM: "
        "1 minute is missing for the change-over.",
    ),
    (
        board(slot(1, place(at(10)), signed_up=12), halls=SMALL),
        "12 people have signed up for “Linen”, which is more than the 10 that fit into Main hall.",
    ),
    (
        board(slot(1, place(at(10), 60, 1, 2), capacity=1200), halls=SMALL),
        "“Linen” is open to 1,200 people, which is more than the 20 that fit into Main hall and Studio.",
    ),
    (
        board(slot(1, place(at(10))), halls=SMALL, fans={1: 2**11 - 1}),
        "11 delegates have starred “Linen”, which is more than the 10 that fit into Main hall.",
    ),
    (
        board(slot(1, place(at(8, 30)))),
        "“Linen” is planned from 8:30 AM to 9:30 AM, but this day is open from 9:00 AM to 10:00 PM.",
    ),
    (
        board(slot(1, place(at(10, day=DAY + timedelta(days=9))))),
        "“Linen” is planned for December 7, 2026, which is not a day of this edition.",
    ),
    (
        board(slot(1, place(at(10))), slot(2, place(at(10, 30), 60, 2)), fans={1: 63, 2: 63}),
        "6 delegates want to see both “Linen” and “Silk & <wool>”, which overlap from 10:30 AM to 11:00 AM.",
    ),
]


@pytest.mark.parametrize(("of", "expected"), CASES, ids=[text[:30] for _, text in CASES])
def test_every_kind_has_its_sentence(app, of, expected):
    (conflict,) = find_conflicts(of)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert plain(sentence(conflict, names_of(of))) == expected


def test_in_html_names_are_escaped_and_marked_with_their_language(app):
    of = CASES[0][0]
    (conflict,) = find_conflicts(of)
    with app.test_request_context(headers={"Accept-Language": "ar"}):
        text = marked_sentence(conflict, names_of(of))
    assert '<bdi lang="en" dir="ltr">Silk &amp; &lt;wool&gt;</bdi>' in text
    assert "<wool>" not in text


def test_names_stand_in_isolates_in_plain_text(app):
    of = CASES[0][0]
    (conflict,) = find_conflicts(of)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert "\u2068Linen\u2069" in sentence(conflict, names_of(of))
