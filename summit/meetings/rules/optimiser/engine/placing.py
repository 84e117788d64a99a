"""How the engine gets encounters held: where all are free, else by swapping chains, else by giving up others."""

from collections.abc import Iterable

from summit.meetings.rules.optimiser.engine.board import UNHELD, Board
from summit.meetings.rules.optimiser.engine.chains import Chain, draw_from, find_chain, swap
from summit.meetings.rules.optimiser.engine.costs import TOO_MUCH

CLEARING_TRIES = 6
NOT_EVICTED = 1 << 40


def place_all(board: Board) -> None:
    """Place what people were told, then the rest, the most constrained first."""
    if board.has_told:
        for encounter in sorted(board.unheld):
            slot = board.told[encounter]
            if slot != UNHELD and is_open(board, encounter, slot):
                board.place(encounter, slot)
    degree = [0] * board.problem.participant_count
    for people in board.people:
        for person in people:
            degree[person] += 1
    jitter = [board.random.random() for _ in board.people]

    def urgency(encounter: int) -> tuple[float, ...]:
        busiest = max(degree[person] for person in board.people[encounter])
        return (-board.weight[encounter], len(board.options[encounter]), -busiest, jitter[encounter])

    for encounter in sorted(board.unheld, key=urgency):
        if not place_freely(board, encounter):
            place_by_swaps(board, encounter)


def free_slots(board: Board, encounter: int) -> list[int]:
    """Return the slots where an encounter can be held without any change."""
    mask = board.allowed[encounter]
    for person in board.people[encounter]:
        mask &= ~board.busy[person]
    return [slot for slot in board.options[encounter] if mask >> slot & 1 and is_open(board, encounter, slot)]


def is_open(board: Board, encounter: int, slot: int) -> bool:
    """Say whether an encounter can be held in a slot beside all that is held now."""
    return (
        board.load[slot] < board.capacity[slot]
        and bool(board.allowed[encounter] >> slot & 1)
        and not clashing(board, encounter, slot)
        and not disorderly(board, encounter, slot)
        and cost_of_place(board, encounter, slot) < TOO_MUCH
    )


def clashing(board: Board, encounter: int, slot: int) -> set[int]:
    """Return the encounters that its people have in a slot."""
    row = board.at[slot]
    return {row[person] for person in board.people[encounter] if row[person] >= 0}


def disorderly(board: Board, encounter: int, slot: int) -> set[int]:
    """Return the encounters whose order it would break in a slot."""
    if not board.has_order:
        return set()
    slots = board.slots
    wrong = {earlier for earlier in board.before[encounter] if slots[earlier] >= slot}
    return wrong | {later for later in board.after[encounter] if UNHELD != slots[later] <= slot}


def cost_of_place(board: Board, encounter: int, slot: int) -> int:
    """Return by how much the cost rises if an encounter is held in a slot, its people being free."""
    bit, busy, costs = 1 << slot, board.busy, board.costs
    return sum(costs[busy[person] | bit] - costs[busy[person]] for person in board.people[encounter])


def place_freely(board: Board, encounter: int) -> bool:
    """Hold an encounter in its cheapest free slot, if it has one."""
    slots = free_slots(board, encounter)
    if not slots:
        return False
    random = board.random.random
    board.place(encounter, min(slots, key=lambda slot: (cost_of_place(board, encounter, slot), random())))
    return True


def place_by_swaps(board: Board, encounter: int) -> bool:
    """Hold an encounter by swapping chains until its people and a table are free in one of its slots."""
    slots = board.options[encounter][:]
    board.random.shuffle(slots)
    slots.sort(key=lambda slot: len(clashing(board, encounter, slot)))
    return any(_clear_slot(board, encounter, slot) for slot in slots)


def _clear_slot(board: Board, encounter: int, slot: int) -> bool:
    if disorderly(board, encounter, slot):
        return False
    for _ in range(len(board.people[encounter]) + 1):
        if is_open(board, encounter, slot):
            board.place(encounter, slot)
            return True
        clashes = clashing(board, encounter, slot)
        if not (_free_people(board, encounter, slot, clashes) if clashes else _free_table(board, encounter, slot)):
            return False
    return False


def _free_people(board: Board, encounter: int, slot: int, clashes: Iterable[int]) -> bool:
    """Swap a chain out of the slot by which more of the encounter's people are free there."""
    people, row = board.people[encounter], board.at[slot]
    for clash in sorted(clashes):
        others = [other for other in board.options[clash] if other != slot]
        board.random.shuffle(others)
        for other in others:
            chain = find_chain(board, clash, other)
            if chain is not None and _freed(chain, people, row) > 0 and _is_bearable(board, chain):
                swap(board, chain)
                return True
    return False


def _free_table(board: Board, encounter: int, slot: int) -> bool:
    """Swap a chain out of a full slot by which it has a table more, the encounter's people remaining free."""
    people, row = board.people[encounter], board.at[slot]
    others = [t for t in range(board.problem.slot_count) if t != slot and board.load[t] < board.capacity[t]]
    board.random.shuffle(others)
    for other in others:
        for _ in range(CLEARING_TRIES):
            leaving = draw_from(board, slot)
            chain = find_chain(board, leaving, other) if leaving >= 0 else None
            if chain is None or chain.shift <= 0:
                continue
            if _freed(chain, people, row) >= 0 and _is_bearable(board, chain):
                swap(board, chain)
                return True
    return False


def _freed(chain: Chain, people: Iterable[int], row: list[int]) -> int:
    """Return how many more of some people a swap leaves free in the slot of a row."""
    ends = set(chain.ends)
    return sum((1 if row[person] >= 0 else -1) for person in people if person in ends)


def _is_bearable(board: Board, chain: Chain) -> bool:
    flip = (1 << chain.source) | (1 << chain.target)
    return board.problem.most_per_day is None or all(
        board.costs[board.busy[person] ^ flip] < TOO_MUCH for person in chain.ends
    )


def victims_of(board: Board, encounter: int, slot: int) -> set[int]:
    """Return what must be given up to hold an encounter in a slot, one for the table and one for the day included."""
    victims = clashing(board, encounter, slot) | disorderly(board, encounter, slot)
    if board.load[slot] - sum(board.slots[v] == slot for v in victims) >= board.capacity[slot]:
        victim = draw_from(board, slot)
        victims |= {victim} if victim >= 0 else set()
    return victims


def weight_of(board: Board, victims: Iterable[int]) -> int:
    """Return what giving up some encounters costs; more than anything if one may not be."""
    total = 0
    for victim in victims:
        is_kept = board.is_pinned[victim] or (board.told[victim] != UNHELD and board.moved >= board.budget)
        total += NOT_EVICTED if is_kept else board.weight[victim]
    return total


def force(board: Board, encounter: int, slot: int, victims: Iterable[int]) -> bool:
    """Give up the victims and hold an encounter; without effect if that is not enough."""
    given_up = [(victim, board.slots[victim]) for victim in sorted(victims)]
    moved = board.moved
    for victim, _ in given_up:
        board.remove(victim)
    if is_open(board, encounter, slot):
        board.place(encounter, slot)
        if board.moved <= max(board.budget, moved):
            return True
        board.remove(encounter)
    for victim, place in given_up:
        board.place(victim, place)
    return False
