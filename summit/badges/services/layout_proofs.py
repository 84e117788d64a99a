"""Pictures of a design with the shortest and the longest names in every script, before anybody is printed.

The names are those of the edition's own people; a language in which nobody is approved yet has invented ones.
"""

from dataclasses import dataclass

from summit.events.models import Category, Event
from summit.paper.children import run_apart
from summit.registration.models import Registration

from .. import queries
from ..cards import BadgeCard
from ..layouts import BadgeDesign, DesignBook, Side
from ..layouts.samples import SAMPLE_NAMES
from ..pdf import render_badges, render_png, render_proof
from .cards import EditionFace, face_of, names_of

# A code that opens no door: no badge has these digits, as they are not derived from any key.
_TOKEN, _SHORT_CODE = "0" * 24, "0" * 8
_HOUSES = ("Atelier", "Maison de la Couture Transcontinentale et des Arts Décoratifs de la Mode")
_PICTURE_PX = 720


@dataclass(frozen=True, slots=True)
class Specimen:
    """What stands on a badge by way of trial: the card's fields for one person, real or invented."""

    language: str
    names: dict[str, str]
    organisation: str
    country: str
    is_long: bool

    @property
    def title(self) -> str:
        """The name by which the specimen is chosen."""
        return self.names["name_native"] or self.names["line1"]


def list_specimens(event: Event) -> list[Specimen]:
    """Return a short and a long name for each language, those of real people first."""
    face = face_of(event)
    found = [
        _real(person, face, is_long=is_long)
        for pair in queries.list_extreme_names(event.id)
        for is_long, person in enumerate(pair)
    ]
    spoken = {each.language for each in found}
    return found + [
        _invented(language, name, face, is_long=bool(is_long))
        for language, *pair in SAMPLE_NAMES
        if language not in spoken
        for is_long, name in enumerate(pair)
    ]


def _real(person: Registration, face: EditionFace, *, is_long: int) -> Specimen:
    country = face.country(person.represents, person.represents_name)
    return Specimen(person.native_language, names_of(person), person.organisation, country, bool(is_long))


def _invented(language: str, name: str, face: EditionFace, *, is_long: bool) -> Specimen:
    names = {"name_latin": "", "line1": name, "name_native": name, "native_lang": language}
    names["honorific"] = "Prof. Dr" if is_long else ""
    return Specimen(language, names, _HOUSES[is_long], face.country("ZA", ""), is_long)


def draw_proof(event: Event, category: Category | None, design: BadgeDesign, side: Side) -> bytes:
    """Return a PNG of `side` with a short and a long name for each script; laid out in a child process."""
    return run_apart(render_proof, _cards(event, category), DesignBook(design), side)


def draw_specimen(event: Event, category: Category | None, design: BadgeDesign, side: Side, at: int) -> bytes:
    """Return a PNG of `side` with the name at place `at` (from 1) of `list_specimens`, the last one beyond them."""
    cards = _cards(event, category)
    return run_apart(render_png, cards[max(min(at, len(cards)), 1) - 1], _PICTURE_PX, design, side)


def print_proof(event: Event, category: Category | None, design: BadgeDesign) -> bytes:
    """Return a PDF in true size, to try paper and printer with: every specimen, one badge a page."""
    return run_apart(render_badges, _cards(event, category), design)


def _cards(event: Event, category: Category | None) -> list[BadgeCard]:
    face = face_of(event)
    return [
        BadgeCard(
            **each.names,
            organisation=each.organisation,
            country=each.country,
            category_letter=category.letter if category else "D",
            category_word=face.word(category) if category else "",
            category_colour=category.colour if category else "#0b5d4e",
            zones=tuple("ABCDEF"[: 6 if each.is_long else 2]),
            issue=1,
            token=_TOKEN,
            short_code=_SHORT_CODE,
            photo=None,
            event_name=face.name,
            event_dates=face.dates,
            venue=face.venue,
            accent=face.accent,
            language=face.language,
            labels=face.labels,
        )
        for each in list_specimens(event)
    ]
