"""The filter of the sessions' list, as the URL names it."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from werkzeug.datastructures import MultiDict

from ..rules.kinds import SessionFormat, SessionKind, SessionState
from ..rules.listing import SessionFilter, SessionSort

Kind = TypeVar("Kind", bound=StrEnum)
_LONGEST_QUERY = 200
_MOST_DIGITS = 18


def read_filter(args: "MultiDict[str, str]") -> SessionFilter:
    """Return the filter that a URL names; what it does not know is passed over, so that old links keep working."""
    return SessionFilter(
        q=args.get("q", "").strip()[:_LONGEST_QUERY],
        kind=_known(args.get("kind"), SessionKind),
        state=_known(args.get("state"), SessionState),
        track_id=_number(args.get("track")),
        format=_known(args.get("format"), SessionFormat),
        day=_day(args.get("day")),
        unscheduled=args.get("unscheduled") == "1",
        sort=_known(args.get("sort"), SessionSort) or SessionSort.TIME,
    )


def write_filter(wanted: SessionFilter) -> dict[str, Any]:
    """Return the arguments of the URL that names this filter; what is not filtered is left out."""
    arguments = {
        "q": wanted.q or None,
        "kind": wanted.kind,
        "state": wanted.state,
        "track": wanted.track_id,
        "format": wanted.format,
        "day": wanted.day.isoformat() if wanted.day else None,
        "unscheduled": "1" if wanted.unscheduled else None,
        "sort": None if wanted.sort is SessionSort.TIME else wanted.sort,
    }
    return {
        name: value.value if isinstance(value, StrEnum) else value
        for name, value in arguments.items()
        if value is not None
    }


def read_page(args: "MultiDict[str, str]") -> int:
    """Return the number of the page that a URL names, from 1."""
    return max(1, _number(args.get("page")) or 1)


def _known(text: str | None, kind: type[Kind]) -> Kind | None:
    members: Iterable[Kind] = kind
    return next((member for member in members if member.value == text), None)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
