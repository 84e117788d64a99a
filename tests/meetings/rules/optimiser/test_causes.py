import pytest
from hypothesis import given, settings

from summit.meetings.rules.optimiser.cause_words import SENTENCES, reason_sentence
from summit.meetings.rules.optimiser.causes import find_causes
from summit.meetings.rules.optimiser.problem import Cause, Encounter, Problem
from tests.meetings.rules.optimiser.exhaustive import can_hold_all, tiny_problems

MORNING = frozenset({0, 1})


def make_problem(*encounters: Encounter, slots: int = 4, tables: int = 4, away: dict[int, set[int]] | None = None):
    people = 1 + max(person for encounter in encounters for person in encounter.participants)
    forbidden = tuple(frozenset((away or {}).get(person, ())) for person in range(people))
    return Problem(slots, tables, encounters, forbidden)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(tiny_problems())
def test_a_cause_means_that_not_everything_can_be_held(problem: Problem) -> None:
    assert not find_causes(problem) or not can_hold_all(problem)


CASES = [
    pytest.param(
        make_problem(*[Encounter((0, other)) for other in (1, 2, 3)], slots=3, away={0: {1}}),
        Cause("participant_overfull", (0,), needed=3, available=2),
        id="a participant with more meetings than free slots",
    ),
    pytest.param(
        make_problem(*[Encounter((0, other), MORNING) for other in (1, 2, 3)]),
        Cause("group_overfull", (0,), (0, 1, 2), (0, 1), 3, 2),
        id="a participant with a full morning",
    ),
    pytest.param(
        make_problem(*[Encounter(pair, MORNING) for pair in ((0, 1), (2, 3), (4, 5))], tables=1),
        Cause("slots_overfull", (), (0, 1, 2), (0, 1), 3, 2),
        id="a morning without enough tables",
    ),
    pytest.param(
        make_problem(Encounter((0, 1), fixed=2), Encounter((1, 2), fixed=2)),
        Cause("fixed_clash", (1,), (0, 1), (2,)),
        id="two meetings of a participant fixed in one slot",
    ),
    pytest.param(
        make_problem(Encounter((0, 1), fixed=2), away={1: {2}}),
        Cause("fixed_forbidden", (1,), (0,), (2,)),
        id="a meeting fixed where a participant is away",
    ),
    pytest.param(
        make_problem(Encounter((0, 1), MORNING, fixed=2)),
        Cause("fixed_forbidden", (), (0,), (2,)),
        id="a meeting fixed outside its session",
    ),
    pytest.param(
        make_problem(Encounter((0, 1), fixed=2, slot=1, is_pinned=True)),
        Cause("fixed_forbidden", (), (0,), (1, 2)),
        id="a meeting fixed elsewhere than it is pinned",
    ),
    pytest.param(
        make_problem(Encounter((0, 1), before=(1,)), Encounter((2, 3), before=(0,))),
        Cause("precedence_cycle", encounters=(1, 0)),
        id="two meetings that must precede each other",
    ),
    pytest.param(
        make_problem(Encounter((0, 1)), Encounter((2, 3), before=(0,)), Encounter((4, 5), MORNING, before=(1,))),
        Cause("precedence_too_long", (), (0, 1, 2), (0, 1, 2, 3), 3, 2),
        id="a chain whose end comes too late",
    ),
    pytest.param(
        make_problem(Encounter((0, 1), MORNING), away={0: {0}, 1: {1}}),
        Cause("group_overfull", (0, 1), (0,), (0, 1), 1, 0),
        id="two participants who are never free together",
    ),
]


@pytest.mark.parametrize(("problem", "cause"), CASES)
def test_the_cause_is_named(problem: Problem, cause: Cause) -> None:
    assert cause in find_causes(problem)


def test_what_fits_has_no_cause() -> None:
    assert find_causes(make_problem(Encounter((0, 1)), Encounter((1, 2), before=(0,)), slots=2)) == ()


@pytest.mark.parametrize("kind", SENTENCES)
def test_every_sentence_can_be_filled(kind: str) -> None:
    sentence, places = reason_sentence(Cause(kind, (0,), (1,), (2,), 3, 4))
    assert "%" not in sentence % places


def test_names_come_from_the_callers() -> None:
    cause = Cause("group_overfull", (0,), (1, 4), (2,), 2, 1)
    sentence, places = reason_sentence(cause, name_participant=lambda person: f"Company {person}")
    assert sentence % places == "Company 0: the meetings 2, 5 need 2 of the slots 3; 1 can be used."
