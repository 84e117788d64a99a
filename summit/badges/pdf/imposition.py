"""Laying finished badge sides onto the pages of a PDF: one A6 side a page, or four on A4 with cut marks.

WeasyPrint spends more time on opening a page than on a badge, so all sides are laid out on top of each
other on one page, each as a stacking context of its own, and only painting puts them where they belong.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from weasyprint.document import Document
from weasyprint.draw import draw_stacking_context
from weasyprint.pdf.stream import Stream
from weasyprint.stacking import StackingContext

from .formats import Layout
from .typefaces import PX_PER_MM

A6 = (105.0, 148.0)
A4 = (210.0, 297.0)
# A6 is half a millimetre short of a quarter of A4: the badges stand in the middle of their quarters.
QUARTERS = ((0.0, 0.25), (105.0, 0.25), (0.0, 148.75), (105.0, 148.75))
_HAIR = 0.15
_CUT_MARKS = (
    (0.0, 148.425, 6.0, _HAIR),
    (204.0, 148.425, 6.0, _HAIR),
    (102.0, 148.425, 6.0, _HAIR),
    (104.925, 0.0, _HAIR, 6.0),
    (104.925, 291.0, _HAIR, 6.0),
    (104.925, 145.5, _HAIR, 6.0),
)


class PrintedPage:
    """A page of the PDF: badge sides at their places (mm) and cut marks; what WeasyPrint asks of a page."""

    def __init__(
        self,
        size: tuple[float, float],
        placed: Sequence[tuple[tuple[float, float], StackingContext]],
        marks: Sequence[tuple[float, float, float, float]] = (),
    ) -> None:
        self.width, self.height = (length * PX_PER_MM for length in size)
        self.bleed = {"top": 0, "right": 0, "bottom": 0, "left": 0}
        self.bookmarks: list[Any] = []
        self.links: list[Any] = []
        self.anchors: dict[str, Any] = {}
        self.forms: dict[Any, list[Any]] = {None: []}
        self._placed = placed
        self._marks = marks

    def paint(self, stream: Stream, scale: float = 1) -> None:
        """Paint the sides and the marks; `scale` is points per px."""
        with stream.stacked():
            stream.transform(a=scale, d=scale)
            for (x, y), side in self._placed:
                with stream.stacked():
                    stream.transform(e=x * PX_PER_MM, f=y * PX_PER_MM)
                    draw_stacking_context(stream, side)
            stream.set_color_rgb(0, 0, 0)
            for mark in self._marks:
                stream.rectangle(*(length * PX_PER_MM for length in mark))
                stream.fill()


def impose(plate: Document, sides_each: int, layout: Layout) -> Document:
    """Return `plate`, on whose only page every side lies at the origin, as the pages of `layout`.

    The plate holds the fronts in order, then, if `sides_each` is 2, the backs in the same order.
    """
    page = plate.pages[0]
    root, *_ = StackingContext.from_page(page._page_box).zero_z_contexts
    sides = root.zero_z_contexts
    count = len(sides) // sides_each
    groups = [sides[at * count : (at + 1) * count] for at in range(sides_each)]
    return plate.copy(_single(groups) if layout is Layout.A6 else _four_up(*groups))


def _single(groups: Sequence[Sequence[StackingContext]]) -> list[PrintedPage]:
    """Return one side a page: each badge's front, then its back."""
    return [PrintedPage(A6, [((0.0, 0.0), side)]) for side in chain.from_iterable(zip(*groups, strict=True))]


def _four_up(fronts: Sequence[StackingContext], backs: Sequence[StackingContext]) -> list[PrintedPage]:
    """Return sheets of four fronts, each followed by its backs, mirrored to fall behind their fronts.

    The sheet is turned over its long edge, so left and right change places.
    """
    mirrored = (QUARTERS[1], QUARTERS[0], QUARTERS[3], QUARTERS[2])
    pages = []
    for first in range(0, len(fronts), 4):
        for sides, places in ((fronts, QUARTERS), (backs, mirrored)):
            placed = list(zip(places, sides[first : first + 4], strict=False))
            pages.append(PrintedPage(A4, placed, _CUT_MARKS))
    return pages
