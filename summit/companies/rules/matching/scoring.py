"""How well two companies suit each other.

u(a→b) is the weighted mean over the fields that both profiles tell something about; the worth of a pair is the
harmonic mean of u(a→b) and u(b→a), which is never far above the weaker side's interest (B2B.md).
"""

from dataclasses import dataclass

from .index import MatchIndex
from .rows import LEVEL_WORTH, Row
from .weights import Weights


@dataclass(frozen=True, slots=True)
class PairScore:
    """What a pair is worth (0 to 1), and the interest of either side; `there` is the reader's in the other."""

    company_id: int
    value: float
    there: float
    back: float


def harmonic(one: float, other: float) -> float:
    """Return the harmonic mean, 0 where either side has no interest."""
    return 2 * one * other / (one + other) if one and other else 0.0


class Reader:
    """One company's view of all others, with what its own profile decides worked out before."""

    def __init__(self, index: MatchIndex, company_id: int, weights: Weights) -> None:
        self.index = index
        self.row = index.rows[company_id]
        self.weights = weights
        self.supply = index.supply(self.row, weights.sibling, weights.sector)
        self.demand = index.demand(self.row, weights.sibling, weights.sector)
        self.tags = index.shared_tags(self.row)

    def candidates(self) -> set[int]:
        """Return the companies to compare: near in a branch or by a word in common, not by a sector alone."""
        found = self.index.near_suppliers(self.row) | self.index.near_customers(self.row) | self.tags.keys()
        found.discard(self.row.company_id)
        return found

    def score(self, company_id: int) -> PairScore:
        """Return what the pair with another company is worth."""
        weights, other = self.weights, self.index.rows[company_id]
        supply, demand = self.supply.get(company_id, 0.0), self.demand.get(company_id, 0.0)
        gained, known = self.common(other)
        there, there_known = self._with_market(self.row, other, gained, known)
        back, back_known = self._with_market(other, self.row, gained, known)
        trade = weights.trade
        there += trade * max(supply, weights.customer * demand)
        back += trade * max(demand, weights.customer * supply)
        there, back = there / (there_known + trade), back / (back_known + trade)
        return PairScore(company_id, harmonic(there, back), there, back)

    def _with_market(self, one: Row, other: Row, gained: float, known: float) -> tuple[float, float]:
        weight = self.weights.market
        if not one.sought:
            return gained, known
        return gained + weight * market_worth(one, other), known + weight

    def common(self, other: Row) -> tuple[float, float]:
        """Return what both sides see alike, weighted, and the weight of what is known of it."""
        weights, row = self.weights, self.row
        gained = known = 0.0
        if row.tags and other.tags:
            known += weights.tags
            gained += weights.tags * min(1.0, self.tags[other.company_id] / min(len(row.tags), len(other.tags)))
        if row.price and other.price:
            known += weights.price
            gained += weights.price * price_worth(row, other)
        if row.speech[0] and other.speech[0]:
            known += weights.language
            gained += weights.language * max(speech_worth(row, other), weights.interpreter)
        if row.days and other.days:
            known += weights.days
            gained += weights.days if row.days & other.days else 0.0
        volume = volume_worth(row, other)
        if volume is not None:
            known += weights.volume
            gained += weights.volume * volume
        return gained, known


def market_worth(one: Row, other: Row) -> float:
    """Return 1 where the other is at home in a market that one seeks, less where it only sells there."""
    if one.sought & other.home:
        return 1.0
    return 0.7 if one.sought & other.places else 0.0


def price_worth(one: Row, other: Row) -> float:
    """Return 1 for a common price segment, half for neighbouring ones."""
    if one.price & other.price:
        return 1.0
    return 0.5 if one.near_price & other.price else 0.0


def speech_worth(one: Row, other: Row) -> float:
    """Return what the best common language is worth, by the weaker of the two who speak it."""
    for level in (3, 2, 1):
        if one.speech[level - 1] & other.speech[level - 1]:
            return LEVEL_WORTH[level]
    return 0.0


def volume_worth(one: Row, other: Row) -> float | None:
    """Return how far the quantities needed reach the minimum order of who offers them; None where it is unknown."""
    found = [reached for pair in ((one, other), (other, one)) if (reached := _reached(*pair)) is not None]
    return max(found) if found else None


def _reached(buyer: Row, seller: Row) -> float | None:
    if not seller.minimum:
        return None
    wanted = [
        need.quantity
        for need in buyer.needs
        if need.quantity and need.unit == seller.unit and need.node in seller.offers
    ]
    return min(1.0, max(wanted) / seller.minimum) if wanted else None
