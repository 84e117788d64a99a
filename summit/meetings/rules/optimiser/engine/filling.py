"""The first search: hold as much weight as possible, by giving up encounters for others that were given up long ago."""

from collections.abc import Callable

from summit.meetings.rules.optimiser.engine.board import Board
from summit.meetings.rules.optimiser.engine.chains import draw_from, find_chain, swap
from summit.meetings.rules.optimiser.engine.placing import (
    NOT_EVICTED,
    force,
    place_by_swaps,
    place_freely,
    victims_of,
    weight_of,
)

SHUFFLES = 3
RASHNESS = 0.1


def least_unheld(board: Board) -> int:
    """Return a weight that stays unheld in any case: what has no slot, and what exceeds all tables of all slots."""
    weights = sorted((w for w, mask in zip(board.weight, board.allowed, strict=True) if mask), reverse=True)
    return sum(board.weight) - sum(weights[: sum(board.capacity)])


class Filling:
    """Holds more and more; `best` has the slots of the best state so far."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.best = board.slots[:]
        self.best_unheld = board.unheld_weight
        self.least = least_unheld(board)
        self.since = 0
        self._age = [0] * len(board.people)
        self._clock = 0

    @property
    def patience(self) -> int:
        """Return after how many steps without gain the search gives up."""
        return 400 + 6 * len(self.board.people)

    def run(self, is_over: Callable[[], bool]) -> None:
        """Search until everything possible is held, nothing more is gained, or `is_over`; end in the best state."""
        board, self.since = self.board, 0
        while board.unheld_weight > self.least and self.since < self.patience and not is_over():
            self.step()
        if board.unheld_weight > self.best_unheld:
            board.restore(self.best)

    def step(self) -> None:
        """Try to hold one more encounter, at the price of others if need be."""
        board = self.board
        encounter = board.unheld[int(board.random.random() * len(board.unheld))]
        self._clock += 1
        self.since += 1
        if board.allowed[encounter] and not (place_freely(board, encounter) or place_by_swaps(board, encounter)):
            self._replace(encounter)
        for _ in range(SHUFFLES):
            self._shuffle()
        if board.unheld_weight < self.best_unheld:
            self.best, self.best_unheld, self.since = board.slots[:], board.unheld_weight, 0

    def _replace(self, encounter: int) -> None:
        """Give up what costs least, and of that what was given up longest ago."""
        board, choices = self.board, []
        for slot in board.options[encounter]:
            victims = victims_of(board, encounter, slot)
            weight = weight_of(board, victims)
            if weight < NOT_EVICTED and not any(self._clock < self._age[victim] for victim in victims):
                choices.append((weight, board.random.random(), slot, victims))
        if not choices:
            return
        weight, _, slot, victims = min(choices, key=lambda choice: choice[:2])
        is_worth_it = weight <= board.weight[encounter] or board.random.random() < RASHNESS
        if is_worth_it and force(board, encounter, slot, victims):
            self._age[encounter] = self._clock + 3 + int(board.random.random() * 8)

    def _shuffle(self) -> None:
        """Swap some chain, so that the next try meets another neighbourhood."""
        board, random = self.board, self.board.random.random
        encounter = draw_from(board, int(random() * board.problem.slot_count))
        if encounter < 0:
            return
        options = board.options[encounter]
        slot = options[int(random() * len(options))]
        if slot != board.slots[encounter]:
            chain = find_chain(board, encounter, slot)
            if chain is not None and board.problem.most_per_day is None:
                swap(board, chain)
