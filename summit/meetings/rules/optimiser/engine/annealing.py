"""The second search: fewer breaks at the weight that is held, by annealing over swaps of chains and replacements."""

from math import log

from summit.meetings.rules.optimiser.engine.board import UNHELD, Board
from summit.meetings.rules.optimiser.engine.chains import cost_of, find_chain, moved_by, swap
from summit.meetings.rules.optimiser.engine.placing import (
    NOT_EVICTED,
    cost_of_place,
    force,
    is_open,
    victims_of,
    weight_of,
)

AIMED = 0.6
REPLACING = 0.25
MENDING = 0.5
SUBSTITUTING = 0.5
CANDIDATES = 24
STAYING = 0.02

Key = tuple[int, int, int]


class Annealing:
    """Steps of one temperature after another; `best` has the slots of the best state so far, `best_key` its worth."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.best = board.slots[:]
        self.best_key = self.key()
        self.temperature = 1.0

    def key(self) -> Key:
        """Return the worth of the present state: weight not held, cost, people moved."""
        board = self.board
        return (board.unheld_weight, board.cost, board.moved)

    def run(self, steps: int) -> None:
        """Do some steps at the present temperature."""
        board, random = self.board, self.board.random.random
        for _ in range(steps):
            if board.unheld and random() < REPLACING:
                if board.gaps and random() < SUBSTITUTING:
                    self._substitute()
                else:
                    self._replace()
            elif board.gaps and random() < AIMED:
                self._aim()
            elif random() < MENDING:
                self._mend(int(random() * len(board.busy)))
            else:
                self._wander()

    def note(self) -> None:
        """Keep the present state if it is the best."""
        key = self.key()
        if key < self.best_key:
            self.best, self.best_key = self.board.slots[:], key

    def _aim(self) -> None:
        """Try a move that betters somebody with a break."""
        board, random = self.board, self.board.random.random
        self._mend(board.gaps[int(random() * len(board.gaps))])

    def _mend(self, person: int) -> None:
        """Try a move by which somebody has no more breaks than now."""
        board, random = self.board, self.board.random.random
        moves = board.repairs[board.busy[person]]
        if moves:
            source, target = moves[int(random() * len(moves))]
            self._try(board.at[source][person], target)

    def _wander(self) -> None:
        board, random = self.board, self.board.random.random
        encounter = int(random() * len(board.slots))
        source, options = board.slots[encounter], board.options[encounter]
        if source >= 0 and len(options) > 1:
            target = options[int(random() * len(options))]
            if target != source:
                self._try(encounter, target)

    def _try(self, encounter: int, target: int) -> None:
        board = self.board
        chain = find_chain(board, encounter, target)
        if chain is None:
            return
        delta: float = cost_of(board, chain)
        if board.has_told:
            delta += STAYING * moved_by(board, chain)
        if delta <= 0 or self._is_warm_enough(delta):
            swap(board, chain)
            if delta < 0:
                self.note()

    def _is_warm_enough(self, delta: float) -> bool:
        return delta < -self.temperature * log(1.0 - self.board.random.random())

    def _substitute(self) -> None:
        """Give up a meeting of somebody with a break for whichever unheld one suits its slot best."""
        board, random = self.board, self.board.random.random
        person = board.gaps[int(random() * len(board.gaps))]
        moves = board.repairs[board.busy[person]]
        if not moves:
            return
        slot = moves[int(random() * len(moves))][0]
        victim = board.at[slot][person]
        if weight_of(board, (victim,)) >= NOT_EVICTED:
            return
        before, most_moved = board.cost, max(board.budget, board.moved)
        board.remove(victim)
        other = self._find_substitute(victim, slot) if board.moved <= most_moved else UNHELD
        if other != UNHELD:
            delta = board.cost + cost_of_place(board, other, slot) - before
            if board.weight[other] > board.weight[victim] or delta <= 0 or self._is_warm_enough(delta):
                board.place(other, slot)
                self.note()
                return
        board.place(victim, slot)

    def _find_substitute(self, victim: int, slot: int) -> int:
        """Return the cheapest of some unheld encounters that are worth as much and can be in the slot, or UNHELD."""
        board, random, bit = self.board, self.board.random.random, 1 << slot
        best, least = UNHELD, 0
        for _ in range(CANDIDATES):
            encounter = board.unheld[int(random() * len(board.unheld))]
            if not board.allowed[encounter] & bit or any(board.busy[p] & bit for p in board.people[encounter]):
                continue
            cost = cost_of_place(board, encounter, slot)
            is_better = (best == UNHELD or cost < least) and encounter != victim
            if is_better and board.weight[encounter] >= board.weight[victim] and is_open(board, encounter, slot):
                best, least = encounter, cost
        return best

    def _replace(self) -> None:
        """Try to hold an encounter that is not, in the place of others that are worth no more."""
        board, random = self.board, self.board.random.random
        encounter = board.unheld[int(random() * len(board.unheld))]
        options = board.options[encounter]
        if not options:
            return
        slot = options[int(random() * len(options))]
        victims = victims_of(board, encounter, slot)
        gain = board.weight[encounter] - weight_of(board, victims)
        if gain < 0:
            return
        before = (board.cost, board.moved)
        places = [(victim, board.slots[victim]) for victim in victims]
        if not force(board, encounter, slot, victims):
            return
        delta = board.cost - before[0] + STAYING * (board.moved - before[1])
        if gain > 0 or delta <= 0 or self._is_warm_enough(delta):
            self.note()
            return
        board.remove(encounter)
        for victim, place in places:
            board.place(victim, place)
