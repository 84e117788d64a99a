"""Child processes that lay out badges: apart from the process that answers requests, and never outliving it."""

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

from .pressroom import the_press

P = ParamSpec("P")
T = TypeVar("T")


def new_children(count: int) -> ProcessPoolExecutor:
    """Return a pool of `count` processes with warm presses."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=context, initializer=_prepare)


def run_apart(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return `work(…)` done in this process's lasting child, one task at a time; safe for threads.

    For single badges in a web request: type needs memory and holds the interpreter, and a gate must not
    wait for it. `work` and its arguments are pickled. A child that died is replaced and asked once more;
    raises BrokenProcessPool if that one dies too, and whatever `work` raises.
    """
    try:
        return _lasting_child().submit(work, *args, **kwargs).result()
    except BrokenProcessPool:
        _lasting_child.cache_clear()
        return _lasting_child().submit(work, *args, **kwargs).result()


@cache
def _lasting_child() -> ProcessPoolExecutor:
    return new_children(1)


def _prepare() -> None:
    """Warm up a child and tie it to its parent's life."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    the_press()
    gc.freeze()


def _end_with_parent() -> None:
    """End this child when its parent is gone, however it went: a killed parent closes nothing."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
