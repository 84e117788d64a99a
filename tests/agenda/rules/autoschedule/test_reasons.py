"""Why a session has no place: the honest reason."""

from dataclasses import replace

import pytest

from summit.agenda.rules.autoschedule import Options, Reason, ReasonKind, propose
from summit.agenda.rules.board import Board, BoardHall, BoardPerson
from summit.agenda.rules.kinds import SessionKind
from tests.agenda.boards import DAY, at, board, place, slot


def why(of: Board, key: int = 1, **values) -> Reason:
    outcome = propose(of, Options((key,), iterations=50, **values))
    (one,) = outcome.unplaced
    assert one.slot_id == key
    return one.reason


def test_no_hall_or_day_to_use() -> None:
    assert why(board(slot(1)), days=()) == Reason(ReasonKind.NOWHERE)
    assert why(board(slot(1)), hall_ids=(99,)) == Reason(ReasonKind.NOWHERE)


def test_longer_than_any_day() -> None:
    assert why(board(slot(1, minutes=14 * 60))) == Reason(ReasonKind.TOO_LONG, {"minutes": 840})


def test_no_hall_is_large_enough() -> None:
    halls = {1: BoardHall(1, 20), 2: BoardHall(2, 40)}
    found = why(board(slot(1, capacity=60, signed_up=70), halls=halls))
    assert found == Reason(ReasonKind.HALL_TOO_SMALL, {"people": 70, "room": 40})


def test_the_halls_are_never_open_for_long_enough() -> None:
    halls = {1: BoardHall(1, windows=((at(10), at(10, 30)),)), 2: BoardHall(2, 5)}
    assert why(board(slot(1, capacity=9), halls=halls)).kind is ReasonKind.HALLS_CLOSED


def test_somebody_is_never_there() -> None:
    people = {1: BoardPerson(1), 2: BoardPerson(2, windows=((at(3), at(8)),))}
    found = why(board(slot(1, people=(1, 2)), people=people))
    assert found == Reason(ReasonKind.PERSON_UNAVAILABLE, {"person_id": 2})


def test_two_people_are_never_there_together() -> None:
    people = {1: BoardPerson(1, ((at(9), at(12)),)), 2: BoardPerson(2, ((at(13), at(18)),)), 3: BoardPerson(3)}
    found = why(board(slot(1, people=(1, 2, 3)), people=people))
    assert found == Reason(ReasonKind.PEOPLE_NEVER_TOGETHER, {"person_ids": [1, 2]})


def test_somebody_is_always_elsewhere() -> None:
    people = {1: BoardPerson(1, ((at(9), at(11)),), meetings=((at(9), at(10)),))}
    of = board(slot(1, people=(1,)), slot(2, place(at(10), 30, 2), people=(1,)), people=people)
    found = why(of)
    assert found == Reason(ReasonKind.PEOPLE_BUSY, {"person_ids": [1], "slot_ids": [2]})


def test_all_fitting_places_are_taken() -> None:
    halls = {1: BoardHall(1), 2: BoardHall(2, 5)}
    hours = {DAY: (at(9), at(12))}
    of = board(slot(1, capacity=9), slot(2, place(at(9), 120)), slot(3, place(at(9), 60, 2)), halls=halls, hours=hours)
    assert why(of) == Reason(ReasonKind.TAKEN, {"slot_ids": [2]})
    beside_a_break = replace(of, slots={**of.slots, 2: replace(of.slots[2], kind=SessionKind.BREAK)})
    assert propose(beside_a_break, Options((1,), iterations=50)).placements[1] == place(at(11))


@pytest.mark.parametrize("key", [1, 2])
def test_of_two_for_one_place_the_other_is_named(key: int) -> None:
    of = board(slot(1), slot(2), halls={1: BoardHall(1)}, hours={DAY: (at(9), at(10))})
    outcome = propose(of, Options((1, 2), iterations=200, seed=key))
    (left,) = outcome.unplaced
    (placed,) = outcome.placements
    assert left.reason == Reason(ReasonKind.TAKEN, {"slot_ids": [placed]})
