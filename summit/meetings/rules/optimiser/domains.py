"""Which slots an encounter can take, by what is fixed, told, forbidden, and by who must come before."""

from summit.meetings.rules.optimiser.problem import Encounter, Problem

Domains = tuple[frozenset[int], ...]


def room_of(problem: Problem) -> tuple[int, ...]:
    """Return how many encounters each slot holds."""
    return problem.capacities or (problem.table_count,) * problem.slot_count


def days_of(problem: Problem) -> tuple[int, ...]:
    """Return the day of each slot."""
    return problem.days or (0,) * problem.slot_count


def encounters_of(problem: Problem) -> tuple[tuple[int, ...], ...]:
    """Return the encounters of each participant."""
    mine: list[list[int]] = [[] for _ in range(problem.participant_count)]
    for number, encounter in enumerate(problem.encounters):
        for person in encounter.participants:
            mine[person].append(number)
    return tuple(map(tuple, mine))


def demanded(encounter: Encounter) -> frozenset[int] | None:
    """Return the slots that are demanded outright: the fixed one and the one told for good (None: neither)."""
    wanted = {encounter.fixed} if encounter.fixed is not None else set()
    if encounter.is_pinned and encounter.slot is not None:
        wanted.add(encounter.slot)
    return frozenset(wanted) or None


def own_slots(problem: Problem, encounter: Encounter) -> frozenset[int]:
    """Return the slots that an encounter can take as far as it and its participants alone decide."""
    slots = frozenset(range(problem.slot_count)) if encounter.slots is None else encounter.slots
    for person in encounter.participants:
        slots -= problem.forbidden[person]
    wanted = demanded(encounter)
    if wanted is not None:
        slots = slots & wanted if len(wanted) == 1 else frozenset()
    return slots


def own_domains(problem: Problem) -> Domains:
    """Return the own slots of every encounter."""
    return tuple(own_slots(problem, encounter) for encounter in problem.encounters)


def narrow(problem: Problem, domains: Domains) -> Domains:
    """Return the domains without what the order of encounters rules out; one becomes empty where it cannot be kept.

    A cycle empties its encounters. All are taken to be held.
    """
    slots = [set(domain) for domain in domains]
    pairs = [(first, later) for later, e in enumerate(problem.encounters) for first in e.before]
    while sum(_narrow_pair(slots[first], slots[later]) for first, later in pairs):
        pass
    return tuple(map(frozenset, slots))


def _narrow_pair(first: set[int], later: set[int]) -> int:
    """Take from both what leaves no room for the other, and return how many slots that were."""
    size = len(first) + len(later)
    earliest, latest = min(first, default=-1), max(later, default=-1)
    later -= {slot for slot in later if slot <= earliest}
    first -= {slot for slot in first if slot >= latest}
    return size - len(first) - len(later)
