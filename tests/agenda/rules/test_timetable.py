"""The timetable's layout: no two blocks ever cover each other, whatever overlaps."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from summit.agenda.rules.programme import ProgrammeSlot
from summit.agenda.rules.timetable import lay_out

NINE = datetime(2026, 11, 28, 6, tzinfo=UTC)


def slot(key: int, start: int, minutes: int = 60, halls=(1,)) -> ProgrammeSlot:
    begins = NINE + timedelta(minutes=start)
    return ProgrammeSlot(key, key, f"g{key}", f"u{key}", halls, begins, begins + timedelta(minutes=minutes))


def places(table) -> list[tuple[int, int, int, int, int]]:
    return [(b.slot.id, b.first_row, b.last_row, b.first_column, b.last_column) for b in table.blocks]


def test_a_day_without_slots_is_an_empty_table():
    table = lay_out([], [1, 2])
    assert (table.lines, table.columns, table.blocks, table.column_count) == ((), (), (), 0)


def test_halls_are_columns_and_changes_are_lines():
    table = lay_out([slot(1, 0), slot(2, 30, halls=(3,))], [1, 2, 3])
    assert [(one.hall_id, one.first, one.last) for one in table.columns] == [(1, 1, 2), (3, 2, 3)]
    assert table.row_minutes == (30, 30, 30)
    assert places(table) == [(1, 1, 3, 1, 2), (2, 2, 4, 2, 3)]


def test_a_plenary_spans_the_halls_that_stand_side_by_side():
    table = lay_out([slot(1, 0, halls=(2, 1)), slot(2, 60, halls=(3,))], [1, 2, 3])
    assert places(table) == [(1, 1, 2, 1, 3), (2, 2, 3, 3, 4)]


def test_a_plenary_in_halls_apart_is_drawn_again():
    table = lay_out([slot(1, 0, halls=(1, 3)), slot(2, 60, halls=(2,))], [1, 2, 3])
    assert [(b.slot.id, b.first_column, b.is_repeat) for b in table.blocks] == [
        (1, 1, False),
        (1, 3, True),
        (2, 2, False),
    ]


def test_slots_that_overlap_share_their_hall_in_lanes():
    table = lay_out([slot(1, 0), slot(2, 30), slot(3, 120)], [1])
    assert table.column_count == 2
    assert [(key, first, last) for key, _, _, first, last in places(table)] == [(1, 1, 2), (2, 2, 3), (3, 1, 3)]


def test_slots_that_only_touch_do_not_overlap():
    assert lay_out([slot(1, 0), slot(2, 60)], [1]).column_count == 1


@given(
    st.lists(
        st.tuples(
            st.integers(0, 60),
            st.integers(1, 40),
            st.sets(st.integers(1, 4), min_size=1).map(lambda s: tuple(sorted(s))),
        ),
        max_size=14,
    )
)
def test_every_slot_stands_in_all_its_halls_and_covers_no_other(drawn):
    slots = sorted(
        (slot(key, start * 5, minutes * 5, halls) for key, (start, minutes, halls) in enumerate(drawn, 1)),
        key=lambda one: (one.starts_at, one.id),
    )
    table = lay_out(slots, [1, 2, 3, 4])
    for one, other in combinations(table.blocks, 2):
        apart = one.last_row <= other.first_row or other.last_row <= one.first_row
        beside = one.last_column <= other.first_column or other.last_column <= one.first_column
        assert apart or beside
    for each in slots:
        blocks = [block for block in table.blocks if block.slot is each]
        assert {table.lines[block.first_row - 1] for block in blocks} == {each.starts_at}
        assert {table.lines[block.last_row - 1] for block in blocks} == {each.ends_at}
        touched = {
            c.hall_id for c in table.columns for b in blocks if b.first_column < c.last and c.first < b.last_column
        }
        assert touched == set(each.hall_ids)
        assert [block.is_repeat for block in blocks] == [False] + [True] * (len(blocks) - 1)
