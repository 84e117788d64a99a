"""How good lists of recommendations are on an event whose true matches are known, beside simple ways of making them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from .exposure import DEPTH, LENGTH, gini, long_lists, price_companies, repriced
from .index import MatchIndex
from .profiles import MatchProfile
from .scoring import Reader
from .synthetic import SyntheticEvent
from .weights import Weights

Lists = Mapping[int, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Quality:
    """How good lists are: the share of true matches among the first ten (`precision`), the Gini coefficient of how
    often companies are shown, the share of newcomers who are shown to at least `SEEN` readers."""

    precision: float
    gini: float
    newcomers: float


SEEN = 3


def judge(event: SyntheticEvent, lists: Lists, length: int = LENGTH) -> Quality:
    """Return the quality of the first `length` of each company's list; a short list has its empty places as misses."""
    partners = event.partners()
    hits = sum(len(partners[reader].intersection(chosen[:length])) for reader, chosen in lists.items())
    shown = dict.fromkeys(partners, 0)
    for chosen in lists.values():
        for company in chosen[:length]:
            shown[company] += 1
    newcomers = [one.company_id for one in event.profiles if one.is_newcomer]
    seen = sum(shown[company] >= SEEN for company in newcomers) / max(1, len(newcomers))
    return Quality(hits / (length * len(partners)), gini(list(shown.values())), seen)


def compare(event: SyntheticEvent, weights: Weights, seed: int = 1) -> dict[str, Quality]:
    """Return the quality of every way of recommending, the ones that do not know better first."""
    index = MatchIndex(event.profiles)
    long = long_lists(index, weights, index.rows)
    ways = {
        "random": random_lists(event, seed),
        "popularity": popular_lists(index),
        "tag overlap (Jaccard)": overlap_lists(event),
        "one-way": one_way_lists(index, weights),
        "harmonic": {reader: [pair.company_id for pair in chosen] for reader, chosen in long.items()},
        "harmonic, evened out": even_lists(index, weights),
        "oracle": {reader: sorted(partners) for reader, partners in event.partners().items()},
    }
    return {name: judge(event, lists) for name, lists in ways.items()}


def even_lists(index: MatchIndex, weights: Weights) -> Lists:
    """Return the lists as readers see them, after prices."""
    long = long_lists(index, weights, index.rows)
    even = repriced(long, price_companies(long))
    return {reader: [pair.company_id for pair in chosen] for reader, chosen in even.items()}


def random_lists(event: SyntheticEvent, seed: int) -> Lists:
    """Return anybody for anybody."""
    random = Random(seed)  # noqa: S311 - a baseline to be repeated
    everybody = [one.company_id for one in event.profiles]
    return {reader: random.sample([one for one in everybody if one != reader], LENGTH) for reader in everybody}


def popular_lists(index: MatchIndex) -> Lists:
    """Return for everybody those whose offers are needed by most."""
    wanted = {key: sum(len(index.needing.get(code, ())) for code in row.offers) for key, row in index.rows.items()}
    order = sorted(wanted, key=lambda company: (-wanted[company], company))
    return {reader: [one for one in order[: DEPTH + 1] if one != reader] for reader in index.rows}


def overlap_lists(event: SyntheticEvent) -> Lists:
    """Return those whose stated nodes and words overlap most, whatever the side, as platforms match by interests."""
    tags = {one.company_id: _stated(one) for one in event.profiles}

    def likeness(one: frozenset[str], other: frozenset[str]) -> float:
        return len(one & other) / max(1, len(one | other))

    return _best(tags, lambda reader, other: likeness(tags[reader], tags[other]))


def _stated(profile: MatchProfile) -> frozenset[str]:
    return profile.tags.union(one.node for one in (*profile.offers, *profile.needs))


def one_way_lists(index: MatchIndex, weights: Weights) -> Lists:
    """Return those who interest the reader most, whatever they think of the reader."""
    readers = {key: Reader(index, key, weights) for key in index.rows}
    return _best(index.rows, lambda reader, other: readers[reader].score(other).there)


def _best(companies: Mapping[int, object], worth: Callable[[int, int], float]) -> Lists:
    return {
        reader: sorted((one for one in companies if one != reader), key=lambda one: (-worth(reader, one), one))[:DEPTH]
        for reader in companies
    }
