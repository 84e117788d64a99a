"""Runs on every sheet that holds their badges."""

import pytest

from summit.badges.layouts import Sheet, SheetIsTooSmall, SheetOfMixedSizes, Sides, Size, house
from summit.badges.queries import list_runs
from summit.badges.rules import PrintFilter, StartIsOffTheSheet
from summit.badges.services.runs import book_for, selection_of
from tests.badges.conftest import done, file_of, log_of, sizes_of, tokens_in
from tests.badges.layout_factory import give_layout, make_layout
from tests.factories import make_category

A4 = (210, 297)


@pytest.fixture
def nine(event, category, approve):
    """Nine people with plastic cards."""
    give_layout(event, make_layout(event, "Card", house(Size.CR80)))
    return [approve(name_latin=f"Person {letter}", sort_key=letter) for letter in "abcdefghi"]


@pytest.mark.parametrize(
    ("sheet", "paper", "codes", "sheets"),
    [
        (Sheet.SINGLE, (86, 54), [1] * 18, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (Sheet.A4_2UP, A4, [2, 2] * 4 + [1, 1], [1, 1, 2, 2, 3, 3, 4, 4, 5]),
        (Sheet.A4_8UP, A4, [8, 8, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1, 2]),
        (Sheet.A4_FOLDED, A4, [2] * 9, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
    ],
)
def test_a_run_lies_on_each_sheet_and_the_log_says_where(nine, ordered, sheet, paper, codes, sheets):
    run = done(ordered(sheet))

    assert set(sizes_of(file_of(run))) == {paper}
    assert [len(found) for found in tokens_in(file_of(run))] == codes
    assert [row.sheet for row in log_of(run)] == sheets


def test_a_run_begins_on_the_last_place_of_a_used_sheet(nine, ordered):
    run = done(ordered(Sheet.A4_8UP, start=7))
    assert [row.sheet for row in log_of(run)] == [1, 2, 2, 2, 2, 2, 2, 2, 2]
    with pytest.raises(StartIsOffTheSheet) as refused:
        ordered(Sheet.A4_2UP, start=2)
    assert refused.value.params == {"places": 2}


def test_up_to_eight_are_six_where_no_more_fit(event, category, approve, ordered):
    give_layout(event, make_layout(event, "Broad", house(Size.W102_H76)))
    for _ in range(7):
        approve()
    run = done(ordered(Sheet.A4_8UP, start=5))
    assert [row.sheet for row in log_of(run)] == [1, 2, 2, 2, 2, 2, 2]
    with pytest.raises(StartIsOffTheSheet):
        ordered(Sheet.A4_8UP, start=6)


def test_separators_are_as_large_as_the_paper_and_have_backs_where_badges_have(nine, ordered):
    shapes = {}
    for sheet in (Sheet.SINGLE, Sheet.A4_2UP, Sheet.A4_8UP, Sheet.A4_FOLDED):
        run = done(ordered(sheet, desks=2))
        shapes[sheet] = (set(sizes_of(file_of(run))), [len(found) for found in tokens_in(file_of(run))].count(0))
    assert shapes == {
        Sheet.SINGLE: ({(86, 54)}, 4),
        Sheet.A4_2UP: ({A4}, 4),
        Sheet.A4_8UP: ({A4}, 4),
        Sheet.A4_FOLDED: ({A4}, 2),
    }


def test_labels_without_backs_have_separators_without_backs(event, category, approve, ordered):
    give_layout(event, make_layout(event, "Label", house(Size.LABEL, sides=Sides.FRONT)))
    for letter in "ab":
        approve(sort_key=letter)
    run = done(ordered(separators=True))
    assert [len(found) for found in tokens_in(file_of(run))] == [0, 1, 0, 1]
    assert [row.sheet for row in log_of(run)] == [2, 4]


@pytest.fixture
def mixed(event, category, approve):
    """Delegates with A6 badges, the press with cards."""
    press = make_category(event, "M")
    give_layout(event, None, {press: make_layout(event, "Card", house(Size.CR80))})
    approve()
    return approve(category=press)


def test_sizes_do_not_mix_on_a_sheet_that_is_cut_but_one_of_them_is_printed(event, mixed, ordered):
    with pytest.raises(SheetOfMixedSizes):
        ordered(Sheet.A4_8UP)
    with pytest.raises(SheetIsTooSmall):
        ordered(Sheet.A4_8UP, PrintFilter(letters=("D",)))
    run = done(ordered(Sheet.A4_8UP, PrintFilter(letters=("M",))))
    assert [row.registration_id for row in log_of(run)] == [mixed.id]
    assert [one.id for one, _account in list_runs(event.id)] == [run.id]


def test_only_papers_that_hold_whom_the_filter_finds_are_offered(event, mixed):
    def offered(**wanted):
        return book_for(selection_of(event, PrintFilter(**wanted))).papers()

    assert offered() == (Sheet.SINGLE, Sheet.A4_FOLDED)
    assert offered(letters=("D",)) == (Sheet.SINGLE, Sheet.A4_2UP, Sheet.A4_4UP, Sheet.A4_FOLDED)
    assert offered(letters=("M",)) == tuple(Sheet)
