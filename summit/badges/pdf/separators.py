"""Separator pages between the desks and groups of a print run: a large word on each, nothing on a back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..cards import direction_of
from .joining import PART_VERSION

if TYPE_CHECKING:
    from jinja2 import Template

_TEMPLATES = Path(__file__).parents[3] / "templates"
# Up to how many letters a word is short or middling.
_SHORT, _MIDDLING = 5, 12


@dataclass(frozen=True, slots=True)
class SeparatorPage:
    """The texts of one page: a small line above, the great word, a small line below; `language` is a BCP 47 tag."""

    above: str
    word: str
    below: str
    language: str

    @property
    def direction(self) -> str:
        """The reading direction: "ltr" or "rtl"."""
        return direction_of(self.language)

    @property
    def size(self) -> str:
        """The style class of the word, by its length."""
        return "short" if len(self.word) <= _SHORT else "middling" if len(self.word) <= _MIDDLING else "long"


@dataclass(frozen=True, slots=True)
class Paper:
    """What a run is printed on: `width` and `height` in mm, and whether badges and so separators have a back."""

    width: float
    height: float
    has_backs: bool

    @property
    def unit(self) -> float:
        """The length in mm that type is measured by: the width of upright paper, less where it lies."""
        return min(self.width, self.height / 1.4)


def print_separators(pages: Sequence[SeparatorPage], paper: Paper, part: Path) -> None:
    """Write the pages, each with its empty back, to a file that `join_pdfs` reads; done in a child process."""
    from weasyprint import HTML  # noqa: PLC0415  only children load the typesetter

    html = _template().render(pages=pages, paper=paper)
    HTML(string=html).write_pdf(part, pdf_version=PART_VERSION)


def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  see above

    templates = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)
    return templates.get_template("badges/paper/separators.html")
