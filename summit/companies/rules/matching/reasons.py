"""Why two companies are put together, and what a profile lacks: as data, put into words elsewhere."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from summit.companies.rules.taxonomy import branch_of

from .profiles import Interest, MatchProfile
from .rows import LEVELS, primary
from .scoring import Reader, market_worth, price_worth, speech_worth


class ReasonKind(StrEnum):
    """What speaks for a partner, seen from the reader ("they" are the other company)."""

    THEY_NEED = "they_need"
    THEY_OFFER = "they_offer"
    THEY_NEED_LIKE = "they_need_like"
    THEY_OFFER_LIKE = "they_offer_like"
    TAGS = "tags"
    PRICE = "price"
    NEAR_PRICE = "near_price"
    THEIR_MARKET = "their_market"
    YOUR_MARKET = "your_market"
    LANGUAGE = "language"
    INTERPRETER = "interpreter"
    DAYS = "days"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a partner, and how much of the pair's worth comes from it.

    `nodes` are what is needed and, where it is only similar, what is offered; `quantity` in `unit` is what is needed,
    `minimum` the order that it reaches. `words` are tags, price segments, languages (BCP 47) or countries.
    """

    kind: ReasonKind
    share: float
    nodes: tuple[str, ...] = ()
    quantity: int | None = None
    unit: str = ""
    minimum: int | None = None
    words: tuple[str, ...] = ()
    days: tuple[date, ...] = ()


class Gap(StrEnum):
    """What a profile does not tell, so that it cannot speak for the company."""

    NEEDS = "needs"
    OFFERS = "offers"
    LANGUAGES = "languages"
    QUANTITIES = "quantities"
    PRICE = "price"
    MARKETS = "markets"
    MINIMUM = "minimum"
    TAGS = "tags"


def gaps_of(profile: MatchProfile) -> tuple[Gap, ...]:
    """Return what is missing in a profile, what helps most first."""
    sells_goods = any(one.unit for one in profile.offers) and profile.minimum_order is None
    missing = {
        Gap.NEEDS: not profile.needs,
        Gap.OFFERS: not profile.offers,
        Gap.LANGUAGES: not profile.languages,
        Gap.QUANTITIES: bool(profile.needs) and not any(one.quantity for one in profile.needs),
        Gap.PRICE: not profile.price_segments,
        Gap.MARKETS: not profile.markets_sought,
        Gap.MINIMUM: sells_goods,
        Gap.TAGS: not profile.tags,
    }
    return tuple(gap for gap, is_missing in missing.items() if is_missing)


def reasons_for(reader: Reader, company_id: int) -> tuple[Reason, ...]:
    """Return what speaks for a partner, what counts most first; days in common come last, being merely practical."""
    index = reader.index
    mine, theirs = index.profiles[reader.row.company_id], index.profiles[company_id]
    found = [
        *_trades(reader, theirs, mine, (ReasonKind.THEY_NEED, ReasonKind.THEY_NEED_LIKE)),
        *_trades(reader, mine, theirs, (ReasonKind.THEY_OFFER, ReasonKind.THEY_OFFER_LIKE)),
        *_tags(reader, mine, theirs),
        *_price(reader, mine, theirs),
        *_markets(reader, mine, theirs),
        *_language(reader, mine, theirs),
    ]
    found.sort(key=lambda reason: -reason.share)
    return (*found, *_days(mine, theirs))


def _trades(
    reader: Reader, buyer: MatchProfile, seller: MatchProfile, kinds: tuple[ReasonKind, ReasonKind]
) -> list[Reason]:
    """Return one reason for what is met exactly, the rarest first, else one for what is met nearly."""
    rarity, weights = reader.index.rarity, reader.weights
    wants = reader.index.wants[buyer.company_id] or 1.0
    offers = {one.node for one in seller.offers}
    exact = [need for need in buyer.needs if need.node in offers]
    if exact:
        exact.sort(key=lambda need: -rarity[need.node])
        share = weights.trade * sum(rarity[need.node] for need in exact) / wants
        return [_trade(kinds[0], share, exact, seller)]
    near = [(need, like) for need in buyer.needs for like in sorted(offers) if _is_near(need.node, like)]
    if not near:
        return []
    need, like = max(near, key=lambda pair: rarity.get(pair[0].node, 0.0))
    return [Reason(kinds[1], weights.trade * weights.sibling * rarity[need.node] / wants, (need.node, like))]


