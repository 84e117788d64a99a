"""An edition's kind, days, time zone and address, and how its dates move when it is copied."""

import re
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from summit.errors import N_, DomainError

LONGEST_EDITION = timedelta(days=60)
EARLIEST_YEAR = 2000
LATEST_YEAR = 2100
COUNTRY = re.compile(r"[A-Z]{2}")
SLUG = re.compile(r"[a-z][a-z0-9_]{3,39}")


class EventKind(StrEnum):
    """A yearly edition of the summit or a business mission."""

    EDITION = "edition"
    MISSION = "mission"


class Ask(StrEnum):
    """What a category's form asks beyond name, contact, organisation and consents."""

    PHOTO = "photo"
    DIET = "diet"
    ACCESS = "access"
    TRAVEL = "travel"
    GUARDIAN = "guardian"


class DayIsImplausible(DomainError):
    """A day so far away that it must be a slip."""

    message = N_("Please choose days between the years %(first)s and %(last)s.")


class DaysAreReversed(DomainError):
    """The edition would end before it begins."""

    message = N_("The last day must not be before the first day.")


class EditionIsTooLong(DomainError):
    """The days are implausibly far apart."""

    message = N_("An edition may last %(days)s days at most. Please check both dates.")


class TimeZoneIsUnknown(DomainError):
    """No such IANA time zone."""

    message = N_("“%(name)s” is not a known time zone. Please choose one such as Europe/Moscow.")


class CountryIsInvalid(DomainError):
    """Not a code of two letters."""

    message = N_("Please choose the venue's country or territory from the list.")


class SlugIsInvalid(DomainError):
    """The edition's address has characters that the exports refuse."""

    message = N_(
        "Please use 4 to 40 small Latin letters, digits and underscores, beginning with a letter, "
        "such as brics_fashion_2026."
    )


def ensure_days(starts_on: date, ends_on: date) -> None:
    """Refuse reversed or implausible days; raises DayIsImplausible, DaysAreReversed, EditionIsTooLong."""
    if not all(EARLIEST_YEAR <= day.year <= LATEST_YEAR for day in (starts_on, ends_on)):
        raise DayIsImplausible(first=EARLIEST_YEAR, last=LATEST_YEAR)
    if ends_on < starts_on:
        raise DaysAreReversed
    if ends_on - starts_on >= LONGEST_EDITION:
        raise EditionIsTooLong(days=LONGEST_EDITION.days)


@cache
def known_time_zones() -> frozenset[str]:
    """Return the IANA names that an edition may use: “Area/Place” and UTC."""
    return frozenset(name for name in available_timezones() if "/" in name or name == "UTC")


def ensure_time_zone(name: str) -> str:
    """Return the IANA zone name unchanged; raises TimeZoneIsUnknown (also for “EST5EDT” and the like)."""
    if name not in known_time_zones():
        raise TimeZoneIsUnknown(name=name)
    return name


def ensure_country(code: str) -> str:
    """Return the ISO 3166-1 alpha-2 code of the venue's country; raises CountryIsInvalid."""
    if not COUNTRY.fullmatch(code):
        raise CountryIsInvalid
    return code


def ensure_slug(text: str) -> str:
    """Return the trimmed slug, fit for addresses, schedule.xml and schedule.json; raises SlugIsInvalid.

    Hyphens are refused because the acronym of schedule.json refuses them (PROTOCOLS.md).
    """
    slug = text.strip()
    if not SLUG.fullmatch(slug):
        raise SlugIsInvalid
    return slug


def shift_for_copy(old_start: date, new_start: date) -> int:
    """Return by how many whole days a copied edition's dates move."""
    return (new_start - old_start).days


def moved(moment: datetime, days: int, zone: str) -> datetime:
    """Move an aware moment by whole days, keeping the clock on the wall of `zone`; the answer is in UTC.

    A wall time that a clock change skips lands after the gap; one that occurs twice takes the first.
    """
    there = ZoneInfo(zone)
    wall = moment.astimezone(there).replace(tzinfo=None, fold=0)
    return (wall + timedelta(days=days)).replace(tzinfo=there).astimezone(UTC)
