"""How a badge looks and how badges lie on paper: plain data, no typesetter, no database, no clock."""

from .book import DesignBook, SheetIsTooSmall, SheetOfMixedSizes
from .design import BadgeDesign, DesignRefused, design_of
from .elements import Align, Element, Kind, Side
from .house import HOUSE, house
from .sheets import SHEET_NAMES, Sheet, sheets_for
from .sizes import Mode, Sides, Size

__all__ = [
    "HOUSE",
    "SHEET_NAMES",
    "Align",
    "BadgeDesign",
    "DesignBook",
    "DesignRefused",
    "Element",
    "Kind",
    "Mode",
    "Sheet",
    "SheetIsTooSmall",
    "SheetOfMixedSizes",
    "Side",
    "Sides",
    "Size",
    "design_of",
    "house",
    "sheets_for",
]
