"""What the reader asks of the programme by its address; anything that is no answer to a question is left aside."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask import request, url_for

from ...rules.kinds import SessionFormat
from ...rules.showing import Filters, opening_day
from .look import Look, tokens_of
from .times import chosen_zone

ALL_DAYS = "all"
_FIELDS = ("hall", "track", "language", "format", "q", "mine")


class View(StrEnum):
    """How the programme is drawn."""

    LIST = "list"
    GRID = "grid"
    COMPACT = "compact"


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of one address; `kept` are the arguments that links to other days and views keep."""

    view: View
    filters: Filters
    query: str
    zone: str
    kept: Mapping[str, str]

    @property
    def day(self) -> date | None:
        """Return the day to show, None for all days."""
        return self.filters.day

    @property
    def is_mine(self) -> bool:
        """Tell whether only the reader's own sessions are wanted."""
        return self.filters.session_ids is not None

    def url(self, **changes: str) -> str:
        """Return the address of this page with some questions put otherwise; "" takes one back."""
        values = {name: value for name, value in {**self.kept, **changes}.items() if value}
        return url_for(request.endpoint or "programme.index", **{**(request.view_args or {}), **values})


def read_asked(look: Look, now: datetime, own_sessions: frozenset[int] | None) -> Asked:
    """Return what the address asks; `own_sessions` are the delegate's, None where nobody follows anything."""
    arguments = {name: value for name in (*_FIELDS, "view", "day") if (value := request.args.get(name, "")[:200])}
    filters = _filters(look, arguments, own_sessions)
    return Asked(
        view=_one_of(View, arguments.get("view")) or View.LIST,
        filters=_with_day(filters, look, arguments.get("day", ""), now),
        query=arguments.get("q", ""),
        zone=chosen_zone(),
        kept=arguments,
    )


def _filters(look: Look, arguments: Mapping[str, str], own_sessions: frozenset[int] | None) -> Filters:
    language = arguments.get("language", "")
    return Filters(
        hall_id=_known(look.halls, arguments.get("hall")),
        track_id=_known(look.tracks, arguments.get("track")),
        language=language if language in look.languages else "",
        format=_one_of(SessionFormat, arguments.get("format")),
        tokens=tokens_of(arguments.get("q", "")),
        session_ids=own_sessions if arguments.get("mine") else None,
    )


def _with_day(filters: Filters, look: Look, wanted: str, now: datetime) -> Filters:
    """Add the day: the one asked for, or all days for who searches, or the one that a reader wants first."""
    named = next((day for day in look.days if day.isoformat() == wanted), None)
    if named is None and wanted != ALL_DAYS and not filters.is_set:
        named = opening_day(look.programme, now)
    return replace(filters, day=named)


def _known(known: Mapping[int, Any], wanted: str | None) -> int | None:
    return next((key for key in known if str(key) == wanted), None)


def _one_of(kind: Any, wanted: str | None) -> Any:
    return next((one for one in kind if one.value == wanted), None)
