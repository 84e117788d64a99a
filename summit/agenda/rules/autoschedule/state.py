"""A schedule in the making: which task stands where, and what all of it costs, kept up to date move by move."""

from itertools import accumulate
from operator import add
from random import Random

from ..ticks import places_in
from .problem import IDLE, MOVED, UNPLACED, Problem, is_odd, price_of_start

# A place: number of the hall and first tick.
Spot = tuple[int, int]


class State:
    """The tasks' places; `put` and `take` must only be called for what is possible, and each is the other's undo."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.spots: list[Spot | None] = [None] * len(problem.tasks)
        self.halls = [0] * len(problem.halls)
        self.people = [0] * problem.people
        self.in_hall: list[set[int]] = [set() for _ in problem.halls]
        self.cost = UNPLACED * len(problem.tasks)
        self.moved = 0
        self._start_prices = [price_of_start(problem, tick) for tick in range(problem.ticks)]
        self._quarters = sum(1 << tick for tick in range(problem.ticks) if not is_odd(problem, tick))
        self._days = _day_masks(problem)

    def unplaced(self) -> list[int]:
        """Return the tasks without a place."""
        return [number for number, spot in enumerate(self.spots) if spot is None]

    def is_free(self, number: int, hall: int, start: int) -> bool:
        """Tell whether a task could be put there now."""
        task = self.problem.tasks[number]
        if not task.starts[hall] >> start & 1:
            return False
        if self.halls[hall] & ((1 << (task.length + self.problem.pause)) - 1) << start:
            return False
        time = ((1 << task.length) - 1) << start
        return not any(self.people[person] & time for person in task.people)

    def free_starts(self, number: int, hall: int) -> int:
        """Return the bits at which a task could begin in a hall now."""
        task = self.problem.tasks[number]
        bits = task.starts[hall]
        if bits:
            bits &= ~_smeared(self.halls[hall], task.length + self.problem.pause)
            busy = 0
            for person in task.people:
                busy |= self.people[person]
            if busy:
                bits &= ~_smeared(busy, task.length)
        return bits

    def put(self, number: int, spot: Spot) -> None:
        """Put a task into a free place."""
        before = self._idle(spot)
        self._flip(number, spot)
        self.in_hall[spot[0]].add(number)
        self.cost += self._idle(spot) - before + self.price(number, spot) - UNPLACED
        self.spots[number] = spot
        self._count_move(number, spot, 1)

    def take(self, number: int) -> Spot | None:
        """Take a task from its place and return that; None where it has none."""
        spot = self.spots[number]
        if spot is None:
            return None
        self.spots[number] = None
        before = self._idle(spot)
        self._flip(number, spot)
        self.in_hall[spot[0]].discard(number)
        self.cost += self._idle(spot) - before - self.price(number, spot) + UNPLACED
        self._count_move(number, spot, -1)
        return spot

    def price(self, number: int, spot: Spot) -> int:
        """Return what the place costs the task beside idle halls: parallel rivals, hours, an odd or a late start."""
        task, start = self.problem.tasks[number], spot[1]
        end = start + task.length
        total = task.price[end] - task.price[start] + self._start_prices[start]
        spots, tasks = self.spots, self.problem.tasks
        for rival, price in task.rivals.items():
            place = spots[rival]
            if place is not None:
                shared = min(end, place[1] + tasks[rival].length) - max(start, place[1])
                if shared > 0:
                    total += price * shared
        return total

    def best_spot(self, number: int, random: Random) -> Spot | None:
        """Return the cheapest free place of a task, None where there is none; equal ones are drawn."""
        spots = self._worth_trying(number)
        if not spots:
            return None
        prices = self._prices(number)
        length, present = self.problem.tasks[number].length, self.problem.tasks[number].present
        best, equal = UNPLACED, []
        for spot in spots:
            start = spot[1]
            cost = prices[start + length] - prices[start] + self._start_prices[start]
            cost += self._idle_with(number, spot) + (MOVED if present not in (None, spot) else 0)
            if cost < best:
                best, equal = cost, [spot]
            elif cost == best:
                equal.append(spot)
        return random.choice(equal) if equal else None

    def blockers(self, number: int, spot: Spot) -> set[int]:
        """Return the tasks that stand in a place, by their hall or their people."""
        task, (hall, start) = self.problem.tasks[number], spot
        tasks, pause = self.problem.tasks, self.problem.pause
        end = start + task.length
        found = set()
        for other in self.in_hall[hall]:
            place = self.spots[other]
            if place and place[1] < end + pause and start < place[1] + tasks[other].length + pause:
                found.add(other)
        if task.people:
            people = set(task.people)
            for other, place in enumerate(self.spots):
                meets = place and place[1] < end and start < place[1] + tasks[other].length
                if meets and people.intersection(tasks[other].people):
                    found.add(other)
        found.discard(number)
        return found

    def idle_ticks(self) -> int:
        """Return for how many ticks halls stand empty between two sessions of a day."""
        taken = [hall | fixed for hall, fixed in zip(self.halls, self.problem.fixed, strict=True)]
        return sum(_gaps(bits & mask) for bits in taken for mask in self._days)

    def _flip(self, number: int, spot: Spot) -> None:
        task, (hall, start) = self.problem.tasks[number], spot
        self.halls[hall] ^= ((1 << (task.length + self.problem.pause)) - 1) << start
        time = ((1 << task.length) - 1) << start
        for person in task.people:
            self.people[person] ^= time

    def _count_move(self, number: int, spot: Spot, by: int) -> None:
        present = self.problem.tasks[number].present
        if present is not None and present != spot:
            self.moved += by
            self.cost += by * MOVED

    def _idle(self, spot: Spot) -> int:
        hall, start = spot
        mask = self._days[self.problem.day_of[start]]
        return _gaps((self.halls[hall] | self.problem.fixed[hall]) & mask) * IDLE

    def _idle_with(self, number: int, spot: Spot) -> int:
        """Return what the place adds to the hall's idle ticks of its day."""
        hall, start = spot
        mask = self._days[self.problem.day_of[start]]
        bits = (self.halls[hall] | self.problem.fixed[hall]) & mask
        own = ((1 << (self.problem.tasks[number].length + self.problem.pause)) - 1) << start
        return (_gaps((bits | own) & mask) - _gaps(bits)) * IDLE

    def _prices(self, number: int) -> list[int]:
        """Return the sums of what the ticks cost a task now; like Task.price, but with the rivals' places."""
        task = self.problem.tasks[number]
        steps = [0] * (len(task.price) + 1)
        for rival, price in task.rivals.items():
            place = self.spots[rival]
            if place is not None:
                steps[place[1] + 1] += price
                steps[place[1] + self.problem.tasks[rival].length + 1] -= price
        return list(map(add, task.price, accumulate(accumulate(steps))))

    def _worth_trying(self, number: int) -> list[Spot]:
        """Return free places that touch what stands, those at the quarters of an hour, and the present one."""
        present = self.problem.tasks[number].present
        spots = [present] if present is not None and self.is_free(number, *present) else []
        for hall in range(len(self.halls)):
            bits = self.free_starts(number, hall)
            edges = bits & (~(bits << 1) | ~(bits >> 1))
            spots.extend((hall, start) for start in places_in(edges | bits & self._quarters))
        return spots


def _smeared(taken: int, length: int) -> int:
    """Return the bits at which something of `length` ticks must not begin, so that it meets nothing taken."""
    have = 1
    while have < length:
        step = min(have, length - have)
        taken |= taken >> step
        have += step
    return taken


def _gaps(bits: int) -> int:
    """Return how many bits are not set between the first and the last that are."""
    return bits.bit_length() - (bits & -bits).bit_length() + 1 - bits.bit_count() if bits else 0


def _day_masks(problem: Problem) -> list[int]:
    ends = [*problem.day_starts[1:], problem.ticks]
    return [(1 << end) - (1 << start) for start, end in zip(problem.day_starts, ends, strict=True)]
