"""The one way to solve a problem: causes first, then the engine and the proof side by side on two cores."""

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter

from summit.meetings.rules.optimiser import engine
from summit.meetings.rules.optimiser.bounds import lower_bound, upper_bound_held
from summit.meetings.rules.optimiser.causes import find_causes
from summit.meetings.rules.optimiser.companion import Companion
from summit.meetings.rules.optimiser.problem import Problem, Score, Timetable, Verdict

FIRST_SHARE = 0.06
FIRST_SECONDS = 2.0
# Kept back for what ends late: the engine's last look, tables, the companion's answer.
RESERVE = 0.3
RESERVE_SHARE = 0.1

Reporter = Callable[[float, Score], bool]


def solve_instance(
    problem: Problem, seconds: float, seed: int, report: Reporter | None = None, *, is_accompanied: bool = True
) -> Timetable:
    """Return the best timetable found within `seconds` of the clock, never later, with what is proved of it.

    A quick first search gives the proof something to beat; the proof then works in a child process (none where
    `is_accompanied` is False) while the engine goes on. Both stop when either leaves nothing to find. `report` is
    called at least every second with the seconds passed and the best score so far and stops it all by returning False.
    """
    return _Solving(problem, seconds, seed, report).solve(is_accompanied)


class _Solving:
    def __init__(self, problem: Problem, seconds: float, seed: int, report: Reporter | None) -> None:
        self._started = perf_counter()
        self._reserve = min(RESERVE, RESERVE_SHARE * seconds)
        self._end = self._started + seconds
        self.problem, self.seconds, self.seed = problem, seconds - self._reserve, seed
        self._report = report
        self.causes = find_causes(problem)
        self.unheld = sum(encounter.weight for encounter in problem.encounters) - upper_bound_held(problem)
        self.bound = 0 if self.causes else lower_bound(problem)
        self.best: Timetable | None = None
        self._companion: Companion | None = None
        self._is_stopped = False

    @property
    def left(self) -> float:
        """Return the seconds that remain for searching."""
        return max(0.0, self._started + self.seconds - perf_counter())

    def solve(self, is_accompanied: bool) -> Timetable:
        best = self._search(min(FIRST_SECONDS, FIRST_SHARE * self.seconds))
        if not self._is_done(best):
            best = self._go_on(best, is_accompanied)
        return self._conclude(best)

    def _search(self, seconds: float) -> Timetable:
        return engine.solve(
            self.problem,
            seconds=seconds,
            seed=self.seed,
            report=self._tell,
            bound=self.bound,
            least_unheld=self.unheld,
        )

    def _go_on(self, first: Timetable, is_accompanied: bool) -> Timetable:
        """Search on with the engine while the companion proves; return the better answer."""
        until = self._started + self.seconds
        self.best = first
        with Companion(self.problem, until, self.seed + 1, first, is_at_work=is_accompanied) as companion:
            self._companion = companion
            best = min(first, self._search(self.left), key=score_of)
            if not self._is_done(best):
                companion.wait(max(0.0, self._end - self._reserve * 2 / 3 - perf_counter()))
        proved = companion.result
        return best if proved is None else self._learn(best, proved)

    def _learn(self, best: Timetable, proved: Timetable) -> Timetable:
        """Return the better answer, and keep what the companion proves of it."""
        best = min(best, proved, key=score_of)
        if proved.verdict is Verdict.UNSATISFIABLE:
            self.causes = self.causes or proved.causes
        if proved.score.unheld == best.score.unheld:
            self.bound = max(self.bound if best.score.unheld == 0 else 0, proved.bound)
        return best

    def _tell(self, elapsed: float, score: Score) -> bool:
        """Report, and say whether the engine is to go on: not when stopped, nor when the companion left nothing."""
        best = score if self.best is None else min(score, self.best.score)
        if self._report is not None and not self._report(perf_counter() - self._started, best):
            self._is_stopped = True
        return not self._is_stopped and (self._companion is None or not self._companion.has_settled())

    def _is_done(self, found: Timetable) -> bool:
        """Say whether there is nothing to find, or nobody to find it for."""
        least = Score(self.unheld, 0 if self.unheld else self.bound, found.score.table_changes, 0)
        return self._is_stopped or found.score <= least

    def _conclude(self, best: Timetable) -> Timetable:
        """Return the answer with everything that is proved of it."""
        score, verdict = best.score, Verdict.FEASIBLE
        bound = 0 if score.unheld and not self.causes else self.bound
        if score.unheld == 0 and score.breaks <= bound:
            verdict = Verdict.OPTIMAL
        elif score.unheld and self.causes:
            verdict = Verdict.UNSATISFIABLE
        causes = self.causes if score.unheld else ()
        return replace(best, verdict=verdict, bound=bound, causes=causes, seconds=perf_counter() - self._started)


def score_of(timetable: Timetable) -> Score:
    """Return what a timetable is worth."""
    return timetable.score
