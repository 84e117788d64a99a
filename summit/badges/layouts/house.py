"""The house's own designs, one for each size: good without any editing, and where an editor begins.

Each row is an element with its x, y, width, height (mm) and greatest type (pt).
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from .design import BadgeDesign
from .elements import QUIET_SHARE, Align, Anchor, Element, Kind
from .sizes import Mode, Sides, Size

Row = tuple[Kind, float, float, float, float, float]
Rows = tuple[Row, ...]
K = Kind
_AT_END = {K.DATES}
_CENTRED = {K.CODE}


@cache
def house(size: Size, mode: Mode = Mode.COLOUR, sides: Sides | None = None) -> BadgeDesign:
    """Return the built-in design of a size; a label has a front only, everything else two different sides."""
    chosen = sides or (Sides.FRONT if size is Size.LABEL else Sides.DIFFERENT)
    front, back = _ROWS[size] if size in _ROWS else _upright(size)
    return BadgeDesign(size, mode, chosen, _elements(size, front), _elements(size, back))


def _elements(size: Size, rows: Rows) -> tuple[Element, ...]:
    return tuple(_element(size, row) for row in rows)


def _element(size: Size, row: Row) -> Element:
    """Return the element aligned as the house likes it: long names grow upwards, above what follows them."""
    kind, (x, y, width, height, largest) = row[0], (round(length, 2) for length in row[1:])
    element = Element(kind, x, y, width, height, largest)
    beside = size in (Size.CR80, Size.W102_H76)
    if element.kind is K.NAMES and not beside and size is not Size.LABEL:
        return replace(element, anchor=Anchor.FOOT)
    if element.kind in _CENTRED and size is not Size.LABEL:
        return replace(element, align=Align.CENTRE)
    if element.kind in _AT_END and not beside and size is not Size.LABEL:
        return replace(element, align=Align.END)
    return element


def _upright(size: Size) -> tuple[Rows, Rows]:
    """Return front and back of the three great upright sizes."""
    return _upright_front(size), _upright_back(size)


def _upright_head(size: Size) -> Rows:
    column = size.width - 16
    event = round(column * 0.663)
    return (
        (K.EVENT, 8, 12.5, event, 8.5, 14.5),
        (K.DATES, 9 + event, 13, column - event - 1, 9.2, 8),
        (K.LINE, 8, 22.2, column, 0.2, 12),
    )


def _upright_front(size: Size) -> Rows:
    width, height, column = size.width, size.height, size.width - 16
    narrow = size is Size.W89_H140
    code, photo = (25.0, 26.0) if narrow else (27.0, 30.0)
    left, quiet = width - 8 - code, code * QUIET_SHARE
    names = {Size.A6: 38.0, Size.W102_H152: 42.0}.get(size, 34.0)
    return (
        *_upright_head(size),
        (K.PHOTO, 8, 27.6, photo, photo * 4 / 3, 104),
        (K.ZONES, 12 + photo, 27.6, left - quiet - photo - 12.2, 37, 12),
        (K.QR, left, 27.6, code, code, 12),
        (K.CODE, left - 4, 27.8 + code + quiet, code + 8, 7.5, 12),
        (K.NAMES, 8, height - 40.5 - names, column, names, 36 if narrow else 44),
        (K.ACCENT, 8, height - 39, 14, 1, 12),
        (K.ORGANISATION, 8, height - 36, column, 13.5, 12),
        (K.BAND, 8, height - 20.5, column, 14, 20),
    )


def _upright_back(size: Size) -> Rows:
    height, column = size.height, size.width - 16
    narrow = size is Size.W89_H140
    code = 28.0 if narrow else 31.0
    left, names = 16 + code, 22 if narrow else 25
    return (
        *_upright_head(size),
        (K.QR, 8, 28.4, code, code, 12),
        (K.CODE, 8, 28.6 + code * (1 + QUIET_SHARE), code, 7.5, 12),
        (K.VENUE, left, 26, size.width - 8 - left, 21.5, 9),
        (K.ZONES, left, 49, size.width - 8 - left, 17, 12),
        (K.NAMES, 8, height - 47 - names, column, names, 27),
        (K.ACCENT, 8, height - 45, 14, 1, 12),
        (K.RULES, 8, height - 41.5, column, 20.9, 7.25),
        (K.BAND, 8, height - 20.5, column, 14, 20),
    )


_A7_HEAD: Rows = (
    (K.EVENT, 5, 9, 40, 6, 11),
    (K.DATES, 46, 9.2, 23, 6.2, 6.5),
    (K.LINE, 5, 15.8, 64, 0.2, 12),
)
_A7_BAND: Rows = ((K.BAND, 5, 92, 64, 9, 14.5),)
_ROWS: dict[Size, tuple[Rows, Rows]] = {
    Size.A7: (
        (
            *_A7_HEAD,
            (K.PHOTO, 5, 18.5, 21, 28, 70),
            (K.ZONES, 28, 18.5, 11.2, 33, 10),
            (K.QR, 44, 20.9, 25, 25, 12),
            (K.CODE, 42, 50.8, 29, 5.5, 9),
            (K.NAMES, 5, 57.2, 64, 20.8, 27),
            (K.ACCENT, 5, 79.3, 10, 0.8, 12),
            (K.ORGANISATION, 5, 81.5, 64, 9.5, 9),
            *_A7_BAND,
        ),
        (
            *_A7_HEAD,
            (K.QR, 5, 20.9, 25, 25, 12),
            (K.CODE, 5, 50.8, 25, 5.5, 9),
            (K.VENUE, 36, 18.5, 33, 16, 8),
            (K.ZONES, 36, 35.5, 33, 14, 10),
            (K.NAMES, 5, 57.2, 64, 15.3, 18),
            (K.ACCENT, 5, 74, 10, 0.8, 12),
            (K.RULES, 5, 76.2, 64, 14.6, 6.5),
            *_A7_BAND,
        ),
    ),
    Size.W102_H76: (
        (
            (K.EVENT, 5, 5, 61, 6.5, 13),
            (K.DATES, 5, 11.6, 61, 4.2, 7.25),
            (K.PHOTO, 5, 17.5, 18, 24, 60),
            (K.NAMES, 26, 17.5, 41, 24, 27),
            (K.QR, 72, 6, 25, 25, 12),
            (K.CODE, 68.5, 35.9, 32, 6, 10),
            (K.ACCENT, 5, 43.6, 10, 0.8, 12),
            (K.ORGANISATION, 5, 46, 62, 11.5, 10),
            (K.ZONES, 70, 43.6, 27, 14.5, 10),
            (K.BAND, 5, 60, 92, 11, 16),
        ),
        (
            (K.QR, 6, 7, 28, 28, 12),
            (K.CODE, 4, 40.6, 32, 6.5, 10),
            (K.ZONES, 5, 47.6, 34, 11, 10),
            (K.NAMES, 41, 5, 56, 20, 24.5),
            (K.VENUE, 41, 27, 56, 13, 8),
            (K.RULES, 41, 41.5, 56, 16.5, 6.5),
            (K.BAND, 5, 60, 92, 11, 16),
        ),
    ),
    Size.CR80: (
        (
            (K.EVENT, 3.5, 3.5, 52.5, 5, 10),
            (K.DATES, 3.5, 8.7, 52.5, 3.6, 6.5),
            (K.PHOTO, 3.5, 13.6, 15, 20, 52),
            (K.NAMES, 20.5, 13.6, 35.9, 20, 20),
            (K.QR, 60.6, 4, 21, 21, 12),
            (K.CODE, 58.1, 29.2, 26, 5, 8),
            (K.ORGANISATION, 3.5, 33.7, 53, 8.9, 8),
            (K.ZONES, 58.1, 34.5, 24, 8.4, 8),
            (K.BAND, 3.5, 43.4, 78.6, 7.6, 12),
        ),
        (
            (K.QR, 5, 5, 24, 24, 12),
            (K.CODE, 3.5, 33.8, 27, 5, 8),
            (K.NAMES, 35, 4, 47, 15.5, 18),
            (K.VENUE, 35, 20.5, 47, 10, 7.25),
            (K.RULES, 35, 31.3, 47, 11.3, 5.75),
            (K.BAND, 3.5, 43.4, 78.6, 7.6, 12),
        ),
    ),
    Size.LABEL: (
        (
            (K.EVENT, 4, 4, 54, 6, 12),
            (K.DATES, 4, 10.2, 54, 4, 7.25),
            (K.LINE, 4, 15, 54, 0.2, 12),
            (K.NAMES, 4, 17.2, 54, 25.5, 30),
            (K.ORGANISATION, 4, 44.2, 54, 11, 10),
            (K.ZONES, 4, 58, 24, 17, 10),
            (K.QR, 33, 60.7, 24, 24, 12),
            (K.CODE, 4, 77, 24, 7.5, 10),
            (K.BAND, 4, 89.6, 54, 8, 13),
        ),
        (),
    ),
}
HOUSE = house(Size.A6)
