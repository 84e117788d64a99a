"""What somebody's busy slots cost, and which single move would better them; both remembered by their mask of bits."""

from collections.abc import Sequence

from summit.meetings.rules.optimiser.problem import Problem

UNFAIR = 20
TOO_MANY = 1000
MOST_COSTS = 1 << 20
MOST_REPAIRS = 1 << 17


def slots_by_day(problem: Problem) -> list[list[int]]:
    """Return the slots of each day in their order; one day where the problem names none."""
    days = problem.days or (0,) * problem.slot_count
    return [[slot for slot in range(problem.slot_count) if days[slot] == day] for day in sorted(set(days))]


def least_breaks(free: int, count: int, days: Sequence[Sequence[int]]) -> int:
    """Return the fewest breaks of somebody with `count` meetings within the slots of the mask `free`.

    The longest free stretch of each day costs nothing, each further stretch one break.
    """
    firsts, others = [], []
    for slots in days:
        lengths = sorted(_stretches(free, slots), reverse=True)
        firsts += lengths[:1]
        others += lengths[1:]
    missing, breaks = count - sum(firsts), 0
    for length in sorted(others, reverse=True):
        if missing <= 0:
            break
        missing, breaks = missing - length, breaks + 1
    return breaks


def _stretches(free: int, slots: Sequence[int]) -> list[int]:
    lengths = [0]
    for slot in slots:
        if free >> slot & 1:
            lengths[-1] += 1
        else:
            lengths.append(0)
    return lengths


class Costs(dict[int, int]):
    """The cost of each mask of busy slots: its breaks, and more where they are unfair or too many on one day."""

    def __init__(self, problem: Problem, least: Sequence[int]) -> None:
        super().__init__()
        self._days = slots_by_day(problem)
        self._most_per_day = problem.most_per_day or problem.slot_count
        fairness = problem.slot_count if problem.fairness is None else problem.fairness
        self._fewest = max(0, max(least, default=0) - fairness)
        self._most = self._fewest + fairness

    def __missing__(self, mask: int) -> int:
        if len(self) >= MOST_COSTS:
            self.clear()
        breaks = self.count_breaks(mask)
        unfair = max(0, breaks - self._most) + max(0, self._fewest - breaks)
        cost = self[mask] = breaks + UNFAIR * unfair + TOO_MANY * self._count_too_many(mask)
        return cost

    def count_breaks(self, mask: int) -> int:
        """Return the idle runs between meetings, day by day."""
        breaks = 0
        for slots in self._days:
            runs = was_busy = 0
            for slot in slots:
                is_busy = mask >> slot & 1
                runs += is_busy & ~was_busy
                was_busy = is_busy
            breaks += max(0, runs - 1)
        return breaks

    def _count_too_many(self, mask: int) -> int:
        counts = (sum(mask >> slot & 1 for slot in slots) for slots in self._days)
        return sum(max(0, count - self._most_per_day) for count in counts)


class Repairs(dict[int, list[tuple[int, int]]]):
    """The moves (from slot, to slot) of each mask that do not raise its cost: an end of a run, put beside a run."""

    def __init__(self, costs: Costs, slot_count: int) -> None:
        super().__init__()
        self._costs = costs
        self._slots = range(slot_count)

    def __missing__(self, mask: int) -> list[tuple[int, int]]:
        if len(self) >= MOST_REPAIRS:
            self.clear()
        ends = mask & ~((mask << 1) & (mask >> 1))
        beside = ((mask << 1) | (mask >> 1)) & ~mask
        cost = self._costs[mask]
        sources = [slot for slot in self._slots if ends >> slot & 1]
        targets = [slot for slot in self._slots if beside >> slot & 1]
        moves = [(a, b) for a in sources for b in targets if self._costs[mask ^ (1 << a) ^ (1 << b)] <= cost]
        self[mask] = moves
        return moves
