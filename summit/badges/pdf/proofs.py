"""Many badges on one picture, to look at a design before it is printed."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2
from PIL import Image

from ..cards import BadgeCard
from ..layouts import DesignBook, Side
from .pressroom import the_press

_ACROSS_PX, _COLUMNS, _GAP = 1200, 4, 12
_GROUND = 0xDD


def lay_proof(cards: Sequence[BadgeCard], book: DesignBook, side: Side) -> bytes:
    """Return a PNG of one side of all `cards`, four in a row, each with a hair of shadow around it."""
    size = book.default.size
    width = (_ACROSS_PX - _GAP * (_COLUMNS + 1)) // _COLUMNS
    pages = _pictures(the_press().one_side(cards, book, side).write_pdf(), width / (size.width / 25.4 * 72))
    height = pages[0].height
    rows = -(-len(pages) // _COLUMNS)
    proof = Image.new("L", (_ACROSS_PX, _GAP + rows * (height + _GAP)), _GROUND).convert("RGB")
    for at, page in enumerate(pages):
        row, column = divmod(at, _COLUMNS)
        proof.paste(page, (_GAP + column * (width + _GAP), _GAP + row * (height + _GAP)))
    file = io.BytesIO()
    proof.quantize(64).save(file, format="PNG")
    return file.getvalue()


def _pictures(pdf: bytes, scale: float) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=scale).to_pil() for page in document]
