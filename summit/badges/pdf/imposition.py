"""Laying finished badge sides onto the pages of a PDF: one a page, or on A4 to be cut or folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from weasyprint.pdf.stream import Stream

from ..layouts import Sheet, Size
from ..layouts.sheets import A4, Mark, Place, cut_marks, fold_marks, folded_places, grid_of
from .pictures import GroundPicture
from .sides import SetSide
from .typefaces import PX_PER_MM


class Laid(NamedTuple):
    """How great one badge is and how many of its sides are printed."""

    size: Size
    sides: int


class Put(NamedTuple):
    """A side at its place: turned clockwise by a quarter (1), the other way (-1) or not at all."""

    place: Place
    size: Size
    turn: int
    side: SetSide


class PrintedPage:
    """A page of the PDF: badge sides at their places (mm) and marks; what WeasyPrint asks of a page."""

    def __init__(
        self,
        size: tuple[float, float],
        placed: Sequence[Put],
        marks: Sequence[Mark] = (),
        folding: GroundPicture | None = None,
    ) -> None:
        self.width, self.height = (length * PX_PER_MM for length in size)
        self.bleed = {"top": 0, "right": 0, "bottom": 0, "left": 0}
        self.bookmarks: list[Any] = []
        self.links: list[Any] = []
        self.anchors: dict[str, Any] = {}
        self.forms: dict[Any, list[Any]] = {None: []}
        self._placed = placed
        self._marks = marks
        self._folding = folding

    def paint(self, stream: Stream, scale: float = 1) -> None:
        """Paint the sides and the marks; `scale` is points per px."""
        with stream.stacked():
            stream.transform(a=scale, d=scale)
            for put in self._placed:
                with stream.stacked():
                    _move(stream, put)
                    put.side.paint(stream)
            if self._folding:
                self._folding.show(stream)
            stream.set_color_rgb(0, 0, 0)
            for mark in self._marks:
                stream.rectangle(*(length * PX_PER_MM for length in mark))
                stream.fill()


def _move(stream: Stream, put: Put) -> None:
    """Make the side's own corner the origin; a turned side lies in a cell as wide as the side is high."""
    x, y = put.place.x * PX_PER_MM, put.place.y * PX_PER_MM
    if put.turn == 0:
        stream.transform(e=x, f=y)
    elif put.turn > 0:
        stream.transform(a=0, b=1, c=-1, d=0, e=x + put.size.height * PX_PER_MM, f=y)
    else:
        stream.transform(a=0, b=-1, c=1, d=0, e=x, f=y + put.size.width * PX_PER_MM)


Groups = Sequence[Sequence[SetSide]]


class Imposer:
    """Lays sides onto sheets of one kind; `start` places of the first are used already."""

    def __init__(self, sheet: Sheet, start: int = 0, folding: GroundPicture | None = None) -> None:
        self._sheet = sheet
        self._start = start
        self._folding = folding

    def impose(self, badges: Sequence[Laid], groups: Groups) -> list[PrintedPage]:
        """Return the pages of the sheets: `groups` holds all fronts and, if there are any, all backs."""
        match self._sheet:
            case Sheet.SINGLE:
                return list(_single(badges, groups))
            case Sheet.A4_FOLDED:
                return list(_folded(badges, groups, self._folding))
            case _:
                return list(_several(badges, groups, self._sheet, self._start))


def _single(badges: Sequence[Laid], groups: Groups) -> Iterator[PrintedPage]:
    """Yield one side a page: each badge's front, then its back."""
    for at, (size, sides) in enumerate(badges):
        for group in groups[:sides]:
            yield PrintedPage((size.width, size.height), [Put(Place(0.0, 0.0), size, 0, group[at])])


def _folded(badges: Sequence[Laid], groups: Groups, folding: GroundPicture | None) -> Iterator[PrintedPage]:
    """Yield one sheet a badge: front and back beside each other below what explains the folding."""
    for at, (size, sides) in enumerate(badges):
        puts = [
            Put(place, size, 0, group[at]) for place, group in zip(folded_places(size), groups[:sides], strict=False)
        ]
        yield PrintedPage(A4, puts, fold_marks(size), folding)


def _several(badges: Sequence[Laid], groups: Groups, sheet: Sheet, start: int) -> Iterator[PrintedPage]:
    """Yield sheets of fronts, each followed by its backs, which lie so that they fall behind their fronts."""
    size = badges[0].size
    grid = grid_of(sheet, size)
    marks, held = cut_marks(grid), len(grid.places)
    start %= held
    for first in range(-start, len(badges), held):
        for number, group in enumerate(groups):
            places = (grid.places, grid.mirrored)[number]
            turn = (1, -1)[number] if grid.turned else 0
            puts = [
                Put(places[at - first], size, turn, group[at])
                for at in range(max(first, 0), min(first + held, len(badges)))
                if badges[at].sides > number
            ]
            yield PrintedPage(A4, puts, marks)
