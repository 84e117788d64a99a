"""Instance files of the literature: every form that they have, and clear refusals of what is none."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summit.meetings.rules.optimiser.dzn import InstanceIsUnreadable, read_instance, write_instance
from summit.meetings.rules.optimiser.generator import Shape, generate
from summit.meetings.rules.optimiser.problem import Encounter

NEW = """% a forum
nBusiness = 4; nMeetings = 3;
nTables = 2; /* tables */ nTotalSlots = 5; nMorningSlots = 2;
requested = [| 1, 2, 1, | 3, 4, 2,
             | 1, 4, 3, |];
nMeetingsBusiness = [2, 1, 1 oops
meetingsxBusiness = [{1, 2, 4}, {1, 2}, {1, 3}, {1, 3, 4}];
forbidden = [{0}, {}, {0, 5}, 1..2];
fixed = [0, 0, 4];
precedences = [{}, {1}, {}];
"""
OLD = """nEmpreses=4;nReunions=3;nTaules=2;nFrangesTotal=5;nFrangesMati=2;
demanades=[|1,2,1|3,4,2|1,4,3|];
prohibides=[{0},{0},{0,5},{0,1,2}];
fixat=[0,0,4];
precedences=[{},{1},{}];"""


def test_a_file_with_english_names_is_read() -> None:
    problem = read_instance(NEW)
    assert (problem.participant_count, problem.slot_count, problem.table_count, problem.fairness) == (4, 5, 2, 2)
    assert problem.forbidden == (frozenset(), frozenset(), frozenset({4}), frozenset({0, 1}))
    assert problem.encounters == (
        Encounter((0, 1), slots=frozenset({0, 1})),
        Encounter((2, 3), slots=frozenset({2, 3, 4}), before=(0,)),
        Encounter((0, 3), fixed=3),
    )


def test_catalan_names_say_the_same() -> None:
    assert read_instance(OLD) == read_instance(NEW)


def test_what_is_absent_binds_nobody() -> None:
    problem = read_instance("nBusiness=2;nMeetings=1;nTables=1;nTotalSlots=2;requested=[|1,2,3|];", fairness=None)
    assert problem.encounters == (Encounter((0, 1)),)
    assert problem.forbidden == (frozenset(), frozenset())
    assert problem.fairness is None


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("nTables = 2;", "", 10, "nTables is missing"),
        ("nTables = 2;", "nTables = two;", 3, "nTables has “two” in the place of a number"),
        ("nTables = 2;", "nTables = 999999;", 3, "nTables is 999999, but must be 0 to 20000"),
        ("nTables = 2;", "nTables = 99999999999;", 3, "nTables has a number that is too large"),
        ("nTables = 2;", "nTables = 2; nTables = 3;", 3, "nTables is given twice"),
        ("nMeetings = 3;", "nMeetings = 4;", 5, "requested has 3 meetings in the place of 4"),
        ("| 3, 4, 2,", "| 3, 9, 2,", 5, "requested names the unknown participant 9 in meeting 2"),
        ("| 3, 4, 2,", "| 3, 3, 2,", 5, "requested lets participant 3 meet themselves in meeting 2"),
        ("| 3, 4, 2,", "| 3, 4, 7,", 5, "requested has the unknown session 7 in meeting 2"),
        ("| 3, 4, 2,", "| 3,", 5, "requested has 1 numbers in the place of 3 for meeting 2"),
        ("nMorningSlots = 2;", "", 5, "requested binds meeting 1 to a session, but nMorningSlots is missing"),
        ("{0, 5}, 1..2]", "{0, 5}]", 8, "forbidden has 3 entries in the place of 4"),
        ("{0, 5}", "{0, 6}", 8, "forbidden names the unknown slot 6"),
        ("{0, 5}", "{0, 5", 8, "forbidden has “]” in the place of a number"),
        ("1..2]", "1..900000000]", 8, "forbidden has a range that is too large"),
        ("[0, 0, 4]", "[0, 0]", 9, "fixed has 2 entries in the place of 3"),
        ("[0, 0, 4]", "[0, 0, 6]", 9, "fixed names the unknown slot 6"),
        ("[0, 0, 4]", "[0, 0, ?]", 9, "“?” is not expected in fixed"),
        ("{1}, {}];", "{4}, {}];", 10, "precedences names the unknown meeting 4"),
        ("{1}, {}];", "{1}, ", 10, "precedences ends too early"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old: str, new: str, line: int, what: str) -> None:
    assert old in NEW
    with pytest.raises(InstanceIsUnreadable) as refusal:
        read_instance(NEW.replace(old, new))
    assert refusal.value.params["what"] == what
    assert refusal.value.params["line"] in {line, line + 1}


@pytest.mark.parametrize("text", ["", "a letter, not an instance", "%PDF-1.7", "\0\0", "= = ="])
def test_what_is_no_instance_is_refused(text: str) -> None:
    with pytest.raises(InstanceIsUnreadable):
        read_instance(text)


@given(st.integers(0, len(NEW)), st.text(alphabet="0123456789[]{}|,.;= %x\n", max_size=3))
def test_a_damaged_file_is_read_or_refused(place: int, junk: str) -> None:
    for damaged in (NEW[:place], NEW[:place] + junk + NEW[place:]):
        with suppress(InstanceIsUnreadable):
            assert read_instance(damaged).encounters is not None


@pytest.mark.parametrize("seed", range(5))
def test_what_is_written_is_read_again(seed: int) -> None:
    shape = Shape(12, 20, 8, 4, morning=4, in_session=0.5, forbidden=0.1, fixed=0.2, preceded=0.2)
    problem = generate(shape, seed)
    assert read_instance(write_instance(problem)) == problem
