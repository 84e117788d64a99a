"""Turns: threads of one process that want the same thing get it in the order in which they came."""

from collections import deque
from threading import Lock


class Turn:
    """A lock that is handed on in the order of asking; Python's own goes to whoever happens to run just then.

    It is used by `with` and must not be asked for again by the thread that has it.
    """

    def __init__(self) -> None:
        self._guard = Lock()
        self._queue: deque[Lock] = deque()
        self._is_taken = False

    @property
    def waiting(self) -> int:
        """How many threads wait for their turn."""
        return len(self._queue)

    def __enter__(self) -> None:
        place = self._ask()
        if place is not None:
            self._wait(place)

    def __exit__(self, *failure: object) -> None:
        self._hand_on()

    def _ask(self) -> "Lock | None":
        """Take the turn where it is free; else return a place in the queue, a lock that opens when its turn comes."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return None
            place = Lock()
            place.acquire()
            self._queue.append(place)
            return place

    def _wait(self, place: Lock) -> None:
        try:
            place.acquire()
        except BaseException:
            self._leave(place)
            raise

    def _leave(self, place: Lock) -> None:
        """Leave the queue; whose turn has come in that very moment hands it on."""
        with self._guard:
            is_queueing = place in self._queue
            if is_queueing:
                self._queue.remove(place)
        if not is_queueing:
            self._hand_on()

    def _hand_on(self) -> None:
        with self._guard:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._is_taken = False
