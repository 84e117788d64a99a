"""All companies of an edition, prepared once so that any one reader's list is quick."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import log
from types import MappingProxyType

from summit.companies.rules.taxonomy import branch_of, nodes, sector_of

from .profiles import MatchProfile
from .rows import Numbers, Row, RowMaker

_BRANCHES = {one.code: branch_of(one.code) for one in nodes()}
_SECTORS = {one.code: sector_of(one.code) for one in nodes()}


class MatchIndex:
    """Who offers and who needs what, and how rare that is; `profiles` and `rows` are by company.

    How much a need counts is its inverse document frequency among the offers, ln(1 + n / (1 + offering)): what few
    can give says more about a pair than what everybody has.
    """

    def __init__(self, profiles: Iterable[MatchProfile]) -> None:
        maker = RowMaker(Numbers(), Numbers(), Numbers())
        self.profiles = MappingProxyType({one.company_id: one for one in profiles})
        self.rows: Mapping[int, Row] = {one.company_id: maker.make(one) for one in self.profiles.values()}
        self.offering: dict[str, list[int]] = defaultdict(list)
        self.needing: dict[str, list[int]] = defaultdict(list)
        self.tagged: dict[str, list[int]] = defaultdict(list)
        for row in self.rows.values():
            self._enter(row)
        self.rarity = self._rarity({code: len(self.offering.get(code, ())) for code in _BRANCHES})
        self.tag_rarity = self._rarity({tag: len(found) for tag, found in self.tagged.items()})
        self.wants = {key: sum(self.rarity[one.node] for one in row.needs) for key, row in self.rows.items()}

    def _enter(self, row: Row) -> None:
        """Note a company under what it offers: the node, its branch and its sector, each once."""
        keys = {*row.offers}
        keys |= {f"branch:{_BRANCHES[code]}" for code in row.offers}
        keys |= {f"sector:{_SECTORS[code]}" for code in row.offers}
        for key in keys:
            self.offering[key].append(row.company_id)
        for need in row.needs:
            self.needing[need.node].append(row.company_id)
        for tag in row.tags:
            self.tagged[tag].append(row.company_id)

    def _rarity(self, counts: Mapping[str, int]) -> dict[str, float]:
        size = len(self.rows)
        return {key: log(1 + size / (1 + count)) for key, count in counts.items()}

    def supply(self, row: Row, sibling: float, sector: float) -> dict[int, float]:
        """Return for each company how far its offers meet the needs of `row`: the mean over the needs, 0 to 1.

        A need counts 1 for the same node, `sibling` within its branch, `sector` within its sector. A company stands
        once under each, so that the three add up to the best of them.
        """
        found: dict[int, float] = defaultdict(float)
        total = self.wants.get(row.company_id) or 1.0
        for need in row.needs:
            share = self.rarity[need.node] / total
            steps = (
                (need.node, 1 - sibling),
                (f"branch:{_BRANCHES[need.node]}", sibling - sector),
                (f"sector:{_SECTORS[need.node]}", sector),
            )
            for key, step in steps:
                worth = share * step
                if worth:
                    for company in self.offering.get(key, ()):
                        found[company] += worth
        return found

    def demand(self, row: Row, sibling: float, sector: float) -> dict[int, float]:
        """Return for each company how far the offers of `row` meet its needs: the mean over them, 0 to 1."""
        found: dict[int, float] = defaultdict(float)
        branches = {_BRANCHES[code] for code in row.offers}
        sectors = {_SECTORS[code] for code in row.offers}
        for code, companies in self.needing.items():
            likeness = nearness(code, row.offers, branches, sectors, sibling=sibling, sector=sector)
            if likeness:
                worth = self.rarity[code] * likeness
                for company in companies:
                    found[company] += worth
        return {company: worth / self.wants[company] for company, worth in found.items()}

    def near_suppliers(self, row: Row) -> set[int]:
        """Return the companies that offer something of a branch of which `row` needs something."""
        return {company for need in row.needs for company in self.offering.get(f"branch:{_BRANCHES[need.node]}", ())}

    def near_customers(self, row: Row) -> set[int]:
        """Return the companies that need something of a branch of which `row` offers something."""
        branches = {_BRANCHES[code] for code in row.offers}
        near = (companies for code, companies in self.needing.items() if _BRANCHES[code] in branches)
        return {company for companies in near for company in companies}

    def shared_tags(self, row: Row) -> Counter[int]:
        """Return how many tags each company shares with `row`."""
        return Counter(company for tag in row.tags for company in self.tagged[tag])


def nearness(
    code: str, offers: frozenset[str], branches: set[str], sectors: set[str], *, sibling: float, sector: float
) -> float:
    """Return how near the nearest of some offers is to a node: 1 for itself, then its branch, then its sector."""
    if code in offers:
        return 1.0
    if _BRANCHES[code] in branches:
        return sibling
    return sector if _SECTORS[code] in sectors else 0.0
