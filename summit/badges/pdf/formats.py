"""The papers that a print run may choose, known without a typesetter."""

from enum import StrEnum

from ..layouts import Sheet


class Layout(StrEnum):
    """How badges lie on paper: one A6 side a page, or four on an A4 sheet, fronts then mirrored backs."""

    A6 = "a6"
    A4_4UP = "a4_4up"

    @property
    def sheet(self) -> Sheet:
        """The sheet of this paper."""
        return Sheet.SINGLE if self is Layout.A6 else Sheet.A4_4UP
