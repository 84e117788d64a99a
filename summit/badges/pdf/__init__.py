"""Badges as PDF and as an image.

`render_badges` and `render_png` work in this process and are not safe for threads: a web request calls
`run_apart(render_png, card, 720)`. `render_many` writes whole print runs with children of its own.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2

from ..cards import BadgeCard
from .children import run_apart
from .composition import Side
from .imposition import Layout
from .press import the_press
from .runs import render_many

__all__ = ["Layout", "render_badges", "render_many", "render_png", "run_apart"]

A6_WIDTH_PT = 105 / 25.4 * 72


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
    pdf = the_press().lay_out([card], Layout.A6, (Side.FRONT,)).write_pdf()
    with pypdfium2.PdfDocument(pdf) as document:
        bitmap = document[0].render(scale=width_px / A6_WIDTH_PT)
        file = io.BytesIO()
        bitmap.to_pil().save(file, format="PNG")
    return file.getvalue()
