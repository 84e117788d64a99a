"""One side of a badge, set and ready to be painted, and the frame that all sides of a design share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from weasyprint.draw import draw_replacedbox
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.stream import Stream

from .pictures import GroundPicture, QrPicture
from .setting import Pen, SetLine, Slot, read_slot, walk


class Frame(NamedTuple):
    """Where the pictures of a side stand, None for those it has not, and the two lines of its short code."""

    qr: Any
    photo: Any
    code: tuple[Slot, ...]


def read_frame(narrow: Any, wide: Any) -> Frame:
    """Return the frame that a side shows that was laid out with each of the two samples as code and issue."""
    pictures = {box.element.get("class").split()[0]: box for box in walk(narrow, boxes.ReplacedBox)}
    types = [Pen(box.style) for box in walk(narrow, boxes.TextBox)]
    slots = tuple(read_slot(narrow, wide, pen, number) for number, pen in enumerate(types))
    return Frame(pictures.get("qr"), pictures.get("photo"), slots)


class SetSide(NamedTuple):
    """A side of one badge: its ground, its lines, and its pictures where it has any."""

    ground: GroundPicture
    lines: Sequence[SetLine]
    frame: Frame
    qr: QrPicture | None
    photo: Any

    def paint(self, stream: Stream) -> None:
        """Paint the side with its corner at the origin."""
        self.ground.show(stream)
        if self.photo:
            draw_replacedbox(stream, self.photo)
        if self.qr:
            box = self.frame.qr
            self.qr.show(stream, box.content_box_x(), box.content_box_y(), box.width)
        for line in self.lines:
            line.paint(stream)


def hung(box: Any, image: Any) -> Any:
    """Return the place of a picture with another picture in it."""
    copied = box.copy()
    copied.replacement = image
    return copied
