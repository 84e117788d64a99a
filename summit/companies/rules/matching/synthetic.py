"""An invented event whose true matches are known, to measure recommendations with.

Companies are of the sorts that come to a fashion summit (mills, makers, brands, shops, services). Each truly offers
and needs some things; whether either side of a pair would say yes is drawn from these truths, and a true match is a
pair in which both did. What the profiles tell is less: things are left out, named by their neighbour in the taxonomy,
or added because everybody names them, and fields are empty.
"""

from dataclasses import dataclass
from random import Random

from summit.companies.rules.status import LanguageLevel, PriceSegment
from summit.companies.rules.taxonomy import branch_of, children

from .profiles import Interest, MatchProfile

SEGMENTS = tuple(PriceSegment)
UNITS = {"knits": "metres", "woven": "metres", "lace": "metres", "craft": "metres", "leather": "square_metres"}
COUNTRIES = {
    "BR": ("pt", "en"), "RU": ("ru", "en"), "IN": ("hi", "en"), "CN": ("zh", "en"), "ZA": ("en",), "EG": ("ar", "en"),
    "ET": ("am", "en"), "IR": ("fa",), "AE": ("ar", "en"), "ID": ("id", "en"), "TR": ("tr", "en"), "UZ": ("ru", "uz"),
    "BY": ("ru",), "KZ": ("ru", "kk"), "VN": ("vi", "en"), "IT": ("it", "en"), "PT": ("pt", "en"), "MX": ("es",),
}  # fmt: skip
# What a sort of company offers and needs, by branches, and how many of a thousand companies are of it.
SORTS = {
    "mill": (("knits", "woven", "craft", "lace", "technical", "leather"), ("fibres", "equipment", "trade"), 260),
    "trims": (("trims",), ("equipment", "trade", "media"), 90),
    "maker": (("production", "processing"), ("knits", "woven", "trims", "equipment", "finance"), 210),
    "brand": (
        ("apparel", "special", "accessories", "footwear"),
        ("knits", "woven", "lace", "trims", "production", "retail", "media"),
        250,
    ),
    "shop": (("retail",), ("apparel", "special", "accessories", "footwear", "jewellery"), 110),
    "service": (("media", "trade", "finance", "education"), ("apparel", "production", "equipment"), 80),
}
POPULAR = ("woven.shirting", "knits.jersey", "apparel.dresses", "retail.marketplace", "trade.certification")
IN_DEMAND = 6
TAGS = (
    "organic",
    "natural dyes",
    "zero waste",
    "handmade",
    "fast delivery",
    "small series",
    "vegan",
    "halal",
    "upcycling",
)


@dataclass(frozen=True, slots=True)
class Truth:
    """What a company truly is; `charm` is how easily it says yes, `fame` how much is said of it."""

    offers: frozenset[str]
    needs: frozenset[str]
    segment: int
    country: str
    languages: frozenset[str]
    markets: frozenset[str]
    minimum: int
    quantity: int
    charm: float
    fame: float
    is_newcomer: bool
    tags: frozenset[str]


@dataclass(frozen=True, slots=True)
class SyntheticEvent:
    """Profiles as they are told, and the pairs (low, high) in which both sides would say yes."""

    profiles: tuple[MatchProfile, ...]
    matches: frozenset[tuple[int, int]]

    def partners(self) -> dict[int, set[int]]:
        """Return the true matches of each company."""
        found: dict[int, set[int]] = {one.company_id: set() for one in self.profiles}
        for low, high in self.matches:
            found[low].add(high)
            found[high].add(low)
        return found


def make_event(size: int, seed: int) -> SyntheticEvent:
    """Return an event of so many companies; the same seed gives the same event."""
    random = Random(seed)  # noqa: S311 - an experiment to be repeated, no secret
    truths = [_truth(random) for _ in range(size)]
    profiles = tuple(_profile(number, truth, random) for number, truth in enumerate(truths, start=1))
    return SyntheticEvent(profiles, frozenset(_draw_matches(truths, random)))


def make_profiles(size: int, seed: int) -> tuple[MatchProfile, ...]:
    """Return profiles alone, where nothing is asked of true matches (their number grows with the square)."""
    random = Random(seed)  # noqa: S311
    return tuple(_profile(number, _truth(random), random) for number in range(1, size + 1))


