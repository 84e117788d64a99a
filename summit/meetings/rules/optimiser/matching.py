"""Encounters matched to slots by augmenting paths (Kuhn), with the set that proves a failure (Hall)."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple


class Crowd(NamedTuple):
    """Encounters that may only take `slots`, which have less room than there are of them."""

    encounters: tuple[int, ...]
    slots: tuple[int, ...]


class Matching:
    """A growing matching: `domains` has the slots of each encounter, `room` how many each slot holds."""

    def __init__(self, domains: Mapping[int, Collection[int]], room: Sequence[int]) -> None:
        self.domains, self.room = domains, room
        self.held: dict[int, list[int]] = {slot: [] for slot in range(len(room))}

    def add(self, encounter: int) -> Crowd | None:
        """Hold one more encounter, moving others; or return the crowd that shows why it cannot be."""
        came_from: dict[int, int] = {}
        slot_of: dict[int, int] = {}
        waiting = [encounter]
        for current in waiting:
            for slot in sorted(set(self.domains[current]) - came_from.keys()):
                came_from[slot] = current
                if len(self.held[slot]) < self.room[slot]:
                    self._shift(encounter, slot, came_from, slot_of)
                    return None
                for other in self.held[slot]:
                    slot_of[other] = slot
                waiting += self.held[slot]
        return Crowd(tuple(sorted(waiting)), tuple(sorted(came_from)))

    def _shift(self, encounter: int, slot: int, came_from: Mapping[int, int], slot_of: Mapping[int, int]) -> None:
        """Move everybody on the path that ends in the free `slot` one step on."""
        while True:
            mover = came_from[slot]
            self.held[slot].append(mover)
            if mover == encounter:
                return
            slot = slot_of[mover]
            self.held[slot].remove(mover)


def find_crowds(domains: Mapping[int, Collection[int]], room: Sequence[int]) -> tuple[Crowd, ...]:
    """Return the sets of encounters that share too few places, each set of slots once with all that need them."""
    matching = Matching(domains, room)
    slots = {crowd.slots for encounter in sorted(domains) if (crowd := matching.add(encounter)) is not None}
    inside = {some: tuple(e for e in sorted(domains) if set(domains[e]) <= set(some)) for some in slots}
    return tuple(Crowd(inside[some], some) for some in sorted(slots))


def heaviest(domains: Mapping[int, Collection[int]], room: Sequence[int], weights: Mapping[int, int]) -> int:
    """Return the most weight that fits; greedy is exact, what can be matched being a matroid (Edmonds 1971)."""
    matching = Matching(domains, room)
    order = sorted(domains, key=lambda encounter: (-weights[encounter], encounter))
    return sum(weights[encounter] for encounter in order if matching.add(encounter) is None)
