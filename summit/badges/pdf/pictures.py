"""Pictures drawn straight into the page: the QR code, and a ground laid out once and shown on many badges."""

from __future__ import annotations

from functools import cache

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.util import MODE_NUMBER, QRData
from weasyprint.document import Page
from weasyprint.pdf.stream import Stream

QR_MODULES = 21
# Searching the best mask costs more than all the rest of a code and gains a scanner nothing measurable.
_MASK = 3
TOKEN_DIGITS = 24
# Numeric mode writes three digits as ten bits.
_GROUP, _GROUP_BITS = 3, 10
_DARK = bytes.maketrans(b"01", b"\xff\x00")
# One module is one byte of a bitmap's row.
_BITS = 8


def qr_modules(token: str) -> list[list[bool]]:
    """Return the dark modules of a version 1, level Q, numeric-mode code, row by row without quiet zone."""
    code = qrcode.QRCode(version=1, error_correction=ERROR_CORRECT_Q, mask_pattern=_MASK, border=0)
    code.add_data(QRData(token.encode(), mode=MODE_NUMBER), optimize=0)
    code.make(fit=False)
    modules: list[list[bool]] = code.modules
    return modules


def quick_qr_modules(token: str) -> bytes:
    """Return the modules of the same code, one byte each, 0 where it is dark, without drawing it anew.

    Encoding, error correction (Reed and Solomon's, ISO/IEC 18004) and mask are linear over bits: each bit of
    three digits turns the same modules over in every code.
    """
    modules, turned = _turned_modules()
    for at in range(0, len(token), _GROUP):
        number = int(token[at : at + _GROUP])
        for bit in range(_GROUP_BITS):
            if number >> bit & 1:
                modules ^= turned[at // _GROUP][bit]
    return f"{modules:0{QR_MODULES**2}b}".encode().translate(_DARK)


@cache
def _turned_modules() -> tuple[int, list[list[int]]]:
    """Return the code of zeros, and for each three digits which modules each of their bits turns over."""
    zeros = "0" * TOKEN_DIGITS
    empty = _as_number(zeros)
    groups = range(0, TOKEN_DIGITS, _GROUP)
    return empty, [
        [_as_number(f"{zeros[:at]}{1 << bit:0{_GROUP}}{zeros[at + _GROUP :]}") ^ empty for bit in range(_GROUP_BITS)]
        for at in groups
    ]


def _as_number(token: str) -> int:
    return int("".join("01"[dark] for row in qr_modules(token) for dark in row), 2)


class QrPicture:
    """A QR code as a bitmap of 8 × 8 bits a module, for viewers that soften what they enlarge from less."""

    def __init__(self, token: str) -> None:
        self._operator: object = None
        modules = quick_qr_modules(token)
        rows = (modules[at : at + QR_MODULES] for at in range(0, QR_MODULES**2, QR_MODULES))
        self._bits = b"".join(row * _BITS for row in rows)

    def show(self, stream: Stream, x: float, y: float, width: float) -> None:
        """Paint the code `width` px wide with its corner at `x` and `y`; compressed once for both sides."""
        with stream.stacked():
            stream.transform(width, 0, 0, -width, x, y + width)
            if self._operator is None:
                stream.inline_image(QR_MODULES * _BITS, QR_MODULES * _BITS, "Gray", 1, self._bits)
                self._operator = stream.stream[-1]
            else:
                stream.stream.append(self._operator)


class Blank:
    """What stands in an image's place while the place is laid out."""

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        """Return width and height in px and their ratio."""
        return 1, 1, 1


class GroundPicture:
    """A laid-out page kept once in the PDF and shown wherever it is drawn; for one document only."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._name: str | None = None

    def show(self, stream: Stream) -> None:
        """Paint the page with its corner at the origin."""
        if self._name is None:
            group = stream.add_group(0, 0, self._page.width, self._page.height)
            # An isolated transparency group would make printers flatten every page.
            del group.extra["Group"]
            self._page.paint(group)
            self._name = group.id
        stream.draw_x_object(self._name)
