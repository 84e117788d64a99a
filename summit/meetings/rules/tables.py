"""What a table for meetings may be."""

import re
from collections.abc import Mapping
from typing import Any

from summit.errors import N_, DomainError
from summit.events.rules import IsStillUsed, ensure_number, ensure_text

LONGEST_LABEL = 20
LONGEST_POOL = 80
MOST_SEATS = 200
MOST_TABLES = 300
LARGEST_PLACE = 99
_NUMBERED = re.compile(r"(.*?)(\d{1,6})", re.ASCII)


class LabelIsMissing(DomainError):
    """A table that nobody could find."""

    message = N_("Please enter what the table is called, such as T1.")


class LabelIsTaken(DomainError):
    """Another table of the edition has the name."""

    message = N_("A table of this name exists already. Please choose another name.")


class RangeIsUnclear(DomainError):
    """The two names do not begin alike or do not end with numbers in their order."""

    message = N_("Please write the first and the last name alike with a number at the end, such as T1 and T40.")


class TooManyTables(DomainError):
    """More at once than a hall has."""

    message = N_("Please add %(most)s tables at most at once.")


class TableIsStillUsed(IsStillUsed):
    """Meetings refer to the table."""

    message = N_(
        "Meetings took or take place at this table, so it cannot be deleted. Please take it out of use instead."
    )


def labels_of(first: str, last: str = "") -> tuple[str, ...]:
    """Return the names from the first to the last, such as T1 to T40; numbers keep their leading zeros.

    Raises LabelIsMissing, RangeIsUnclear, TooManyTables, TextIsTooLong.
    """
    begin, end = _label(first), last.strip()
    if not end or begin == end:
        return (begin,)
    one, other = _NUMBERED.fullmatch(begin), _NUMBERED.fullmatch(_label(end))
    if one is None or other is None or one[1] != other[1] or int(other[2]) < int(one[2]):
        raise RangeIsUnclear
    low, high = int(one[2]), int(other[2])
    if high - low >= MOST_TABLES:
        raise TooManyTables(most=MOST_TABLES)
    return tuple(f"{one[1]}{number:0{len(one[2])}d}" for number in range(low, high + 1))


def clean_table(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a table, checked; raises LabelIsMissing, TextIsTooLong, NumberIsOutOfRange."""
    clean = dict(values)
    if "label" in clean:
        clean["label"] = _label(clean["label"])
    if "pool" in clean:
        clean["pool"] = ensure_text(clean["pool"].strip(), LONGEST_POOL)
    if "seats" in clean:
        ensure_number(clean["seats"], least=2, most=MOST_SEATS)
    for name in {"row", "column"} & clean.keys():
        ensure_number(clean[name], most=LARGEST_PLACE)
    return clean


def _label(text: str) -> str:
    label = ensure_text(text.strip(), LONGEST_LABEL)
    if not label:
        raise LabelIsMissing
    return label
