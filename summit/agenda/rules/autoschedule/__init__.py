"""The automatic schedule: places for waiting sessions around what stands, by a greedy start and a local search.

`propose(board, options)` is all there is to call. What is hard is never broken: a hall is free (with its change-over),
open and large enough, people are free and available, days are open. What is soft is weighed (problem.py).
"""

from .engine import propose
from .options import Options, Outcome, Reason, ReasonKind, Unplaced

__all__ = ["Options", "Outcome", "Reason", "ReasonKind", "Unplaced", "propose"]
