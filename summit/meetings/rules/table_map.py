"""Where the tables of a hall stand on its map."""

from collections.abc import Sequence
from dataclasses import dataclass

# Tables whose places nobody has entered are drawn in rows of this many.
_PER_ROW = 8
# So far out nobody draws a hall; what was mistyped must not make an endless map.
_LARGEST = 60


@dataclass(frozen=True, slots=True)
class Spot:
    """A table's place: column and row from 0."""

    column: int
    row: int


def spots_of(places: Sequence[tuple[int, int]]) -> list[Spot]:
    """Return where to draw tables, from their (row, column), moved into the corner.

    Where two share a place, or one lies far out, the hall has not been laid out: rows of eight, in the given order.
    """
    if not places:
        return []
    top, left = min(row for row, _ in places), min(column for _, column in places)
    moved = [Spot(column - left, row - top) for row, column in places]
    is_sound = len(set(moved)) == len(moved) and all(max(one.column, one.row) < _LARGEST for one in moved)
    return moved if is_sound else [Spot(place % _PER_ROW, place // _PER_ROW) for place in range(len(places))]
