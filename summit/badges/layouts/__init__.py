"""How a badge looks and how badges lie on paper: plain data, no typesetter, no database, no clock."""

from .book import DesignBook, LayoutNeedsAttention, SheetIsTooSmall, SheetOfMixedSizes
from .design import BadgeDesign, DesignRefused, Problem
from .elements import Align, Element, Kind, Side
from .house import HOUSE, house
from .reading import StoredDesign, design_of, stored_design
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
    "LayoutNeedsAttention",
    "Mode",
    "Problem",
    "Sheet",
    "SheetIsTooSmall",
    "SheetOfMixedSizes",
    "Side",
    "Sides",
    "Size",
    "StoredDesign",
    "design_of",
    "house",
    "sheets_for",
    "stored_design",
]
