"""Child processes that lay out paper: apart from the process that answers requests, and never outliving it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def new_children(count: int, warm_up: Callable[[], object]) -> ProcessPoolExecutor:
    """Return a pool of `count` processes, each of which has done `warm_up` (a function of a module) first."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=context, initializer=_prepare, initargs=(warm_up,))


def run_apart(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return `work(…)` done in this process's lasting child, one task at a time; safe for threads.

    For what a web request draws: type needs memory and holds the interpreter, and a gate must not wait for it.
    `work` and its arguments are pickled. A child that died is replaced and asked once more; raises
    BrokenProcessPool if that one dies too, and whatever `work` raises.
    """
    try:
        return _lasting_child().submit(work, *args, **kwargs).result()
    except BrokenProcessPool:
        _lasting_child.cache_clear()
        return _lasting_child().submit(work, *args, **kwargs).result()


@cache
def _lasting_child() -> ProcessPoolExecutor:
    return new_children(1, _load_typesetter)


def _load_typesetter() -> None:
    """Import what takes longest, so that the first page is not the slowest."""
    import weasyprint  # noqa: F401, PLC0415  only children load it: it takes 40 MB and most of a start


def _prepare(warm_up: Callable[[], object]) -> None:
    """Warm up a child and tie it to its parent's life."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    warm_up()
    gc.freeze()


def _end_with_parent() -> None:
    """End this child when its parent is gone, however it went: a killed parent closes nothing."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
