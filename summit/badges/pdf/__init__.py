"""Badges as PDF and as an image.

`render_badges` and `render_png` work in this process and are not safe for threads: a web request calls
`run_apart(render_png, card, 720)`. `render_many` writes whole print runs with children of its own.
The typesetter is imported by who draws (see pressroom.py), so importing this package costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from summit.paper.children import run_apart

from ..cards import BadgeCard
from .formats import Layout, Side
from .pressroom import the_press
from .runs import render_many

__all__ = ["Layout", "render_badges", "render_many", "render_png", "run_apart"]


def render_badges(cards: Sequence[BadgeCard], layout: Layout) -> bytes:
    """Return a PDF of both sides of `cards`: A6 as front, back, front, …; 4-up as sheets for duplex printing.

    Raises ValueError for no cards. Holds all of them in memory: for more than a few hundred use `render_many`.
    """
    if not cards:
        raise ValueError("no badges to print")
    pdf: bytes = the_press().lay_out(cards, layout, tuple(Side)).write_pdf()
    return pdf


def render_png(card: BadgeCard, width_px: int) -> bytes:
    """Return the front of `card` as a PNG `width_px` wide, which a phone can show with no network."""
    return the_press().picture(card, width_px)
