"""Who may interpret, and who takes which meeting."""

import pytest

from summit.meetings.rules.interpreting import (
    Helper,
    InterpreterIsIncomplete,
    Need,
    able_for,
    assign_greedily,
    clean_interpreter,
    speaks_all,
)


def helper(key, *languages, taken=(), person=None):
    return Helper(key, frozenset(languages), frozenset(taken), person)


def need(key, *languages, steps=(1, 2), people=()):
    return Need(key, languages, frozenset(steps), frozenset(people))


def test_both_languages_are_needed():
    assert able_for(need(1, "en", "ru"), [helper(1, "en", "fr"), helper(2, "ru", "en")]) == (2,)


def test_a_regional_form_counts_as_the_language():
    assert speaks_all(["pt-BR", "en"], ["pt", "en"])


def test_somebody_busy_or_at_the_meeting_cannot_interpret():
    helpers = [helper(1, "en", "ru", taken=[2]), helper(2, "en", "ru", person=7), helper(3, "en", "ru", taken=[3])]
    assert able_for(need(1, "en", "ru", people=[7]), helpers) == (3,)


def test_the_meeting_with_the_fewest_able_is_served_first():
    needs = [need(1, "en", "ru"), need(2, "en", "zh-Hans")]
    assert assign_greedily(needs, [helper(1, "en", "ru", "zh-Hans"), helper(2, "en", "ru")]) == {2: 1, 1: 2}


def test_nobody_is_assigned_twice_at_once():
    needs = [need(1, "en", "ru"), need(2, "en", "ru", steps=(2, 3)), need(3, "en", "ru", steps=(3, 4))]
    chosen = assign_greedily(needs, [helper(1, "en", "ru")])
    assert chosen == {1: 1, 3: 1}


def test_the_work_is_shared():
    needs = [need(1, "en", "ru", steps=[1]), need(2, "en", "ru", steps=[5])]
    assert sorted(assign_greedily(needs, [helper(1, "en", "ru"), helper(2, "en", "ru")]).values()) == [1, 2]


def test_a_name_and_two_languages_are_needed():
    with pytest.raises(InterpreterIsIncomplete):
        clean_interpreter({"name": "Ana", "languages": ["en"]})
    with pytest.raises(InterpreterIsIncomplete):
        clean_interpreter({"name": " ", "languages": ["en", "ru"]})
