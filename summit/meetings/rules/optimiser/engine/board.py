"""The state that the engine changes: who is where in each slot, with everything a move must look up kept ready.

Masks are integers with a bit for each slot. Invariant: every hard rule but fairness holds for what is placed.
"""

from collections.abc import Iterable, Sequence
from random import Random

from summit.meetings.rules.optimiser.engine.costs import Repairs, day_masks, least_breaks, make_costs, slots_by_day
from summit.meetings.rules.optimiser.problem import Problem

NOBODY = -1
UNHELD = -1


class Board:
    """A partial timetable: `slots[e]` is the slot of encounter e or UNHELD, `at[t][p]` whom p meets in slot t."""

    __slots__ = (
        "after",
        "allowed",
        "at",
        "before",
        "budget",
        "busy",
        "capacity",
        "cost",
        "costs",
        "days",
        "displaced",
        "gap_place",
        "gaps",
        "has_order",
        "has_told",
        "is_pinned",
        "least",
        "load",
        "moved",
        "options",
        "people",
        "problem",
        "random",
        "repairs",
        "slots",
        "told",
        "unheld",
        "unheld_place",
        "unheld_weight",
        "weight",
    )

    def __init__(self, problem: Problem, random: Random) -> None:
        self.problem, self.random = problem, random
        encounters = problem.encounters
        self.people = [encounter.participants for encounter in encounters]
        self.weight = [encounter.weight for encounter in encounters]
        self.is_pinned = [encounter.is_pinned for encounter in encounters]
        self.allowed = allowed_slots(problem)
        self.options = [[t for t in range(problem.slot_count) if mask >> t & 1] for mask in self.allowed]
        self._read_order()
        self._read_told()
        self._read_limits()
        self._clear()

    def _read_order(self) -> None:
        self.before = [encounter.before for encounter in self.problem.encounters]
        self.after: list[list[int]] = [[] for _ in self.before]
        for encounter, befores in enumerate(self.before):
            for earlier in befores:
                self.after[earlier].append(encounter)
        self.has_order = any(self.before)

    def _read_told(self) -> None:
        encounters = self.problem.encounters
        self.told = [UNHELD if encounter.slot is None else encounter.slot for encounter in encounters]
        self.has_told = any(slot != UNHELD for slot in self.told)
        self.budget = self.problem.participant_count
        if self.problem.change_budget is not None:
            self.budget = self.problem.change_budget

    def _read_limits(self) -> None:
        problem = self.problem
        self.capacity = slot_capacities(problem)
        days = slots_by_day(problem)
        everything = (1 << problem.slot_count) - 1
        counts = meeting_counts(problem)
        free = [everything & ~sum(1 << t for t in forbidden) for forbidden in problem.forbidden]
        self.least = [least_breaks(mask, count, days) for mask, count in zip(free, counts, strict=True)]
        self.costs = make_costs(problem, self.least)
        self.days = day_masks(problem)
        self.repairs = Repairs(self.costs, problem.slot_count)

    def _clear(self) -> None:
        count, people = len(self.people), self.problem.participant_count
        self.slots = [UNHELD] * count
        self.at = [[NOBODY] * people for _ in range(self.problem.slot_count)]
        self.busy = [0] * people
        self.load = [0] * self.problem.slot_count
        self.unheld = list(range(count))
        self.unheld_place = list(range(count))
        self.unheld_weight = sum(self.weight)
        self.gaps: list[int] = []
        self.gap_place = [-1] * people
        self.cost = sum(self.costs[0] for _ in range(people))
        self.displaced = [0] * people
        for encounter, slot in enumerate(self.told):
            if slot != UNHELD:
                for person in self.people[encounter]:
                    self.displaced[person] += 1
        self.moved = sum(1 for count in self.displaced if count)

    def restore(self, slots: Sequence[int]) -> None:
        """Bring back an earlier state."""
        self._clear()
        for encounter, slot in enumerate(slots):
            if slot != UNHELD:
                self.place(encounter, slot)

    def place(self, encounter: int, slot: int) -> None:
        """Hold an encounter in a slot where its people are free and a table is, too."""
        row, bit = self.at[slot], 1 << slot
        for person in self.people[encounter]:
            row[person] = encounter
            self.set_busy(person, self.busy[person] | bit)
        self.slots[encounter] = slot
        self.load[slot] += 1
        self.unheld_weight -= self.weight[encounter]
        self._take_from(self.unheld, self.unheld_place, encounter)
        if self.told[encounter] == slot:
            self._displace(encounter, -1)

    def remove(self, encounter: int) -> None:
        """Hold an encounter no longer."""
        slot = self.slots[encounter]
        row, bit = self.at[slot], 1 << slot
        for person in self.people[encounter]:
            row[person] = NOBODY
            self.set_busy(person, self.busy[person] ^ bit)
        self.slots[encounter] = UNHELD
        self.load[slot] -= 1
        self.unheld_weight += self.weight[encounter]
        self.unheld_place[encounter] = len(self.unheld)
        self.unheld.append(encounter)
        if self.told[encounter] == slot:
            self._displace(encounter, 1)

    def set_busy(self, person: int, mask: int) -> None:
        """Note the busy slots of somebody, what they cost, and whether they could be better."""
        cost = self.costs[mask]
        self.cost += cost - self.costs[self.busy[person]]
        self.busy[person] = mask
        if (cost > self.least[person]) == (self.gap_place[person] >= 0):
            return
        if cost > self.least[person]:
            self.gap_place[person] = len(self.gaps)
            self.gaps.append(person)
        else:
            self._take_from(self.gaps, self.gap_place, person)

    def exchange(self, chain: Sequence[int], ends: Iterable[int], one: int, other: int) -> None:
        """Swap the two slots of every encounter of a chain; `ends` are who is busy in only one of them."""
        slots, people, at, both = self.slots, self.people, self.at, one + other
        for encounter in chain:
            row = at[slots[encounter]]
            for person in people[encounter]:
                row[person] = NOBODY
        for encounter in chain:
            slot = slots[encounter]
            self.load[slot] -= 1
            if self.told[encounter] == slot:
                self._displace(encounter, 1)
            slots[encounter] = slot = both - slot
            self.load[slot] += 1
            row = at[slot]
            for person in people[encounter]:
                row[person] = encounter
            if self.told[encounter] == slot:
                self._displace(encounter, -1)
        flip = (1 << one) | (1 << other)
        for person in ends:
            self.set_busy(person, self.busy[person] ^ flip)

    def _displace(self, encounter: int, by: int) -> None:
        for person in self.people[encounter]:
            was = self.displaced[person]
            self.displaced[person] = was + by
            self.moved += (was + by > 0) - (was > 0)

    @staticmethod
    def _take_from(things: list[int], places: list[int], thing: int) -> None:
        place, last = places[thing], things.pop()
        if last != thing:
            things[place] = last
            places[last] = place
        places[thing] = -1


def slot_capacities(problem: Problem) -> list[int]:
    """Return how many encounters fit each slot."""
    return list(problem.capacities or (problem.table_count,) * problem.slot_count)


def meeting_counts(problem: Problem) -> list[int]:
    """Return how many encounters each participant is wanted for."""
    counts = [0] * problem.participant_count
    for encounter in problem.encounters:
        for person in encounter.participants:
            counts[person] += 1
    return counts


def allowed_slots(problem: Problem) -> list[int]:
    """Return the mask of slots of each encounter that its own rules and its people's absences leave."""
    everything = (1 << problem.slot_count) - 1
    absent = [sum(1 << slot for slot in forbidden) for forbidden in problem.forbidden]
    masks = []
    for encounter in problem.encounters:
        mask = everything if encounter.slots is None else sum(1 << slot for slot in encounter.slots)
        if encounter.fixed is not None:
            mask &= 1 << encounter.fixed
        if encounter.is_pinned and encounter.slot is not None:
            mask &= 1 << encounter.slot
        for person in encounter.participants:
            mask &= ~absent[person]
        masks.append(mask & everything)
    return masks
