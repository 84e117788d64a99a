"""Reading printed pages in tests."""

import io
import re

import pypdfium2
from pypdf import PdfReader

_SHOWN = re.compile(rb"<([0-9a-fA-F]{4,})>")


def lacks_glyphs(pdf: bytes) -> bool:
    """Tell whether a page draws the box for a letter that no font has.

    WeasyPrint then gives the font an encoding of its own instead of Identity-H (weasyprint/draw/text.py).
    """
    fonts = [font for page in PdfReader(io.BytesIO(pdf)).pages for font in page["/Resources"]["/Font"].values()]
    return any(font.get_object()["/Encoding"] != "/Identity-H" for font in fonts)


def shapes_of(pdf: bytes) -> set[str]:
    """Return the glyphs that the pages draw, as four hexadecimal digits of each font's numbering."""
    contents = (page.get_contents().get_data() for page in PdfReader(io.BytesIO(pdf)).pages)
    runs = (run.decode() for content in contents for run in _SHOWN.findall(content))
    return {run[start : start + 4] for run in runs for start in range(0, len(run), 4)}


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page, white space brought to single blanks."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
