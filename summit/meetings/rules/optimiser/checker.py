"""Whether a timetable keeps the rules and what it is worth, written from the definition alone.

It shares nothing with what makes timetables, so that a mistake there cannot hide here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summit.meetings.rules.optimiser.problem import Place, Problem, Score

Places = Sequence[Place | None]


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule, as data: its kind, and which encounters, participants and slots are concerned.

    Kinds: wrong_length, no_such_place, not_allowed, not_fixed, not_pinned, participant_absent, participant_twice,
    table_twice, slot_overfull, order, unfair, day_overfull, budget.
    """

    kind: str
    encounters: tuple[int, ...] = ()
    participants: tuple[int, ...] = ()
    slots: tuple[int, ...] = ()


def violations(problem: Problem, places: Places) -> list[Violation]:
    """Return every hard rule that a timetable breaks; encounters without a place break none."""
    if len(places) != len(problem.encounters):
        return [Violation("wrong_length")]
    return [
        *_wrong_places(problem, places),
        *_double_bookings(problem, places),
        *_overfull_slots(problem, places),
        *_wrong_order(problem, places),
        *_unfairness(problem, places),
        *_overfull_days(problem, places),
        *_overdrawn_budget(problem, places),
    ]


def score(problem: Problem, places: Places) -> Score:
    """Return what a timetable is worth, counted anew."""
    unheld = sum(e.weight for e, place in zip(problem.encounters, places, strict=True) if place is None)
    moved = moved_participants(problem, places)
    return Score(unheld, sum(breaks_of_all(problem, places)), _count_table_changes(problem, places), len(moved))


def breaks_of_all(problem: Problem, places: Places) -> list[int]:
    """Return how many breaks each participant has: idle runs between two meetings of a day."""
    breaks = [0] * problem.participant_count
    for (person, _), visits in _visits(problem, places).items():
        breaks[person] += sum(later.slot > earlier.slot + 1 for earlier, later in pairwise(visits))
    return breaks


def spread_of_breaks(problem: Problem, places: Places) -> int:
    """Return by how much the most and the fewest breaks of a participant differ."""
    breaks = breaks_of_all(problem, places)
    return max(breaks, default=0) - min(breaks, default=0)


def moved_participants(problem: Problem, places: Places) -> set[int]:
    """Return who has a told meeting elsewhere or no longer; a meeting told without a table may be at any."""
    moved = set[int]()
    for encounter, place in zip(problem.encounters, places, strict=True):
        if encounter.slot is None:
            continue
        stays = place is not None and place.slot == encounter.slot
        if place is not None and encounter.table is not None:
            stays = stays and place.table == encounter.table
        if not stays:
            moved.update(encounter.participants)
    return moved


def _day(problem: Problem, slot: int) -> int:
    return problem.days[slot] if problem.days else 0


def _held(places: Places) -> Iterator[tuple[int, Place]]:
    for number, place in enumerate(places):
        if place is not None:
            yield number, place


def _visits(problem: Problem, places: Places) -> dict[tuple[int, int], list[Place]]:
    """Return the places of each participant and day, in order of time."""
    visits = defaultdict[tuple[int, int], list[Place]](list)
    for number, place in sorted(_held(places), key=lambda pair: pair[1].slot):
        for person in problem.encounters[number].participants:
            visits[person, _day(problem, place.slot)].append(place)
    return visits


def _count_table_changes(problem: Problem, places: Places) -> int:
    visits = _visits(problem, places).values()
    return sum(earlier.table != later.table for day in visits for earlier, later in pairwise(day))


def _wrong_places(problem: Problem, places: Places) -> Iterator[Violation]:
    for number, place in _held(places):
        encounter, where = problem.encounters[number], ((number,), (), (place.slot,))
        if not (0 <= place.slot < problem.slot_count and 0 <= place.table < problem.table_count):
            yield Violation("no_such_place", *where)
        if encounter.slots is not None and place.slot not in encounter.slots:
            yield Violation("not_allowed", *where)
        if encounter.fixed is not None and place.slot != encounter.fixed:
            yield Violation("not_fixed", *where)
        if encounter.is_pinned and encounter.slot not in (None, place.slot):
            yield Violation("not_pinned", *where)
        if encounter.is_pinned and encounter.table not in (None, place.table):
            yield Violation("not_pinned", *where)
        for person in encounter.participants:
            if place.slot in problem.forbidden[person]:
                yield Violation("participant_absent", (number,), (person,), (place.slot,))


def _double_bookings(problem: Problem, places: Places) -> Iterator[Violation]:
    of_people = defaultdict[tuple[int, int], list[int]](list)
    of_tables = defaultdict[Place, list[int]](list)
    for number, place in _held(places):
        of_tables[place].append(number)
        for person in problem.encounters[number].participants:
            of_people[person, place.slot].append(number)
    for (person, slot), numbers in of_people.items():
        if len(numbers) > 1:
            yield Violation("participant_twice", tuple(numbers), (person,), (slot,))
    for place, numbers in of_tables.items():
        if len(numbers) > 1:
            yield Violation("table_twice", tuple(numbers), (), (place.slot,))


def _overfull_slots(problem: Problem, places: Places) -> Iterator[Violation]:
    for slot, count in Counter(place.slot for _, place in _held(places)).items():
        if problem.capacities and 0 <= slot < problem.slot_count and count > problem.capacities[slot]:
            yield Violation("slot_overfull", slots=(slot,))


def _wrong_order(problem: Problem, places: Places) -> Iterator[Violation]:
    for number, place in _held(places):
        for earlier in problem.encounters[number].before:
            other = places[earlier]
            if other is not None and other.slot >= place.slot:
                yield Violation("order", (earlier, number), (), (other.slot, place.slot))


def _unfairness(problem: Problem, places: Places) -> Iterator[Violation]:
    breaks = breaks_of_all(problem, places)
    if problem.fairness is not None and breaks and max(breaks) - min(breaks) > problem.fairness:
        yield Violation("unfair", participants=(breaks.index(min(breaks)), breaks.index(max(breaks))))


def _overfull_days(problem: Problem, places: Places) -> Iterator[Violation]:
    for (person, _), visits in _visits(problem, places).items():
        if problem.most_per_day is not None and len(visits) > problem.most_per_day:
            yield Violation("day_overfull", (), (person,), tuple(place.slot for place in visits))


def _overdrawn_budget(problem: Problem, places: Places) -> Iterator[Violation]:
    moved = moved_participants(problem, places)
    if problem.change_budget is not None and len(moved) > problem.change_budget:
        yield Violation("budget", participants=tuple(sorted(moved)))