def _truth(random: Random) -> Truth:
    offers, needs, _ = random.choices(list(SORTS.values()), weights=[one[2] for one in SORTS.values()])[0]
    home = random.choice(list(COUNTRIES))
    fame = random.lognormvariate(0, 0.8)
    return Truth(
        offers=_leaves(random, random.sample(offers, 1), 3 + min(4, int(2 * fame))),
        needs=_leaves(random, random.sample(needs, 2), random.randint(4, 8)),
        segment=random.choices(range(4), weights=(2, 4, 3, 1))[0],
        country=home,
        languages=frozenset(tag for tag in COUNTRIES[home] if tag != "en" or random.random() < 0.7),
        markets=frozenset(random.sample(list(COUNTRIES), random.randint(2, 6))),
        minimum=random.choice((50, 100, 300, 500, 1000, 3000)),
        quantity=random.choice((30, 100, 300, 500, 2000, 5000)),
        charm=random.betavariate(5, 2),
        fame=fame,
        is_newcomer=random.random() < 0.25,
        tags=frozenset(random.sample(TAGS, random.randint(1, 3))),
    )


def _leaves(random: Random, branches: list[str], count: int) -> frozenset[str]:
    pool = [leaf.code for code in branches for leaf in children(code)[:IN_DEMAND]]
    return frozenset(random.sample(pool, min(count, len(pool))))


def _profile(number: int, truth: Truth, random: Random) -> MatchProfile:
    """Return what the company tells of itself; newcomers tell less."""
    candour = 0.6 if truth.is_newcomer else 0.75
    told = random.random() < candour
    needs = _tell(random, truth.needs, candour, truth.fame)
    return MatchProfile(
        company_id=number,
        country=truth.country,
        offers=tuple(Interest(code) for code in _tell(random, truth.offers, candour, truth.fame)),
        needs=tuple(_need(code, truth, random) for code in needs),
        tags=frozenset(random.sample(sorted(truth.tags), 1)) | frozenset(random.sample(TAGS, 1))
        if told
        else frozenset(),
        languages={
            tag: random.choice((LanguageLevel.WORKING, LanguageLevel.NATIVE)) for tag in sorted(truth.languages)
        },
        price_segments=frozenset({SEGMENTS[truth.segment]} if random.random() < candour else ()),
        minimum_order=truth.minimum if random.random() < candour else None,
        minimum_unit=UNITS.get(branch_of(min(truth.offers)), "pieces"),
        markets_sought=truth.markets if random.random() < candour else frozenset(),
        is_newcomer=truth.is_newcomer,
    )


def _need(code: str, truth: Truth, random: Random) -> Interest:
    if random.random() < 0.5:
        return Interest(code)
    return Interest(code, truth.quantity, UNITS.get(branch_of(code), "pieces"))


def _tell(random: Random, codes: frozenset[str], candour: float, fame: float) -> list[str]:
    """Return what is told of some truths: most of them, some by a neighbour's name, and what everybody names."""
    told = set()
    for code in sorted(codes):
        if random.random() < candour:
            near = [leaf.code for leaf in children(branch_of(code))]
            told.add(random.choice(near) if random.random() < 0.15 else code)
    if random.random() < 0.2 * fame:
        told.add(random.choice(POPULAR))
    return sorted(told)


def _draw_matches(truths: list[Truth], random: Random) -> list[tuple[int, int]]:
    size = len(truths)
    return [
        (one + 1, other + 1)
        for one in range(size)
        for other in range(one + 1, size)
        if _would_agree(truths[one], truths[other], random)
    ]


def _would_agree(one: Truth, other: Truth, random: Random) -> bool:
    """Tell whether both say yes; neither does where neither has what the other needs."""
    if not (one.needs & other.offers or other.needs & one.offers):
        return False
    return all(random.random() < chance for chance in (_chance(one, other), _chance(other, one)))


def _chance(one: Truth, other: Truth) -> float:
    """Return how likely `one` is to say yes: a need met counts more than a customer won, hindrances count off."""
    chance = 1.0 if one.needs & other.offers else 0.85
    chance *= (1.0, 0.8, 0.3, 0.1)[abs(one.segment - other.segment)]
    chance *= 1.0 if one.languages & other.languages else 0.55
    if other.country not in one.markets:
        chance *= 0.85
    seller, buyer = (one, other) if other.needs & one.offers else (other, one)
    if buyer.quantity < seller.minimum:
        chance *= 0.4
    return chance * (0.5 + 0.8 * one.charm)
