"""One reading of the doors for all who watch them, within this process."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import cast

from flask import Flask, current_app

from summit.database import db

from ..queries.live import read_board
from ..rules.live import LiveBoard, is_fresh

_EXTENSION = "summit_live"
Render = Callable[[LiveBoard], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ShownBoard:
    """A board in one language: its parts by name, and a mark that changes with them."""

    moment: datetime
    mark: str
    parts: Mapping[str, str]


@dataclass(slots=True)
class _Watched:
    lock: Lock = field(default_factory=Lock)
    board: LiveBoard | None = None
    shown: dict[str, ShownBoard] = field(default_factory=dict)


class LiveHub:
    """Keeps the newest board of each edition, and counts the streams that hold a thread of the web server."""

    def __init__(self, most_streams: int) -> None:
        self._most_streams = most_streams
        self._streams = 0
        self._lock = Lock()
        self._watched: dict[int, _Watched] = {}

    def show(self, event_id: int, language: str, now: datetime, render: Render) -> ShownBoard:
        """Return the board in the language: read at most once an interval, put into words once a language."""
        with self._lock:
            watched = self._watched.setdefault(event_id, _Watched())
        with watched.lock:
            if watched.board is None or not is_fresh(watched.board.moment, now):
                watched.board = _read(event_id, now, watched.board)
                watched.shown = {}
            if language not in watched.shown:
                watched.shown[language] = _put_into_words(watched.board, render)
            return watched.shown[language]

    def enter(self) -> bool:
        """Take one of the places for streams; False where none is free."""
        with self._lock:
            free = self._streams < self._most_streams
            self._streams += free
            return free

    def leave(self) -> None:
        """Give the place back."""
        with self._lock:
            self._streams -= 1


def init_hub(app: Flask, most_streams: int) -> None:
    """Give the application its hub."""
    app.extensions[_EXTENSION] = LiveHub(most_streams)


def live_hub() -> LiveHub:
    """Return the hub of this process."""
    return cast(LiveHub, current_app.extensions[_EXTENSION])


def let_go_of_database() -> None:
    """Give the request's connection back: a stream that sleeps for minutes must not hold one."""
    db.session.close()


def _read(event_id: int, now: datetime, before: LiveBoard | None) -> LiveBoard:
    # A context of its own has a session of its own, which ends here, whoever asks.
    with current_app.app_context():
        return read_board(event_id, now, floor=before.floor if before else 0)


def _put_into_words(board: LiveBoard, render: Render) -> ShownBoard:
    parts = render(board)
    mark = hashlib.sha256("\0".join(parts.values()).encode()).hexdigest()[:24]
    return ShownBoard(board.moment, mark, parts)
