"""Names of tables, one or a row of them."""

import pytest

from summit.meetings.rules.tables import (
    LabelIsMissing,
    RangeIsUnclear,
    TooManyTables,
    clean_table,
    labels_of,
)


def test_a_range_runs_from_the_first_to_the_last_name():
    assert labels_of("T1", "T4") == ("T1", "T2", "T3", "T4")
    assert labels_of("A 09", "A 11") == ("A 09", "A 10", "A 11")
    assert labels_of(" Salon ") == ("Salon",)


@pytest.mark.parametrize(("first", "last"), [("T1", "S4"), ("T4", "T1"), ("T", "T4"), ("T1", "X")])
def test_names_that_make_no_range_are_refused(first, last):
    with pytest.raises(RangeIsUnclear):
        labels_of(first, last)


def test_no_name_and_too_many_are_refused():
    with pytest.raises(LabelIsMissing):
        labels_of("  ")
    with pytest.raises(TooManyTables):
        labels_of("T1", "T9999")


def test_values_are_trimmed():
    assert clean_table({"label": " T1 ", "pool": " A "}) == {"label": "T1", "pool": "A"}
