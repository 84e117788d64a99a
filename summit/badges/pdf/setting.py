"""Setting the texts of one badge after another in type and at places that WeasyPrint has found once.

A text is fitted before it is set, so nothing of its layout depends on its letters but its width. Each slot is
therefore laid out by WeasyPrint with two samples of different width, and every text of that slot is put where
these two say it must stand; its glyphs are shaped and written by WeasyPrint's own functions, each text once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from weasyprint.draw.text import draw_emojis, draw_first_line
from weasyprint.formatting_structure import boxes
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import FROM_UNITS, pango
from weasyprint.text.line_break import Layout, line_size, strut

# What each slot is laid out with: any two texts of different width.
SAMPLES = ("0", "00")
_AT_ORIGIN = Matrix(d=-1)


class Pen:
    """Type of one computed style: what WeasyPrint's drawing of a line asks of a text box."""

    def __init__(self, style: Any) -> None:
        self.style = style
        self.pango_layout = Layout(style)
        self.leading, self.strut = strut(style)
        self.baseline = 0.0

    @property
    def text(self) -> str:
        """The line being set."""
        text: str = self.pango_layout.text
        return text

    def set(self, text: str) -> tuple[float, float]:
        """Shape a line; return its width and how far its baseline lies below its top, half its leading included."""
        self.pango_layout.set_text(text)
        line, _ = self.pango_layout.get_first_line()
        width, height = line_size(line, self.style)
        ascent = pango.pango_layout_get_baseline(self.pango_layout.layout) * FROM_UNITS
        self.baseline = ascent + (self.leading - height) / 2
        return width, self.baseline


class Slug(NamedTuple):
    """A shaped line: width (px), baseline below its own top (px), and the operators that show it at the origin."""

    width: float
    baseline: float
    shown: bytes
    emojis: Sequence[Any]


class Case:
    """The fonts of one document, and the lines that were shaped for it, by type and text."""

    def __init__(self, fonts: dict[Any, Any]) -> None:
        self._stream = Stream(fonts, None, {}, {}, None, {}, None)
        self._slugs: dict[tuple[Pen, str], Slug] = {}

    def shape(self, pen: Pen, text: str) -> Slug:
        """Return `text` in the type of `pen`; what many badges share is shaped once."""
        key = (pen, text)
        if key not in self._slugs:
            self._slugs[key] = self._shape(pen, text)
        return self._slugs[key]

    def _shape(self, pen: Pen, text: str) -> Slug:
        width, baseline = pen.set(text)
        stream = self._stream
        stream.stream.clear()
        stream._current_font = None
        emojis = draw_first_line(stream, pen, "clip", "none", _AT_ORIGIN)
        # The first operator is the matrix, which each place has of its own.
        return Slug(width, baseline, b"\n".join(stream.stream[1:]), emojis)


class Slot(NamedTuple):
    """Where lines of one type stand: a line `width` wide begins at `edge` - `share` × `width` (px).

    `top` is where the first line begins, `gap` the space between two texts, `floor` the foot of the block and
    `strut` the least distance between the top of a line and its baseline (px).
    """

    pen: Pen
    edge: float
    share: float
    top: float
    gap: float
    floor: float
    strut: float


class SetLine(NamedTuple):
    """A line at its place on a side (px): its box and its baseline."""

    text: str
    position_x: float
    position_y: float
    width: float
    height: float
    baseline: float
    pen: Pen
    slug: Slug

    def paint(self, stream: Stream) -> None:
        """Paint the line on a side whose corner is the origin."""
        stream.set_color(self.pen.style["color"])
        stream.begin_text()
        stream.set_text_matrix(1, 0, 0, -1, self.position_x, self.baseline)
        stream.stream.append(self.slug.shown)
        stream.end_text()
        if self.slug.emojis:
            draw_emojis(stream, self.pen.style, self.position_x, self.baseline, self.slug.emojis)


def set_line(slot: Slot, slug: Slug, text: str, top: float) -> SetLine:
    """Return a shaped line that begins `top` px below the top of the side.

    Its baseline lies where the type's own strut or the letters' fonts need it, the deeper of the two, and its
    height holds both: CSS 2.2, 10.8.1.
    """
    return SetLine(
        text=text,
        position_x=slot.edge - slot.share * slug.width,
        position_y=top,
        width=slug.width,
        height=slot.pen.leading + abs(slug.baseline - slot.strut),
        baseline=top + max(slug.baseline, slot.strut),
        pen=slot.pen,
        slug=slug,
    )


def set_block(texts: Iterable[tuple[Slot, Sequence[str]]], case: Case, at_foot: bool) -> list[SetLine]:
    """Return the lines of texts that stand below each other, from the top of their box or down to its foot."""
    lines: list[SetLine] = []
    bottom: float | None = None
    for slot, text in texts:
        bottom = slot.top if bottom is None else bottom + slot.gap
        for line in text:
            lines.append(set_line(slot, case.shape(slot.pen, line), line, bottom))
            bottom += lines[-1].height
        floor = slot.floor
    if at_foot and bottom is not None:
        return [_moved(line, floor - bottom) for line in lines]
    return lines


def _moved(line: SetLine, by: float) -> SetLine:
    return line._replace(position_y=line.position_y + by, baseline=line.baseline + by)


def walk(box: Any, kind: type) -> Iterator[Any]:
    """Yield a laid-out box and all inside it that are of `kind`, also what is positioned out of the flow."""
    box = getattr(box, "_box", box)
    if isinstance(box, kind):
        yield box
    for child in getattr(box, "children", ()):
        yield from walk(child, kind)


def read_slot(narrow: Any, wide: Any, pen: Pen, number: int = 0) -> Slot:
    """Return the slot that two laid-out blocks show, each of whose lines holds one sample; `number` is its line."""
    lines = list(walk(narrow, boxes.LineBox))
    one, other = (list(walk(block, boxes.TextBox))[number] for block in (narrow, wide))
    share = (one.position_x - other.position_x) / (other.width - one.width)
    first, last = lines[0], lines[-1]
    struts = [strut(each.style)[1] for each in walk(lines[number], boxes.LineBox | boxes.InlineBox)]
    return Slot(
        pen=pen,
        edge=one.position_x + share * one.width,
        share=share,
        top=lines[number].position_y,
        gap=last.position_y - first.position_y - first.height,
        floor=last.position_y + last.height,
        strut=max(struts),
    )
