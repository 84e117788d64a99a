"""The filter of the directory in the URL; what a URL names and nobody knows is passed over, so that old links work."""

from collections.abc import Container, Iterable
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from summit.registration.rules.countries import country_codes
from summit.registration.rules.languages import SPOKEN_LANGUAGES
from summit.web.forms import is_readable

from ..rules.directory import GROUP_MARK, DirectoryFilter, DirectorySort
from ..rules.kinds import CompanyKind, KindGroup
from ..rules.taxonomy import nodes

_LONGEST_QUERY = 200
_KINDS = {*(kind.value for kind in CompanyKind), *(f"{GROUP_MARK}{group.value}" for group in KindGroup)}
_NODES = {one.code for one in nodes()}
_SORTS = {sort.value: sort for sort in DirectorySort}


def read_filter(args: "MultiDict[str, str]") -> DirectoryFilter:
    """Return the filter that a URL names."""
    return DirectoryFilter(
        q=_query(args.get("q", "")),
        kinds=_known(args.getlist("kind"), _KINDS),
        offers=_known(args.getlist("offers"), _NODES),
        needs=_known(args.getlist("needs"), _NODES),
        countries=_known(args.getlist("country"), country_codes()),
        languages=_known(args.getlist("language"), SPOKEN_LANGUAGES),
        day=_day(args.get("day", "")),
        newcomers=args.get("newcomers") == "1",
        sort=_SORTS.get(args.get("sort", ""), DirectorySort.NAME),
    )


def _query(text: str) -> str:
    clean = text.strip()[:_LONGEST_QUERY]
    return clean if is_readable(clean) else ""


def _known(values: Iterable[str], known: Container[str]) -> tuple[str, ...]:
    return tuple(value for value in dict.fromkeys(values) if value in known)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def write_filter(wanted: DirectoryFilter) -> dict[str, Any]:
    """Return the arguments of the URL that names this filter; what is not filtered is left out."""
    arguments = {
        "q": wanted.q,
        "kind": list(wanted.kinds),
        "offers": list(wanted.offers),
        "needs": list(wanted.needs),
        "country": list(wanted.countries),
        "language": list(wanted.languages),
        "day": wanted.day.isoformat() if wanted.day else None,
        "newcomers": "1" if wanted.newcomers else None,
        "sort": None if wanted.sort is DirectorySort.NAME else wanted.sort.value,
    }
    return {name: value for name, value in arguments.items() if value}


def without(wanted: DirectoryFilter, name: str, value: str) -> dict[str, Any]:
    """Return the arguments of the same filter without one of its parts."""
    arguments = write_filter(wanted)
    kept = [one for one in arguments[name] if one != value] if isinstance(arguments[name], list) else []
    return {key: kept if key == name else one for key, one in arguments.items() if key != name or kept}
