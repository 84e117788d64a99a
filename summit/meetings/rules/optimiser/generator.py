"""Invented instances of the published shapes, for tests and measurements."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from random import Random

from summit.meetings.rules.optimiser.problem import Encounter, Problem

PATIENCE = 20_000


@dataclass(frozen=True, slots=True)
class Shape:
    """How large an instance is and how much of it is bound; shares are 0 to 1.

    `morning` is the number of slots before noon, `in_session` the share of meetings bound to morning or afternoon,
    `forbidden` that of forbidden slots, `fixed` that of fixed meetings, `preceded` that of meetings with an earlier
    one. `spread` is the sigma of the log-normal popularity. A `planted` instance is known to have a timetable.
    """

    participants: int
    meetings: int
    slots: int
    tables: int
    morning: int = 0
    in_session: float = 0.0
    forbidden: float = 0.0
    fixed: float = 0.0
    preceded: float = 0.0
    spread: float = 0.6
    planted: bool = True
    fairness: int | None = 2


PUBLISHED = {
    "forum-13": Shape(70, 154, 21, 14, morning=11, in_session=0.5, forbidden=0.04),
    "forum-13crafb": Shape(76, 195, 22, 14, morning=11, in_session=0.6, forbidden=0.05),
    "forum-13crafc": Shape(70, 154, 21, 12, morning=11, in_session=0.5, forbidden=0.04),
    "forum-14": Shape(78, 302, 22, 22, morning=11, in_session=0.3, forbidden=0.05),
    "forumt-14": Shape(60, 237, 10, 27),
    "forumt-14crafc": Shape(60, 237, 10, 25),
    "forumt-14crafd": Shape(60, 236, 10, 25),
    "forumt-14crafe": Shape(60, 236, 10, 24),
    "tic-12": Shape(42, 125, 8, 21, spread=0.4),
    "tic-12crafc": Shape(42, 125, 8, 16, spread=0.4),
    "tic-13": Shape(47, 180, 10, 21, spread=0.4),
    "tic-13crafb": Shape(46, 184, 10, 21, spread=0.4),
    "tic-13crafc": Shape(47, 180, 10, 19, spread=0.4),
    "tic-14crafa": Shape(60, 237, 10, 25),
    "tic-14crafc": Shape(60, 236, 10, 27),
    "tic-14crafd": Shape(60, 237, 10, 26),
    "ticf-13crafa": Shape(70, 154, 21, 14, morning=11, in_session=0.24),
    "ticf-13crafb": Shape(76, 195, 22, 14, morning=11, in_session=0.62, forbidden=0.02),
    "ticf-13crafc": Shape(70, 154, 21, 12, morning=11, in_session=0.24),
    "ticf-14crafa": Shape(78, 302, 22, 22, morning=11, in_session=0.3),
}
LARGE_60 = Shape(400, 1500, 20, 60, planted=False, fairness=None)
LARGE_80 = replace(LARGE_60, tables=80)


def generate(shape: Shape, seed: int) -> Problem:
    """Return an instance of a shape, the same for the same seed.

    Raises ValueError where the shape has no room for as many meetings.
    """
    return _Maker(shape, Random(seed)).make()  # noqa: S311  repeatable, and nothing secret


class _Maker:
    def __init__(self, shape: Shape, random: Random) -> None:
        self.shape, self.random = shape, random
        people = range(shape.participants)
        self.popularity = [random.lognormvariate(0, shape.spread) for _ in people]
        self.forbidden = [
            frozenset(slot for slot in range(shape.slots) if random.random() < shape.forbidden) for _ in people
        ]
        self.free = [set(range(shape.slots)) - forbidden for forbidden in self.forbidden]
        self.load = [0] * shape.slots
        self.pairs = set[tuple[int, int]]()
        self.planted: list[int] = []

    def make(self) -> Problem:
        pairs = self._draw_pairs()
        encounters = [self._bind(pair, slot) for pair, slot in pairs]
        return Problem(
            slot_count=self.shape.slots,
            table_count=self.shape.tables,
            encounters=tuple(self._order(encounters)),
            forbidden=tuple(self.forbidden),
            fairness=self.shape.fairness,
        )

    def _draw_pairs(self) -> list[tuple[tuple[int, int], int]]:
        drawn: list[tuple[tuple[int, int], int]] = []
        for _ in range(PATIENCE + 50 * self.shape.meetings):
            if len(drawn) == self.shape.meetings:
                return drawn
            one, other = sorted(self.random.choices(range(self.shape.participants), self.popularity, k=2))
            slot = self._find_slot(one, other)
            if one != other and (one, other) not in self.pairs and slot is not None:
                self.pairs.add((one, other))
                self._take(one, other, slot)
                drawn.append(((one, other), slot))
        raise ValueError(f"there is no room for {self.shape.meetings} meetings, only for {len(drawn)}")

    def _find_slot(self, one: int, other: int) -> int | None:
        """Return a slot in which both are free at a table; without planting any of theirs, to count degrees."""
        if not self.shape.planted:
            return 0 if self.free[one] and self.free[other] else None
        slots = [t for t in sorted(self.free[one] & self.free[other]) if self.load[t] < self.shape.tables]
        return self.random.choice(slots) if slots else None

    def _take(self, one: int, other: int, slot: int) -> None:
        self.load[slot] += 1
        self.planted.append(slot)
        for person in (one, other):
            if self.shape.planted:
                self.free[person].discard(slot)
            else:
                self.free[person].pop()

    def _bind(self, pair: tuple[int, int], slot: int) -> Encounter:
        shape, slots, fixed = self.shape, None, None
        if self.random.random() < shape.in_session:
            session = range(shape.morning) if slot < shape.morning else range(shape.morning, shape.slots)
            slots = frozenset(session)
        if self.random.random() < shape.fixed:
            fixed = slot
        return Encounter(pair, slots=slots, fixed=fixed)

    def _order(self, encounters: list[Encounter]) -> Iterable[Encounter]:
        """Put some encounters after an earlier one of the planted timetable, where possible with a common person."""
        for number, encounter in enumerate(encounters):
            if self.random.random() >= self.shape.preceded:
                yield encounter
                continue
            earlier = [e for e, slot in enumerate(self.planted) if slot < self.planted[number]]
            common = [e for e in earlier if set(encounters[e].participants) & set(encounter.participants)]
            chosen = self.random.choice(common or earlier) if earlier else None
            yield encounter if chosen is None else replace(encounter, before=(chosen,))
