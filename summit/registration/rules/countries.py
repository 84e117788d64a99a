"""Countries and territories: ISO 3166-1 alpha-2 inside, names from CLDR, BRICS membership as dated data."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from anyascii import anyascii
from babel import Locale

from summit.errors import N_, DomainError

# As of the ISO 3166 Maintenance Agency's list: 249 codes.
_CODES_TEXT = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
    BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH
    ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT
    HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
    LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI
    NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG
    SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
    UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
_CODES = frozenset(_CODES_TEXT.split())


class CountryIsUnknown(DomainError):
    """Not a code of ISO 3166-1."""

    message = N_("Please choose a country or territory from the list.")


class BricsStatus(StrEnum):
    """A country's relation to BRICS on a given day."""

    MEMBER = "member"
    PARTNER = "partner"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Membership:
    """A status that countries have from a day on."""

    status: BricsStatus
    since: date
    codes: frozenset[str]


# Later rows replace earlier ones for the same country.
_MEMBERSHIPS = (
    # First summit, Yekaterinburg, 16 June 2009.
    Membership(BricsStatus.MEMBER, date(2009, 6, 16), frozenset({"BR", "RU", "IN", "CN"})),
    # Invited by the foreign ministers on 24 December 2010; first summit as a member in Sanya, April 2011.
    Membership(BricsStatus.MEMBER, date(2010, 12, 24), frozenset({"ZA"})),
    # Johannesburg II Declaration of 23 August 2023, paragraph 91: from 1 January 2024. Saudi Arabia was
    # invited with them; it attends meetings and has not announced its accession, so sources disagree.
    Membership(BricsStatus.MEMBER, date(2024, 1, 1), frozenset({"EG", "ET", "IR", "AE"})),
    Membership(BricsStatus.DISPUTED, date(2024, 1, 1), frozenset({"SA"})),
    # Partner countries after the Kazan summit: announced by Russia's chairmanship from 1 January 2025.
    Membership(BricsStatus.PARTNER, date(2025, 1, 1), frozenset({"BY", "BO", "CU", "KZ", "MY", "TH", "UG", "UZ"})),
    # Announcements of Brazil's chairmanship: 6 and 17 January and 13 June 2025.
    Membership(BricsStatus.MEMBER, date(2025, 1, 6), frozenset({"ID"})),
    Membership(BricsStatus.PARTNER, date(2025, 1, 17), frozenset({"NG"})),
    Membership(BricsStatus.PARTNER, date(2025, 6, 13), frozenset({"VN"})),
)


def country_codes() -> frozenset[str]:
    """Return the 249 codes of ISO 3166-1 alpha-2; never narrowed to BRICS."""
    return _CODES


def ensure_country(code: str) -> str:
    """Return the code unchanged; raises CountryIsUnknown."""
    if code not in _CODES:
        raise CountryIsUnknown
    return code


@lru_cache(maxsize=32)
def _territories(locale_tag: str) -> Mapping[str, str]:
    return Locale.parse(locale_tag, sep="-").territories


def country_name(code: str, locale_tag: str, overrides: Mapping[str, str] | None = None) -> str:
    """Return a country's name in the language of a BCP 47 tag.

    `overrides` are the organiser's own names for this language by code; they win over CLDR's. A code that
    neither knows is returned as it is.
    """
    return (overrides or {}).get(code) or _territories(locale_tag).get(code, code)


def _collation(name: str, locale_tag: str) -> str:
    """Return a sort key near the language's own order: pinyin for Chinese, й after и, accents folded."""
    if locale_tag.startswith("zh"):
        latin: str = anyascii(name)
        return latin.casefold()
    kept = name.casefold().replace("й", "и\uffff")
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", kept) if not unicodedata.combining(letter))
    return bare.replace("’", "").replace("'", "")


def country_choices(locale_tag: str, overrides: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """Return (code, name) of every country, sorted for the reader's language."""
    names = ((code, country_name(code, locale_tag, overrides)) for code in _CODES)
    return sorted(names, key=lambda choice: _collation(choice[1], locale_tag))


def brics_status(code: str, on: date) -> BricsStatus | None:
    """Return a country's relation to BRICS on a day, None for none; for statistics, never for permissions."""
    found = [row.status for row in _MEMBERSHIPS if code in row.codes and row.since <= on]
    return found[-1] if found else None
