"""The editor's grid: frames, columns, lanes, closed times, and search in any script."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.agenda.rules.grid import (
    MOST_LANES,
    Block,
    Frame,
    Run,
    block_of,
    closed_blocks,
    fold,
    frame_of,
    is_found,
    lanes_of,
    runs_of,
)
from summit.agenda.rules.timing import Placement, at_minute

MOSCOW, DAY = "Europe/Moscow", date(2026, 11, 28)


def moment(minute, day=DAY, zone=MOSCOW):
    return at_minute(day, minute, zone)


def place(start, minutes):
    return Placement((1,), moment(start), moment(start + minutes))


HOURS = (moment(9 * 60), moment(22 * 60))


def test_a_frame_shows_the_hours_with_one_around():
    frame = frame_of(DAY, MOSCOW, HOURS, [])
    assert (frame.first, frame.last, frame.opens, frame.closes) == (480, 1380, 540, 1320)
    assert (frame.steps, frame.row(485), frame.hours[0]) == (180, 1, 480)


def test_a_frame_grows_with_what_stands_outside_and_ends_with_the_day():
    frame = frame_of(DAY, MOSCOW, HOURS, [place(6 * 60 + 10, 30), place(26 * 60, 90)])
    assert (frame.first, frame.last) == (360, 1680)


def test_rows_stay_within_the_frame():
    frame = Frame(DAY, MOSCOW, 480, 1380, 540, 1320)
    assert (frame.row(0), frame.row(9999)) == (0, 180)


def test_a_span_that_the_clocks_turn_over_keeps_its_length():
    start = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    block = block_of(start, start + timedelta(minutes=45), date(2026, 10, 24), "Europe/Berlin")
    assert block == Block(26 * 60 + 30, 27 * 60 + 15)


@pytest.mark.parametrize(
    ("halls", "runs"),
    [
        ((1,), [Run(0)]),
        ((2, 1, 3), [Run(0, 3)]),
        ((4, 1, 2), [Run(3), Run(0, 2)]),
        ((1, 3, 4), [Run(0), Run(2, 2)]),
        ((9, 1), [Run(0)]),
        ((), []),
    ],
)
def test_halls_side_by_side_are_one_run_and_the_leading_one_leads(halls, runs):
    assert runs_of(halls, [1, 2, 3, 4]) == runs


cards = st.builds(
    lambda start, length, column, span: (Block(start * 5, (start + length) * 5), Run(column, span)),
    st.integers(0, 60),
    st.integers(1, 20),
    st.integers(0, 2),
    st.integers(1, 2),
)


@given(st.lists(cards, max_size=9))
def test_cards_that_meet_never_share_a_lane(some):
    lanes = lanes_of(some)
    for number, (block, run) in enumerate(some):
        assert 0 <= lanes[number].number < lanes[number].count <= MOST_LANES
        for other in range(number):
            other_block, other_run = some[other]
            meets = block.start < other_block.end and other_block.start < block.end and run.touches(other_run)
            if meets and max(lanes[number].number, lanes[other].number) < MOST_LANES - 1:
                assert lanes[number].number != lanes[other].number
            if meets:
                assert lanes[number].count == lanes[other].count


def test_a_card_alone_has_the_whole_column():
    lanes = lanes_of([(Block(0, 30), Run(0)), (Block(30, 60), Run(0)), (Block(0, 60), Run(1))])
    assert {(lane.number, lane.count) for lane in lanes} == {(0, 1)}


def test_a_hall_is_closed_outside_of_its_windows():
    frame = Frame(DAY, MOSCOW, 480, 1380, 540, 1320)
    windows = [(moment(14 * 60), moment(16 * 60)), (moment(9 * 60), moment(12 * 60))]
    assert closed_blocks(windows, frame) == [Block(480, 540), Block(720, 840), Block(960, 1380)]
    assert closed_blocks([], frame) == []
    elsewhere = [(moment(9 * 60, date(2026, 11, 30)), moment(10 * 60, date(2026, 11, 30)))]
    assert closed_blocks(elsewhere, frame) == [Block(480, 1380)]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("мода", "Мода И Время"),
        ("TECELAO", "Bruno Tecelão"),
        ("نسيج", "مستقبل النَّسيج"),
        ("时尚", "时尚与传统"),
        ("", "x"),
    ],
)
def test_text_is_found_in_any_script_without_marks_and_case(query, text):
    assert is_found(query, fold(text))
    assert not is_found(f"{query} absent", fold(text))
