"""What stands against a meeting of the timetable."""

from datetime import timedelta
from typing import Any

import pytest

from summit.meetings.rules.conflicts import ConflictKind, Facts, Level, Planned, TableFacts, find_conflicts
from tests.factories import NOON

HALF = timedelta(minutes=30)
END = NOON + HALF
KINDS = ConflictKind


def planned(number: int = 1, start: Any = NOON, **values: Any) -> Planned:
    """A meeting of persons 1 and 2 of companies 10 and 20 at table 5."""
    defaults = {"people": {1: 10, 2: 20}, "companies": (10, 20), "table_id": 5, "away": (start, start + HALF)}
    return Planned(number, start, start + HALF, **(defaults | values))


def facts(**values: Any) -> Facts:
    """Facts against which a meeting has nothing."""
    return Facts(**({"windows": [(NOON, NOON + 4 * HALF)], "tables": {5: TableFacts(), 6: TableFacts()}} | values))


def kinds(*meetings: Planned, **values: Any) -> list[ConflictKind]:
    return [one.kind for one in find_conflicts(meetings, facts(**values))]


def test_a_sound_meeting_has_no_conflict():
    assert kinds(planned()) == []


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (KINDS.ENGAGED, {"engaged": {2: [((END - HALF / 2, END + HALF), "talk")]}}),
        (KINDS.BLOCKED, {"blocked": {1: [(NOON, END)]}}),
        (KINDS.PERSON_GONE, {"people_gone": {2}}),
        (KINDS.COMPANY_GONE, {"companies_gone": {20}}),
        (KINDS.TABLE_CLOSED, {"tables": {5: TableFacts(is_active=False)}}),
        (KINDS.NO_TABLE, {"tables": {}}),
        (KINDS.TABLE_SMALL, {"tables": {5: TableFacts(seats=1)}}),
        (KINDS.FOREIGN_TABLE, {"tables": {5: TableFacts(company_id=30)}}),
        (KINDS.OUTSIDE, {"windows": [(NOON + HALF, NOON + 3 * HALF)]}),
    ],
)
def test_each_fact_against_a_meeting_is_named(kind, values):
    assert kinds(planned(), **values) == [kind]


def test_an_engagement_that_only_touches_the_meeting_is_none():
    assert kinds(planned(), engaged={1: [((END, END + HALF), "talk")]}) == []


def test_the_way_to_a_visit_counts_as_time_away():
    away = (NOON - HALF, END)
    visit = planned(away=away, needs_table=False, table_id=None)
    assert kinds(visit, engaged={1: [((NOON - HALF, NOON), "talk")]}) == [KINDS.ENGAGED]


def test_a_company_nobody_attends_for_is_named():
    assert kinds(planned(people={1: 10})) == [KINDS.NOBODY]


def test_a_meeting_online_needs_neither_table_nor_opening_times():
    assert kinds(planned(needs_table=False, table_id=None), windows=[]) == []


def test_an_interpreter_speaks_all_languages_asked_for_in_any_regional_form():
    asked = planned(interpreting=("pt", "ru"), interpreter_id=7)
    assert kinds(asked, languages={7: ["pt-BR", "ru"]}) == []
    assert kinds(asked, languages={7: ["en", "ru"]}) == [KINDS.LANGUAGE]
    assert kinds(planned(interpreting=("pt", "ru"))) == [KINDS.NO_INTERPRETER]


def test_a_person_needs_time_to_walk_from_one_table_to_another():
    first, second = planned(1), planned(2, END, people={1: 10, 3: 30}, companies=(10, 30), table_id=6)
    assert kinds(first, second, walk_minutes=5) == [KINDS.NEAR]
    assert kinds(first, second, walk_minutes=0) == []
    same = planned(2, END, people={1: 10, 3: 30}, companies=(10, 30))
    assert kinds(first, same, walk_minutes=5) == []


def test_the_grave_come_first_then_the_earlier():
    early, late = planned(1, people={1: 10, 2: 20}), planned(2, END, people={4: 10, 5: 20}, table_id=6)
    tables = {5: TableFacts(seats=1), 6: TableFacts(is_active=False)}
    found = find_conflicts([early, late], facts(tables=tables))
    assert [(one.level, one.meeting_id) for one in found] == [(Level.BLOCK, 2), (Level.WARN, 1)]
