"""What a company may offer and need: nodes of the taxonomy, each with a quantity and a word."""

from collections.abc import Iterable
from dataclasses import dataclass

from summit.errors import N_, DomainError

from .profile import LARGEST_NUMBER, ensure_line, ensure_unit
from .taxonomy import is_known

MOST_INTERESTS = 40


class TooManyInterests(DomainError):
    """More offers or needs than a partner can be found by."""

    message = N_("Please choose %(most)s at most. Partners are found by what you mainly offer and need.")


class InterestIsUnknown(DomainError):
    """Nothing that the taxonomy knows."""

    message = N_("Please choose from the list.")


class QuantityIsInvalid(DomainError):
    """A quantity of nothing, or one beyond all trade."""

    message = N_("Please enter quantities as whole numbers between 1 and %(most)s, or leave them empty.")


@dataclass(frozen=True, slots=True)
class InterestValues:
    """One offer or need: a node's code, how much (None: not said), in which unit, in whose words."""

    node: str
    quantity: int | None = None
    unit: str = ""
    note: str = ""


def clean_interests(entries: Iterable[InterestValues]) -> list[InterestValues]:
    """Return the entries cleaned, each node once.

    Raises TooManyInterests, InterestIsUnknown, QuantityIsInvalid, UnitIsMissing, TextIsTooLong, TextTurnsAround.
    """
    chosen = {entry.node: _clean(entry) for entry in entries}
    if len(chosen) > MOST_INTERESTS:
        raise TooManyInterests(most=MOST_INTERESTS)
    return list(chosen.values())


def _clean(entry: InterestValues) -> InterestValues:
    if not is_known(entry.node):
        raise InterestIsUnknown
    if entry.quantity is not None and not 1 <= entry.quantity <= LARGEST_NUMBER:
        raise QuantityIsInvalid(most=LARGEST_NUMBER)
    return InterestValues(entry.node, entry.quantity, ensure_unit(entry.unit, entry.quantity), ensure_line(entry.note))
