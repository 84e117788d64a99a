"""The search: a greedy start, then small changes that are kept by late acceptance (Burke and Bykov, 2017)."""

from collections.abc import Callable
from random import Random

from .state import Spot, State

# Asked from time to time with (changes tried, lowest cost); says whether to go on.
KeepGoing = Callable[[int, int], bool]
_ASK_EVERY = 100
_MOST_EJECTED = 3
_SAMPLE = 6
# How many changes late acceptance looks back; measured: more take longer to come down than anybody waits.
_HISTORY = 50
# After how many changes in vain, for each task (and 100 more), nothing better is expected.
_PATIENCE = 200


def build(state: State, random: Random) -> None:
    """Put everything where it stands, and then what waits, the hardest first, each into its cheapest place."""
    tasks = state.problem.tasks
    for number, task in enumerate(tasks):
        if task.present is not None:
            state.put(number, task.present)
    waiting = [number for number, task in enumerate(tasks) if task.present is None]
    for number in sorted(waiting, key=lambda one: (len(tasks[one].spots), -tasks[one].length, tasks[one].slot.id)):
        spot = state.best_spot(number, random)
        if spot is not None:
            state.put(number, spot)


class Search:
    """Small changes of one state; the best state found is kept in `best`."""

    def __init__(self, state: State, random: Random) -> None:
        self.state, self.random = state, random
        self.best, self.best_cost = list(state.spots), state.cost
        self.tried = 0
        count = len(state.problem.tasks)
        self.history = [state.cost] * _HISTORY
        self.patience = _PATIENCE * (count + 100)
        self._trail: list[tuple[int, Spot | None]] = []
        self._anywhere = [number for number, task in enumerate(state.problem.tasks) if len(task.spots) > 1]

    def run(self, iterations: int | None, keep_going: KeepGoing) -> None:
        """Change until told to stop, until `iterations` changes were tried, or until nothing gets better for long."""
        if not self._anywhere and not self.state.unplaced():
            return
        improved_at = 0
        while iterations is None or self.tried < iterations:
            if self.tried % _ASK_EVERY == 0 and not keep_going(self.tried, self.best_cost):
                break
            before = self.state.cost
            self._trail.clear()
            self._change()
            self._judge(before)
            if self.state.cost < self.best_cost:
                self.best, self.best_cost, improved_at = list(self.state.spots), self.state.cost, self.tried
            elif self.tried - improved_at > self.patience:
                break
            self.tried += 1

    def _judge(self, before: int) -> None:
        """Keep the change if it is no worse than now or than some time ago; otherwise take it back."""
        state, place = self.state, self.tried % len(self.history)
        too_many = state.moved > state.problem.options.most_moves
        if too_many or self._drops_standing() or state.cost > max(before, self.history[place]):
            self._take_back()
        self.history[place] = min(self.history[place], state.cost)

    def _drops_standing(self) -> bool:
        """Tell whether something that had a place is left without one."""
        state = self.state
        return any(state.spots[one] is None and state.problem.tasks[one].present for one, _ in self._trail)

    def _take_back(self) -> None:
        for number, _ in self._trail:
            self.state.take(number)
        first: dict[int, Spot | None] = {}
        for number, spot in self._trail:
            first.setdefault(number, spot)
        for number, spot in first.items():
            if spot is not None:
                self.state.put(number, spot)

    def _change(self) -> None:
        draw = self.random.random()
        unplaced = self.state.unplaced()
        if unplaced and draw < 0.4:
            self._force(self.random.choice(unplaced))
        elif self._anywhere and draw < 0.55:
            self._force(self.random.choice(self._anywhere))
        elif self._anywhere and draw < 0.7:
            self._swap()
        elif self._anywhere:
            self._relocate(self.random.choice(self._anywhere))

    def _put(self, number: int, spot: Spot) -> None:
        self._trail.append((number, self.state.spots[number]))
        self.state.put(number, spot)

    def _take(self, number: int) -> Spot | None:
        self._trail.append((number, self.state.spots[number]))
        return self.state.take(number)

    def _relocate(self, number: int) -> None:
        """Put a task somewhere else: into the best place there is, or into the best of a few drawn ones."""
        self._take(number)
        spot = self.state.best_spot(number, self.random) if self.random.random() < 0.1 else self._drawn(number)
        if spot is not None:
            self._put(number, spot)

    def _drawn(self, number: int) -> Spot | None:
        spots = [spot for spot in self._any_spots(number) if self.state.is_free(number, *spot)]
        return min(spots, key=lambda spot: self.state.price(number, spot), default=None)

    def _any_spots(self, number: int) -> list[Spot]:
        task, ticks = self.state.problem.tasks[number], self.state.problem.ticks
        return [divmod(self.random.choice(task.spots), ticks) for _ in range(_SAMPLE)] if task.spots else []

    def _swap(self) -> None:
        """Let two tasks exchange their places."""
        one, other = self.random.choice(self._anywhere), self.random.choice(self._anywhere)
        spots = self.state.spots[one], self.state.spots[other]
        if one == other or spots[0] is None or spots[1] is None:
            return
        self._take(one)
        self._take(other)
        for number, spot in ((one, spots[1]), (other, spots[0])):
            if self.state.is_free(number, *spot):
                self._put(number, spot)
            else:
                self._settle(number)

    def _force(self, number: int) -> None:
        """Put a task into a drawn place and find others for those that stand there: a chain."""
        spots = self._any_spots(number)[:1]
        if not spots:
            return
        blockers = sorted(self.state.blockers(number, spots[0]))
        if len(blockers) > _MOST_EJECTED:
            return
        self._take(number)
        for other in blockers:
            self._take(other)
        if self.state.is_free(number, *spots[0]):
            self._put(number, spots[0])
        for other in sorted(blockers, key=lambda one: -self.state.problem.tasks[one].length):
            self._settle(other)

    def _settle(self, number: int) -> None:
        spot = self._drawn(number) or self.state.best_spot(number, self.random)
        if spot is not None:
            self._put(number, spot)
