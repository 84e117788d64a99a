"""Which design the badges of each category have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from summit.errors import N_, DomainError

from .design import BadgeDesign
from .elements import Side
from .sheets import Sheet, sheets_for
from .sizes import Size


class SheetOfMixedSizes(DomainError):
    """A sheet that is cut holds badges of one size."""

    message = N_(
        "These categories have badges of different sizes. Please print one size at a time, or one badge a page."
    )


class SheetIsTooSmall(DomainError):
    """Badges of this size do not lie on a sheet as many as its name says."""

    message = N_("Badges of this size do not lie %(count)s on a sheet. Please print one badge a page.")


class LayoutNeedsAttention(DomainError):
    """A version of a layout that cannot be printed, because it was saved under other rules or got damaged."""

    message = N_("The layout “%(name)s” cannot be printed as it is. Please open it, mend what is marked and save it.")


@dataclass(frozen=True)
class DesignBook:
    """The design of each category by its letter, and the one for all the others.

    `damaged` names the layouts for which the house's design stands in.
    """

    default: BadgeDesign
    by_letter: Mapping[str, BadgeDesign] = field(default_factory=dict)
    damaged: tuple[str, ...] = ()

    def check(self) -> None:
        """Refuse to print piles of badges in a design that only stands in; raises LayoutNeedsAttention."""
        if self.damaged:
            raise LayoutNeedsAttention(name=self.damaged[0])

    def of(self, letter: str) -> BadgeDesign:
        """Return the design for a category."""
        return self.by_letter.get(letter, self.default)

    def printed(self, letters: set[str]) -> tuple[Side, ...]:
        """Return the sides that a file for these categories has: both, where one of them has both."""
        return max((self.of(letter).printed for letter in letters), key=len, default=self.default.printed)

    @property
    def letters(self) -> set[str]:
        """The categories that have their design here."""
        return set(self.by_letter)

    @property
    def is_mixed(self) -> bool:
        """Tell whether these categories have badges of different sizes."""
        return len(self._sizes) > 1

    @property
    def _sizes(self) -> set[Size]:
        return {design.size for design in self.by_letter.values()}

    def papers(self) -> tuple[Sheet, ...]:
        """Return the sheets that hold the badges of all these categories: none that is cut where sizes differ."""
        common = [sheet for sheet in Sheet if all(sheet in sheets_for(size) for size in self._sizes)]
        return tuple(sheet for sheet in common if not (self.is_mixed and sheet.is_cut))

    def places_on(self, sheet: Sheet) -> int:
        """Return how many badges of these categories one sheet holds; raises SheetOfMixedSizes, SheetIsTooSmall."""
        size = self.size_on(sheet, self.letters)
        if sheet not in sheets_for(size):
            raise SheetIsTooSmall(count=sheet.most)
        return sheet.places(size)

    def size_on(self, sheet: Sheet, letters: set[str]) -> Size:
        """Return the size of the badges of these categories; raises SheetOfMixedSizes on a sheet that wants one."""
        sizes = {self.of(letter).size for letter in letters} or {self.default.size}
        if len(sizes) > 1 and sheet not in (Sheet.SINGLE, Sheet.A4_FOLDED):
            raise SheetOfMixedSizes
        return max(sizes, key=lambda size: size.height)
