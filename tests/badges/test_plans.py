import pytest

from summit.badges.rules import (
    PositionsAreUnclear,
    PrintOrder,
    RunOptions,
    Standing,
    StartIsOffTheSheet,
    numbers_in,
    options_of,
    plan_sections,
    sheets_of,
    start_on,
)


def crowd(initials: str) -> list[Standing]:
    """Return one person for each letter, in a house and a country that begin with it."""
    return [Standing(at, f"{one}{at:03}", f"House {one}", f"{one}-land") for at, one in enumerate(initials)]


def test_desks_share_the_alphabet_evenly_by_whole_letters():
    sections = plan_sections(crowd("aabbccddeeff"), PrintOrder.NAME, RunOptions(desks=3))

    assert [(part.desk, part.span, part.size) for part in sections] == [(1, "A–B", 4), (2, "C–D", 4), (3, "E–F", 4)]
    assert [key for part in sections for key in part.people] == list(range(12))


def test_a_letter_is_never_cut_and_no_desk_is_empty():
    sections = plan_sections(crowd("aaaaaaaab"), PrintOrder.NAME, RunOptions(desks=4))
    assert [(part.span, len(part.people)) for part in sections] == [("A", 8), ("B", 1)]


@pytest.mark.parametrize(
    ("order", "groups"),
    [(PrintOrder.NAME, ["A", "B"]), (PrintOrder.ORGANISATION, ["H"]), (PrintOrder.COUNTRY, ["a-land", "b-land"])],
)
def test_each_group_has_its_separator(order, groups):
    sections = plan_sections(crowd("aab"), order, RunOptions(separators=True))
    assert [(part.group, part.headings) for part in sections] == [(group, 1) for group in groups]


def test_a_desk_with_separators_has_both_pages_in_front():
    sections = plan_sections(crowd("abcd"), PrintOrder.NAME, RunOptions(desks=2, separators=True))
    assert [(part.desk, part.span, part.group, part.headings) for part in sections] == [
        (1, "A–B", "A", 2),
        (0, "", "B", 1),
        (2, "C–D", "C", 2),
        (0, "", "D", 1),
    ]


def test_a_plain_run_is_one_section_without_separators_and_nobody_makes_none():
    (section,) = plan_sections(crowd("ab"), PrintOrder.NAME, RunOptions())
    assert (section.people, section.headings) == ([0, 1], 0)
    assert plan_sections([], PrintOrder.NAME, RunOptions(desks=3)) == []


def test_options_survive_being_kept():
    options = RunOptions(start=2, desks=4, separators=True, again=(3, 4))
    assert options_of(options.as_json()) == options
    assert options_of({}) == RunOptions()


def test_a_used_sheet_is_filled_first():
    assert sheets_of(6, 4, 3) == [0, 1, 1, 1, 1, 2]
    assert sheets_of(2, 1, 0) == [0, 1]


def test_a_start_must_lie_on_the_sheet():
    assert (start_on(4, 3), start_on(1, 7)) == (3, 0)
    with pytest.raises(StartIsOffTheSheet):
        start_on(4, 4)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("311–313, 402", (311, 312, 313, 402)),
        ("5-6;2", (2, 5, 6)),
        ("٣", (3,)),
        ("1, 1-2,", (1, 2)),
        (" 7 \n8 ", (7, 8)),
    ],
)
def test_numbers_are_read_as_people_write_them(text, numbers):
    assert numbers_in(text, 500) == numbers


@pytest.mark.parametrize("text", ["", ",", "0", "501", "9-3", "a", "1..3", "-4", "1-" + "9" * 30, "1," * 150])
def test_what_is_no_number_of_the_run_is_refused(text):
    with pytest.raises(PositionsAreUnclear):
        numbers_in(text, 500)
