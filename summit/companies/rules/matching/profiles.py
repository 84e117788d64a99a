"""What is compared: companies as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from summit.companies.rules.status import LanguageLevel, PriceSegment


@dataclass(frozen=True, slots=True)
class Interest:
    """Something that a company offers or needs: a node of the taxonomy, and how much of it."""

    node: str
    quantity: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class MatchProfile:
    """What is known of a company; what is empty is unknown and counts neither for nor against anybody.

    `languages` are BCP 47 tags with their level, countries are ISO 3166-1 alpha-2. `tags` are free words, folded.
    `minimum_order` is counted in `minimum_unit`. No `days` means that the company is there throughout.
    """

    company_id: int
    country: str = ""
    offers: tuple[Interest, ...] = ()
    needs: tuple[Interest, ...] = ()
    tags: frozenset[str] = frozenset()
    languages: Mapping[str, LanguageLevel] = field(default_factory=dict)
    price_segments: frozenset[PriceSegment] = frozenset()
    minimum_order: int | None = None
    minimum_unit: str = ""
    markets_served: frozenset[str] = frozenset()
    markets_sought: frozenset[str] = frozenset()
    days: frozenset[date] = frozenset()
    is_newcomer: bool = False
