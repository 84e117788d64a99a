"""Why not everything can be held: the reasons that polynomial time finds, each as data and true by itself."""

from itertools import combinations

from summit.meetings.rules.optimiser.domains import (
    Domains,
    days_of,
    demanded,
    encounters_of,
    narrow,
    own_domains,
    room_of,
)
from summit.meetings.rules.optimiser.matching import find_crowds
from summit.meetings.rules.optimiser.problem import Cause, Problem


def find_causes(problem: Problem) -> tuple[Cause, ...]:
    """Return reasons why not everything can be held, the plainest first; none does not mean that all can be.

    Conditions by Hall's theorem (a person's encounters against their slots, all encounters against the tables),
    clashes of what is fixed, and orders that the slots cannot keep. Every cause alone makes it impossible.
    """
    domains = own_domains(problem)
    causes = (
        *_overfull_people(problem),
        *_impossible_encounters(problem, domains),
        *_clashes_of_fixed(problem, domains),
        *_orders(problem, domains),
        *_overfull_slots(problem, domains),
        *_overfull_groups(problem, domains),
    )
    return tuple(dict.fromkeys(causes))


def count_free(problem: Problem, person: int) -> int:
    """Return how many encounters a person has time for, by their absences and the most per day."""
    free = [0] * (max(days_of(problem), default=0) + 1)
    for slot, day in enumerate(days_of(problem)):
        free[day] += slot not in problem.forbidden[person]
    most = problem.slot_count if problem.most_per_day is None else problem.most_per_day
    return sum(min(most, count) for count in free)


def _overfull_people(problem: Problem) -> list[Cause]:
    return [
        Cause("participant_overfull", (person,), needed=len(mine), available=count_free(problem, person))
        for person, mine in enumerate(encounters_of(problem))
        if len(mine) > count_free(problem, person)
    ]


def _impossible_encounters(problem: Problem, domains: Domains) -> list[Cause]:
    """Return the encounters without any slot: fixed where it cannot be, or people who are never free together."""
    causes = []
    for number, encounter in enumerate(problem.encounters):
        if domains[number]:
            continue
        wanted = demanded(encounter)
        if wanted is None:
            slots = tuple(range(problem.slot_count) if encounter.slots is None else sorted(encounter.slots))
            causes.append(Cause("group_overfull", encounter.participants, (number,), slots, needed=1))
        else:
            away = tuple(p for p in encounter.participants if wanted & problem.forbidden[p])
            causes.append(Cause("fixed_forbidden", away, (number,), tuple(sorted(wanted))))
    return causes


def _clashes_of_fixed(problem: Problem, domains: Domains) -> list[Cause]:
    causes = []
    for mine in encounters_of(problem):
        settled = [number for number in mine if demanded(problem.encounters[number]) and domains[number]]
        for one, other in combinations(settled, 2):
            if domains[one] == domains[other]:
                people = [set(problem.encounters[number].participants) for number in (one, other)]
                shared = tuple(sorted(people[0] & people[1]))
                causes.append(Cause("fixed_clash", shared, (one, other), tuple(domains[one])))
    return causes


def _overfull_slots(problem: Problem, domains: Domains) -> list[Cause]:
    """Return the slots that more encounters need than they have tables."""
    room = room_of(problem)
    possible = {number: domain for number, domain in enumerate(narrow(problem, domains)) if domain}
    return [
        Cause("slots_overfull", (), crowd.encounters, crowd.slots, len(crowd.encounters), _sum(room, crowd.slots))
        for crowd in find_crowds(possible, room)
    ]


def _overfull_groups(problem: Problem, domains: Domains) -> list[Cause]:
    """Return the encounters of one person that must share too few slots, where that person is not overfull as such."""
    room = tuple(min(1, tables) for tables in room_of(problem))
    narrowed = narrow(problem, domains)
    causes = []
    for person, mine in enumerate(encounters_of(problem)):
        if len(mine) > count_free(problem, person):
            continue
        for crowd in find_crowds({number: narrowed[number] for number in mine if narrowed[number]}, room):
            available = _sum(room, crowd.slots)
            causes.append(
                Cause("group_overfull", (person,), crowd.encounters, crowd.slots, len(crowd.encounters), available)
            )
    return causes


def _sum(room: tuple[int, ...], slots: tuple[int, ...]) -> int:
    return sum(room[slot] for slot in slots)


def _orders(problem: Problem, domains: Domains) -> list[Cause]:
    """Return a cycle of encounters that must precede each other, or else the chains that find no slots in time."""
    cycle = _find_cycle(problem)
    if cycle:
        return [Cause("precedence_cycle", encounters=cycle)]
    causes = []
    earliest: dict[int, int] = {}
    for number in _in_order(problem):
        if not domains[number]:
            continue
        known = [earliest[first] for first in problem.encounters[number].before if first in earliest]
        slots = [slot for slot in domains[number] if not known or slot > max(known)]
        if slots:
            earliest[number] = min(slots)
        else:
            chain = _chain_to(problem, number, earliest)
            room = sorted(set[int]().union(*(domains[link] for link in chain)))
            causes.append(Cause("precedence_too_long", (), chain, tuple(room), len(chain), len(chain) - 1))
    return causes


def _chain_to(problem: Problem, number: int, earliest: dict[int, int]) -> tuple[int, ...]:
    """Return the encounters that push this one out of its slots, earliest first."""
    chain = [number]
    while before := [first for first in problem.encounters[chain[-1]].before if first in earliest]:
        chain.append(max(before, key=lambda first: (earliest[first], -first)))
    return tuple(reversed(chain))


def _in_order(problem: Problem) -> list[int]:
    """Return all encounters, each after those that precede it; there is no cycle."""
    order: dict[int, None] = {}
    for start in range(len(problem.encounters)):
        stack = [start]
        while stack:
            missing = [first for first in problem.encounters[stack[-1]].before if first not in order]
            if missing:
                stack += missing
            else:
                order[stack.pop()] = None
    return list(order)


def _find_cycle(problem: Problem) -> tuple[int, ...]:
    """Return encounters of which each must precede the next and the last the first; () where there are none."""
    open_ones = set(range(len(problem.encounters)))
    while free := {n for n in open_ones if not open_ones.intersection(problem.encounters[n].before)}:
        open_ones -= free
    if not open_ones:
        return ()
    path = [min(open_ones)]
    while (first := min(open_ones.intersection(problem.encounters[path[-1]].before))) not in path:
        path.append(first)
    return tuple(reversed(path[path.index(first) :]))
