"""How a badge looks and how badges lie on paper: plain data, no typesetter, no database, no clock."""

from .book import DesignBook, SheetOfMixedSizes
from .design import BadgeDesign, DesignRefused, design_of
from .elements import Align, Element, Kind, Side
from .house import HOUSE, house
from .sheets import Sheet, sheets_for
from .sizes import Mode, Sides, Size

__all__ = [
    "HOUSE",
    "Align",
    "BadgeDesign",
    "DesignBook",
    "DesignRefused",
    "Element",
    "Kind",
    "Mode",
    "Sheet",
    "SheetOfMixedSizes",
    "Side",
    "Sides",
    "Size",
    "design_of",
    "house",
    "sheets_for",
]
