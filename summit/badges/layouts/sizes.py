"""The sizes of badges, and what is printed on them."""

from __future__ import annotations

from enum import StrEnum

from summit.errors import N_


class Size(StrEnum):
    """A badge as it is worn, upright: width × height in mm."""

    A6 = "a6"
    W102_H152 = "102x152"
    W89_H140 = "89x140"
    W102_H76 = "102x76"
    A7 = "a7"
    CR80 = "cr80"
    LABEL = "62x100"

    @property
    def width(self) -> float:
        """The width in mm."""
        return _LENGTHS[self][0]

    @property
    def height(self) -> float:
        """The height in mm."""
        return _LENGTHS[self][1]

    @property
    def smallest_code(self) -> float:
        """The least edge of the QR code in mm that a gate reads at arm's length, or that there is room for."""
        return 20.0 if self in (Size.CR80, Size.LABEL) else 25.0


class Mode(StrEnum):
    """Colour, or black alone for stock whose colours are printed already."""

    COLOUR = "colour"
    BLACK = "black"


class Sides(StrEnum):
    """What the back of a badge holds."""

    DIFFERENT = "different"
    SAME = "same"
    FRONT = "front"


_LENGTHS = {
    Size.A6: (105.0, 148.0),
    Size.W102_H152: (102.0, 152.0),
    Size.W89_H140: (89.0, 140.0),
    Size.W102_H76: (102.0, 76.0),
    Size.A7: (74.0, 105.0),
    Size.CR80: (85.6, 54.0),
    Size.LABEL: (62.0, 100.0),
}
SIZE_NAMES = {
    Size.A6: N_("A6 (105 × 148 mm)"),
    Size.W102_H152: N_("102 × 152 mm"),
    Size.W89_H140: N_("89 × 140 mm"),
    Size.W102_H76: N_("102 × 76 mm"),
    Size.A7: N_("A7 (74 × 105 mm)"),
    Size.CR80: N_("Plastic card, CR80 (85.6 × 54 mm)"),
    Size.LABEL: N_("Label, 62 × 100 mm"),
}
MODE_NAMES = {
    Mode.COLOUR: N_("In colour"),
    Mode.BLACK: N_("Black only, for stock that is printed already"),
}
SIDES_NAMES = {
    Sides.DIFFERENT: N_("Front and back differ"),
    Sides.SAME: N_("The front on both sides"),
    Sides.FRONT: N_("Front only"),
}
