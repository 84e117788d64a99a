"""What a company may say of itself, what it still has to say, and how complete that is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import urlsplit

from summit.errors import N_, DomainError
from summit.events.rules import ensure_text, ensure_texts
from summit.registration.rules import ensure_country
from summit.registration.rules.languages import SPOKEN_LANGUAGES

from .kinds import CompanyKind
from .status import LanguageLevel, PriceSegment, QuantityUnit

LONGEST_LINE = 200
LONGEST_DESCRIPTION = 3000
LONGEST_ENTRY = 80
LONGEST_URL = 500
MOST_KINDS = 6
MOST_ENTRIES = 30
MOST_LANGUAGES = 12
LARGEST_NUMBER = 1_000_000_000
LONGEST_LEAD_TIME = 730
_SPACES = re.compile(r"\s+")


class CompanyNameIsMissing(DomainError):
    """A company without a name."""

    message = N_("Please write the name of the company.")


class KindIsMissing(DomainError):
    """No kind, or one that is not on the list."""

    message = N_("Please choose what the company is from the list.")


class TooManyKinds(DomainError):
    """More kinds than say anything."""

    message = N_("Please choose %(most)s kinds at most, so that others find you by what you mainly do.")


class WebsiteIsInvalid(DomainError):
    """Not an address of the web."""

    message = N_("Please write the address of the website such as https://example.org.")


class TooManyEntries(DomainError):
    """A list longer than anybody reads."""

    message = N_("Please write %(most)s entries at most, one on each line.")


class ProfileNumberIsOutOfRange(DomainError):
    """A quantity or a number of days that cannot be meant."""

    message = N_("Please enter a whole number between 0 and %(most)s.")


class UnitIsMissing(DomainError):
    """A quantity without what it is counted in."""

    message = N_("Please choose what the quantity is counted in.")


class LanguageIsNotOffered(DomainError):
    """A language or a level that is not on the list."""

    message = N_("Please choose each language and its level from the list.")


class DayIsOutside(DomainError):
    """A day that the edition does not have."""

    message = N_("Please choose days of this edition.")


class ProfileIsIncomplete(DomainError):
    """What is needed before anybody looks at the profile is missing."""

    message = N_("The profile cannot be sent for review yet. Please complete what is marked as needed.")


class Part(StrEnum):
    """What a profile consists of, in the order in which it is asked."""

    KINDS = "kinds"
    COUNTRY = "country"
    CITY = "city"
    WEBSITE = "website"
    DESCRIPTION = "description"
    BRANDS = "brands"
    PRICES = "prices"
    TERMS = "terms"
    MARKETS = "markets"
    LANGUAGES = "languages"
    OFFERS = "offers"
    NEEDS = "needs"
    LOGO = "logo"


PART_NAMES = {
    Part.KINDS: N_("What the company is"),
    Part.COUNTRY: N_("Country or territory"),
    Part.CITY: N_("City"),
    Part.WEBSITE: N_("Website"),
    Part.DESCRIPTION: N_("Description"),
    Part.BRANDS: N_("Brands"),
    Part.PRICES: N_("Price segments"),
    Part.TERMS: N_("Minimum order and lead time"),
    Part.MARKETS: N_("Markets"),
    Part.LANGUAGES: N_("Languages"),
    Part.OFFERS: N_("What you offer"),
    Part.NEEDS: N_("What you look for"),
    Part.LOGO: N_("Logo"),
}
NEEDED_PARTS = frozenset({Part.KINDS, Part.COUNTRY, Part.DESCRIPTION, Part.LANGUAGES})
# What partners are found by counts most; offers and needs are worth a third of the whole.
_WEIGHTS = {part: 2 if part in {Part.DESCRIPTION, Part.LANGUAGES} else 1 for part in Part} | {
    Part.OFFERS: 4,
    Part.NEEDS: 4,
}


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of a profile is there: `percent` from 0 to 100, what is missing, and what of it is needed."""

    percent: int
    missing: tuple[Part, ...]

    @property
    def needed(self) -> tuple[Part, ...]:
        """Return the missing parts without which nobody reviews the profile."""
        return tuple(part for part in self.missing if part in NEEDED_PARTS)


class ProfileFacts(Protocol):
    """What `completeness_of` looks at."""

    country: Any
    city: Any
    website: Any
    descriptions: Any
    brands: Any
    price_segments: Any
    minimum_order: Any
    lead_time_days: Any
    markets_served: Any
    markets_sought: Any
    logo_file_name: Any
    kinds: Any
    languages: Any


def completeness_of(company: ProfileFacts, *, offers: int, needs: int) -> Completeness:
    """Return how complete a profile with so many offers and needs is; one side of them is enough."""
    has_interests = bool(offers or needs)
    present = {
        Part.KINDS: company.kinds,
        Part.COUNTRY: company.country,
        Part.CITY: company.city,
        Part.WEBSITE: company.website,
        Part.DESCRIPTION: company.descriptions,
        Part.BRANDS: company.brands,
        Part.PRICES: company.price_segments,
        Part.TERMS: company.minimum_order is not None or company.lead_time_days is not None,
        Part.MARKETS: company.markets_served or company.markets_sought,
        Part.LANGUAGES: company.languages,
        Part.OFFERS: has_interests and offers,
        Part.NEEDS: has_interests and needs,
        Part.LOGO: company.logo_file_name,
    }
    missing = tuple(part for part in Part if not present[part])
    lost = sum(_WEIGHTS[part] for part in missing)
    return Completeness(100 - round(100 * lost / sum(_WEIGHTS.values())), missing)


