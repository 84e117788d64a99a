"""The problem as constraints for CP-SAT, in the encoding of Bofill et al. (CP 2014, JAIR 2022).

A participant's busy slots have a prefix ("has met already") and a suffix ("will meet yet") within each day; a break
starts where a busy slot is followed by an idle one with a meeting still to come. Implied: as many busy slots as a
participant has encounters, and no more busy people in a slot than its tables seat.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from ortools.sat.python import cp_model

from summit.meetings.rules.optimiser.domains import Domains, days_of, encounters_of, room_of
from summit.meetings.rules.optimiser.problem import Problem

Literal: TypeAlias = cp_model.IntVar
Slots = Sequence[int | None]


class TimetableModel:
    """The model: `x[m][t]` is 1 where encounter m is held in slot t, `breaks[p]` counts a participant's breaks.

    `is_whole` says that everything is to be held; otherwise `held[m]` says what is.
    """

    def __init__(self, problem: Problem, domains: Domains, *, is_whole: bool, is_counting: bool = True) -> None:
        self.problem, self.is_whole = problem, is_whole
        self.model = cp_model.CpModel()
        self._hints: list[tuple[Literal, str, int, int]] = []
        self.x = [{slot: self._new("x", m, slot) for slot in sorted(domain)} for m, domain in enumerate(domains)]
        self.held = [self._hold(number) for number in range(len(domains))]
        self.busy = [self._occupy(person, mine) for person, mine in enumerate(encounters_of(problem))]
        self.breaks: list[Literal] = []
        self._limit_slots()
        self._limit_days()
        self._order()
        self._limit_moves()
        if is_counting:
            self.breaks = [self._count_breaks(person) for person in range(problem.participant_count)]
            self._be_fair()

    def minimise_breaks(self, least: int) -> None:
        """Ask for the fewest breaks, of which there are at least `least`."""
        self.model.add(sum(self.breaks) >= least)
        self.model.minimize(sum(self.breaks))

    def minimise_unheld(self, least: int) -> None:
        """Ask for the least weight that is not held, which is at least `least`."""
        self.model.add(self._unheld() >= least)
        self.model.minimize(self._unheld())

    def leave_unheld(self, weight: int) -> None:
        """Demand that exactly this weight is not held."""
        self.model.add(self._unheld() == weight)

    def hint(self, slots: Slots) -> None:
        """Give a whole timetable to start from; every variable gets its value, or the solver ignores half of it."""
        self.model.clear_hints()
        picture = _Picture(self.problem, slots)
        for variable, kind, number, slot in self._hints:
            self.model.add_hint(variable, picture.value(kind, number, slot))
        for person, variable in enumerate(self.breaks):
            self.model.add_hint(variable, picture.breaks(person))

    def _unheld(self) -> cp_model.LinearExprT:
        weighted = zip(self.problem.encounters, self.held, strict=True)
        return sum(encounter.weight * (1 - held) for encounter, held in weighted)

    def _new(self, kind: str, number: int, slot: int) -> Literal:
        variable = self.model.new_bool_var(f"{kind}_{number}_{slot}")
        self._hints.append((variable, kind, number, slot))
        return variable

    def _hold(self, number: int) -> Literal:
        held = self._new("held", number, 0)
        self.model.add_exactly_one([*self.x[number].values(), held.negated()])
        if self.is_whole:
            self.model.add(held == 1)
        return held

    def _occupy(self, person: int, mine: Sequence[int]) -> list[Literal]:
        slots = range(self.problem.slot_count)
        busy = [self._new("busy", person, slot) for slot in slots]
        for slot in slots:
            self.model.add(sum(self.x[number][slot] for number in mine if slot in self.x[number]) == busy[slot])
        self.model.add(sum(busy) == sum(self.held[number] for number in mine))
        return busy

    def _limit_slots(self) -> None:
        size = max((len(encounter.participants) for encounter in self.problem.encounters), default=0)
        for slot, room in enumerate(room_of(self.problem)):
            self.model.add(sum(row[slot] for row in self.x if slot in row) <= room)
            self.model.add(sum(busy[slot] for busy in self.busy) <= size * room)

    def _limit_days(self) -> None:
        most = self.problem.most_per_day
        if most is None:
            return
        for busy in self.busy:
            for start, end in self._days():
                self.model.add(sum(busy[start:end]) <= most)

    def _order(self) -> None:
        """Hold each encounter after those before it, as far as both are held."""
        for later, encounter in enumerate(self.problem.encounters):
            for first in encounter.before:
                for slot, variable in self.x[later].items():
                    earlier = [x for other, x in self.x[first].items() if other < slot]
                    self.model.add_bool_or([variable.negated(), self.held[first].negated(), *earlier])

    def _limit_moves(self) -> None:
        if self.problem.change_budget is None:
            return
        moved = [self._new("moved", person, 0) for person in range(self.problem.participant_count)]
        for number, encounter in enumerate(self.problem.encounters):
            if encounter.slot is not None:
                stays = [self.x[number][encounter.slot]] if encounter.slot in self.x[number] else []
                for person in encounter.participants:
                    self.model.add_bool_or([moved[person], *stays])
        self.model.add(sum(moved) <= self.problem.change_budget)

    def _days(self) -> list[tuple[int, int]]:
        """Return the first slot of each day and the one after its last."""
        days = days_of(self.problem)
        cuts = [0, *(slot for slot in range(1, len(days)) if days[slot] != days[slot - 1]), len(days)]
        return list(pairwise(cuts))

    def _count_breaks(self, person: int) -> Literal:
        gaps = [gap for start, end in self._days() for gap in self._gaps(person, start, end)]
        total = self.model.new_int_var(0, len(gaps), f"breaks_{person}")
        self.model.add(total == sum(gaps))
        return total

    def _gaps(self, person: int, start: int, end: int) -> list[Literal]:
        """Return what is 1 where a break starts after a slot of a day."""
        busy, model = self.busy[person], self.model
        before = self._spread("before", person, list(range(start, end)))
        after = self._spread("after", person, list(range(end - 1, start - 1, -1)))
        gaps = []
        for slot in range(start, end - 2):
            gap = self._new("gap", person, slot)
            model.add_bool_or([busy[slot].negated(), busy[slot + 1], after[slot + 1].negated(), gap])
            for implied in (busy[slot], busy[slot + 1].negated(), after[slot + 1], before[slot]):
                model.add_implication(gap, implied)
            gaps.append(gap)
        return gaps

    def _spread(self, kind: str, person: int, slots: Sequence[int]) -> dict[int, Literal]:
        """Return per slot whether the participant is busy in it or in one earlier in the sequence `slots`."""
        busy, model = self.busy[person], self.model
        spread = {slot: self._new(kind, person, slot) for slot in slots}
        for previous, slot in zip([None, *slots], slots, strict=False):
            earlier = [spread[previous]] if previous is not None else []
            for cause in (busy[slot], *earlier):
                model.add_implication(cause, spread[slot])
            model.add_bool_or([spread[slot].negated(), busy[slot], *earlier])
        return spread

    def _be_fair(self) -> None:
        fairness = self.problem.fairness
        if fairness is None or not self.breaks:
            return
        fewest = self.model.new_int_var(0, self.problem.slot_count, "fewest")
        for breaks in self.breaks:
            self.model.add(breaks >= fewest)
            self.model.add(breaks <= fewest + fairness)


class _Picture:
    """The value of every variable in a given timetable."""

    def __init__(self, problem: Problem, slots: Slots) -> None:
        self._slots, self._days = slots, days_of(problem)
        self._busy: list[set[int]] = [set() for _ in range(problem.participant_count)]
        self._moved = set[int]()
        for encounter, slot in zip(problem.encounters, slots, strict=True):
            if slot is not None:
                for person in encounter.participants:
                    self._busy[person].add(slot)
            if encounter.slot is not None and encounter.slot != slot:
                self._moved.update(encounter.participants)

    def breaks(self, person: int) -> int:
        return sum(self._is_gap(person, slot) for slot in range(len(self._days)))

    def value(self, kind: str, number: int, slot: int) -> int:
        match kind:
            case "x":
                return int(self._slots[number] == slot)
            case "held":
                return int(self._slots[number] is not None)
            case "moved":
                return int(number in self._moved)
            case "busy":
                return int(slot in self._busy[number])
            case "before":
                return int(any(other <= slot for other in self._today(number, slot)))
            case "after":
                return int(any(other >= slot for other in self._today(number, slot)))
        return int(self._is_gap(number, slot))

    def _today(self, person: int, slot: int) -> list[int]:
        return [other for other in self._busy[person] if self._days[other] == self._days[slot]]

    def _is_gap(self, person: int, slot: int) -> bool:
        busy = self._busy[person]
        return slot in busy and slot + 1 not in busy and any(other > slot for other in self._today(person, slot))
