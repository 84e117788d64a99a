"""The second phase: which table each encounter of a slot has, so that people walk little and companies stay at home."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from summit.meetings.rules.optimiser.problem import Place, Problem

Row = dict[int, int]

TOLD = 10_000
HOME = 100
ROUNDS = 4


def assign_tables(problem: Problem, slots: Sequence[int | None]) -> tuple[Place | None, ...]:
    """Return the place of each encounter whose slot is given.

    A table that people were told stays while the slot does; then home tables count, then few changes. `slots` must
    not hold more encounters in a slot than there are tables.
    """
    return _Seating(problem, slots).places()


def count_table_changes(problem: Problem, places: Sequence[Place | None]) -> int:
    """Return how often somebody's next meeting of a day is at another table."""
    days = problem.days or (0,) * problem.slot_count
    tables = defaultdict[tuple[int, int], list[tuple[int, int]]](list)
    for encounter, place in zip(problem.encounters, places, strict=True):
        if place is not None:
            for person in encounter.participants:
                tables[person, days[place.slot]].append((place.slot, place.table))
    total = 0
    for visits in tables.values():
        visits.sort()
        total += sum(one[1] != other[1] for one, other in pairwise(visits))
    return total


def count_moved(problem: Problem, places: Sequence[Place | None]) -> int:
    """Return how many participants have a meeting elsewhere than they were told, or no longer."""
    moved = set[int]()
    for encounter, place in zip(problem.encounters, places, strict=True):
        if encounter.slot is None:
            continue
        is_same = place is not None and place.slot == encounter.slot and encounter.table in (None, place.table)
        if not is_same:
            moved.update(encounter.participants)
    return len(moved)


class _Seating:
    """The tables of all slots while they are changed: `at[t]` has the encounter of each table in slot t."""

    def __init__(self, problem: Problem, slots: Sequence[int | None]) -> None:
        self.problem, self.slots = problem, slots
        self.homes = problem.home_tables or (None,) * problem.participant_count
        self.at: list[Row] = [{} for _ in range(problem.slot_count)]
        self.table: Row = {}
        self._link()

    def _link(self) -> None:
        """Note which encounters are somebody's previous or next of the day."""
        days = self.problem.days or (0,) * self.problem.slot_count
        last: dict[tuple[int, int], int] = {}
        held = [encounter for encounter, slot in enumerate(self.slots) if slot is not None]
        links: list[list[int]] = [[] for _ in self.slots]
        for encounter in sorted(held, key=lambda e: self.slots[e] or 0):
            for person in self.problem.encounters[encounter].participants:
                key = (person, days[self.slots[encounter] or 0])
                if key in last:
                    links[encounter].append(last[key])
                    links[last[key]].append(encounter)
                last[key] = encounter
        self.links = links
        self.held = held

    def places(self) -> tuple[Place | None, ...]:
        by_slot: list[list[int]] = [[] for _ in self.at]
        for encounter in self.held:
            by_slot[self.slots[encounter] or 0].append(encounter)
        for slot, encounters in enumerate(by_slot):
            self._seat(slot, encounters)
        for _ in range(ROUNDS):
            changes = [self._better(slot, encounters) for slot, encounters in enumerate(by_slot)]
            if not any(changes):
                break
        return tuple(
            None if slot is None else Place(slot, self.table[encounter]) for encounter, slot in enumerate(self.slots)
        )

    def wishes(self, encounter: int) -> Row:
        """Return what each table is worth to an encounter, those that are worth nothing left out."""
        wanted = self.problem.encounters[encounter]
        worth = defaultdict[int, int](int)
        if wanted.table is not None and wanted.slot == self.slots[encounter]:
            worth[wanted.table] += 2 * TOLD if wanted.is_pinned else TOLD
        for person in wanted.participants:
            home = self.homes[person]
            if home is not None:
                worth[home] += HOME
        for other in self.links[encounter]:
            if other in self.table:
                worth[self.table[other]] += 1
        return worth

    def _seat(self, slot: int, encounters: Sequence[int]) -> None:
        """Give the tables of a slot to whom they are worth most, then any to the rest."""
        row = self.at[slot]
        wishes = [(-worth, e, table) for e in encounters for table, worth in self.wishes(e).items()]
        for _, encounter, table in sorted(wishes):
            if table not in row and encounter not in self.table:
                row[table] = encounter
                self.table[encounter] = table
        free = (table for table in range(self.problem.table_count) if table not in row)
        for encounter in encounters:
            if encounter not in self.table:
                table = next(free)
                self.table[encounter] = table
                row[table] = encounter

    def _better(self, slot: int, encounters: Sequence[int]) -> bool:
        """Let encounters take or swap tables where that is worth more; say whether any did."""
        has_changed = False
        for encounter in encounters:
            wishes, present = self.wishes(encounter), self.table[encounter]
            for table, worth in wishes.items():
                if worth > wishes.get(present, 0) and self._gain(slot, encounter, table, wishes) > 0:
                    self._take(slot, encounter, table)
                    has_changed = True
                    break
        return has_changed

    def _gain(self, slot: int, encounter: int, table: int, wishes: Row) -> int:
        present, holder = self.table[encounter], self.at[slot].get(table)
        gain = wishes.get(table, 0) - wishes.get(present, 0)
        if holder is not None:
            theirs = self.wishes(holder)
            gain += theirs.get(present, 0) - theirs.get(table, 0)
        return gain

    def _take(self, slot: int, encounter: int, table: int) -> None:
        row, present = self.at[slot], self.table[encounter]
        holder = row.pop(table, None)
        del row[present]
        row[table], self.table[encounter] = encounter, table
        if holder is not None:
            row[present], self.table[holder] = holder, present
