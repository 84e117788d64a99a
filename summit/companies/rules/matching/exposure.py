"""Who is shown how often, and how the lists are evened out so that small exhibitors appear too.

Every company has a price. A reader's list is ranked by worth × (1 - price); the price of a company rises while it is in
more lists than its budget and falls, down to a premium, while it is in fewer. So the lists of all are evened out
without being stored, and a profile that changes is ranked anew at once.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from .index import MatchIndex
from .scoring import PairScore, Reader
from .weights import Weights

LENGTH = 10
DEPTH = 40
ROUNDS = 60
# How often a company may be shown, as a multiple of the mean; how far its price may go either way.
BUDGET = 1.3
HIGHEST = 0.5
PREMIUM = 0.15
_STEP = 0.08


@dataclass(frozen=True, slots=True)
class Exposure:
    """How often companies are shown, by company, in lists of `length`; without those who are never shown to anybody."""

    counts: Mapping[int, int]
    length: int

    @property
    def gini(self) -> float:
        """Return how uneven it is: 0 where all are shown equally often, near 1 where a few have everything."""
        return gini(list(self.counts.values()))


def gini(values: Sequence[float]) -> float:
    """Return the Gini coefficient of values that are not negative (0 for none)."""
    total, size = sum(values), len(values)
    if not total:
        return 0.0
    ranked = sum(place * value for place, value in enumerate(sorted(values), start=1))
    return 2 * ranked / (size * total) - (size + 1) / size


def ranked(reader: Reader, prices: Mapping[int, float], limit: int, *, without: Iterable[int] = ()) -> list[PairScore]:
    """Return a reader's best partners after prices, the best first; of equals the one that joined earlier."""
    left_out = set(without)
    scores = [reader.score(company) for company in reader.candidates() if company not in left_out]
    scores.sort(key=lambda pair: (-pair.value * (1 - prices.get(pair.company_id, 0.0)), pair.company_id))
    return scores[:limit]


def long_lists(index: MatchIndex, weights: Weights, readers: Iterable[int]) -> dict[int, list[PairScore]]:
    """Return for each reader the partners among whom its list is chosen."""
    return {reader: ranked(Reader(index, reader, weights), {}, DEPTH) for reader in readers}


def count_shown(lists: Mapping[int, Sequence[PairScore]], length: int = LENGTH) -> Exposure:
    """Return how often each company stands among the first of everybody's list."""
    shown = Counter(pair.company_id for chosen in lists.values() for pair in chosen[:length])
    return Exposure({company: shown[company] for company in lists}, length)


def price_companies(lists: Mapping[int, Sequence[PairScore]], length: int = LENGTH) -> dict[int, float]:
    """Return the price of each company at which nobody is shown much more often than the budget allows.

    `lists` are the long lists of all. A step of price is proportional to how far a company is from its budget, and
    becomes smaller with the rounds, so that the same lists always give the same prices.
    """
    prices = dict.fromkeys(lists, 0.0)
    total = sum(min(length, len(chosen)) for chosen in lists.values())
    budget = ceil(BUDGET * total / max(1, len(lists)))
    for number in range(ROUNDS):
        counts = count_shown(repriced(lists, prices), length).counts
        step = _STEP / (1 + number / 10)
        for company, count in counts.items():
            change = step * max(-1.0, min(1.0, (count - budget) / budget))
            prices[company] = max(-PREMIUM, min(HIGHEST, prices[company] + change))
    return prices


def repriced(lists: Mapping[int, Sequence[PairScore]], prices: Mapping[int, float]) -> dict[int, list[PairScore]]:
    """Return the lists ranked by worth after prices."""
    return {
        reader: sorted(chosen, key=lambda pair: -pair.value * (1 - prices.get(pair.company_id, 0.0)))
        for reader, chosen in lists.items()
    }
