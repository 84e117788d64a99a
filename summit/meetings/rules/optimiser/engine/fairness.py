"""The last resort for fairness: give up encounters of those with the most breaks."""

from summit.meetings.rules.optimiser.engine.board import UNHELD, Board
from summit.meetings.rules.optimiser.engine.costs import count_breaks


def make_fair(board: Board) -> None:
    """Remove encounters until nobody's breaks exceed another's by more than the problem's fairness."""
    fairness = board.problem.fairness
    while fairness is not None:
        breaks = [count_breaks(mask, board.days) for mask in board.busy]
        most = max(breaks, default=0)
        if most - min(breaks, default=0) <= fairness:
            return
        _relieve(board, breaks.index(most))


def _relieve(board: Board, person: int) -> None:
    """Remove the encounter of somebody that costs least to give up and betters most."""
    mask, days = board.busy[person], board.days
    held = [row[person] for row in board.at if row[person] != UNHELD]
    board.remove(
        min(
            held,
            key=lambda encounter: (
                board.is_pinned[encounter],
                count_breaks(mask ^ (1 << board.slots[encounter]), days),
                board.weight[encounter],
            ),
        )
    )
