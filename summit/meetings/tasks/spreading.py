"""Evening out in the background how often companies are recommended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from summit.companies.queries.matching import Catalogue, load_catalogue
from summit.companies.rules.matching import (
    Exposure,
    PairScore,
    Weights,
    count_shown,
    long_lists,
    price_companies,
    repriced,
)
from summit.database import transaction
from summit.jobs.services import Progress

from ..queries.recommending import weights_of
from ..services.recommending import order_where_changed

_MINUTE = 41
_BATCH = 100
_MOST_NAMED = 10


def spread_recommendations(progress: Progress) -> dict[str, Any]:
    """Work out the price of every company, and how evenly they are shown before and after."""
    event_id = progress.event_id or 0
    with transaction():
        catalogue, weights = load_catalogue(event_id), weights_of(event_id)
    lists = _lists(catalogue, weights, progress)
    prices = price_companies(lists)
    before, after = count_shown(lists), count_shown(repriced(lists, prices))
    return {
        "version": catalogue.version,
        "prices": {str(company): round(price, 4) for company, price in prices.items()},
        "before": _figures(before, catalogue),
        "after": _figures(after, catalogue),
    }


def _lists(catalogue: Catalogue, weights: Weights, progress: Progress) -> dict[int, list[PairScore]]:
    """Return the long lists of the companies that others see, a batch at a time."""
    readers = sorted(catalogue.listed)
    found: dict[int, list[PairScore]] = {}
    for start in range(0, len(readers), _BATCH):
        progress.report(start, len(readers))
        found |= long_lists(catalogue.index, weights, readers[start : start + _BATCH])
    return {
        reader: [pair for pair in chosen if pair.company_id in catalogue.listed] for reader, chosen in found.items()
    }


def _figures(exposure: Exposure, catalogue: Catalogue) -> Mapping[str, Any]:
    """Return what the organiser reads: evenness, who is never shown, newcomers, and who is shown most."""
    counts = exposure.counts
    newcomers = [company for company in counts if catalogue.index.rows[company].is_newcomer]
    most = sorted(counts, key=lambda company: (-counts[company], company))[:_MOST_NAMED]
    return {
        "gini": round(exposure.gini, 3),
        "never": sum(not count for count in counts.values()),
        "companies": len(counts),
        "newcomers": len(newcomers),
        "newcomers_shown": sum(counts[company] > 0 for company in newcomers),
        "most": [[company, counts[company]] for company in most],
    }


def keep_spread(now: datetime) -> None:
    """Once an hour have the lists evened out where companies have changed."""
    if now.minute == _MINUTE:
        with transaction():
            order_where_changed(now)
