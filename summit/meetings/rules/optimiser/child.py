"""The optimiser in a process of its own: it keeps a core busy, and a gate must not wait for that."""

import multiprocessing
import os
import threading
from multiprocessing.connection import Connection

from .problem import Problem, Score
from .solving import solve_instance


def solve_apart(answer: Connection, problem: Problem, seconds: float, seed: int) -> None:
    """Send (elapsed seconds, best score so far) as the work goes on and the timetable at its end.

    A word from the other side ends it with the best so far; so does the end of the process that asked.
    """
    threading.Thread(target=_end_with_parent, daemon=True).start()

    def report(elapsed: float, score: Score) -> bool:
        answer.send((elapsed, score))
        return not answer.poll()

    answer.send(solve_instance(problem, seconds=seconds, seed=seed, report=report))
    answer.close()


def _end_with_parent() -> None:
    """End this child when its parent is gone, however it went: a killed parent closes nothing."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
