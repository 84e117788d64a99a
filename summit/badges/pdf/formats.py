"""What a badge has and what it is printed on: sides and sheets, known without a typesetter."""

from enum import StrEnum


class Side(StrEnum):
    """The two sides of a badge."""

    FRONT = "front"
    BACK = "back"


class Layout(StrEnum):
    """How badges lie on paper: one A6 side a page, or four on an A4 sheet, fronts then mirrored backs."""

    A6 = "a6"
    A4_4UP = "a4_4up"
