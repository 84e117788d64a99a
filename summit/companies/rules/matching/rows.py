"""A profile as numbers, so that thousands are compared quickly: sets are bits of integers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from summit.companies.rules.status import LanguageLevel, PriceSegment
from summit.companies.rules.taxonomy import is_known

from .profiles import Interest, MatchProfile

LEVELS = {LanguageLevel.BASIC: 1, LanguageLevel.WORKING: 2, LanguageLevel.FLUENT: 3, LanguageLevel.NATIVE: 3}
# What a conversation is worth whose weaker speaker has this level.
LEVEL_WORTH = (0.0, 0.6, 0.9, 1.0)
_SEGMENTS = {segment: 1 << place for place, segment in enumerate(PriceSegment)}


@dataclass(slots=True)
class Row:
    """One company: `price`, `sought`, `places` (where it is and sells) and `days` are bits; `speech` has one integer
    of languages for each level from 1 (those spoken at least so well)."""

    company_id: int
    offers: frozenset[str]
    needs: tuple[Interest, ...]
    tags: frozenset[str]
    price: int
    near_price: int
    sought: int
    home: int
    places: int
    speech: tuple[int, int, int]
    days: int
    minimum: int
    unit: str
    is_newcomer: bool


class Numbers:
    """Gives each country, language and day a bit of its own."""

    def __init__(self) -> None:
        self._places: dict[object, int] = {}

    def bits(self, things: Iterable[object]) -> int:
        """Return the bits of these things together."""
        result = 0
        for thing in things:
            result |= 1 << self._places.setdefault(thing, len(self._places))
        return result


def primary(tag: str) -> str:
    """Return the language of a tag without script and region: people from Brazil and Portugal understand each other."""
    return tag.split("-")[0].casefold()


@dataclass(slots=True)
class RowMaker:
    """Makes rows whose bits mean the same."""

    countries: Numbers
    languages: Numbers
    days: Numbers

    def make(self, profile: MatchProfile) -> Row:
        """Return the row of a profile; nodes that the taxonomy does not know are left out."""
        home = self.countries.bits([profile.country] if profile.country else [])
        price = sum(_SEGMENTS[segment] for segment in profile.price_segments)
        return Row(
            company_id=profile.company_id,
            offers=frozenset(one.node for one in profile.offers if is_known(one.node)),
            needs=tuple(one for one in profile.needs if is_known(one.node)),
            tags=profile.tags,
            price=price,
            near_price=price << 1 | price >> 1,
            sought=self.countries.bits(profile.markets_sought),
            home=home,
            places=home | self.countries.bits(profile.markets_served),
            speech=self._speech(profile),
            days=self.day_bits(profile.days),
            minimum=profile.minimum_order or 0,
            unit=profile.minimum_unit,
            is_newcomer=profile.is_newcomer,
        )

    def day_bits(self, days: Iterable[date]) -> int:
        """Return the bits of days."""
        return self.days.bits(days)

    def _speech(self, profile: MatchProfile) -> tuple[int, int, int]:
        levels = [(primary(tag), LEVELS[level]) for tag, level in profile.languages.items()]
        one, two, three = (self.languages.bits(tag for tag, has in levels if has >= level) for level in (1, 2, 3))
        return (one, two, three)
