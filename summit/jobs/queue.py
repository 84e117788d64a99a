"""Huey behind two verbs: push a key, and consume what was pushed.

Huey is at-most-once: what it carries are only keys of rows, and the sweep pushes forgotten ones again.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, current_app
from huey import Huey, MemoryHuey, PostgresHuey, PriorityRedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.serializer import SignedSerializer
from sqlalchemy.engine import make_url

log = structlog.get_logger(__name__)
_receivers: dict[str, Callable[[int], object]] = {}
_leaving_to_sweep: ContextVar[bool] = ContextVar("summit_leaving_to_sweep", default=False)


def receives(kind: str, receiver: Callable[[int], object]) -> None:
    """Tell which function takes the keys of one kind."""
    _receivers[kind] = receiver


def init_queue(app: Flask, *, url: str, database_url: str, var: Path, secret: str, memory: bool) -> None:
    """Open the queue where the settings say and teach it its one task."""
    huey = _open(url or database_url, var, secret, memory=memory)

    @huey.task(name="deliver")
    def deliver(message: str) -> None:
        kind, key = json.loads(message)
        with app.app_context():
            _receivers[kind](key)

    @huey.periodic_task(crontab(minute="*"), name="sweep")
    def sweep() -> None:
        with app.app_context():
            _receivers["sweep"](0)

    app.extensions["summit_queue"] = huey
    app.extensions["summit_deliver"] = deliver


def _open(url: str, var: Path, secret: str, *, memory: bool) -> Huey:
    options: dict[str, Any] = {"results": False, "serializer": SignedSerializer(secret=secret, salt="queue")}
    if memory:
        return MemoryHuey("summit", **options)
    if url.startswith("redis"):
        return PriorityRedisHuey("summit", url=url, **options)
    if url.startswith("postgres"):
        dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        return PostgresHuey("summit", dsn=dsn, **options)
    return SqliteHuey("summit", filename=str(var / "queue.sqlite3"), **options)


@contextmanager
def leave_to_sweep() -> Iterator[None]:
    """Push nothing inside: thousands of rows at once are found by the next sweep without a message each."""
    token = _leaving_to_sweep.set(True)
    try:
        yield
    finally:
        _leaving_to_sweep.reset(token)


def push(kind: str, key: int) -> None:
    """Tell the worker at once; should that fail, the every-minute sweep finds the row anyway."""
    if _leaving_to_sweep.get():
        return
    try:
        current_app.extensions["summit_deliver"](json.dumps([kind, key]))
    except Exception:
        log.exception("queue not reachable, the sweep will find the row", kind=kind, key=key)


def consumer(app: Flask, workers: int) -> Consumer:
    """Return Huey's consumer for this application; exactly one worker process should run the sweep."""
    huey: Huey = app.extensions["summit_queue"]
    return huey.create_consumer(workers=workers, periodic=True, max_delay=1.0, check_worker_health=True)
