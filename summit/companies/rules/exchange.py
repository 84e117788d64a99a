"""What a row of a spreadsheet says of companies: the columns of each sheet and how their cells are read."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from summit.errors import N_, DomainError
from summit.sheets.answers import (
    listed,
    read_choice,
    read_names,
    short,
    write_as_is,
    write_names,
)
from summit.sheets.columns import (
    Column,
    choice_column,
    column_of,
    flag_column,
    language_tag,
    number_column,
    text_column,
    texts_column,
)

from .kinds import CompanyKind
from .status import InterestSide, LanguageLevel, MemberRole, PriceSegment, QuantityUnit
from .taxonomy import nodes


class CellIsNoDay(DomainError):
    """Not a list of days."""

    message = N_("“%(text)s” is not a day. Please write it such as 2026-11-28.")


class CompanySheet(StrEnum):
    """What the rows of a sheet speak of, in the order in which they are brought in."""

    COMPANIES = "companies"
    INTERESTS = "offers and needs"
    COLLEAGUES = "colleagues"


COMPANY_SHEET_NAMES = {
    CompanySheet.COMPANIES: N_("Companies"),
    CompanySheet.INTERESTS: N_("Offers and needs"),
    CompanySheet.COLLEAGUES: N_("Colleagues"),
}


def read_days(text: str, zone: str) -> tuple[date, ...]:
    """Return days separated by semicolons, once each in order; raises CellIsNoDay, ListIsTooLong."""
    return tuple(sorted({_day(part) for part in listed(text)}))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CellIsNoDay(text=short(text)) from error


def write_days(days: Iterable[date], zone: str) -> str:
    """Return the days, separated by semicolons."""
    return "; ".join(day.isoformat() for day in days)


def read_levels(text: str, zone: str) -> dict[str, str]:
    """Return levels by language tag from "en=fluent; ru"; without a level it is the working one.

    Raises CellIsNoChoice for an unknown level, ListIsTooLong.
    """
    levels = {}
    for part in listed(text):
        tag, _, level = part.partition("=")
        levels[language_tag(tag.strip())] = read_choice(LanguageLevel)(level.strip() or LanguageLevel.WORKING, zone)
    return levels


def write_levels(levels: Mapping[str, str], zone: str) -> str:
    """Return languages with their levels such as en=fluent; ru=working."""
    return "; ".join(f"{tag}={LanguageLevel(level).value}" for tag, level in levels.items())


def read_words(kind: type[StrEnum]) -> Callable[[str, str], Any]:
    """Return the reader of a cell that holds several words of a list, separated by semicolons."""
    one = read_choice(kind)
    return lambda text, zone: tuple(dict.fromkeys(one(part, zone).value for part in listed(text)))


def _countries(text: str, zone: str) -> tuple[str, ...]:
    return tuple(code.upper() for code in read_names(text.replace(",", ";"), zone))


def _country(text: str, zone: str) -> str:
    return text.upper()


def _code(text: str, zone: str) -> str:
    return text.lower()


_NODES = tuple(node.code for node in nodes())
_LANGUAGES = N_("Languages and levels, such as en=fluent; ru=native")
_KINDS = N_("Further kinds, separated by semicolons")
_COMPANY = text_column("company", "company", N_("Code or name of the company"))
_COUNTRY = Column(
    "country", "country", _country, write_as_is, N_("Country as two letters, such as BR"), keeps_blank=True
)
COMPANY_COLUMNS: dict[CompanySheet, tuple[Column, ...]] = {
    CompanySheet.COMPANIES: (
        text_column(
            "code", "code", N_("The code of a known company; empty to find it by name and country, or to add it")
        ),
        text_column("name", "name", N_("Name of the company"), keeps_blank=True),
        texts_column("other name", "names", N_("Name in another language")),
        choice_column("kind", "kind", CompanyKind, N_("What the company mainly is")),
        Column(
            "other kinds", "kinds", read_words(CompanyKind), write_names, N_("Further kinds, separated by semicolons")
        ),
        _COUNTRY,
        text_column("city", "city", N_("City")),
        text_column("website", "website", N_("Web address")),
        texts_column("description", "descriptions", N_("Description")),
        Column("brands", "brands", read_names, write_names, N_("Brands, separated by semicolons")),
        text_column("sizes", "sizes", N_("Sizes")),
        Column(
            "price segments",
            "price_segments",
            read_words(PriceSegment),
            write_names,
            N_("Price segments, separated by semicolons: mass, middle, premium, luxury"),
        ),
        number_column("minimum order", "minimum_order", N_("Whole number; empty: not known")),
        Column(
            "minimum order unit",
            "minimum_order_unit",
            read_choice(QuantityUnit),
            write_as_is,
            N_("What the minimum order is counted in"),
            keeps_blank=True,
            choices=tuple(QuantityUnit),
        ),
        number_column("lead time", "lead_time_days", N_("Days; empty: not known")),
        Column("certificates", "certificates", read_names, write_names, N_("Certificates, separated by semicolons")),
        Column("markets served", "markets_served", _countries, write_names, N_("Countries as two letters: BR; CN")),
        Column("markets sought", "markets_sought", _countries, write_names, N_("Countries as two letters: BR; CN")),
        Column("tags", "tags", read_names, write_names, N_("Tags, separated by semicolons")),
        text_column("stand", "stand", N_("Number of the stand")),
        flag_column("newcomer", "is_newcomer", N_("yes: the first time at the summit")),
        Column(
            "languages",
            "languages",
            read_levels,
            write_levels,
            N_("Languages and levels, such as en=fluent; ru=native"),
        ),
        Column("days", "days", read_days, write_days, N_("Days at the venue such as 2026-11-28; empty: throughout")),
    ),
    CompanySheet.INTERESTS: (
        _COMPANY,
        _COUNTRY,
        choice_column("side", "side", InterestSide, N_("Whether the company offers or needs it")),
        Column(
            "what",
            "node",
            _code,
            write_as_is,
            N_("A code of the sheet of codes"),
            choices=tuple(n.code for n in nodes()),
        ),
        number_column("quantity", "quantity", N_("Whole number; empty: not known")),
        Column(
            "unit",
            "unit",
            read_choice(QuantityUnit),
            write_as_is,
            N_("What the quantity is counted in"),
            keeps_blank=True,
            choices=tuple(QuantityUnit),
        ),
        text_column("note", "note", N_("In the company's own words")),
    ),
    CompanySheet.COLLEAGUES: (
        _COMPANY,
        _COUNTRY,
        text_column("email", "email", N_("E-mail address; an approved delegate joins at once, others are invited")),
        choice_column("role", "role", MemberRole, N_("Speaks for the company, or attends meetings")),
    ),
}


def company_sheet_named(name: str) -> CompanySheet | None:
    """Return the kind of sheet that a name means."""
    try:
        return CompanySheet(" ".join(name.lower().split()))
    except ValueError:
        return None


def guess_company_sheet(headers: Iterable[str]) -> CompanySheet | None:
    """Return the kind of sheet that knows most of these headers; None where none knows any."""
    names = list(headers)
    counts = {
        sheet: sum(column_of(COMPANY_COLUMNS[sheet], header) is not None for header in names) for sheet in CompanySheet
    }
    best = max(CompanySheet, key=lambda sheet: counts[sheet])
    return best if counts[best] else None
