"""What somebody's busy slots cost, and which single move would better them; both remembered by their mask of bits."""

from collections.abc import Sequence

from summit.meetings.rules.optimiser.problem import Problem

UNFAIR = 20
TOO_MANY = 100_000
TOO_MUCH = TOO_MANY // 2
MOST_COSTS = 1 << 20
MOST_TABULATED = 22
ONE_MORE = bytes(min(255, value + 1) for value in range(256))
ONE_LESS = bytes(max(0, value - 1) for value in range(256))
MOST_REPAIRS = 1 << 17


def slots_by_day(problem: Problem) -> list[list[int]]:
    """Return the slots of each day in their order; one day where the problem names none."""
    days = problem.days or (0,) * problem.slot_count
    return [[slot for slot in range(problem.slot_count) if days[slot] == day] for day in sorted(set(days))]


def day_masks(problem: Problem) -> list[int]:
    """Return the mask of slots of each day."""
    return [sum(1 << slot for slot in slots) for slots in slots_by_day(problem)]


def count_breaks(mask: int, days: Sequence[int]) -> int:
    """Return the idle runs between meetings, day by day; `days` are masks, each of slots in a row."""
    breaks = 0
    for day in days:
        part = mask & day
        if part:
            breaks += (part & ~(part << 1)).bit_count() - 1
    return breaks


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
        self._days = day_masks(problem)
        self._most_per_day = problem.most_per_day or problem.slot_count
        self._penalties = penalties(problem, least)

    def __missing__(self, mask: int) -> int:
        if len(self) >= MOST_COSTS:
            self.clear()
        cost = self[mask] = self._penalties[count_breaks(mask, self._days)] + TOO_MANY * self._count_too_many(mask)
        return cost

    def _count_too_many(self, mask: int) -> int:
        return sum(max(0, (mask & day).bit_count() - self._most_per_day) for day in self._days)


def make_costs(problem: Problem, least: Sequence[int]) -> Sequence[int] | Costs:
    """Return what gives the cost of a mask: all of them reckoned beforehand where that is feasible, for speed."""
    if problem.slot_count > MOST_TABULATED or problem.most_per_day is not None:
        return Costs(problem, least)
    values = penalties(problem, least)
    return tabulate_breaks(problem).translate(bytes(min(255, values[min(n, len(values) - 1)]) for n in range(256)))


def penalties(problem: Problem, least: Sequence[int]) -> list[int]:
    """Return the cost of each number of breaks, to the most that anybody can have."""
    fairness = problem.slot_count if problem.fairness is None else problem.fairness
    fewest = max(0, max(least, default=0) - fairness)
    unfair = [max(0, n - fewest - fairness) + max(0, fewest - n) for n in range(problem.slot_count + 1)]
    return [breaks + UNFAIR * too_many for breaks, too_many in enumerate(unfair)]


def tabulate_breaks(problem: Problem) -> bytes:
    """Return the breaks of every mask, by doubling: a slot more begins a run unless the one before it is busy.

    Runs are counted from the last day to the first, and the first of each day is not counted.
    """
    table = bytes(1)
    for day in slots_by_day(problem):
        runs = bytes(1)
        for number in range(len(day)):
            half = len(runs) // 2 if number else 0
            runs += runs[: half or 1].translate(ONE_MORE) + (runs[half:] if number else b"")
        breaks = runs.translate(ONE_LESS)
        table = b"".join(table.translate(_add(extra)) for extra in breaks) if len(table) > 1 else breaks
    return table


def _add(number: int) -> bytes:
    return bytes(min(255, value + number) for value in range(256))


class Repairs(dict[int, list[tuple[int, int]]]):
    """The moves (from slot, to slot) of each mask that do not raise its cost: an end of a run, put beside a run."""

    def __init__(self, costs: Sequence[int] | Costs, slot_count: int) -> None:
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
