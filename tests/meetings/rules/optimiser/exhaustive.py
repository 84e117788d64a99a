"""All timetables of a tiny problem, tried one by one: slow, plain, and written from the definition."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from hypothesis import strategies as st

from summit.meetings.rules.optimiser.problem import Encounter, Problem

Slots = tuple[int | None, ...]


def breaks_of(problem: Problem, slots: Slots) -> list[int]:
    days = problem.days or (0,) * problem.slot_count
    total = []
    for person in range(problem.participant_count):
        busy = sorted(
            slot
            for slot, encounter in zip(slots, problem.encounters, strict=True)
            if slot is not None and person in encounter.participants
        )
        total.append(sum(later > first + 1 and days[later] == days[first] for first, later in pairwise(busy)))
    return total


def is_allowed(problem: Problem, slots: Slots) -> bool:
    """Say whether what is placed so far breaks no rule that more placing could not mend."""
    held = [(number, slot) for number, slot in enumerate(slots) if slot is not None]
    busy = Counter((person, slot) for number, slot in held for person in problem.encounters[number].participants)
    if any(count > 1 for count in busy.values()):
        return False
    capacities = problem.capacities or (problem.table_count,) * problem.slot_count
    if any(count > capacities[slot] for slot, count in Counter(slot for _, slot in held).items()):
        return False
    days = problem.days or (0,) * problem.slot_count
    today = Counter((person, days[slot]) for person, slot in busy)
    if problem.most_per_day is not None and any(count > problem.most_per_day for count in today.values()):
        return False
    return all(_is_placed_well(problem, slots, number, slot) for number, slot in held)


def _is_placed_well(problem: Problem, slots: Slots, number: int, slot: int) -> bool:
    encounter = problem.encounters[number]
    if encounter.slots is not None and slot not in encounter.slots:
        return False
    if encounter.fixed not in (None, slot) or (encounter.is_pinned and encounter.slot not in (None, slot)):
        return False
    if any(slot in problem.forbidden[person] for person in encounter.participants):
        return False
    earlier = [slots[first] for first in encounter.before if first < len(slots)]
    return all(other is None or other < slot for other in earlier)


def is_whole_allowed(problem: Problem, slots: Slots) -> bool:
    """Say whether a whole timetable keeps the rules that only the whole can break."""
    breaks = breaks_of(problem, slots)
    if problem.fairness is not None and max(breaks) - min(breaks) > problem.fairness:
        return False
    pairs = zip(problem.encounters, slots, strict=True)
    moved = {p for e, slot in pairs if e.slot is not None and slot != e.slot for p in e.participants}
    return problem.change_budget is None or len(moved) <= problem.change_budget


def timetables(problem: Problem, *, whole: bool) -> Iterator[Slots]:
    """Yield all timetables: those that hold everything, or all."""
    yield from (slots for slots in _extend(problem, (), whole) if is_whole_allowed(problem, slots))


def _extend(problem: Problem, slots: Slots, whole: bool) -> Iterator[Slots]:
    if len(slots) == len(problem.encounters):
        yield slots
        return
    for slot in [*range(problem.slot_count), *([] if whole else [None])]:
        longer = (*slots, slot)
        part = replace(problem, encounters=problem.encounters[: len(longer)])
        if _orders_hold(problem, longer) and is_allowed(part, longer):
            yield from _extend(problem, longer, whole)


def _orders_hold(problem: Problem, slots: Slots) -> bool:
    for later, encounter in enumerate(problem.encounters[: len(slots)]):
        for first in encounter.before:
            if first < len(slots):
                one, other = slots[first], slots[later]
                if one is not None and other is not None and one >= other:
                    return False
    return True


def find_best(problem: Problem) -> tuple[int, int] | None:
    """Return the least weight not held and the least breaks with it, over all timetables (None: there is none)."""
    weights = [encounter.weight for encounter in problem.encounters]
    scores = (
        (sum(w for w, slot in zip(weights, slots, strict=True) if slot is None), sum(breaks_of(problem, slots)))
        for slots in timetables(problem, whole=False)
    )
    return min(scores, default=None)


def can_hold_all(problem: Problem) -> bool:
    return next(timetables(problem, whole=True), None) is not None


@st.composite
def tiny_problems(draw: st.DrawFn) -> Problem:
    """Problems of up to five encounters in up to four slots, with every rule now and then."""
    slots = draw(st.integers(1, 4))
    people = draw(st.integers(2, 5))
    some_slots = st.frozensets(st.integers(0, slots - 1))
    count = draw(st.integers(1, 5))
    encounters = tuple(draw(_encounters(slots, people, count)) for _ in range(count))
    return Problem(
        slot_count=slots,
        table_count=draw(st.integers(1, 3)),
        encounters=encounters,
        forbidden=tuple(draw(st.one_of(st.just(frozenset[int]()), some_slots)) for _ in range(people)),
        days=draw(st.sampled_from([(), tuple(int(2 * slot >= slots) for slot in range(slots))])),
        fairness=draw(st.sampled_from([None, 0, 1])),
        most_per_day=draw(st.sampled_from([None, None, 1, 2])),
        change_budget=draw(st.sampled_from([None, None, 0, 2])),
    )


@st.composite
def _encounters(draw: st.DrawFn, slots: int, people: int, count: int) -> Encounter:
    seldom = st.one_of(st.none(), st.none(), st.integers(0, slots - 1))
    pair = st.lists(st.integers(0, people - 1), min_size=2, max_size=min(3, people), unique=True)
    return Encounter(
        participants=tuple(draw(pair)),
        slots=draw(st.one_of(st.none(), st.frozensets(st.integers(0, slots - 1), min_size=1))),
        fixed=draw(seldom),
        before=tuple(draw(st.sets(st.integers(0, count - 1), max_size=1) if draw(st.booleans()) else st.just(set()))),
        weight=draw(st.integers(1, 3)),
        slot=draw(seldom),
        is_pinned=draw(st.booleans()) and draw(st.booleans()),
    )
