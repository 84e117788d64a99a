"""Reading designs from JSON: strictly what is to be saved, and a version that was saved once always."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from .design import LENGTHS, NO_NUMBER, REPEATED, TOLERATED, UNKNOWN, BadgeDesign, DesignRefused, Problem
from .elements import Align, Anchor, Element, Kind, Side
from .house import house
from .sizes import Mode, Sides, Size

_E = TypeVar("_E", bound=StrEnum)
_FARTHEST = 10_000
_PARTS = frozenset({"size", "mode", "sides", "front", "back"})
_ELEMENT_PARTS = frozenset({"kind", *LENGTHS, "align", "anchor"})


@dataclass(frozen=True, slots=True)
class StoredDesign:
    """A saved version: what can be read of it, and why it could not be saved today."""

    design: BadgeDesign
    problems: list[Problem]

    @property
    def is_printable(self) -> bool:
        """Tell whether the badge is whole; it may break rules that only make it better."""
        return all(problem.message in TOLERATED for problem in self.problems)

    @property
    def printed(self) -> BadgeDesign:
        """What a single badge is printed in: the house's design of the size stands in for one that is not whole."""
        return self.design if self.is_printable else house(self.design.size, self.design.mode)


@dataclass(slots=True)
class _Reader:
    """Reads the parts of a design and notes what is wrong with them."""

    problems: list[Problem] = field(default_factory=list)

    def member(self, default: _E, value: Any, side: Side | None = None, kind: Kind | None = None) -> _E:
        """Return the member of an enumeration, `default` for a value that it has not."""
        try:
            return type(default)(value)
        except ValueError:
            self.note(UNKNOWN, side, kind, name=str(value)[:40])
            return default

    def note(self, message: str, side: Side | None = None, kind: Kind | None = None, **params: Any) -> None:
        """Keep what is wrong."""
        self.problems.append(Problem(side, kind, message, params))

    def side(self, content: Any, side: Side) -> tuple[Element, ...]:
        """Return the elements of a side that can be read, each kind once."""
        if not isinstance(content, list):
            self.note(UNKNOWN, side, name=side.value)
            return ()
        found: dict[Kind, Element] = {}
        for each in content:
            element = self.element(each, side)
            if element is None:
                continue
            if element.kind in found:
                self.note(REPEATED, side, element.kind)
            found.setdefault(element.kind, element)
        return tuple(found.values())

    def element(self, content: Any, side: Side) -> Element | None:
        """Return an element, None for one that cannot be read."""
        if not isinstance(content, dict) or content.get("kind") not in list(Kind):
            name = content.get("kind") if isinstance(content, dict) else content
            self.note(UNKNOWN, side, name=str(name)[:40])
            return None
        kind = Kind(content["kind"])
        if unknown := set(content) - _ELEMENT_PARTS:
            self.note(UNKNOWN, side, kind, name=min(unknown)[:40])
        lengths = {name: round(float(content[name]), 2) for name in LENGTHS if _is_length(content.get(name))}
        if len(lengths) < len(LENGTHS):
            self.note(NO_NUMBER, side, kind)
            return None
        align = self.member(Align.START, content.get("align"), side, kind)
        anchor = self.member(Anchor.TOP, content.get("anchor"), side, kind)
        return Element(kind=kind, align=align, anchor=anchor, **lengths)


def _is_length(value: Any) -> bool:
    return not isinstance(value, bool) and isinstance(value, int | float) and -_FARTHEST < value < _FARTHEST


def stored_design(content: Any) -> StoredDesign:
    """Return what JSON describes as far as it can be read, with everything that is wrong with it; raises nothing."""
    reader = _Reader()
    if not isinstance(content, dict):
        reader.note(UNKNOWN, name=str(content)[:40])
        content = {}
    if unknown := set(content) - _PARTS:
        reader.note(UNKNOWN, name=min(unknown)[:40])
    design = BadgeDesign(
        size=reader.member(Size.A6, content.get("size")),
        mode=reader.member(Mode.COLOUR, content.get("mode")),
        sides=reader.member(Sides.DIFFERENT, content.get("sides")),
        front=reader.side(content.get("front"), Side.FRONT),
        back=reader.side(content.get("back", []), Side.BACK),
    )
    # What misses because it cannot be read is named by that.
    return StoredDesign(design, reader.problems or design.problems)


def design_of(content: Any) -> BadgeDesign:
    """Return the design that JSON describes; raises DesignRefused for anything unknown, missing or unfit."""
    stored = stored_design(content)
    if stored.problems:
        raise DesignRefused(stored.problems)
    return stored.design
