"""Colours that can be read: WCAG 2.2 relative luminance and contrast."""

import re

from summit.errors import N_, DomainError

WHITE = "#ffffff"
INK = "#111111"
TEXT_CONTRAST = 4.5
SHAPE_CONTRAST = 3.0
HEX_COLOUR = re.compile(r"#[0-9a-f]{6}")


class ColourIsInvalid(DomainError):
    """Not a colour of six hex digits."""

    message = N_("Please write the colour as # and six digits, such as #8a1538.")


class ColourIsUnreadable(DomainError):
    """Text or shapes in this colour would lack contrast."""

    message = N_("The colour %(colour)s is hard to read. Please choose a darker one.")


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two #rrggbb colours, 1 to 21 (WCAG 2.2, “contrast ratio”)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def on_accent(colour: str) -> str:
    """Return the text colour, white or ink, that reads better on `colour`."""
    return WHITE if contrast(colour, WHITE) >= contrast(colour, INK) else INK


def ensure_colour(text: str) -> str:
    """Return `text` as #rrggbb if text reads on it; raises ColourIsInvalid, ColourIsUnreadable."""
    colour = text.strip().lower()
    if not HEX_COLOUR.fullmatch(colour):
        raise ColourIsInvalid
    if contrast(colour, on_accent(colour)) < TEXT_CONTRAST:
        raise ColourIsUnreadable(colour=colour)
    return colour


def ensure_accent(text: str) -> str:
    """Return the accent as #rrggbb; it must also stand out from white paper (3 : 1, WCAG 1.4.11)."""
    colour = ensure_colour(text)
    if contrast(colour, WHITE) < SHAPE_CONTRAST:
        raise ColourIsUnreadable(colour=colour)
    return colour