def ensure_complete(found: Completeness, *, interests: int) -> None:
    """Refuse to have a profile reviewed that others cannot find or read; raises ProfileIsIncomplete."""
    if found.needed or not interests:
        raise ProfileIsIncomplete


def ensure_company_name(text: str) -> str:
    """Return the name on one line; raises CompanyNameIsMissing, TextIsTooLong, TextTurnsAround."""
    name = ensure_line(text)
    if not name:
        raise CompanyNameIsMissing
    return name


def ensure_line(text: str) -> str:
    """Return the text on one line, "" for none; raises TextIsTooLong, TextTurnsAround."""
    return ensure_text(_SPACES.sub(" ", text or ""), LONGEST_LINE)


def ensure_kinds(kinds: Iterable[str], main: str) -> list[str]:
    """Return the kinds once each, the main one first; raises KindIsMissing, TooManyKinds."""
    chosen = list(dict.fromkeys([main, *kinds]))
    if not set(chosen) <= set(CompanyKind):
        raise KindIsMissing
    if len(chosen) > MOST_KINDS:
        raise TooManyKinds(most=MOST_KINDS)
    return [str(kind) for kind in chosen]


def ensure_website(text: str) -> str:
    """Return an http or https address, "" for none; a bare host gets https. Raises WebsiteIsInvalid."""
    address = ensure_text(text or "", LONGEST_URL)
    if not address:
        return ""
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise WebsiteIsInvalid from error
    is_web = parts.scheme.lower() in {"http", "https"} and "." in host.strip(".")
    if not is_web or parts.username or re.search(r"[\s<>\"\\]", address) or not address.isprintable():
        raise WebsiteIsInvalid
    return address


def ensure_entries(entries: Iterable[str]) -> list[str]:
    """Return the entries of a list once each, trimmed; raises TooManyEntries, TextIsTooLong, TextTurnsAround."""
    clean = (ensure_text(_SPACES.sub(" ", entry), LONGEST_ENTRY) for entry in entries)
    kept = list({entry.casefold(): entry for entry in clean if entry}.values())
    if len(kept) > MOST_ENTRIES:
        raise TooManyEntries(most=MOST_ENTRIES)
    return kept


def ensure_tags(entries: Iterable[str]) -> list[str]:
    """Return free tags in lower case and without the hash sign; raises as ensure_entries."""
    return ensure_entries(entry.strip().lstrip("#").lower() for entry in entries)


def ensure_amount(value: int | None, most: int = LARGEST_NUMBER) -> int | None:
    """Return the number, None for none; raises ProfileNumberIsOutOfRange."""
    if value is not None and not 0 <= value <= most:
        raise ProfileNumberIsOutOfRange(most=most)
    return value


def ensure_unit(unit: str, amount: int | None) -> str:
    """Return what an amount is counted in, "" without an amount; raises UnitIsMissing."""
    if amount is None:
        return ""
    if unit not in set(QuantityUnit):
        raise UnitIsMissing
    return str(unit)


def ensure_spoken(levels: Mapping[str, str]) -> dict[str, LanguageLevel]:
    """Return the level by language tag; raises LanguageIsNotOffered."""
    is_known = set(levels) <= set(SPOKEN_LANGUAGES) and set(levels.values()) <= set(LanguageLevel)
    if not is_known or len(levels) > MOST_LANGUAGES:
        raise LanguageIsNotOffered
    return {tag: LanguageLevel(level) for tag, level in levels.items()}


def ensure_days(days: Iterable[date], *, first: date, last: date) -> list[date]:
    """Return the days in order, each within the edition, both ends counted; raises DayIsOutside."""
    chosen = sorted(set(days))
    if any(not first <= day <= last for day in chosen):
        raise DayIsOutside
    return chosen


def clean_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain values of a profile, cleaned; what is absent stays absent. Raises the refusals above."""
    clean = {name: _RULES[name](value) for name, value in values.items() if name in _RULES}
    if "minimum_order" in clean:
        clean["minimum_order_unit"] = ensure_unit(values.get("minimum_order_unit", ""), clean["minimum_order"])
    return clean


def _countries(codes: Iterable[str]) -> list[str]:
    return [ensure_country(code) for code in dict.fromkeys(codes)]


def _segments(values: Iterable[str]) -> list[str]:
    chosen = set(values)
    return [segment.value for segment in PriceSegment if segment in chosen]


_RULES: dict[str, Any] = {
    "name": ensure_company_name,
    "names": lambda texts: ensure_texts(texts, needed=False),
    "country": ensure_country,
    "city": ensure_line,
    "website": ensure_website,
    "descriptions": lambda texts: ensure_texts(texts, needed=False, longest=LONGEST_DESCRIPTION),
    "brands": ensure_entries,
    "sizes": ensure_line,
    "price_segments": _segments,
    "minimum_order": ensure_amount,
    "lead_time_days": lambda days: ensure_amount(days, LONGEST_LEAD_TIME),
    "certificates": ensure_entries,
    "markets_served": _countries,
    "markets_sought": _countries,
    "tags": ensure_tags,
    "stand": ensure_line,
}
