"""Who suits whom, with reasons: needs against offers by the taxonomy, and what else both profiles tell.

`MatchIndex` is made once per version of the profiles; `Reader` compares one company with all; `ranked` is its list;
`reasons_for` says why, as data. `price_companies` evens out how often everybody is shown.
"""

from .exposure import Exposure, count_shown, gini, long_lists, price_companies, ranked, repriced
from .index import MatchIndex
from .profiles import Interest, MatchProfile
from .reasons import Gap, Reason, ReasonKind, gaps_of, reasons_for
from .scoring import PairScore, Reader, harmonic
from .weights import SHARES, WEIGHT_NAMES, Weights, WeightsAreImpossible, ensure_possible, most_of, weights_from

__all__ = [
    "SHARES",
    "WEIGHT_NAMES",
    "Exposure",
    "Gap",
    "Interest",
    "MatchIndex",
    "MatchProfile",
    "PairScore",
    "Reader",
    "Reason",
    "ReasonKind",
    "Weights",
    "WeightsAreImpossible",
    "count_shown",
    "ensure_possible",
    "gaps_of",
    "gini",
    "harmonic",
    "long_lists",
    "most_of",
    "price_companies",
    "ranked",
    "reasons_for",
    "repriced",
    "weights_from",
]
