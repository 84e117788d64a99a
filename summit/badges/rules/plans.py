"""How a run lies on paper: its order, its desks and groups, its sheets, and which of them a reprint repeats (pure)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, NamedTuple

from summit.errors import N_, DomainError
from summit.registration.rules import fold

from .printing import PrintOrder

MOST_DESKS = 20
_LONGEST_NUMBERS = 200
_RANGE = re.compile(r"(\d{1,9})(?:\s*[-\u2010-\u2015]\s*(\d{1,9}))?")


class StartHasNoSeparators(DomainError):
    """A separator page would fall on the used sheet."""

    message = N_("A run that begins on a used sheet has no separator pages and no desks. Please choose one of the two.")


class StartIsOffTheSheet(DomainError):
    """The sheet has fewer places than are said to be used."""

    message = N_("A sheet of this paper has %(places)s places. Please choose one of them to begin at.")


class PositionsAreUnclear(DomainError):
    """The numbers to print again cannot be read, or the file has no such number."""

    message = N_("Please give numbers from 1 to %(last)s, such as 311–340, 402.")


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a run lies on paper: places of the first sheet that are used already, desks, separator pages.

    `again` holds the positions of an earlier run that this one repeats.
    """

    start: int = 0
    desks: int = 1
    separators: bool = False
    again: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the options as they are kept with the run."""
        return {"start": self.start, "desks": self.desks, "separators": self.separators, "again": list(self.again)}


def options_of(kept: Mapping[str, Any]) -> RunOptions:
    """Return the options of a run, the plain ones for a run from before there were any."""
    known = RunOptions()
    return RunOptions(
        start=kept.get("start", known.start),
        desks=kept.get("desks", known.desks),
        separators=kept.get("separators", known.separators),
        again=tuple(kept.get("again", known.again)),
    )


class Standing(NamedTuple):
    """What a person's place in the file depends on; `country` is its name in the language of the badges."""

    registration_id: int
    sort_key: str
    organisation: str
    country: str


@dataclass(frozen=True, slots=True)
class Section:
    """Badges that follow one another: `desk` (from 1) and `span` where a desk begins, `group` where a group does.

    `size` counts the badges of the whole desk, `people` are registration ids.
    """

    people: list[int]
    desk: int = 0
    span: str = ""
    size: int = 0
    group: str = ""

    @property
    def headings(self) -> int:
        """The number of separator pages in front of the section."""
        return bool(self.desk) + bool(self.group)


def in_print_order(people: Iterable[Standing], order: PrintOrder) -> list[Standing]:
    """Return the people in the order of the file; who has no organisation or country comes last.

    The order is made here and not by a database, because the engines compare letters differently.
    """
    return sorted(people, key=lambda one: _place(one, order))


def _place(person: Standing, order: PrintOrder) -> tuple[Any, ...]:
    by_name = (person.sort_key, person.registration_id)
    if order is PrintOrder.NAME:
        return by_name
    group = person.organisation if order is PrintOrder.ORGANISATION else person.country
    return (not group, fold(group), *by_name)


def plan_sections(people: Iterable[Standing], order: PrintOrder, options: RunOptions) -> list[Section]:
    """Return the run's sections: its desks, evenly filled with whole groups, and its groups if they are separated.

    A group is an initial of the name or organisation, or a country; a desk never shares a group with another.
    """
    ordered = in_print_order(people, order)
    groups = [(name, [one.registration_id for one in each]) for name, each in _grouped(ordered, order)]
    desks = _desks([len(each) for _, each in groups], options.desks)
    sections: list[Section] = []
    for number, (first, end) in enumerate(desks, start=1):
        own = groups[first:end]
        parts = [Section(each, group=name if options.separators else "") for name, each in own]
        if not options.separators:
            parts = [Section([key for part in parts for key in part.people])]
        if options.desks > 1:
            span = own[0][0] if len(own) == 1 else f"{own[0][0]}–{own[-1][0]}"
            size = sum(len(part.people) for part in parts)
            parts[0] = replace(parts[0], desk=number, span=span, size=size)
        sections += parts
    return sections


def _grouped(people: Sequence[Standing], order: PrintOrder) -> Iterator[tuple[str, Iterator[Standing]]]:
    return groupby(people, key=lambda one: _group(one, order))


def _group(person: Standing, order: PrintOrder) -> str:
    if order is PrintOrder.COUNTRY:
        return person.country or "–"
    text = person.sort_key if order is PrintOrder.NAME else person.organisation
    return fold(text)[:1].upper() or "–"


def _desks(sizes: Sequence[int], wanted: int) -> list[tuple[int, int]]:
    """Return (first group, end) of each desk: cut where a whole group ends nearest to an even share."""
    ends = [sum(sizes[: at + 1]) for at in range(len(sizes))]
    if not ends:
        return []
    cuts = {len(sizes)}
    for desk in range(1, wanted):
        share = ends[-1] * desk / wanted
        cuts.add(min(range(1, len(sizes) + 1), key=lambda at: abs(ends[at - 1] - share)))
    return list(zip([0, *sorted(cuts)], sorted(cuts), strict=False))


def start_on(places: int, used: int) -> int:
    """Return how many of the first sheet's `places` stay empty, none where a sheet has one place only.

    Raises StartIsOffTheSheet.
    """
    if places == 1:
        return 0
    if not 0 <= used < places:
        raise StartIsOffTheSheet(places=places)
    return used


def sheets_of(count: int, places: int, start: int) -> list[int]:
    """Return on which sheet (from 0) each of `count` badges lies when `start` places of the first are used."""
    return [(start + at) // places for at in range(count)]


def numbers_in(text: str, last: int) -> tuple[int, ...]:
    """Return the numbers that "311–340, 402" names, each once and in order; digits of every script are read.

    Raises PositionsAreUnclear for anything else, and for a number below 1 or above `last`.
    """
    numbers: set[int] = set()
    for piece in filter(None, re.split(r"[\s,;،、]*[,;،、\n][\s,;،、]*", text.strip()[:_LONGEST_NUMBERS])):
        found = _RANGE.fullmatch(piece.strip())
        first, end = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= first <= end <= last:
            raise PositionsAreUnclear(last=last)
        numbers.update(range(first, end + 1))
    if not numbers or len(text.strip()) > _LONGEST_NUMBERS:
        raise PositionsAreUnclear(last=last)
    return tuple(sorted(numbers))
