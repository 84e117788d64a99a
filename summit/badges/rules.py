"""What a print run may choose, in which order it prints, and what stands on a badge's name lines (pure)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from summit.errors import N_, DomainError
from summit.registration.rules import badge_lines, country_codes, fold
from summit.registration.rules.desk import NO_COUNTRY

# A multiple of four, so that only the last sheet of a run has empty places.
CHUNK = 200
PRINTS_KEPT = timedelta(days=14)
_LONGEST_QUERY = 200


class PrintScope(StrEnum):
    """Which of the approved a run takes, by what was printed before."""

    ALL = "all"
    NOT_PRINTED = "new"
    CHANGED = "changed"


class PrintOrder(StrEnum):
    """The order of the badges in the file."""

    NAME = "name"
    ORGANISATION = "organisation"
    COUNTRY = "country"


class LeftOut(StrEnum):
    """Why somebody whom the filter found got no badge."""

    NOT_APPROVED = "not_approved"
    KEY_IS_MISSING = "key_is_missing"


class ReissueReason(StrEnum):
    """Why a badge is replaced by its next issue."""

    LOST = "lost"
    DAMAGED = "damaged"
    CORRECTED = "corrected"
    MISUSED = "misused"
    OTHER = "other"


SCOPE_NAMES = {
    PrintScope.ALL: N_("Any"),
    PrintScope.NOT_PRINTED: N_("Never printed"),
    PrintScope.CHANGED: N_("Changed since the print"),
}
ORDER_NAMES = {
    PrintOrder.NAME: N_("By name"),
    PrintOrder.ORGANISATION: N_("By organisation"),
    PrintOrder.COUNTRY: N_("By country"),
}
LAYOUT_NAMES = {
    "a6": N_("One badge a page: A6, front and back"),
    "a4_4up": N_("Four on a sheet: A4 with cut marks, for printing on both sides"),
}
PAPER_NAMES = {"a6": N_("A6"), "a4_4up": N_("A4, four on a sheet")}
LEFT_OUT_NAMES = {
    LeftOut.NOT_APPROVED: N_("No longer approved when the badges were drawn"),
    LeftOut.KEY_IS_MISSING: N_("Issued under a key that has been removed; issue a new badge"),
}
REISSUE_NAMES = {
    ReissueReason.LOST: N_("Lost"),
    ReissueReason.DAMAGED: N_("Damaged"),
    ReissueReason.CORRECTED: N_("Name or details were corrected"),
    ReissueReason.MISUSED: N_("Used by somebody else"),
    ReissueReason.OTHER: N_("Another reason"),
}


class NobodyToPrint(DomainError):
    """The filter finds no approved person."""

    message = N_("Nobody approved matches these filters, so there is nothing to print. Please take a filter away.")


class PrintRunIsOver(DomainError):
    """A run that has ended cannot be cancelled."""

    message = N_("This print run has already ended.")


@dataclass(frozen=True, slots=True)
class PrintFilter:
    """Whom a run takes among the approved; an empty part filters nothing.

    `countries` holds codes of countries represented, or NO_COUNTRY for those who represent none.
    """

    q: str = ""
    letters: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    scope: PrintScope = PrintScope.ALL

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anybody approved may be filtered out."""
        return bool(self.q or self.letters or self.countries or self.scope is not PrintScope.ALL)


def filter_of(arguments: Mapping[str, Sequence[str]]) -> PrintFilter:
    """Return the filter that a URL (or a stored run) names; what it does not know is passed over."""
    words = [*arguments.get("q", ()), ""]
    letters = (letter for letter in arguments.get("category", ()) if 0 < len(letter) <= 2)
    known = country_codes() | {NO_COUNTRY}
    countries = (code for code in arguments.get("country", ()) if code in known)
    scopes = [scope for scope in PrintScope if scope.value in arguments.get("scope", ())]
    return PrintFilter(
        q=words[0].strip()[:_LONGEST_QUERY],
        letters=tuple(dict.fromkeys(letters)),
        countries=tuple(dict.fromkeys(countries)),
        scope=[*scopes, PrintScope.ALL][0],
    )


def arguments_of(wanted: PrintFilter) -> dict[str, list[str]]:
    """Return the URL arguments (and JSON) that name this filter; what is not filtered is left out."""
    arguments: dict[str, list[str]] = {
        "q": [wanted.q] if wanted.q else [],
        "category": list(wanted.letters),
        "country": list(wanted.countries),
        "scope": [] if wanted.scope is PrintScope.ALL else [wanted.scope.value],
    }
    return {name: values for name, values in arguments.items() if values}


class Standing(NamedTuple):
    """What a person's place in the file depends on; `country` is its name in the language of the badges."""

    registration_id: int
    sort_key: str
    organisation: str
    country: str


def in_print_order(people: Iterable[Standing], order: PrintOrder) -> list[int]:
    """Return the registration ids in the order of the file; who has no organisation or country comes last.

    The order is made here and not by a database, because the engines compare letters differently.
    """
    return [person.registration_id for person in sorted(people, key=lambda one: _place(one, order))]


def _place(person: Standing, order: PrintOrder) -> tuple[Any, ...]:
    by_name = (person.sort_key, person.registration_id)
    if order is PrintOrder.NAME:
        return by_name
    group = person.organisation if order is PrintOrder.ORGANISATION else person.country
    return (not group, fold(group), *by_name)


class NameLines(NamedTuple):
    """The texts of a badge's name: a small honorific above, the two lines, and the full name."""

    honorific: str
    line1: str
    line2: str
    full: str


def name_lines(*, name_latin: str, call_me: str, honorific: str, line1: str, line2: str) -> NameLines:
    """Return what the name on a badge says, so that nothing stands on it twice.

    `line1` and `line2` are what the person wrote (both empty: the prefill). A large line that begins with the
    honorific gives it up to the small line above; a second line that is the full name with the honorific
    stands for the full name.
    """
    first, second = (line1, line2) if line1 or line2 else badge_lines(name_latin, call_me, honorific)
    formal = f"{honorific} {name_latin}" if honorific else name_latin
    bare = first.removeprefix(f"{honorific} ") if honorific else first
    shown = honorific if bare != first else ""
    return NameLines(shown, bare, second, second if second == formal else name_latin)


def file_name(slug: str, layout: str, moment: datetime) -> str:
    """Return the name under which a run's file is saved: ASCII, its moment in UTC."""
    return f"{slug}-badges-{layout.replace('_', '-')}-{moment:%Y%m%d-%H%M%S}.pdf"
