"""The directory of companies: what it is filtered by, how it is sorted, and how a company without a logo is drawn."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from summit.errors import N_

from .kinds import CompanyKind, KindGroup, kinds_of


class DirectorySort(StrEnum):
    """What the directory is sorted by."""

    NAME = "name"
    COUNTRY = "country"
    NEWEST = "newest"
    NEWCOMERS = "newcomers"


SORT_NAMES = {
    DirectorySort.NAME: N_("By name"),
    DirectorySort.COUNTRY: N_("By country"),
    DirectorySort.NEWEST: N_("Latest profiles first"),
    DirectorySort.NEWCOMERS: N_("Newcomers first"),
}


@dataclass(frozen=True, slots=True)
class DirectoryFilter:
    """What one page of the directory shows; an empty part filters nothing.

    `kinds` are codes of kinds or of groups of kinds; `offers` and `needs` nodes of the taxonomy, a branch standing
    for all its leaves; `list_id` one of the reader's own lists.
    """

    q: str = ""
    kinds: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    day: date | None = None
    newcomers: bool = False
    sort: DirectorySort = DirectorySort.NAME

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything is filtered out."""
        lists = (self.kinds, self.offers, self.needs, self.countries, self.languages)
        return bool(self.q or any(lists) or self.day or self.newcomers)


def kinds_wanted(codes: tuple[str, ...]) -> list[str]:
    """Return the kinds that codes of kinds and of groups stand for."""
    groups = {code.removeprefix(GROUP_MARK) for code in codes if code.startswith(GROUP_MARK)}
    wanted = {kind for group in KindGroup if group in groups for kind in kinds_of(group)}
    return [kind.value for kind in CompanyKind if kind in wanted or kind.value in codes]


# Some groups are spelt like their only kind.
GROUP_MARK = "group-"


def other_name(name: str, names: Mapping[str, str], language: str) -> tuple[str, str]:
    """Return (tag, text) of a second name: in the reader's language, else the first one; ("", "") for none."""
    found = {tag: text for tag, text in names.items() if text and text.casefold() != name.casefold()}
    tag = language if language in found else next(iter(found), "")
    return tag, found.get(tag, "")


def monogram(name: str) -> str:
    """Return one or two letters that stand for a company without a logo: the first of its first two words."""
    words = [word for word in _spaced(name).split() if word]
    return "".join(_first(word) for word in words[:2]).upper() or "·"


def _spaced(name: str) -> str:
    """Return the name with everything but letters, numbers and their marks as blanks."""
    return "".join(char if unicodedata.category(char)[0] in "LNM" else " " for char in name)


def _first(word: str) -> str:
    """Return the first letter of a word with the marks that belong to it."""
    end = 1
    while end < len(word) and unicodedata.category(word[end])[0] == "M":
        end += 1
    return word[:end]
