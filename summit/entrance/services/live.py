"""One reading of the doors for all who watch them, within this process."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar, cast

from flask import Flask, current_app

from summit.database import db

from ..queries.live import read_board, read_doors
from ..rules.live import LiveBoard, LiveDoors, is_fresh

_EXTENSION = "summit_live"


class _Read(Protocol):
    @property
    def moment(self) -> datetime: ...


Seen = TypeVar("Seen", bound=_Read)


@dataclass(frozen=True, slots=True)
class Topic(Generic[Seen]):
    """What is watched of an edition; `read` is told the edition, the moment, and the reading before.

    `share` is how much of all places its streams may take: there are many gates, and few boards.
    """

    name: str
    read: Callable[[int, datetime, Seen | None], Seen]
    share: Fraction = Fraction(1)


def _read_board(event_id: int, now: datetime, before: LiveBoard | None) -> LiveBoard:
    return read_board(event_id, now, floor=before.floor if before else 0)


def _read_doors(event_id: int, now: datetime, _before: LiveDoors | None) -> LiveDoors:
    return read_doors(event_id, now)


BOARD: Topic[LiveBoard] = Topic("board", _read_board)
DOORS: Topic[LiveDoors] = Topic("doors", _read_doors, share=Fraction(1, 3))


@dataclass(frozen=True, slots=True)
class Shown:
    """A reading in words: its parts by name, and a mark that changes with them."""

    moment: datetime
    mark: str
    parts: Mapping[str, str]


@dataclass(slots=True)
class _Watched:
    lock: Lock = field(default_factory=Lock)
    seen: Any = None
    shown: dict[str, Shown] = field(default_factory=dict)


class LiveHub:
    """Keeps the newest reading of each edition, and counts the streams that hold a thread of the web server."""

    def __init__(self, most_streams: int) -> None:
        self._most_streams = most_streams
        self._streams: Counter[str] = Counter()
        self._lock = Lock()
        self._watched: dict[tuple[str, int], _Watched] = {}

    def show(
        self,
        topic: Topic[Seen],
        event_id: int,
        variant: str,
        now: datetime,
        render: Callable[[Seen], Mapping[str, str]],
    ) -> Shown:
        """Return the topic in words: read at most once an interval, and rendered once for all readers of a variant.

        `variant` names what the words depend on beside the reading: the language, the gate, what the reader may open.
        """
        with self._lock:
            watched = self._watched.setdefault((topic.name, event_id), _Watched())
        with watched.lock:
            if watched.seen is None or not is_fresh(watched.seen.moment, now):
                watched.seen = _read(topic, event_id, now, watched.seen)
                watched.shown = {}
            if variant not in watched.shown:
                watched.shown[variant] = _put_into_words(watched.seen, render)
            return watched.shown[variant]

    def enter(self, topic: Topic[Any]) -> bool:
        """Take one of the places for streams; False where none is free, or the topic has its share of them."""
        with self._lock:
            has_share = self._streams[topic.name] < int(self._most_streams * topic.share)
            free = has_share and self._streams.total() < self._most_streams
            self._streams[topic.name] += free
            return free

    def leave(self, topic: Topic[Any]) -> None:
        """Give the place back."""
        with self._lock:
            self._streams[topic.name] -= 1


def init_hub(app: Flask, most_streams: int) -> None:
    """Give the application its hub."""
    app.extensions[_EXTENSION] = LiveHub(most_streams)


def live_hub() -> LiveHub:
    """Return the hub of this process."""
    return cast(LiveHub, current_app.extensions[_EXTENSION])


def let_go_of_database() -> None:
    """Give the request's connection back: a stream that sleeps for minutes must not hold one."""
    db.session.close()


def _read(topic: Topic[Seen], event_id: int, now: datetime, before: Seen | None) -> Seen:
    # A context of its own has a session of its own, which ends here, whoever asks.
    with current_app.app_context():
        return topic.read(event_id, now, before)


def _put_into_words(seen: Seen, render: Callable[[Seen], Mapping[str, str]]) -> Shown:
    parts = render(seen)
    mark = hashlib.sha256("\0".join(parts.values()).encode()).hexdigest()[:24]
    return Shown(seen.moment, mark, parts)
