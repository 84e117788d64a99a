"""Where the one press of a process stands."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .press import Press


@cache
def the_press() -> Press:
    """Return this process's press, building it at the first call (about half a second).

    Imports the typesetter only now: it takes most of the start and 40 MB, and the processes that answer
    requests and run jobs leave the drawing to their children.
    """
    from .press import Press  # noqa: PLC0415  see the docstring

    return Press()
