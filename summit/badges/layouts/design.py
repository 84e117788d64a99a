"""A design: what stands where on the sides of a badge of one size, and what must hold before it is saved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from summit.errors import N_, DomainError

from .elements import LEAST, QUIET_SHARE, SIZES_OF_TYPE, Element, Kind, Side
from .sizes import Mode, Sides, Size

_ROUNDING = 0.011
# The edge in mm below which a QR code is no picture any more; what a gate reads is Size.smallest_code.
_NO_CODE_AT_ALL = 10.0
LENGTHS = ("x", "y", "width", "height", "largest")

OUTSIDE = N_("This box reaches beyond the badge, which measures %(width)s × %(height)s mm.")
TOO_SMALL_A_BOX = N_("This box is too small: it needs at least %(width)s × %(height)s mm.")
TOO_SMALL_A_CODE = N_("The QR code must measure at least %(least)s mm on a badge of this size.")
NOT_SQUARE = N_("The QR code is square: give it the same width and height.")
NOISY = N_(
    "This box reaches into the white space of %(quiet)s mm around the QR code, without which no scanner reads it."
)
AT_THE_EDGE = N_("The QR code needs %(quiet)s mm of white between it and the edge of the badge.")
OVERLAPPING = N_("This box lies over another one. Please move one of them.")
WRONG_TYPE_SIZE = N_("The greatest size of type lies between %(least)s and %(most)s points.")
NO_CODE = N_("A badge needs its QR code on the front or on the back.")
NO_NAMES = N_("A badge needs the names on its front.")
UNKNOWN = N_("This layout names something that no badge has: %(name)s.")
NO_NUMBER = N_("Please enter a number.")
REPEATED = N_("This element stands twice on one side.")
# What a badge can be printed with; a version that was saved under milder rules is not kept from the printer.
TOLERATED = frozenset({TOO_SMALL_A_CODE, NOISY, AT_THE_EDGE, OVERLAPPING})


class Problem(NamedTuple):
    """Why a design does not fit: the side and element it is about (None: the whole), and the sentence."""

    side: Side | None
    kind: Kind | None
    message: str
    params: dict[str, Any]


class DesignRefused(DomainError):
    """The design does not fit; `problems` holds every reason."""

    message = N_("This layout does not fit. Please mend what is marked.")

    def __init__(self, problems: list[Problem]) -> None:
        first = problems[0]
        super().__init__(first.message, **first.params)
        self.problems = problems


@dataclass(frozen=True)
class BadgeDesign:
    """What stands where on the sides of a badge; `problems` says whether it may be saved."""

    size: Size
    mode: Mode
    sides: Sides
    front: tuple[Element, ...]
    back: tuple[Element, ...] = ()

    @property
    def printed(self) -> tuple[Side, ...]:
        """The sides that are printed."""
        return (Side.FRONT,) if self.sides is Sides.FRONT else (Side.FRONT, Side.BACK)

    def elements(self, side: Side) -> tuple[Element, ...]:
        """Return what stands on `side`."""
        return self.back if side is Side.BACK and self.sides is Sides.DIFFERENT else self.front

    def find(self, side: Side, kind: Kind) -> Element | None:
        """Return the element of this kind on `side`, None where it has none."""
        return next((each for each in self.elements(side) if each.kind is kind), None)

    def as_json(self) -> dict[str, Any]:
        """Return the design as JSON that `design_of` reads."""
        return {
            "size": self.size.value,
            "mode": self.mode.value,
            "sides": self.sides.value,
            "front": [_element_json(each) for each in self.front],
            "back": [_element_json(each) for each in self.back],
        }

    @property
    def problems(self) -> list[Problem]:
        """Every reason why the design cannot be printed well by the rules of today."""
        return list(_problems(self))

    @cached_property
    def key(self) -> str:
        """A short name that all equal designs share and no others; fit for a style class."""
        text = json.dumps(self.as_json(), sort_keys=True)
        return "d" + hashlib.sha256(text.encode()).hexdigest()[:12]


def _element_json(element: Element) -> dict[str, Any]:
    lengths = {name: float(getattr(element, name)) for name in LENGTHS}
    return {"kind": element.kind.value, **lengths, "align": element.align.value, "anchor": element.anchor.value}


def _problems(design: BadgeDesign) -> Iterator[Problem]:
    """Yield every reason why the design cannot be printed well."""
    for side in (Side.FRONT, Side.BACK) if design.sides is Sides.DIFFERENT else (Side.FRONT,):
        for element in design.elements(side):
            if reason := _alone(design.size, element) or _among(element, design.elements(side)):
                yield Problem(side, element.kind, *reason)
    if not any(design.find(side, Kind.QR) for side in design.printed):
        yield Problem(Side.FRONT, Kind.QR, NO_CODE, {})
    if not design.find(Side.FRONT, Kind.NAMES):
        yield Problem(Side.FRONT, Kind.NAMES, NO_NAMES, {})


Reason = tuple[str, dict[str, Any]]


def _alone(size: Size, element: Element) -> Reason | None:
    """Return what is wrong with an element on a badge of `size`, whatever else stands there."""
    right, foot = element.x + element.width, element.y + element.height
    if min(element.x, element.y) < 0 or right > size.width + _ROUNDING or foot > size.height + _ROUNDING:
        return OUTSIDE, {"width": f"{size.width:g}", "height": f"{size.height:g}"}
    if element.kind is Kind.QR:
        return _code_alone(size, element)
    width, height = LEAST[element.kind]
    if element.width < width or element.height < height:
        return TOO_SMALL_A_BOX, {"width": f"{width:g}", "height": f"{height:g}"}
    least, most = SIZES_OF_TYPE
    if not least <= element.largest <= most:
        return WRONG_TYPE_SIZE, {"least": f"{least:g}", "most": f"{most:g}"}
    return None


def _code_alone(size: Size, code: Element) -> Reason | None:
    least = f"{size.smallest_code:g}"
    if abs(code.width - code.height) > _ROUNDING:
        return NOT_SQUARE, {}
    if code.width < _NO_CODE_AT_ALL:
        return TOO_SMALL_A_BOX, {"width": least, "height": least}
    if code.width < size.smallest_code:
        return TOO_SMALL_A_CODE, {"least": least}
    quiet = code.width * QUIET_SHARE
    room = min(code.x, code.y, size.width - code.x - code.width, size.height - code.y - code.height)
    return (AT_THE_EDGE, {"quiet": f"{quiet:.1f}"}) if room < quiet - _ROUNDING else None


def _among(element: Element, others: tuple[Element, ...]) -> Reason | None:
    """Return how an element meets the others on its side: the code keeps its quiet zone, nothing overlaps."""
    for other in others:
        if other is element:
            continue
        if other.kind is element.kind:
            return REPEATED, {}
        quiet = other.width * QUIET_SHARE if other.kind is Kind.QR else 0.0
        if quiet and other.overlaps(element, quiet):
            return NOISY, {"quiet": f"{quiet:.1f}"}
        if element.kind is not Kind.QR and element.overlaps(other):
            return OVERLAPPING, {}
    return None
