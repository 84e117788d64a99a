"""How many meetings an event can hold, reckoned before booking opens.

Theory: König's theorem on edge colouring. Meetings of buyers with suppliers, where nobody is away and all slots have
equally many tables, all fit if nobody has more of them than slots and the tables suffice; the largest part that fits
is a flow with a capacity at each participant.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from summit.meetings.rules.flow import Network

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Overfull:
    """A participant with more meetings than time: how many are wished, possible, and too many."""

    participant: int
    needed: int
    available: int

    @property
    def too_many(self) -> int:
        """Return how many meetings have to be given up."""
        return self.needed - self.available


@dataclass(frozen=True, slots=True)
class Capacity:
    """What fits: of `wanted` meetings at most `most`, of which people alone would have time for `in_time`.

    `is_exact` says that so many can be reached for certain. `overfull` names the bottlenecks, the fullest first.
    `missing_tables` is how many more tables each slot needs for what people have time for, `missing_slots` how many
    more slots for all that is wished (None: no number helps, there being no tables).
    """

    wanted: int
    most: int
    in_time: int
    is_exact: bool
    overfull: tuple[Overfull, ...]
    missing_tables: int
    missing_slots: int | None


def reckon_capacity(tables: Sequence[int], free_slots: Sequence[int], pairs: Sequence[Pair]) -> Capacity:
    """Return what fits of the wished `pairs` of participants.

    `tables` has the usable tables of each slot, `free_slots` the number of slots in which each participant can meet.
    """
    in_time = count_in_time(free_slots, pairs)
    places = sum(tables)
    is_regular = len(set(tables)) <= 1 and all(free >= len(tables) for free in free_slots)
    overfull = find_overfull(free_slots, pairs)
    return Capacity(
        wanted=len(pairs),
        most=min(places, in_time),
        in_time=in_time,
        is_exact=not pairs or (is_regular and split_sides(len(free_slots), pairs) is not None),
        overfull=overfull,
        missing_tables=_divide_up(in_time - places, len(tables)),
        missing_slots=_count_missing_slots(tables, overfull, len(pairs)),
    )


def reckon_plan(tables: Sequence[int], buyers: int, suppliers: int, each_buyer: int, each_supplier: int) -> int:
    """Return how many meetings fit when only numbers are known: of buyers and suppliers, and the most that each has.

    Everybody may meet everybody of the other side once and is free in all slots; exact where slots are alike.
    """
    by_buyers = buyers * min(each_buyer, suppliers, len(tables))
    by_suppliers = suppliers * min(each_supplier, buyers, len(tables))
    return min(by_buyers, by_suppliers, sum(tables))


def find_overfull(free_slots: Sequence[int], pairs: Sequence[Pair]) -> tuple[Overfull, ...]:
    """Return the participants with more wished meetings than free slots, those with most too many first."""
    needed = [0] * len(free_slots)
    for pair in pairs:
        for person in pair:
            needed[person] += 1
    found = [Overfull(p, needed[p], free) for p, free in enumerate(free_slots) if needed[p] > free]
    return tuple(sorted(found, key=lambda overfull: (-overfull.too_many, overfull.participant)))


def count_in_time(free_slots: Sequence[int], pairs: Sequence[Pair]) -> int:
    """Return at most how many pairs can be chosen so that nobody has more than their free slots.

    Exact between two sides; else an upper bound, half of the flow in which everybody stands on both sides.
    """
    sides = split_sides(len(free_slots), pairs)
    if sides is None:
        return _flow(free_slots, [*pairs, *((other, one) for one, other in pairs)]) // 2
    return _flow(free_slots, [pair if not sides[pair[0]] else (pair[1], pair[0]) for pair in pairs])


def split_sides(participant_count: int, pairs: Sequence[Pair]) -> list[bool] | None:
    """Return on which of two sides each participant stands, all pairs being across; None where that cannot be."""
    others: list[list[int]] = [[] for _ in range(participant_count)]
    for one, other in pairs:
        others[one].append(other)
        others[other].append(one)
    sides: dict[int, bool] = {}
    for start in range(participant_count):
        waiting = [] if start in sides else [start]
        sides.setdefault(start, False)
        for person in waiting:
            for other in others[person]:
                if other not in sides:
                    sides[other] = not sides[person]
                    waiting.append(other)
    is_split = all(sides[one] != sides[other] for one, other in pairs)
    return [sides[person] for person in range(participant_count)] if is_split else None


def _flow(free_slots: Sequence[int], arcs: Sequence[Pair]) -> int:
    count = len(free_slots)
    source, sink = 2 * count, 2 * count + 1
    network = Network(2 * count + 2)
    for person, free in enumerate(free_slots):
        network.connect(source, person, free)
        network.connect(count + person, sink, free)
    for one, other in arcs:
        network.connect(one, count + other, 1)
    return network.flow(source, sink)


def _count_missing_slots(tables: Sequence[int], overfull: Sequence[Overfull], wanted: int) -> int | None:
    """Return how many slots more, as roomy as the roomiest, give everybody time and every meeting a table."""
    for_people = max((one.too_many for one in overfull), default=0)
    for_tables = wanted - sum(tables)
    if for_tables <= 0:
        return for_people
    roomiest = max(tables, default=0)
    return max(for_people, _divide_up(for_tables, roomiest)) if roomiest else None


def _divide_up(amount: int, parts: int) -> int:
    return max(0, -(-amount // parts)) if parts else 0
