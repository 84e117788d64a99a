"""By what a company is found and sorted: its names, brands, tags and places, typed in any script."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from summit.registration.rules.countries import country_name
from summit.registration.rules.search import fold, search_key, sort_key

from .kinds import KIND_NAMES
from .taxonomy import branch_of, node, nodes

# A country is found by its name in each of the languages in which the pages are shown.
_COUNTRY_LANGUAGES = ("en", "ru", "zh-Hans", "pt-BR", "ar")


def company_search_key(
    name: str,
    *,
    names: Mapping[str, str],
    brands: Iterable[str],
    tags: Iterable[str],
    city: str,
    country: str,
) -> str:
    """Return the folded key to store in `Company.search_key`; see registration.rules.search for how it is asked."""
    return search_key(name, *names.values(), *brands, *tags, city, *_country_names(country))


@lru_cache(maxsize=512)
def _country_names(code: str) -> tuple[str, ...]:
    names = [country_name(code, language) for language in _COUNTRY_LANGUAGES] if code else []
    return tuple(dict.fromkeys(names))


def company_sort_key(name: str) -> str:
    """Return the key to store in `Company.sort_key`: accents, case and script folded."""
    return sort_key(name)


def nodes_meant(token: str, names: Mapping[str, str]) -> list[str]:
    """Return the codes of the taxonomy that a folded word of a search means, those of a whole branch with it.

    `names` are the nodes' names in the reader's language by code; English is understood too.
    """
    found = {
        one.code for one in nodes() if token in _folded(names.get(one.code, one.name)) or token in _folded(one.name)
    }
    return [one.code for one in nodes() if one.code in found or branch_of(one.code) in found]


def kinds_meant(token: str, names: Mapping[str, str]) -> list[str]:
    """Return the kinds of companies that a folded word of a search means, in the reader's language or English."""
    return [
        kind.value
        for kind, english in KIND_NAMES.items()
        if token in _folded(names.get(kind, english)) or token in _folded(english)
    ]


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return fold(name)


def with_leaves(code: str) -> list[str]:
    """Return a node's code and, where it is a branch, those of its leaves; nothing for an unknown one."""
    return [one.code for one in nodes() if code in {one.code, one.parent}]


def in_branches(codes: Iterable[str]) -> dict[str, list[str]]:
    """Return codes by the branch that they belong to, both in the taxonomy's order; unknown ones are left out."""
    wanted = set(codes)
    grouped: dict[str, list[str]] = {}
    for one in nodes():
        if one.code in wanted:
            grouped.setdefault(branch_of(node(one.code).code), []).append(one.code)
    return grouped
