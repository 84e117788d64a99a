"""The search in a process of its own: it keeps a core busy, and a gate must not wait for that."""

import multiprocessing
import os
import threading
from multiprocessing.connection import Connection
from time import monotonic

from ..board import Board
from .engine import propose
from .options import Options


def search_apart(answer: Connection, board: Board, options: Options) -> None:
    """Send the outcome for a board after `options.seconds` at the latest; ends with the process that asked."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    ends_at = monotonic() + options.seconds
    answer.send(propose(board, options, lambda tried, cost: monotonic() < ends_at))
    answer.close()


def _end_with_parent() -> None:
    """End this child when its parent is gone, however it went: a killed parent closes nothing."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
