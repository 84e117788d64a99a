"""Kempe chains: what must change between two slots so that one encounter can, and whether that keeps the rules.

With meetings of two a chain is a path or a cycle; with larger ones a connected component. Only those busy in one of
the two slots (the ends of a path) get other busy slots.
"""

from typing import NamedTuple

from summit.meetings.rules.optimiser.engine.board import NOBODY, UNHELD, Board

BALANCING_TRIES = 4
DRAWS = 12


class Chain(NamedTuple):
    """Encounters that swap `source` and `target`, the people at its ends, and how many more `target` then has."""

    encounters: list[int]
    ends: list[int]
    source: int
    target: int
    shift: int


def find_chain(board: Board, first: int, target: int) -> Chain | None:
    """Return the chain by which `first` gets to the slot `target`, or None where a rule forbids it."""
    chain = trace(board, first, target)
    if chain is None:
        return None
    if not _fits(board, chain):
        chain = _balance(board, chain)
    if chain is None or (board.has_order and not _is_orderly(board, chain)):
        return None
    if board.has_told and not _keeps_budget(board, chain):
        return None
    return chain


def trace(board: Board, first: int, target: int) -> Chain | None:
    """Return the connected component of `first` in its slot and `target`, or None if one may not be in the other."""
    slots, people, allowed = board.slots, board.people, board.allowed
    source = slots[first]
    here, there = board.at[source], board.at[target]
    to_source, to_target = 1 << source, 1 << target
    encounters, seen, ends, shift = [first], {first}, [], 0
    for encounter in encounters:
        if slots[encounter] == source:
            bit, other, shift = to_target, there, shift + 1
        else:
            bit, other, shift = to_source, here, shift - 1
        if not allowed[encounter] & bit:
            return None
        for person in people[encounter]:
            neighbour = other[person]
            if neighbour < 0:
                ends.append(person)
            elif neighbour not in seen:
                seen.add(neighbour)
                encounters.append(neighbour)
    return Chain(encounters, ends, source, target, shift)


def cost_of(board: Board, chain: Chain) -> int:
    """Return by how much the swap raises the cost."""
    flip = (1 << chain.source) | (1 << chain.target)
    costs, busy, delta = board.costs, board.busy, 0
    for person in chain.ends:
        mask = busy[person]
        delta += costs[mask ^ flip] - costs[mask]
    return delta


def swap(board: Board, chain: Chain) -> None:
    """Do the swap."""
    board.exchange(chain.encounters, chain.ends, chain.source, chain.target)


def draw_from(board: Board, slot: int) -> int:
    """Return some encounter of a slot, or NOBODY where a few draws met none."""
    row, random = board.at[slot], board.random.random
    count = len(row)
    for _ in range(DRAWS):
        encounter = row[int(random() * count)]
        if encounter >= 0:
            return encounter
    return NOBODY


def _fits(board: Board, chain: Chain) -> bool:
    if chain.shift > 0:
        return board.load[chain.target] + chain.shift <= board.capacity[chain.target]
    return chain.shift == 0 or board.load[chain.source] - chain.shift <= board.capacity[chain.source]


def _balance(board: Board, chain: Chain) -> Chain | None:
    """Join a second chain of the same slots that brings back as many as there are too many."""
    fuller = chain.target if chain.shift > 0 else chain.source
    emptier = chain.source + chain.target - fuller
    for _ in range(BALANCING_TRIES):
        first = draw_from(board, fuller)
        if first == NOBODY or first in chain.encounters:
            continue
        second = trace(board, first, emptier)
        if second is None or second.shift <= 0:
            continue
        back = second.shift if second.target == chain.source else -second.shift
        joined = Chain(
            chain.encounters + second.encounters,
            chain.ends + second.ends,
            chain.source,
            chain.target,
            chain.shift - back,
        )
        if _fits(board, joined):
            return joined
    return None


def _is_orderly(board: Board, chain: Chain) -> bool:
    """Say whether everything that must lie earlier still does after the swap."""
    both, slots, members = chain.source + chain.target, board.slots, set(chain.encounters)
    for encounter in chain.encounters:
        slot = both - slots[encounter]
        for earlier in board.before[encounter]:
            other = both - slots[earlier] if earlier in members else slots[earlier]
            if other >= slot and slots[earlier] != UNHELD:
                return False
        for later in board.after[encounter]:
            other = both - slots[later] if later in members else slots[later]
            if other <= slot and slots[later] != UNHELD:
                return False
    return True


def _keeps_budget(board: Board, chain: Chain) -> bool:
    """Say whether no more people than allowed, or no more than now, have a told meeting elsewhere."""
    return board.moved + moved_by(board, chain) <= max(board.budget, board.moved)


def moved_by(board: Board, chain: Chain) -> int:
    """Return how many more participants have a told meeting elsewhere after the swap."""
    both, changes = chain.source + chain.target, dict[int, int]()
    for encounter in chain.encounters:
        told, slot = board.told[encounter], board.slots[encounter]
        by = (told == slot) - (told == both - slot)
        if by and told != UNHELD:
            for person in board.people[encounter]:
                changes[person] = changes.get(person, 0) + by
    displaced = board.displaced
    return sum((displaced[p] + by > 0) - (displaced[p] > 0) for p, by in changes.items())
