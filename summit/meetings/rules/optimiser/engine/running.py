"""How the engine spends its time: fill, then anneal from hot to cold, again and again, and tell the best so far."""

from collections.abc import Callable, Sequence
from random import Random
from time import perf_counter

from summit.meetings.rules.optimiser.engine.annealing import Annealing
from summit.meetings.rules.optimiser.engine.board import UNHELD, Board
from summit.meetings.rules.optimiser.engine.costs import count_breaks
from summit.meetings.rules.optimiser.engine.fairness import make_fair
from summit.meetings.rules.optimiser.engine.filling import Filling, least_unheld
from summit.meetings.rules.optimiser.engine.placing import place_all
from summit.meetings.rules.optimiser.problem import Problem, Score

Reporter = Callable[[float, Score], bool]

BATCH = 256
FILL_STEP = 16
REPORT_EVERY = 0.5
HOT, COLD = 0.4, 0.12
SMALL = 600
SMALL_CYCLES = (0.06, 0.2, 0.45, 1.0)


class Budget:
    """What may be spent: seconds, or a number of moves where the result must be the same on every machine."""

    def __init__(self, seconds: float, moves: int | None, tell: Callable[[float], bool]) -> None:
        self._started = self._told = perf_counter()
        self._seconds, self._moves, self._tell = seconds, moves, tell
        self._spent = 0
        self._is_stopped = False

    @property
    def elapsed(self) -> float:
        """Return the seconds since the start."""
        return perf_counter() - self._started

    @property
    def fraction(self) -> float:
        """Return how much is spent, 0 to 1."""
        if self._moves is not None:
            return min(1.0, self._spent / max(1, self._moves))
        return min(1.0, self.elapsed / max(1e-9, self._seconds))

    def spend(self, moves: int) -> bool:
        """Note some moves, tell how it goes if that is due, and say whether anything is left."""
        self._spent += moves
        now = perf_counter()
        if now - self._told >= REPORT_EVERY:
            self._told = now
            self._is_stopped = self._is_stopped or not self._tell(self.elapsed)
        return not self._is_stopped and self.fraction < 1.0


class Run:
    """One search from nothing to the best that the budget buys."""

    def __init__(self, problem: Problem, seed: int, report: Reporter | None, bound: int, least: int) -> None:
        self.board = Board(problem, Random(seed))  # noqa: S311  repeatable, and nothing secret
        self.annealing: Annealing | None = None
        self._report = report
        unheld = max(least, least_unheld(self.board))
        self.bound = max(bound, sum(self.board.least))
        self._goal = (unheld, 0 if unheld else self.bound, 0)

    def spend(self, seconds: float, moves: int | None) -> list[int]:
        """Search and return the slot of each encounter, or UNHELD."""
        board, budget = self.board, Budget(seconds, moves, self._tell)
        place_all(board)
        filling = Filling(board)
        filling.run(lambda: not budget.spend(FILL_STEP) or budget.fraction > 0.6)
        self.annealing = Annealing(board)
        for until in SMALL_CYCLES if len(board.people) < SMALL else (1.0,):
            if not self._anneal(self.annealing, budget, until):
                break
        board.restore(self.annealing.best)
        make_fair(board)
        return board.slots

    def _anneal(self, annealing: Annealing, budget: Budget, until: float) -> bool:
        """Cool down once, until a fraction of the budget is spent; say whether it is worth going on."""
        start = budget.fraction
        self.board.restore(annealing.best)
        while annealing.best_key > self._goal:
            done = (budget.fraction - start) / max(1e-9, until - start)
            if done >= 1.0:
                return True
            annealing.temperature = HOT * (COLD / HOT) ** done
            annealing.run(BATCH)
            if not budget.spend(BATCH):
                return False
        return False

    def _tell(self, elapsed: float) -> bool:
        if self._report is None:
            return True
        return self._report(elapsed, self.score(self.annealing.best if self.annealing else self.board.slots))

    def score(self, slots: Sequence[int]) -> Score:
        """Return the worth of some slots, tables apart."""
        board, busy, displaced = self.board, [0] * self.board.problem.participant_count, set[int]()
        unheld = 0
        for encounter, slot in enumerate(slots):
            unheld += board.weight[encounter] if slot == UNHELD else 0
            for person in board.people[encounter]:
                busy[person] |= 0 if slot == UNHELD else 1 << slot
            if board.told[encounter] not in (UNHELD, slot):
                displaced.update(board.people[encounter])
        return Score(unheld, sum(count_breaks(mask, board.days) for mask in busy), 0, len(displaced))
