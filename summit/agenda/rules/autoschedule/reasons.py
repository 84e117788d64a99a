"""Why a slot has no place: what is asked of a place is asked step by step until none is left."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from ..board import Board, BoardSlot, ConflictKind
from ..conflicts import needs_of, room_of
from ..free_places import free_starts
from ..ticks import bits_between, next_tick_of, tick_of
from .options import Reason, ReasonKind
from .problem import Problem, Task, allowed_days, allowed_halls, hard_kinds

_BUSY = frozenset({ConflictKind.PERSON_MEETING, ConflictKind.PERSON_OVERLAP})
_MOST_NAMED = 5
# By hall, as bits after the problem's origin.
Starts = dict[int, int]


def reason_of(whole: Board, problem: Problem, task: Task) -> Reason:
    """Return why a task has no place on the board on which all the others have theirs."""
    if not allowed_halls(whole, problem.options) or not allowed_days(whole, problem.options):
        return Reason(ReasonKind.NOWHERE)
    funnel = _Funnel(whole, problem, task)
    if not funnel.starts():
        return Reason(ReasonKind.TOO_LONG, {"minutes": task.slot.minutes})
    if not funnel.starts(ConflictKind.HALL_TOO_SMALL):
        return funnel.too_small()
    if not funnel.starts(ConflictKind.HALL_CLOSED):
        return Reason(ReasonKind.HALLS_CLOSED, {"minutes": task.slot.minutes})
    if not funnel.starts(ConflictKind.PERSON_UNAVAILABLE):
        return funnel.unavailable()
    fitting = dict(funnel.last)
    if not funnel.starts(*_BUSY):
        return funnel.busy(fitting)
    return funnel.taken()


class _Funnel:
    """Asks for one kind of conflict more each time; `last` are the starts that were left."""

    def __init__(self, whole: Board, problem: Problem, task: Task) -> None:
        self.whole, self.problem, self.slot, self.length = whole, problem, task.slot, task.length
        self.minded: frozenset[ConflictKind] = frozenset()
        self.hard = hard_kinds(whole)
        self.last: Starts = {}

    def starts(self, *kinds: ConflictKind) -> Starts:
        """Return where the slot could begin if these kinds mattered, too."""
        self.minded |= self.hard.intersection(kinds)
        self.last = self._ask(self.whole, self.minded)
        return self.last

    def _ask(self, board: Board, minded: frozenset[ConflictKind]) -> Starts:
        options = self.problem.options
        halls, days = allowed_halls(board, options), allowed_days(board, options)
        origin = self.problem.origin
        return free_starts(board, self.slot.id, minded=minded, hall_ids=halls, days=days, origin=origin)

    def too_small(self) -> Reason:
        """Say how many people want a place, and how many the largest hall takes."""
        rooms = [room_of(self.whole, [key]) or 0 for key in allowed_halls(self.whole, self.problem.options)]
        people = max(needs_of(self.whole, self.slot).values())
        return Reason(ReasonKind.HALL_TOO_SMALL, {"people": people, "room": max(rooms)})

    def unavailable(self) -> Reason:
        """Name whoever is never there, or else those who are never there together."""
        for key in self.slot.people:
            if not self._ask(self._with_people((key,)), self.minded):
                return Reason(ReasonKind.PERSON_UNAVAILABLE, {"person_id": key})
        people = [key for key in self.slot.people if key in self.whole.people and self.whole.people[key].windows]
        return Reason(ReasonKind.PEOPLE_NEVER_TOGETHER, {"person_ids": people})

    def busy(self, fitting: Starts) -> Reason:
        """Name the people who are elsewhere at every fitting time, and the sessions in which they are."""
        alone = [key for key in self.slot.people if not self._ask(self._with_people((key,)), self.minded)]
        people = alone[:1] or list(self.slot.people)
        others = [slot for slot in self.whole.placed if set(people).intersection(slot.people)]
        return Reason(ReasonKind.PEOPLE_BUSY, {"person_ids": people, "slot_ids": self._in_the_way(fitting, others, 0)})

    def taken(self) -> Reason:
        """Name the slots that stand in most of the fitting places."""
        pause = self.whole.changeover_minutes if ConflictKind.CHANGEOVER in self.hard else 0
        counts: Counter[int] = Counter()
        for key, bits in self.last.items():
            others = [slot for slot in self.whole.placed if slot.placement and key in slot.placement.hall_ids]
            counts.update(self._counts({key: bits}, others, -(-pause // 5)))
        return Reason(ReasonKind.TAKEN, {"slot_ids": [key for key, _ in counts.most_common(_MOST_NAMED)]})

    def _in_the_way(self, fitting: Starts, others: Collection[BoardSlot], pause: int) -> list[int]:
        return [key for key, _ in self._counts(fitting, others, pause).most_common(_MOST_NAMED)]

    def _counts(self, fitting: Starts, others: Collection[BoardSlot], pause: int) -> Counter[int]:
        """Count for each other slot the starts at which it would be in the way."""
        origin = self.problem.origin
        counts: Counter[int] = Counter()
        for slot in others:
            if slot.placement:
                first = tick_of(slot.placement.starts_at) - origin - self.length - pause + 1
                blocked = bits_between(first, next_tick_of(slot.placement.ends_at) - origin + pause)
                counts[slot.id] += sum((own & blocked).bit_count() for own in fitting.values())
        return +counts

    def _with_people(self, people: tuple[int, ...]) -> Board:
        slot = replace(self.slot, people=people, placement=None)
        return replace(self.whole, slots={**self.whole.slots, slot.id: slot})
