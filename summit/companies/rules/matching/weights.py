"""How much each thing counts when companies are compared: visible to organisers, and theirs to change."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace

from summit.errors import N_, DomainError

MOST = 10.0


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the fields (0 to 10), and how much is left of a match that is not exact (0 to 1).

    The defaults are those that found most of the planted matches of `synthetic.make_event` (bench/matching.py).
    """

    trade: float = 5.0
    tags: float = 0.5
    price: float = 2.0
    volume: float = 1.5
    market: float = 0.5
    language: float = 2.0
    days: float = 0.5
    sibling: float = 0.4
    sector: float = 0.1
    customer: float = 0.5
    interpreter: float = 0.3


WEIGHT_NAMES = {
    "trade": N_("Needs that the other company's offers meet"),
    "tags": N_("Own words in common"),
    "price": N_("Price segment"),
    "volume": N_("Quantity reaches the minimum order"),
    "market": N_("Markets sought"),
    "language": N_("Common language"),
    "days": N_("Days at the venue in common"),
    "sibling": N_("Share for something of the same branch"),
    "sector": N_("Share for something of the same sector"),
    "customer": N_("Share for a customer of what one offers"),
    "interpreter": N_("Share without a common language, as an interpreter may be free"),
}
SHARES = frozenset({"sibling", "sector", "customer", "interpreter"})


class WeightsAreImpossible(DomainError):
    """No company could be compared with these weights."""

    message = N_("Weights are numbers from 0 to 10, shares are from 0 to 1, and offers and needs must count.")


def most_of(name: str) -> float:
    """Return the largest value that a weight may have."""
    return 1.0 if name in SHARES else MOST


def weights_from(values: Mapping[str, object]) -> Weights:
    """Return the weights stored in an edition's settings, the default for what is not there or makes no sense."""
    known = {field.name: values.get(field.name) for field in fields(Weights)}
    usable = {name: float(value) for name, value in known.items() if _is_usable(name, value)}  # type: ignore[arg-type]
    return replace(Weights(), **usable)


def _is_usable(name: str, value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most_of(name)


def ensure_possible(weights: Weights) -> None:
    """Raise WeightsAreImpossible where a weight lies outside its range, or where offers and needs do not count."""
    values = asdict(weights)
    if not all(_is_usable(name, value) for name, value in values.items()) or weights.trade == 0:
        raise WeightsAreImpossible