def _is_near(code: str, other: str) -> bool:
    return branch_of(code) == branch_of(other)


def _trade(kind: ReasonKind, share: float, needs: list[Interest], seller: MatchProfile) -> Reason:
    """Return the reason for needs that are met; a quantity is named where the first need has one."""
    first = needs[0]
    reaches = bool(
        first.quantity
        and seller.minimum_order
        and first.unit == seller.minimum_unit
        and first.quantity >= seller.minimum_order
    )
    nodes = tuple(need.node for need in needs[:3])
    return Reason(kind, share, nodes, first.quantity, first.unit, seller.minimum_order if reaches else None)


def _tags(reader: Reader, mine: MatchProfile, theirs: MatchProfile) -> list[Reason]:
    shared = tuple(sorted(mine.tags & theirs.tags, key=lambda tag: (-reader.index.tag_rarity[tag], tag)))
    share = reader.weights.tags * len(shared) / max(1, min(len(mine.tags), len(theirs.tags)))
    return [Reason(ReasonKind.TAGS, share, words=shared[:5])] if shared else []


def _price(reader: Reader, mine: MatchProfile, theirs: MatchProfile) -> list[Reason]:
    worth = price_worth(reader.row, reader.index.rows[theirs.company_id])
    if not worth:
        return []
    shared = mine.price_segments & theirs.price_segments
    kind = ReasonKind.PRICE if shared else ReasonKind.NEAR_PRICE
    return [Reason(kind, reader.weights.price * worth, words=tuple(sorted(shared or theirs.price_segments)))]


def _markets(reader: Reader, mine: MatchProfile, theirs: MatchProfile) -> list[Reason]:
    other = reader.index.rows[theirs.company_id]
    weight = reader.weights.market / 2
    pairs = (
        (ReasonKind.YOUR_MARKET, mine, theirs, market_worth(reader.row, other)),
        (ReasonKind.THEIR_MARKET, theirs, mine, market_worth(other, reader.row)),
    )
    return [
        Reason(kind, weight * worth, words=tuple(sorted(one.markets_sought & places(other_side))))
        for kind, one, other_side, worth in pairs
        if worth
    ]


def places(profile: MatchProfile) -> frozenset[str]:
    """Return the countries in which a company is at home or sells."""
    return profile.markets_served | ({profile.country} if profile.country else frozenset())


def _language(reader: Reader, mine: MatchProfile, theirs: MatchProfile) -> list[Reason]:
    if not mine.languages or not theirs.languages:
        return []
    spoken = common_languages(mine, theirs)
    if not spoken:
        return [Reason(ReasonKind.INTERPRETER, 0.0)]
    worth = speech_worth(reader.row, reader.index.rows[theirs.company_id])
    return [Reason(ReasonKind.LANGUAGE, reader.weights.language * worth, words=spoken)]


def common_languages(mine: MatchProfile, theirs: MatchProfile) -> tuple[str, ...]:
    """Return the languages of both, in the reader's tags, those that both speak best first."""
    levels: dict[str, int] = {}
    for tag, level in theirs.languages.items():
        levels[primary(tag)] = max(levels.get(primary(tag), 0), LEVELS[level])
    shared = {
        tag: min(LEVELS[level], levels[primary(tag)]) for tag, level in mine.languages.items() if primary(tag) in levels
    }
    return tuple(sorted(shared, key=lambda tag: (-shared[tag], tag)))


def _days(mine: MatchProfile, theirs: MatchProfile) -> list[Reason]:
    """Return the days on which both are there, where at least one of them is not there throughout."""
    days = mine.days & theirs.days if mine.days and theirs.days else mine.days or theirs.days
    return [Reason(ReasonKind.DAYS, 0.0, days=tuple(sorted(days)))] if days else []
