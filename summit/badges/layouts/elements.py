"""What may stand on a side of a badge: a fixed list of elements, each in a box of its own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from summit.errors import N_

# A scanner wants four of a code's 21 modules white on every side (ISO/IEC 18004).
QUIET_SHARE = 4 / 21
# Lengths are kept to a hundredth of a millimetre; boxes that touch do not overlap.
_TOUCHING = 0.011


class Side(StrEnum):
    """The two sides of a badge."""

    FRONT = "front"
    BACK = "back"


class Align(StrEnum):
    """Where a text stands in the width of its box, in its reading direction."""

    START = "start"
    CENTRE = "centre"
    END = "end"


class Anchor(StrEnum):
    """Where a text that needs less than the height of its box stands in it."""

    TOP = "top"
    FOOT = "foot"


class Kind(StrEnum):
    """One element; a side holds each at most once.

    `NAMES` begins with the honorific on a front that gives `HONORIFIC` no box, `ORGANISATION` ends with the
    country on a side that gives `COUNTRY` none; `PHOTO` is the category's letter where there is no photo.
    """

    EVENT = "event"
    DATES = "dates"
    LINE = "line"
    PHOTO = "photo"
    ZONES = "zones"
    QR = "qr"
    CODE = "code"
    HONORIFIC = "honorific"
    NAMES = "names"
    ACCENT = "accent"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    VENUE = "venue"
    RULES = "rules"
    BAND = "band"


# What holds no text, and so nothing to align.
TEXTLESS = frozenset({Kind.QR, Kind.LINE, Kind.ACCENT})
ALIGN_NAMES = {Align.START: N_("Start"), Align.CENTRE: N_("Centre"), Align.END: N_("End")}
ANCHOR_NAMES = {Anchor.TOP: N_("Top"), Anchor.FOOT: N_("Foot")}
KIND_NAMES = {
    Kind.EVENT: N_("Event"),
    Kind.DATES: N_("Dates"),
    Kind.LINE: N_("Line"),
    Kind.PHOTO: N_("Photo"),
    Kind.ZONES: N_("Zones"),
    Kind.QR: N_("QR code"),
    Kind.CODE: N_("Short code and issue"),
    Kind.HONORIFIC: N_("Honorific"),
    Kind.NAMES: N_("Names"),
    Kind.ACCENT: N_("Bar in the event's colour"),
    Kind.ORGANISATION: N_("Organisation"),
    Kind.COUNTRY: N_("Country"),
    Kind.VENUE: N_("Venue"),
    Kind.RULES: N_("House rules"),
    Kind.BAND: N_("Category band"),
}
# The least width and height (mm) in which 200 characters of any script still fit.
LEAST = {
    Kind.NAMES: (30.0, 8.0),
    Kind.ORGANISATION: (20.0, 4.0),
    Kind.EVENT: (15.0, 3.0),
    Kind.DATES: (15.0, 3.0),
    Kind.VENUE: (20.0, 6.0),
    Kind.RULES: (30.0, 6.0),
    Kind.HONORIFIC: (15.0, 3.0),
    Kind.COUNTRY: (15.0, 3.0),
    Kind.ZONES: (10.0, 8.0),
    Kind.CODE: (18.0, 5.0),
    Kind.BAND: (20.0, 6.0),
    Kind.PHOTO: (9.0, 12.0),
    Kind.LINE: (1.0, 0.1),
    Kind.ACCENT: (1.0, 0.1),
}
SIZES_OF_TYPE = (5.0, 104.0)


@dataclass(frozen=True, slots=True)
class Element:
    """One element in its box: mm from the top and from the edge where reading begins, greatest type in pt."""

    kind: Kind
    x: float
    y: float
    width: float
    height: float
    largest: float = 12.0
    align: Align = Align.START
    anchor: Anchor = Anchor.TOP

    def overlaps(self, other: Element, margin: float = 0.0) -> bool:
        """Tell whether the box of `other` reaches into this box widened by `margin` mm."""
        apart = margin - _TOUCHING
        return (
            self.x - apart < other.x + other.width
            and other.x < self.x + self.width + apart
            and self.y - apart < other.y + other.height
            and other.y < self.y + self.height + apart
        )
