"""How badges lie on paper: alone, several on a sheet of A4 that is cut, or one on a sheet that is folded.

Several lie as close as they can around the middle of an upright sheet, turned by a quarter where more of
them fit so. The sheet is turned over its long edge: columns change places, and a turned back is turned the
other way, so that each back falls behind its front with the same edge on top.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from summit.errors import N_

from .sizes import Size

A4 = (210.0, 297.0)
# The sides of a folded badge meet at the middle of the sheet; the fold behind them lies in the middle too,
# higher only for what is taller than half a sheet.
_HALF = 148.5


class Sheet(StrEnum):
    """What one page of the file holds; `A4_…UP` holds at most so many, as many as fit."""

    SINGLE = "single"
    A4_2UP = "a4_2up"
    A4_4UP = "a4_4up"
    A4_8UP = "a4_8up"
    A4_FOLDED = "a4_folded"

    @property
    def is_cut(self) -> bool:
        """Tell whether several badges lie on a sheet, which is cut along marks."""
        return self in _MOST

    @property
    def most(self) -> int:
        """How many badges a sheet holds at most, whatever their size."""
        return _MOST.get(self, 1)

    def places(self, size: Size) -> int:
        """Return how many badges of `size` one sheet holds."""
        return len(grid_of(self, size).places) if self.is_cut else 1

    def paper(self, size: Size) -> tuple[float, float]:
        """Return width and height in mm of the paper that badges of `size` lie on."""
        return (size.width, size.height) if self is Sheet.SINGLE else A4


SHEET_NAMES = {
    Sheet.SINGLE: N_("One badge a page"),
    Sheet.A4_2UP: N_("A4 with cut marks, two on a sheet"),
    Sheet.A4_4UP: N_("A4 with cut marks, four on a sheet"),
    Sheet.A4_8UP: N_("A4 with cut marks, up to eight on a sheet"),
    Sheet.A4_FOLDED: N_("A4 to print at home and to fold"),
}
_MOST = {Sheet.A4_2UP: 2, Sheet.A4_4UP: 4, Sheet.A4_8UP: 8}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a badge lies on a sheet: the top left corner in mm, and whether it is turned by a quarter."""

    x: float
    y: float
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns and rows of badges around the middle of an A4 sheet; `width` and `height` are of a cell, in mm."""

    columns: int
    rows: int
    width: float
    height: float
    turned: bool

    @property
    def left(self) -> float:
        """The left edge of the first column."""
        return (A4[0] - self.columns * self.width) / 2

    @property
    def top(self) -> float:
        """The upper edge of the first row."""
        return (A4[1] - self.rows * self.height) / 2

    @property
    def places(self) -> tuple[Place, ...]:
        """The places of the fronts, row by row."""
        return tuple(
            Place(self.left + column * self.width, self.top + row * self.height, self.turned)
            for row in range(self.rows)
            for column in range(self.columns)
        )

    @property
    def mirrored(self) -> tuple[Place, ...]:
        """The places of the backs, in the order of their fronts."""
        return tuple(Place(A4[0] - place.x - self.width, place.y, place.turned) for place in self.places)


def grid_of(sheet: Sheet, size: Size) -> Grid:
    """Return the grid for a sheet of several: the most badges up to its number, upright where that is equal."""
    most = _MOST[sheet]
    grids = [
        Grid(columns, rows, width, height, turned)
        for width, height, turned in ((size.width, size.height, False), (size.height, size.width, True))
        for columns in range(1, int(A4[0] // width) + 1)
        for rows in range(1, int(A4[1] // height) + 1)
        if columns * rows <= most
    ]
    return max(grids, key=lambda grid: (grid.columns * grid.rows, not grid.turned, -abs(grid.columns - grid.rows)))


def sheets_for(size: Size) -> tuple[Sheet, ...]:
    """Return the sheets worth offering for a badge of `size`: none that holds no more than a smaller one."""
    offered: list[Sheet] = [Sheet.SINGLE]
    most = 1
    for sheet in _MOST:
        if sheet.places(size) > most:
            offered.append(sheet)
            most = sheet.places(size)
    return (*offered, Sheet.A4_FOLDED)


def folded_places(size: Size) -> tuple[Place, Place]:
    """Return where front and back lie on the sheet that is folded: beside each other, below the middle."""
    y = fold_height(size)
    return Place(A4[0] / 2 - size.width, y), Place(A4[0] / 2, y)


def fold_height(size: Size) -> float:
    """Return the height in mm at which the sheet is folded backwards first."""
    return min(_HALF, A4[1] - size.height)


Mark = tuple[float, float, float, float]
_ARM = 3.0
_HAIR = 0.15


def cut_marks(grid: Grid) -> list[Mark]:
    """Return the marks (x, y, width, height in mm) where the sheet is cut: at its margins, and crosses between badges.

    Nothing is cut, and so marked, where badges reach the edge of the sheet.
    """
    columns = [grid.left + at * grid.width for at in range(grid.columns + 1)]
    rows = [grid.top + at * grid.height for at in range(grid.rows + 1)]
    upright = [
        (x - _HAIR / 2, y, _HAIR, length)
        for x in columns
        if _HAIR < x < A4[0] - _HAIR
        for y, length in _strokes(rows, A4[1])
    ]
    level = [(x, y - _HAIR / 2, length, _HAIR) for y in rows for x, length in _strokes(columns, A4[0])]
    return upright + level


def _strokes(cuts: list[float], end: float) -> list[tuple[float, float]]:
    """Return start and length of the strokes along a cut that crosses these `cuts`, on paper of length `end`."""
    first, *between, last = cuts
    strokes = [(max(first - 2 * _ARM, 0), 2 * _ARM), *((each - _ARM, 2 * _ARM) for each in between)]
    return [*strokes, (min(last, end - 2 * _ARM), 2 * _ARM)]


def fold_marks(size: Size) -> list[Mark]:
    """Return the marks of a sheet that is folded: where it is folded, and where the rest is cut away."""
    y, left, right = fold_height(size), A4[0] / 2 - size.width, A4[0] / 2 + size.width
    foot = y + size.height
    folds = [(at, y - _HAIR / 2, 6.0, _HAIR) for at in (0.0, A4[0] - 6)]
    folds += [(A4[0] / 2 - _HAIR / 2, y - 6.0, _HAIR, 6.0), (A4[0] / 2 - _HAIR / 2, A4[1] - 6, _HAIR, 6.0)]
    if left < 3 and A4[1] - foot < 3:
        return folds
    cuts = [(x - _HAIR / 2, min(foot, A4[1] - 6), _HAIR, 6.0) for x in (left, right)]
    cuts += [(max(left - 6, 0), foot - _HAIR / 2, 6.0, _HAIR), (min(right, A4[0] - 6), foot - _HAIR / 2, 6.0, _HAIR)]
    return folds + cuts
