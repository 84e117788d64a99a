"""The printing press of one process: fonts, style sheet and templates loaded once, grounds laid out once."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint.document import Document, Page
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from ..cards import BadgeCard
from .composition import Ground, Personal, compose_ground, compose_personal, ground_of
from .fitting import Ruler
from .formats import Layout, Side
from .imposition import impose
from .pictures import GroundPicture, QrPicture
from .typefaces import style_rules

PROJECT = Path(__file__).parents[3]
GROUNDS_KEPT = 256
A6_WIDTH_PT = 105 / 25.4 * 72


@dataclass(frozen=True, slots=True)
class Face:
    """One side of one badge, ready for the template; `ground`, `qr` and `photo` name pictures in memory."""

    side: Side
    card: BadgeCard
    texts: Personal
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
        self._css = CSS(
            string=(PROJECT / "static/css/badge.css").read_text() + style_rules(),
            font_config=self._font_config,
            url_fetcher=self._fetcher,
        )
        self._templates = Environment(
            loader=FileSystemLoader(PROJECT / "templates"), autoescape=True, undefined=StrictUndefined
        )
        self._ground_page = lru_cache(GROUNDS_KEPT)(self._lay_out_ground)

    def lay_out(self, cards: Sequence[BadgeCard], layout: Layout, sides: Sequence[Side]) -> Document:
        """Return the laid-out pages of `cards`, ready to be written as PDF."""
        return impose(self.plate(cards, sides), len(sides), layout)

    def picture(self, card: BadgeCard, width_px: int) -> bytes:
        """Return the front of `card` as a PNG `width_px` wide."""
        pdf = self.lay_out([card], Layout.A6, (Side.FRONT,)).write_pdf()
        file = io.BytesIO()
        with pypdfium2.PdfDocument(pdf) as document:
            bitmap = document[0].render(scale=width_px / A6_WIDTH_PT)
            bitmap.to_pil().save(file, format="PNG")
        return file.getvalue()

    def plate(self, cards: Sequence[BadgeCard], sides: Sequence[Side]) -> Document:
        """Return one page with all the sides on top of each other: every card's first side, then the next."""
        pictures: dict[str, object] = {}
        self._fetcher.photos = {f"photo:{at}": card.photo for at, card in enumerate(cards) if card.photo}
        faces = [self._face(at, card, side, pictures) for side in sides for at, card in enumerate(cards)]
        html = self._templates.get_template("badges/paper/badges.html").render(
            faces=faces, title=cards[0].event_name, language=cards[0].language
        )
        return self._render(html, pictures)

    def _face(self, at: int, card: BadgeCard, side: Side, pictures: dict[str, object]) -> Face:
        ground = ground_of(card, side)
        ground_url, qr_url = f"ground:{hash(ground)}", f"qr:{at}"
        if ground_url not in pictures:
            pictures[ground_url] = GroundPicture(self._ground_page(ground))
        if qr_url not in pictures:
            pictures[qr_url] = QrPicture(card.token)
        return Face(
            side=side,
            card=card,
            texts=compose_personal(card, side, self._ruler),
            ground=ground_url,
            qr=qr_url,
            photo=f"photo:{at}" if ground.portrait else "",
        )

    def _lay_out_ground(self, ground: Ground) -> Page:
        """Return the page that every badge of this ground shares."""
        texts = compose_ground(ground, self._ruler)
        html = self._templates.get_template("badges/paper/ground.html").render(ground=ground, texts=texts)
        return self._render(html, {}).pages[0]

    def _render(self, html: str, pictures: dict[str, object]) -> Document:
        return PaperPage(html, self._fetcher).render(
            font_config=self._font_config, stylesheets=[self._css], cache=pictures
        )
