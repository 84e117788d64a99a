"""The printing press of one process: fonts, style sheet and templates loaded once, grounds laid out once."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pypdfium2
from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.document import Document, Page
from weasyprint.formatting_structure import boxes
from weasyprint.images import get_image_from_uri
from weasyprint.pdf.metadata import DocumentMetadata
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
from .fitting import Fitted, Ruler
from .imposition import Imposer, Laid
from .pictures import Blank, GroundPicture, QrPicture
from .setting import SAMPLES, Case, Pen, Slot, read_slot, set_block, set_line, walk
from .sides import Frame, SetSide, hung, read_frame
from .styling import element_class, ground_style, style_of
from .typefaces import style_rules

PROJECT = Path(__file__).parents[3]
GROUNDS_KEPT = 256
SLOTS_KEPT = 4096
DESIGNS_KEPT = 64


class SlotKey(NamedTuple):
    """What a slot depends on: the element of a design, the reading directions, and the type."""

    design: str
    element: str
    around: str
    css: str
    lang: str
    direction: str


class Draft(NamedTuple):
    """One side of one badge, whose texts are fitted, each with its slot."""

    card: BadgeCard
    design: BadgeDesign
    side: Side
    blocks: Sequence[tuple[Block, Sequence[SlotKey]]]


class Job(NamedTuple):
    """What the badges of one document share."""

    case: Case
    grounds: dict[Ground, GroundPicture]
    codes: dict[str, QrPicture]

    def code(self, token: str) -> QrPicture:
        """Return the code of a badge, drawn once for both sides."""
        if token not in self.codes:
            self.codes[token] = QrPicture(token)
        return self.codes[token]


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
        self._frame = lru_cache(GROUNDS_KEPT)(self._lay_out_frame)
        self._slots: dict[SlotKey, Slot] = {}
        self._pens: dict[tuple[str, str, str], Pen] = {}
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
        fonts: dict[Any, Any] = {}
        groups = self.set_sides(cards, book, sides, fonts)
        designs = [book.of(card.category_letter) for card in cards]
        pages = imposer.impose([Laid(design.size, len(design.printed)) for design in designs], groups)
        metadata = DocumentMetadata(title=cards[0].event_name, lang=cards[0].language)
        document = Document(pages, metadata, self._fetcher, self._font_config, {}, None)
        document.fonts = fonts
        return document

    def set_sides(
        self, cards: Sequence[BadgeCard], book: DesignBook, sides: Sequence[Side], fonts: dict[Any, Any]
    ) -> list[list[SetSide]]:
        """Return each of `sides` of every card; the type they use is noted in the `fonts` of their document."""
        drafts = [[self._draft(card, book.of(card.category_letter), side) for card in cards] for side in sides]
        self._cut_slots(draft for group in drafts for draft in group)
        job = Job(Case(fonts), {}, {})
        return [[self._set_side(draft, job) for draft in group] for group in drafts]

    def _draft(self, card: BadgeCard, design: BadgeDesign, side: Side) -> Draft:
        at, around = element_class(design, side), card.direction
        return Draft(
            card=card,
            design=design,
            side=side,
            blocks=[
                (block, [SlotKey(design.key, at + block.element.kind, around, *_type_of(text)) for text in block.texts])
                for block in compose_personal(card, design, side, self._ruler)
            ],
        )

    def _cut_slots(self, drafts: Iterable[Draft]) -> None:
        """Lay out at once all slots that the drafts need and no earlier one has needed."""
        needed = {key: draft.design for draft in drafts for _, keys in draft.blocks for key in keys}
        if len(self._slots) + len(needed) > SLOTS_KEPT:
            self._slots.clear()
            self._pens.clear()
        missing = [key for key in needed if key not in self._slots]
        if not missing:
            return
        html = self._templates.get_template("badges/paper/slots.html").render(slots=missing, samples=SAMPLES)
        page = self._render(html, {}, {needed[key] for key in missing}).pages[0]
        shown = _sections(page)
        for key, narrow, wide in zip(missing, shown[::2], shown[1::2], strict=True):
            style = next(walk(narrow, boxes.TextBox)).style
            pen = self._pens.setdefault((key.css, key.lang, key.direction), Pen(style))
            self._slots[key] = read_slot(narrow, wide, pen)

    def _set_side(self, draft: Draft, job: Job) -> SetSide:
        card, design, side = draft.card, draft.design, draft.side
        ground = ground_of(card, design, side)
        if ground not in job.grounds:
            job.grounds[ground] = GroundPicture(self._ground_page(ground))
        frame = self._frame(design, side, card.direction)
        lines = [
            set_line(slot, job.case.shape(slot.pen, text), text, slot.top)
            for slot, text in zip(frame.code, (card.spaced_code, f"{card.labels['issue']} {card.issue}"), strict=False)
        ]
        for block, keys in draft.blocks:
            texts = zip(map(self._slots.__getitem__, keys), (text.lines for text in block.texts), strict=True)
            lines += set_block(texts, job.case, block.at_foot)
        return SetSide(
            ground=job.grounds[ground],
            lines=lines,
            frame=frame,
            qr=job.code(card.token) if frame.qr else None,
            photo=hung(frame.photo, self._photo(card.photo)) if ground.portrait and card.photo else None,
        )

    def _photo(self, photo: bytes) -> Any:
        """Return a photo as WeasyPrint draws it; it tells pictures apart by their address."""
        url = f"photo:{hashlib.sha256(photo).hexdigest()}"
        self._fetcher.photos = {url: photo}
        return get_image_from_uri({}, self._fetcher, DEFAULT_OPTIONS, url)

    def _lay_out_frame(self, design: BadgeDesign, side: Side, direction: str) -> Frame:
        """Return where pictures and code stand on this side of every badge."""
        html = self._templates.get_template("badges/paper/frame.html").render(
            key=design.key,
            at=element_class(design, side),
            direction=direction,
            qr=design.find(side, Kind.QR),
            photo=design.find(side, Kind.PHOTO),
            code=design.find(side, Kind.CODE),
            samples=SAMPLES,
        )
        return read_frame(*_sections(self._render(html, {"picture:": Blank()}, (design,)).pages[0]))

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


def _type_of(text: Fitted) -> tuple[str, str, str]:
    return text.css, text.lang, text.direction


def _sections(page: Page) -> list[Any]:
    """Return the sides that lie on a page, in their order."""
    return [box for box in walk(page._page_box, boxes.BlockBox) if box.element_tag == "section"]
