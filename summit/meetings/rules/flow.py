"""The largest flow through a small network (Dinic 1970)."""

from collections.abc import Iterator


class Network:
    """Nodes counted from 0, and arcs with a capacity; an arc and its way back are neighbours in the lists."""

    def __init__(self, node_count: int) -> None:
        self._arcs: list[list[int]] = [[] for _ in range(node_count)]
        self._ends: list[int] = []
        self._rooms: list[int] = []

    def connect(self, start: int, end: int, capacity: int) -> None:
        """Add an arc."""
        for node, target, room in ((start, end, capacity), (end, start, 0)):
            self._arcs[node].append(len(self._ends))
            self._ends.append(target)
            self._rooms.append(room)

    def flow(self, source: int, sink: int) -> int:
        """Return the largest flow; the network is used up by it."""
        total = 0
        while self._measure(source)[sink] >= 0:
            levels = self._measure(source)
            untried = [iter(arcs) for arcs in self._arcs]
            while path := self._find_path(source, sink, levels, untried):
                total += self._push(path)
        return total

    def _measure(self, source: int) -> list[int]:
        """Return how many arcs with room each node is away from the source, -1 where it cannot be reached."""
        levels = [-1] * len(self._arcs)
        levels[source] = 0
        waiting = [source]
        for node in waiting:
            for arc in self._arcs[node]:
                end = self._ends[arc]
                if self._rooms[arc] and levels[end] < 0:
                    levels[end] = levels[node] + 1
                    waiting.append(end)
        return levels

    def _find_path(self, source: int, sink: int, levels: list[int], untried: list[Iterator[int]]) -> list[int]:
        """Return the arcs of a shortest way with room, [] where there is none left."""
        path: list[int] = []
        node = source
        while node != sink:
            step = self._next_arc(node, levels, untried[node])
            if step is not None:
                path.append(step)
                node = self._ends[step]
            elif path:
                node = self._ends[path.pop() ^ 1]
            else:
                return []
        return path

    def _next_arc(self, node: int, levels: list[int], untried: Iterator[int]) -> int | None:
        further = levels[node] + 1
        return next((arc for arc in untried if self._rooms[arc] and levels[self._ends[arc]] == further), None)

    def _push(self, path: list[int]) -> int:
        amount = min(self._rooms[arc] for arc in path)
        for arc in path:
            self._rooms[arc] -= amount
            self._rooms[arc ^ 1] += amount
        return amount
