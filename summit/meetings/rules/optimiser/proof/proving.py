"""The exact search: everything with the fewest breaks, or the proof that it cannot be and the most that can."""

from collections.abc import Callable
from dataclasses import replace

from summit.meetings.rules.optimiser.bounds import lower_bound, upper_bound_held
from summit.meetings.rules.optimiser.causes import find_causes
from summit.meetings.rules.optimiser.checker import score, violations
from summit.meetings.rules.optimiser.domains import narrow, own_domains
from summit.meetings.rules.optimiser.problem import Cause, Problem, Score, Timetable, Verdict
from summit.meetings.rules.optimiser.proof.conflicts import name_conflict
from summit.meetings.rules.optimiser.proof.model import Slots, TimetableModel
from summit.meetings.rules.optimiser.proof.searching import Clock, Ending, Outcome, search
from summit.meetings.rules.optimiser.tables import assign_tables

Reporter = Callable[[float, Score], bool]


class Proving:
    """One proof: `best` is the best timetable known, from the incumbent on."""

    def __init__(self, problem: Problem, seconds: float, incumbent: Timetable, report: Reporter | None) -> None:
        self.problem, self.best, self._report = problem, incumbent, report
        self.clock = Clock(seconds, self._is_wanted)
        self.total = sum(encounter.weight for encounter in problem.encounters)

    def prove(self) -> Timetable:
        """Return the best timetable with what is proved of it."""
        causes = find_causes(self.problem)
        if not causes:
            outcome = self._hold_everything()
            if outcome.ending is not Ending.IMPOSSIBLE:
                return self._conclude(outcome)
            causes = (name_conflict(self.problem, self.clock),)
        return self._hold_most(causes)

    def _hold_everything(self) -> Outcome:
        """Seek everything with the fewest breaks; where the best known has less, first anything with everything."""
        domains = narrow(self.problem, own_domains(self.problem))
        start = self._slots()
        for part in self._steps() if self.best.score.unheld else ():
            is_counting = part.fairness is not None
            whole = TimetableModel(part, domains, is_whole=True, is_counting=is_counting)
            whole.hint(start)
            outcome = search(whole, self.clock)
            if outcome.slots is None:
                return outcome
            start = outcome.slots
            self._keep(start)
        model = TimetableModel(self.problem, domains, is_whole=True)
        model.minimise_breaks(lower_bound(self.problem))
        return self._search(model, start)

    def _steps(self) -> list[Problem]:
        """Return the problem without fairness, then with it if there is any."""
        plain = replace(self.problem, fairness=None)
        return [plain] if self.problem.fairness is None else [plain, self.problem]

    def _hold_most(self, causes: tuple[Cause, ...]) -> Timetable:
        """Return the timetable with the most weight, and the fewest breaks with it, as far as time goes."""
        domains = own_domains(self.problem)
        model = TimetableModel(self.problem, domains, is_whole=False)
        model.minimise_unheld(max(0, self.total - upper_bound_held(self.problem)))
        outcome = self._search(model, self._slots())
        bound = 0
        if outcome.ending is Ending.BEST:
            model = TimetableModel(self.problem, domains, is_whole=False)
            model.leave_unheld(self.best.score.unheld)
            model.minimise_breaks(0)
            bound = self._search(model, self._slots()).bound
        return replace(self.best, verdict=Verdict.UNSATISFIABLE, bound=bound, causes=causes, seconds=self.clock.passed)

    def _slots(self) -> Slots:
        return [None if place is None else place.slot for place in self.best.places]

    def _search(self, model: TimetableModel, start: Slots) -> Outcome:
        """Search from a timetable, and keep what is better than the best."""
        model.hint(start)
        outcome = search(model, self.clock)
        if outcome.slots is not None:
            self._keep(outcome.slots)
        return outcome

    def _keep(self, slots: Slots) -> None:
        places = assign_tables(self.problem, slots)
        found = score(self.problem, places)
        is_better = (found.unheld, found.breaks) < (self.best.score.unheld, self.best.score.breaks)
        if (is_better or violations(self.problem, self.best.places)) and not violations(self.problem, places):
            self.best = replace(self.best, places=places, score=found)

    def _conclude(self, outcome: Outcome) -> Timetable:
        """Return the answer where it is not proved that something cannot be held."""
        bound = max(lower_bound(self.problem), outcome.bound)
        is_best = self.best.score.unheld == 0 and self.best.score.breaks <= bound
        verdict = Verdict.OPTIMAL if is_best else Verdict.FEASIBLE
        return replace(self.best, verdict=verdict, bound=bound, causes=(), seconds=self.clock.passed)

    def _is_wanted(self, passed: float) -> bool:
        return self._report is None or self._report(passed, self.best.score)
