"""Whom a print run may choose, what stands on a badge's name lines and how a file is called (pure)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from summit.credentials.rules import Arrival
from summit.errors import N_, DomainError
from summit.registration.rules import badge_lines, country_codes, fold, search_tokens
from summit.registration.rules.desk import NO_COUNTRY

# A multiple of what every sheet holds (2, 4, 6, 8), so that only the last one of a section has empty places.
CHUNK = 216
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
    CODE_IS_REVOKED = "code_is_revoked"
    OTHER_CATEGORY = "other_category"


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
ARRIVAL_NAMES = {
    Arrival.ARRIVED: N_("Checked in at some time"),
    Arrival.INSIDE: N_("Inside now"),
    Arrival.AWAITED: N_("Not checked in yet"),
}
ORDER_NAMES = {
    PrintOrder.NAME: N_("By name"),
    PrintOrder.ORGANISATION: N_("By organisation"),
    PrintOrder.COUNTRY: N_("By country"),
}
LEFT_OUT_NAMES = {
    LeftOut.NOT_APPROVED: N_("No longer approved when the badges were drawn"),
    LeftOut.KEY_IS_MISSING: N_("Issued under a key that has been removed; issue a new badge"),
    LeftOut.CODE_IS_REVOKED: N_("The badge was taken out of use after the first print and has no new issue"),
    LeftOut.OTHER_CATEGORY: N_("Now in a category that was not part of this run when it was ordered"),
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


class NothingToReprint(DomainError):
    """A run that printed nothing, or has not ended, has no sheets to repeat."""

    message = N_("This run has printed nothing that could be printed again.")


@dataclass(frozen=True, slots=True)
class PrintFilter:
    """Whom a run takes among the approved; an empty part filters nothing.

    `countries` holds codes of countries represented, or NO_COUNTRY for those who represent none; `delegation` is
    an organisation that is represented in place of a country; `company` holds words of the organisation on the
    badge or of the company's profile.
    """

    q: str = ""
    letters: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    delegation: str = ""
    company: str = ""
    arrival: Arrival | None = None
    scope: PrintScope = PrintScope.ALL

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anybody approved may be filtered out."""
        return self != PrintFilter()


def filter_of(arguments: Mapping[str, Sequence[str]]) -> PrintFilter:
    """Return the filter that a URL (or a stored run) names; what it does not know is passed over."""
    letters = (letter for letter in arguments.get("category", ()) if 0 < len(letter) <= 2)
    known = country_codes() | {NO_COUNTRY}
    countries = (code for code in arguments.get("country", ()) if code in known)
    scopes = [scope for scope in PrintScope if scope.value in arguments.get("scope", ())]
    arrivals = [arrival for arrival in Arrival if arrival.value in arguments.get("arrival", ())]
    return PrintFilter(
        q=_words(arguments, "q"),
        letters=tuple(dict.fromkeys(letters)),
        countries=tuple(dict.fromkeys(countries)),
        delegation=_words(arguments, "delegation"),
        company=_words(arguments, "company"),
        arrival=[*arrivals, None][0],
        scope=[*scopes, PrintScope.ALL][0],
    )


def _words(arguments: Mapping[str, Sequence[str]], name: str) -> str:
    return [*arguments.get(name, ()), ""][0].strip()[:_LONGEST_QUERY]


def arguments_of(wanted: PrintFilter) -> dict[str, list[str]]:
    """Return the URL arguments (and JSON) that name this filter; what is not filtered is left out."""
    arguments: dict[str, list[str]] = {
        "q": [wanted.q],
        "category": list(wanted.letters),
        "country": list(wanted.countries),
        "delegation": [wanted.delegation],
        "company": [wanted.company],
        "arrival": [wanted.arrival.value] if wanted.arrival else [],
        "scope": [] if wanted.scope is PrintScope.ALL else [wanted.scope.value],
    }
    return {name: values for name, values in arguments.items() if any(values)}


def names_matching(words: str, names: Iterable[str]) -> list[str]:
    """Return the names that hold every one of the words, in any script, case and order."""
    tokens = search_tokens(words)
    return [name for name in names if tokens and all(token in fold(name) for token in tokens)]


# The columns of a registration that stand on its badge.
WORDING = (
    "name_latin",
    "name_native",
    "native_language",
    "call_me",
    "honorific",
    "badge_line1",
    "badge_line2",
    "represents",
    "represents_name",
    "organisation",
)
FACE_SEPARATOR = "\x1f"


def face_text(wording: Iterable[str], category_mark: str, photo_name: str) -> str:
    """Return what stands on a badge as one text that a database can compare: its words, its category, its photo.

    The database builds the same text from the columns `WORDING` of the person as they are now.
    """
    return FACE_SEPARATOR.join((*wording, category_mark, photo_name))


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


def desk_file_name(whole: str, desk: int) -> str:
    """Return the name of the file of one desk's part of a run, after the name of the whole."""
    return f"{whole.removesuffix('.pdf')}-desk-{desk}.pdf"
