"""Real processes that do something in one database at the same moment."""

from collections.abc import Callable
from multiprocessing import get_context
from typing import Any, TypeVar

from sqlalchemy import select

from summit.application import FEATURES
from summit.database import db
from tests.conftest import process_app

Given = TypeVar("Given")
Answer = TypeVar("Answer")


def at_once(url: str, work: Callable[[Given], Answer], given: list[Given]) -> list[Answer]:
    """Return what `work`, a function of a module, answers to each of these, each in a process of its own."""
    # One clean process has imported the application; the others are its copies and share no connection.
    context = get_context("forkserver")
    context.set_forkserver_preload([work.__module__, *(f"summit.{feature}.setup" for feature in FEATURES)])
    start, results = context.Barrier(len(given)), context.Queue()
    processes = [context.Process(target=_work, args=(url, start, results, work, one)) for one in given]
    for process in processes:
        process.start()
    answers = [results.get(timeout=120) for _ in processes]
    for process in processes:
        process.join(30)
    return answers


def _work(url: str, start: Any, results: Any, work: Callable[[Any], Any], given: Any) -> None:
    with process_app(url).app_context():
        db.session.execute(select(1))
        db.session.commit()
        start.wait(60)
        answer = work(given)
        db.session.remove()
        db.engine.dispose()
    results.put(answer)


def within(url: str, work: Callable[[], Answer]) -> Answer:
    """Return what a function answers that prepares the database or looks into it."""
    with process_app(url).app_context():
        answer = work()
        db.session.remove()
        db.engine.dispose()
    return answer
