"""What no timetable can beat: the least breaks and the most weight that can be held, both quick and proved."""

from collections import Counter

from summit.meetings.rules.optimiser.causes import count_free
from summit.meetings.rules.optimiser.domains import Domains, days_of, encounters_of, narrow, own_domains, room_of
from summit.meetings.rules.optimiser.matching import heaviest
from summit.meetings.rules.optimiser.problem import Problem

MOST_WINDOWS = 3
NONE_YET, MEETING, IDLE = range(3)

# What a day so far has come to: the state, meetings of the day, meetings within each window.
State = tuple[int, int, tuple[int, ...]]
Window = tuple[frozenset[int], int]


def lower_bound(problem: Problem) -> int:
    """Return a number of breaks that every timetable holding everything has at least.

    The sum over participants of the fewest breaks that each could have if alone: by their absences, fixed and
    session-bound encounters, days, and most per day (dynamic programming over the slots). 0 where somebody's
    encounters cannot all be held.
    """
    domains = narrow(problem, own_domains(problem))
    least = [_least_breaks(problem, person, mine, domains) for person, mine in enumerate(encounters_of(problem))]
    return 0 if None in least else sum(breaks or 0 for breaks in least)


def upper_bound_held(problem: Problem) -> int:
    """Return a weight of held encounters that no timetable exceeds.

    What the tables hold by a matching of all encounters; what each participant holds by one of theirs. An encounter
    that is not held relieves all its participants at once, so their losses are shared among so many.
    """
    domains, room = own_domains(problem), room_of(problem)
    weights = {number: encounter.weight for number, encounter in enumerate(problem.encounters)}
    total = sum(weights.values())
    lost = [total - heaviest(dict(enumerate(domains)), room, weights)]
    losses = [_loss(problem, person, mine, domains) for person, mine in enumerate(encounters_of(problem))]
    size = max((len(encounter.participants) for encounter in problem.encounters), default=1)
    return total - max(*lost, *losses, -(-sum(losses) // size), 0)


def _loss(problem: Problem, person: int, mine: tuple[int, ...], domains: Domains) -> int:
    """Return the least weight that one participant cannot hold."""
    weights = {number: problem.encounters[number].weight for number in mine}
    ranked = sorted(weights.values(), reverse=True)
    by_time = sum(ranked[: count_free(problem, person)])
    room = tuple(min(1, tables) for tables in room_of(problem))
    by_slots = heaviest({number: domains[number] for number in mine}, room, weights)
    return sum(ranked) - min(by_time, by_slots)


def _least_breaks(problem: Problem, person: int, mine: tuple[int, ...], domains: Domains) -> int | None:
    """Return the fewest breaks of one participant with all encounters held, or None where they cannot be."""
    windows = _windows([domains[number] for number in mine])
    usable = set[int]().union(*(domains[number] for number in mine))
    must = {slot for number in mine if len(domains[number]) == 1 for slot in domains[number]}
    days = days_of(problem)
    states: dict[State, int] = {(NONE_YET, 0, (0,) * (len(windows) + 1)): 0}
    for slot in range(problem.slot_count):
        if slot and days[slot] != days[slot - 1]:
            states = _fewest([((NONE_YET, 0, counts), breaks) for (_, _, counts), breaks in states.items()])
        steps = []
        for state, breaks in states.items():
            if slot not in must:
                steps.append((_rest(state), breaks))
            if slot in usable:
                steps.append((_meet(state, slot, windows), breaks + (state[0] == IDLE)))
        states = _fewest(_allowed(steps, problem.most_per_day, len(mine)))
    needed = [count for _, count in windows]
    ends = [b for (_, _, counts), b in states.items() if counts[0] == len(mine) and _reach(counts[1:], needed)]
    return min(ends, default=None)


def _windows(domains: list[frozenset[int]]) -> list[Window]:
    """Return the sets of slots that some encounters are bound to, with how many are bound within."""
    widest = [domain for domain, _ in Counter(domains).most_common(MOST_WINDOWS)]
    return [(window, sum(domain <= window for domain in domains)) for window in widest]


def _rest(state: State) -> State:
    return (IDLE if state[0] == MEETING else state[0], *state[1:])


def _meet(state: State, slot: int, windows: list[Window]) -> State:
    _, today, counts = state
    within = (min(need, count + (slot in window)) for (window, need), count in zip(windows, counts[1:], strict=True))
    return (MEETING, today + 1, (counts[0] + 1, *within))


def _allowed(steps: list[tuple[State, int]], most_per_day: int | None, most: int) -> list[tuple[State, int]]:
    return [
        ((state if most_per_day is not None else (state[0], 0, state[2])), breaks)
        for state, breaks in steps
        if (most_per_day is None or state[1] <= most_per_day) and state[2][0] <= most
    ]


def _fewest(steps: list[tuple[State, int]]) -> dict[State, int]:
    best: dict[State, int] = {}
    for state, breaks in steps:
        best[state] = min(breaks, best.get(state, breaks))
    return best


def _reach(counts: tuple[int, ...], needed: list[int]) -> bool:
    return all(count >= need for count, need in zip(counts, needed, strict=True))
