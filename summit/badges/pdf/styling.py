"""The style rules of one design: where the boxes of its elements stand (mm), and how type lies in them."""

from __future__ import annotations

from collections.abc import Iterator

from ..layouts import BadgeDesign, Element, Kind, Side
from ..layouts.elements import Align, Anchor
from .composition import Ground, band_letter

_ALIGNED = {Align.START: "start", Align.CENTRE: "center", Align.END: "end"}
# The greatest square of a zone's letter, the gap and the border around it (mm).
_SQUARE, _GAP, _BORDER = 6.0, 1.0, 0.2
_LABEL_ROOM = 5.0


def style_of(design: BadgeDesign) -> str:
    """Return the rules for what is set for each person; a side's elements have a class of their own."""
    return "\n".join(_design_rules(design))


def element_class(design: BadgeDesign, side: Side) -> str:
    """Return how the style class of each element of a side begins; its kind follows.

    An element has one class of its own, because the layout engine finds that without searching.
    """
    return f"{design.key}-{side}-"


def _design_rules(design: BadgeDesign) -> Iterator[str]:
    yield f".{design.key}{{inline-size:{design.size.width}mm;block-size:{design.size.height}mm}}"
    for side in design.printed:
        for element in design.elements(side):
            name = element_class(design, side) + element.kind
            if element.kind in (Kind.NAMES, Kind.ORGANISATION, Kind.HONORIFIC, Kind.COUNTRY):
                yield f".{name}{{{_placed(design, element)}}}"
            elif element.kind in (Kind.QR, Kind.PHOTO):
                yield f".{name}{{{_placed(design, element)}block-size:{element.height}mm}}"
            elif element.kind is Kind.CODE:
                size = code_size(element)
                type_size = f"font-size:{size * 0.604:.2f}pt;line-height:{size * 0.3:.2f}mm"
                yield f".{name}{{{_placed(design, element)}{type_size}}}"
                yield f".{name} b{{font-size:{size:.2f}pt}}"


def _placed(design: BadgeDesign, element: Element) -> str:
    """Return where the box stands; a text at the foot of its box grows upwards."""
    across = f"position:absolute;inset-inline-start:{element.x}mm;inline-size:{element.width}mm;"
    aligned = f"text-align:{_ALIGNED[element.align]};"
    if element.anchor is Anchor.FOOT:
        foot = design.size.height - element.y - element.height
        return f"{across}{aligned}inset-block-end:{foot:.2f}mm;"
    return f"{across}{aligned}inset-block-start:{element.y}mm;"


def code_size(element: Element) -> float:
    """Return the type size (pt) of the short code: two groups of four digits and, below them, the issue."""
    return min(element.largest, element.width * 0.34, element.height / 0.61)


def ground_style(ground: Ground) -> str:
    """Return the rules for the shared part of a side."""
    return "\n".join(_ground_rules(ground))


def _ground_rules(ground: Ground) -> Iterator[str]:
    design = ground.design
    yield f"@page{{size:{design.size.width}mm {design.size.height}mm}}"
    yield f".side{{inline-size:{design.size.width}mm;block-size:{design.size.height}mm}}"
    for element in design.elements(ground.side):
        box = f"{_placed(design, element)}block-size:{element.height}mm;"
        match element.kind:
            case Kind.LINE:
                yield f".line{{{box}background:#000}}"
            case Kind.ACCENT:
                yield f".accent{{{box}background:{ground.bar}}}"
            case Kind.PHOTO:
                yield f".monogram{{{box}}}"
            case Kind.ZONES:
                yield f".zones{{{box}}}"
                yield _zone_rule(element, len(ground.zones))
            case Kind.BAND:
                paper, ink = ground.band
                yield f".band{{{box}background:{paper};color:{ink}}}"
                yield f".letter{{inline-size:{band_letter(element):.2f}mm}}"
                yield f".word{{inline-size:{element.width - band_letter(element):.2f}mm}}"
            case kind:
                yield f".{kind}{{{_placed(design, element)}}}"


def _zone_rule(element: Element, count: int) -> str:
    """Return the rule for the squares of the zones, as great as lets all of them stand in the box."""
    square = _SQUARE
    while square > 2 and not _squares_fit(element, count, square):
        square -= 0.5
    return (
        f".letters{{font-size:{square * 2:g}pt;line-height:{square:g}mm}}"
        f".letters b{{inline-size:{square:g}mm;block-size:{square:g}mm}}"
    )


def _squares_fit(element: Element, count: int, square: float) -> bool:
    whole = square + 2 * _BORDER + _GAP
    columns = int(element.width / whole)
    return columns > 0 and -(-count // columns) * whole <= element.height - min(_LABEL_ROOM, element.height * 0.3 + 1)
