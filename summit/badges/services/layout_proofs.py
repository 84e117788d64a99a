"""Pictures of a design with the shortest and the longest names in every script, before anybody is printed."""

from summit.events.models import Category, Event
from summit.paper.children import run_apart

from ..cards import BadgeCard
from ..layouts import BadgeDesign, DesignBook, Side
from ..layouts.samples import SAMPLE_NAMES
from ..pdf import render_proof
from .cards import face_of

# A code that opens no door: no badge has these digits, as they are not derived from any key.
_TOKEN, _SHORT_CODE = "0" * 24, "0" * 8
_HOUSES = ("Atelier", "Maison de la Couture Transcontinentale et des Arts Décoratifs de la Mode")


def draw_proof(event: Event, category: Category | None, design: BadgeDesign, side: Side) -> bytes:
    """Return a PNG of `side` with a short and a long name for each script; laid out in a child process."""
    return run_apart(render_proof, _sample_cards(event, category), DesignBook(design), side)


def _sample_cards(event: Event, category: Category | None) -> list[BadgeCard]:
    """Return two cards for each script, the short one first."""
    face = face_of(event)
    return [
        BadgeCard(
            name_latin="",
            line1=name,
            name_native=name,
            native_lang=language,
            honorific="" if name == short else "Prof. Dr",
            organisation=_HOUSES[name != short],
            country=face.country("ZA", ""),
            category_letter=category.letter if category else "D",
            category_word=face.word(category) if category else "",
            category_colour=category.colour if category else "#0b5d4e",
            zones=tuple("ABCDEF"[: 2 if name == short else 6]),
            issue=1,
            token=_TOKEN,
            short_code=_SHORT_CODE,
            event_name=face.name,
            event_dates=face.dates,
            venue=face.venue,
            accent=face.accent,
            language=face.language,
            labels=face.labels,
        )
        for language, short, long in SAMPLE_NAMES
        for name in (short, long)
    ]
