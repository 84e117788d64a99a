"""Badges as PDF and as an image.

`render_badges` and `render_png` work in this process and are not safe for threads: a web request calls
`run_apart(render_png, card, 720)`. What stands where is a design (see layouts), or a book of one
for each category. `render_many` writes whole print runs with children of its own.
The typesetter is imported by who draws (see pressroom.py), so importing this package costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from summit.paper.children import run_apart

from ..cards import BadgeCard
from ..layouts import HOUSE, BadgeDesign, DesignBook, Sheet, Side
from .pressroom import the_press
from .runs import book_of, render_many

__all__ = ["render_badges", "render_many", "render_png", "render_proof", "run_apart"]


def render_badges(
    cards: Sequence[BadgeCard], design: BadgeDesign | DesignBook, sheet: Sheet = Sheet.SINGLE, start: int = 0
) -> bytes:
    """Return a PDF of the printed sides of `cards`: front, back, front, … or as sheets for duplex printing.

    `start` places of the first sheet stay empty. Raises ValueError for no cards, SheetOfMixedSizes. Holds all
    of them in memory: for more than a few hundred use `render_many`.
    """
    if not cards:
        raise ValueError("no badges to print")
    pdf: bytes = the_press().lay_out(cards, book_of(design), sheet, start).write_pdf()
    return pdf


def render_png(
    card: BadgeCard, width_px: int, design: BadgeDesign | DesignBook = HOUSE, side: Side = Side.FRONT
) -> bytes:
    """Return one side of `card` as a PNG `width_px` wide, which a phone can show with no network."""
    return the_press().picture(card, book_of(design), side, width_px)


def render_proof(cards: Sequence[BadgeCard], book: DesignBook, side: Side) -> bytes:
    """Return a PNG of one side of all `cards`, to look at a design of one size."""
    from .proofs import lay_proof  # noqa: PLC0415  imports what draws, see pressroom.py

    return lay_proof(cards, book, side)
