"""The printing press of one process: fonts, style sheet and templates loaded once, grounds laid out once."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from weasyprint import CSS, HTML
from weasyprint.document import Document, Page
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from ..cards import BadgeCard
from ..layouts import BadgeDesign, DesignBook, Kind, Sheet, Side
from .composition import (
    Block,
    Folding,
    Ground,
    compose_folding,
    compose_ground,
    compose_personal,
    folding_of,
    ground_of,
)
from .fitting import Ruler
from .imposition import Imposer, Laid
from .pictures import GroundPicture, QrPicture
from .styling import element_class, ground_style, style_of
from .typefaces import style_rules

PROJECT = Path(__file__).parents[3]
GROUNDS_KEPT = 256
DESIGNS_KEPT = 64


@dataclass(frozen=True, slots=True)
class Face:
    """One side of one badge, ready for the template.

    `key` is the style class of the side, `at` begins those of its elements; `ground`, `qr` and `photo` name
    pictures in memory, "" where the side has none.
    """

    card: BadgeCard
    key: str
    at: str
    blocks: tuple[Block, ...]
    has_code: bool
    ground: str
    qr: str
    photo: str


class MemoryFetcher(URLFetcher):
    """Serves the photos of the badges being laid out and nothing else: no file, no host, no data URL."""

    def __init__(self) -> None:
        super().__init__(fail_on_errors=True)
        self.photos: dict[str, bytes] = {}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return the photo called `url`; a KeyError stops the layout."""
        return URLFetcherResponse(url, self.photos[url], {"Content-Type": "image/jpeg"})


class PaperPage(HTML):
    """A well-formed page read by the XML parser and styled by our sheet alone.

    The HTML parser and the general style sheet of browsers take a fifth of a badge's time and give it nothing.
    """

    def __init__(self, markup: str, fetcher: MemoryFetcher) -> None:
        root = ElementTree.fromstring(markup)  # noqa: S314  our own escaped template, no document type
        self.base_url = "memory:"
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return []


class Press:
    """Lays out badges; keep one per process (see `pressroom`), it is not safe for threads."""

    def __init__(self) -> None:
        self._font_config = FontConfiguration()
        self._fetcher = MemoryFetcher()
        self._ruler = Ruler(self._font_config)
        self._css = self._sheet((PROJECT / "static/css/badge.css").read_text() + style_rules())
        self._templates = Environment(
            loader=FileSystemLoader(PROJECT / "templates"), autoescape=True, undefined=StrictUndefined
        )
        self._ground_page = lru_cache(GROUNDS_KEPT)(self._lay_out_ground)
        self._folding_page = lru_cache(GROUNDS_KEPT)(self._lay_out_folding)
        self._design_css = lru_cache(DESIGNS_KEPT)(lambda design: self._sheet(style_of(design)))

    def lay_out(self, cards: Sequence[BadgeCard], book: DesignBook, sheet: Sheet, start: int = 0) -> Document:
        """Return the laid-out pages of `cards`, ready to be written as PDF.

        `start` places of the first sheet are used already. Raises SheetOfMixedSizes.
        """
        letters = {card.category_letter for card in cards}
        book.size_on(sheet, letters)
        folding = GroundPicture(self._folding_page(folding_of(cards[0]))) if sheet is Sheet.A4_FOLDED else None
        return self._impose(cards, book, book.printed(letters), Imposer(sheet, start, folding))

    def one_side(self, cards: Sequence[BadgeCard], book: DesignBook, side: Side) -> Document:
        """Return one side of each card, one a page."""
        return self._impose(cards, book, (side,), Imposer(Sheet.SINGLE))

    def picture(self, card: BadgeCard, book: DesignBook, side: Side, width_px: int) -> bytes:
        """Return one side of `card` as a PNG `width_px` wide."""
        pdf = self.one_side([card], book, side).write_pdf()
        width_pt = book.of(card.category_letter).size.width / 25.4 * 72
        file = io.BytesIO()
        with pypdfium2.PdfDocument(pdf) as document:
            bitmap = document[0].render(scale=width_px / width_pt)
            bitmap.to_pil().save(file, format="PNG")
        return file.getvalue()

    def _impose(
        self, cards: Sequence[BadgeCard], book: DesignBook, sides: Sequence[Side], imposer: Imposer
    ) -> Document:
        plate = self.plate(cards, book, sides)
        designs = [book.of(card.category_letter) for card in cards]
        return imposer.impose(plate, [Laid(design.size, len(design.printed)) for design in designs], len(sides))

    def plate(self, cards: Sequence[BadgeCard], book: DesignBook, sides: Sequence[Side]) -> Document:
        """Return one page with all the sides on top of each other: every card's first side, then the next."""
        pictures: dict[str, object] = {}
        self._fetcher.photos = {f"photo:{at}": card.photo for at, card in enumerate(cards) if card.photo}
        designs = {letter: book.of(letter) for letter in {card.category_letter for card in cards}}
        faces = [
            self._face(at, card, designs[card.category_letter], side, pictures)
            for side in sides
            for at, card in enumerate(cards)
        ]
        html = self._templates.get_template("badges/paper/badges.html").render(
            faces=faces, title=cards[0].event_name, language=cards[0].language
        )
        return self._render(html, pictures, set(designs.values()))

    def _face(self, at: int, card: BadgeCard, design: BadgeDesign, side: Side, pictures: dict[str, object]) -> Face:
        ground = ground_of(card, design, side)
        ground_url = f"ground:{hash(ground)}"
        if ground_url not in pictures:
            pictures[ground_url] = GroundPicture(self._ground_page(ground))
        return Face(
            card=card,
            key=design.key,
            at=element_class(design, side),
            blocks=compose_personal(card, design, side, self._ruler),
            has_code=design.find(side, Kind.CODE) is not None,
            ground=ground_url,
            qr=_code(at, card, pictures) if design.find(side, Kind.QR) else "",
            photo=f"photo:{at}" if ground.portrait else "",
        )

    def _lay_out_ground(self, ground: Ground) -> Page:
        """Return the page that every badge of this ground shares."""
        html = self._templates.get_template("badges/paper/ground.html").render(
            ground=ground,
            kinds=[element.kind.value for element in ground.design.elements(ground.side)],
            texts=compose_ground(ground, self._ruler),
            style=Markup(ground_style(ground)),  # noqa: S704  numbers and checked colours only
        )
        return self._render(html, {}).pages[0]

    def _lay_out_folding(self, folding: Folding) -> Page:
        """Return the page that explains how the sheet is folded."""
        html = self._templates.get_template("badges/paper/folding.html").render(
            folding=folding, **compose_folding(folding, self._ruler)
        )
        return self._render(html, {}).pages[0]

    def _render(self, html: str, pictures: dict[str, object], designs: Collection[BadgeDesign] = ()) -> Document:
        sheets = [self._css, *map(self._design_css, designs)]
        return PaperPage(html, self._fetcher).render(font_config=self._font_config, stylesheets=sheets, cache=pictures)

    def _sheet(self, rules: str) -> CSS:
        return CSS(string=rules, font_config=self._font_config, url_fetcher=self._fetcher)


def _code(at: int, card: BadgeCard, pictures: dict[str, object]) -> str:
    """Return under which name the code of a card is kept, drawn once for both sides."""
    url = f"qr:{at}"
    if url not in pictures:
        pictures[url] = QrPicture(card.token)
    return url
