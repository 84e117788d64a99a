"""Small sets of encounters that cannot all be held, out of many that are proved to be too many."""

from collections.abc import Sequence
from dataclasses import replace

from summit.meetings.rules.optimiser.domains import narrow, own_domains
from summit.meetings.rules.optimiser.problem import Cause, Problem
from summit.meetings.rules.optimiser.proof.model import TimetableModel
from summit.meetings.rules.optimiser.proof.searching import Clock, Ending, search

SHARE = 0.5
ATTEMPT_SECONDS = 2.0


def name_conflict(problem: Problem, clock: Clock) -> Cause:
    """Return why a problem that is proved to have no timetable with everything has none.

    Fairness, where everything could be held without it; otherwise a set of encounters, from which chunks of halving
    size are left out as long as the rest is still proved impossible, within half of the time that is left.
    """
    until = clock.left * (1 - SHARE)
    plain = replace(problem, fairness=None)
    if problem.fairness is not None and _ending(plain, clock) in (Ending.BEST, Ending.FOUND):
        return Cause("fairness", available=problem.fairness)
    numbers = list(range(len(problem.encounters)))
    return Cause("conflict", encounters=tuple(_shrink(plain, numbers, clock, until)))


def _shrink(problem: Problem, numbers: list[int], clock: Clock, until: float) -> list[int]:
    size = max(1, len(numbers) // 2)
    while True:
        start = 0
        while start < len(numbers) and clock.left > until:
            rest = numbers[:start] + numbers[start + size :]
            if rest and _ending(restrict(problem, rest), clock) is Ending.IMPOSSIBLE:
                numbers = rest
            else:
                start += size
        if size == 1 or clock.left <= until:
            return numbers
        size = max(1, size // 2)


def _ending(problem: Problem, clock: Clock) -> Ending:
    domains = narrow(problem, own_domains(problem))
    model = TimetableModel(problem, domains, is_whole=True, is_counting=problem.fairness is not None)
    return search(model, clock, ATTEMPT_SECONDS).ending


def restrict(problem: Problem, numbers: Sequence[int]) -> Problem:
    """Return the problem with only these encounters, numbered anew in this order."""
    new = {number: position for position, number in enumerate(numbers)}
    kept = (problem.encounters[number] for number in numbers)
    return replace(
        problem,
        encounters=tuple(replace(e, before=tuple(new[first] for first in e.before if first in new)) for e in kept),
    )
