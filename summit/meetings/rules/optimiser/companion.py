"""A child process that proves, and searches with another seed when there is nothing left to prove."""

import multiprocessing
import os
import threading
from multiprocessing.connection import Connection
from time import perf_counter
from types import TracebackType
from typing import Self

from summit.meetings.rules.optimiser import engine, proof
from summit.meetings.rules.optimiser.problem import Problem, Timetable, Verdict

LARGEST_PROVED = 600
GRACE = 0.5
LEAST_SEARCH = 1.0


class Companion:
    """Works beside the engine until its time is up; `result` is what it found, None while or where it did not.

    It is a context: whatever it does is ended on leaving. Where it may not have children (a daemonic process), or is
    told not to be at work, it finds nothing. `until` is when it must have ended, in seconds of perf_counter, which
    counts alike in all processes of a machine.
    """

    def __init__(self, problem: Problem, until: float, seed: int, first: Timetable, *, is_at_work: bool) -> None:
        self.result: Timetable | None = None
        self._process: multiprocessing.process.BaseProcess | None = None
        if not is_at_work or multiprocessing.current_process().daemon:
            return
        context = multiprocessing.get_context("spawn")
        self._answers, answer = context.Pipe(duplex=False)
        arguments = (answer, problem, until - GRACE, seed, first)
        self._process = context.Process(target=accompany, args=arguments, daemon=True)
        self._process.start()
        answer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._receive(0)
            self._process.kill()
            self._process.join()
            self._process.close()

    def has_settled(self) -> bool:
        """Say whether the companion has ended with an answer that leaves nothing to search."""
        self._receive(0)
        return self.result is not None and self.result.verdict is not Verdict.FEASIBLE

    def wait(self, seconds: float) -> None:
        """Wait for its answer."""
        self._receive(seconds)

    def _receive(self, seconds: float) -> None:
        """Take an answer if there is one; a child that died without any has none."""
        if self._process is None or self.result is not None:
            return
        try:
            if self._answers.poll(seconds):
                self.result = self._answers.recv()
        except EOFError:
            return


def accompany(answer: Connection, problem: Problem, until: float, seed: int, first: Timetable) -> None:
    """Prove what can be proved, else search with another seed; send the best, with what is proved."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    found = first
    if len(problem.encounters) <= LARGEST_PROVED:
        found = proof.prove(problem, seconds=until - perf_counter(), incumbent=first)
    left = until - perf_counter()
    if found.verdict is Verdict.FEASIBLE and left > LEAST_SEARCH:
        other = engine.solve(problem, seconds=left, seed=seed, bound=found.bound)
        found = min(found, other, key=lambda timetable: timetable.score)
    answer.send(found)
    answer.close()


def _end_with_parent() -> None:
    """End this child when its parent is gone, however it went."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
