"""Finding the greatest size at which a text stands inside its box, by measuring it as it will be set.

The measuring is done by Pango with the font map that WeasyPrint draws with; the lines found here are
printed as they are, so the layout engine has nothing left to break or to cut.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from weasyprint.text.ffi import ffi, gobject, pango
from weasyprint.text.fonts import FontConfiguration

from .typefaces import PX_PER_MM, PX_PER_PT, SIZES, Face, Script, script_of, size_class

SMALLEST_WHOLE = 8.0
SAFETY = 0.985
_UNITS = 1024
_JOINER = "\u2060"


@dataclass(frozen=True, slots=True)
class Box:
    """Room for a text: width and height in mm, the greatest size in points."""

    width: float
    height: float
    largest: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text broken into lines at a size (points) that keeps it inside its box; `height` is in mm."""

    lines: tuple[str, ...]
    size: float
    height: float
    script: Script
    face: Face
    lang: str

    @property
    def css(self) -> str:
        """The style classes that set the text exactly as it was measured."""
        return f"{self.face.key} {self.script.key} {size_class(self.size)}"

    @property
    def direction(self) -> str:
        """The direction of the text by its first strong character, "ltr" where there is none."""
        for char in "".join(self.lines):
            if (strength := unicodedata.bidirectional(char)) in ("L", "R", "AL"):
                return "ltr" if strength == "L" else "rtl"
        return "ltr"


class Pen(NamedTuple):
    """A Pango layout with its font description, and what must stay alive as long as they do."""

    layout: Any
    description: Any
    kept: tuple[Any, ...]


class Ruler:
    """Measures text with the fonts of one FontConfiguration; one per process, not for threads."""

    def __init__(self, font_config: FontConfiguration) -> None:
        self._font_config = font_config
        self._layouts: dict[tuple[Face, Script, str], Pen] = {}

    def fit(self, text: str, face: Face, box: Box, lang: str = "") -> Fitted:
        """Return `text` at the greatest size that fits `box`.

        A line breaks at a hyphen only if the text would shrink too far, and inside a word only if it must.
        Raises ValueError for a text that fits at no size (more than some thousand characters).
        """
        script = script_of(text, lang)
        pen = self._pen(face, script, lang)
        glued = text.replace("-", "-" + _JOINER)
        for attempt, smallest in ((glued, 0.55 * box.largest), (text, SMALLEST_WHOLE), (text, 0.0)):
            for size in (each for each in SIZES if min(smallest, box.largest) <= each <= box.largest):
                rows = int(box.height / (size * script.leading / 72 * 25.4) + 1e-6)
                if rows and (lines := _break(pen, attempt, size, box.width, rows, whole=smallest > 0)):
                    if smallest:
                        lines = _balance(pen, attempt, size, box.width, lines)
                    height = len(lines) * size * script.leading / 72 * 25.4
                    return Fitted(_unglued(lines), size, height, script, face, lang)
        raise ValueError(f"no size of type fits {len(text)} characters into {box}")

    def _pen(self, face: Face, script: Script, lang: str) -> Pen:
        key = (face, script, lang)
        if key not in self._layouts:
            self._layouts[key] = _new_pen(self._font_config, *key)
        return self._layouts[key]


def _new_pen(font_config: FontConfiguration, face: Face, script: Script, lang: str) -> Pen:
    """Return what measures one face in one script and language."""
    context = ffi.gc(pango.pango_font_map_create_context(font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    if lang:
        pango.pango_context_set_language(context, pango.pango_language_from_string(lang.encode()))
    layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    description = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
    pango.pango_font_description_set_family(description, ",".join(face.families(script)).encode())
    pango.pango_font_description_set_weight(description, face.weight)
    attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    pango.pango_attr_list_insert(attributes, pango.pango_attr_insert_hyphens_new(False))
    pango.pango_layout_set_attributes(layout, attributes)
    return Pen(layout, description, (context, attributes))


def _break(pen: Pen, text: str, size: float, width: float, rows: int, whole: bool) -> tuple[str, ...] | None:
    """Return the lines of `text` at `size`, or None if they are too many or one is too wide."""
    layout, description, _ = pen
    room = width * PX_PER_MM * SAFETY
    pango.pango_font_description_set_absolute_size(description, size * PX_PER_PT * _UNITS)
    pango.pango_layout_set_font_description(layout, description)
    pango.pango_layout_set_wrap(layout, 0 if whole else 2)
    pango.pango_layout_set_width(layout, int(room * _UNITS))
    encoded = text.encode()
    pango.pango_layout_set_text(layout, encoded, len(encoded))
    lines: list[str] = []
    for line, extent in _lines(layout, encoded):
        if extent > room or len(lines) == rows:
            return None
        lines.append(line)
    return tuple(lines)


def _unglued(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line.replace("-" + _JOINER, "-") for line in lines)


def _balance(pen: Pen, text: str, size: float, width: float, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return as many lines of more equal length: the narrowest of a few widths that needs no further line."""
    if len(lines) == 1:
        return lines
    for share in (0.92, 0.84, 0.76, 0.68, 0.6):
        narrower = _break(pen, text, size, width * share, len(lines), whole=True)
        if not narrower:
            return lines
        lines = narrower
    return lines


def _lines(layout: Any, encoded: bytes) -> Iterator[tuple[str, float]]:
    """Yield each line of a laid-out text with its width in px, trailing space left out."""
    logical = ffi.new("PangoRectangle *")
    number = 0
    while (line := pango.pango_layout_get_line_readonly(layout, number)) != ffi.NULL:
        pango.pango_layout_line_get_extents(line, ffi.NULL, logical)
        raw = encoded[line.start_index : line.start_index + line.length]
        yield raw.decode().strip(" "), logical.width / _UNITS
        number += 1
