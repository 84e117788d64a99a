"""From a registration and its code to the card that is printed.

One language for one edition, so that every badge at a door looks alike: the edition's first language, or
English where the house does not speak that one. Labels, dates, venue and country are written in it; the
category's word stands in it and, where it differs, in the edition's second language ("Delegate · Делегат").
"""

import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from babel.dates import format_interval
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from PIL import Image

from summit.credentials.services import IssuedBadge
from summit.events.models import Category, Event
from summit.registration.models import Photo, Registration
from summit.registration.rules import country_name
from summit.registration.services.photos import photo_path
from summit.web.filters import text_for
from summit.web.locale import LAUNCH_LANGUAGES

from ..cards import BadgeCard
from ..layouts import DesignBook, Sheet, Side
from ..models import PrintRun
from ..pdf.separators import Paper, SeparatorPage
from ..rules import WORDING, Section, face_text, name_lines

PHOTO_SIZE = (300, 400)
_PHOTO_QUALITY = 80


@dataclass(frozen=True, slots=True)
class EditionFace:
    """What all badges of one edition share, every text in `language`."""

    language: str
    second_language: str
    name: str
    dates: str
    venue: str
    accent: str
    labels: dict[str, str]

    def word(self, category: Category) -> str:
        """Return the category's word, in two languages where they differ."""
        first, second = (text_for(category.names, tag) for tag in (self.language, self.second_language))
        return first if second in {first, ""} else f"{first} · {second}"

    def country(self, code: str, represented: str) -> str:
        """Return the country's name, the represented organisation where there is no country."""
        return country_name(code, self.language) if code else represented

    def mark(self, category: Category) -> str:
        """Return a short fingerprint of what the badges of the category (its zones loaded) share.

        The labels are the house's own words: a new version of them makes no printed badge wrong.
        """
        zones = [zone.letter for zone in category.zones]
        edition = [self.language, self.name, self.dates, self.venue, self.accent]
        shared = [*edition, category.letter, self.word(category), category.colour, zones]
        return hashlib.sha256(json.dumps(shared).encode()).hexdigest()[:32]

    def marks(self, categories: Iterable[Category]) -> dict[int, str]:
        """Return the fingerprints of these categories (their zones loaded) by id."""
        return {category.id: self.mark(category) for category in categories}


def badge_language(event: Event) -> str:
    """Return the language in which the edition's badges are written."""
    first = event.languages[0] if event.languages else ""
    return first if first in LAUNCH_LANGUAGES else "en"


def face_of(event: Event) -> EditionFace:
    """Return what the badges of the edition share."""
    language = badge_language(event)
    locale = language.replace("-", "_")
    with force_locale(locale):
        labels = _labels()
    return EditionFace(
        language=language,
        second_language=[*event.languages[1:2], language][0],
        name=text_for(event.names, language),
        dates=format_interval(event.starts_on, event.ends_on, skeleton="yMMMd", locale=locale),
        venue=", ".join(filter(None, (text_for(event.venue_names, language), event.address))),
        accent=event.accent,
        labels=labels,
    )


def _labels() -> dict[str, str]:
    return {
        "zones": _("Zones"),
        "issue": _("Issue"),
        "code": _("Code"),
        "venue": _("Venue"),
        "dates": _("Dates"),
        "rules": _("Wear this badge where it can be seen. It is personal and may not be lent."),
        "if_found": _("If found, please hand it to any steward."),
        "fold": _("Your badge: print this page at full size, then fold it"),
        "fold_half": _("Fold the upper half of the sheet backwards along the marks, so that the badge stays in front."),
        "fold_again": _("Fold the sheet once more between the two sides of the badge, so that both face outwards."),
        "fold_holder": _("Cut away what is left over along the marks, and bring the badge with you."),
    }


def paper_of(run: PrintRun, book: DesignBook) -> Paper:
    """Return what a run is printed on; the sheet that is folded has no back."""
    sheet = Sheet(run.layout)
    has_backs = sheet is not Sheet.A4_FOLDED and Side.BACK in book.printed(book.letters)
    return Paper(*sheet.paper(book.size_on(sheet, book.letters)), has_backs)


def separators_of(section: Section, language: str) -> list[SeparatorPage]:
    """Return the separator pages in front of a section: of its desk, of its group."""
    with force_locale(language.replace("-", "_")):
        desk = SeparatorPage(_("Desk %(number)s", number=section.desk), section.span, _badges(section.size), language)
        group = SeparatorPage("", section.group, "", language)
    return [page for page, wanted in ((desk, section.desk), (group, section.group)) if wanted]


def _badges(count: int) -> str:
    words: str = ngettext("%(count)s badge", "%(count)s badges", count, count=count)
    return words


def card_of(person: Registration, issued: IssuedBadge, face: EditionFace, photo: bytes | None) -> BadgeCard:
    """Return the card of a person whose category with its zones is loaded; `photo` is a JPEG for the badge."""
    category = person.category
    return BadgeCard(
        **names_of(person),
        organisation=person.organisation,
        country=face.country(person.represents, person.represents_name),
        category_letter=category.letter,
        category_word=face.word(category),
        category_colour=category.colour,
        zones=tuple(zone.letter for zone in category.zones),
        photo=photo,
        issue=issued.issue,
        token=issued.token,
        short_code=issued.short_code,
        event_name=face.name,
        event_dates=face.dates,
        venue=face.venue,
        accent=face.accent,
        language=face.language,
        labels=face.labels,
    )


def face_text_of(person: Registration, face: EditionFace, *, with_photo: bool) -> str:
    """Return what stands on the person's badge, for the log of prints; category, zones and photo are loaded."""
    photo_name = person.photo.file_name if person.photo and with_photo else ""
    return face_text((getattr(person, name) for name in WORDING), face.mark(person.category), photo_name)


def names_of(person: Registration) -> dict[str, str]:
    """Return the card's fields that are names."""
    names = name_lines(
        name_latin=person.name_latin,
        call_me=person.call_me,
        honorific=person.honorific,
        line1=person.badge_line1,
        line2=person.badge_line2,
    )
    return {
        "name_latin": names.full,
        "line1": names.line1,
        "line2": names.line2,
        "honorific": names.honorific,
        "name_native": person.name_native,
        "native_lang": person.native_language,
    }


def badge_photo(photo: Photo | None) -> bytes | None:
    """Return the stored portrait as a JPEG of 300 × 400 (254 dpi on the badge); None where none can be read."""
    if photo is None:
        return None
    try:
        return _reduced(photo_path(photo))
    except (OSError, ValueError, SyntaxError):
        return None


def _reduced(path: Path) -> bytes:
    with Image.open(path, formats=("JPEG",)) as image:
        # The decoder itself halves the stored 600 × 800, which is nearly free.
        image.draft("RGB", PHOTO_SIZE)
        picture = image.convert("RGB").resize(PHOTO_SIZE)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=_PHOTO_QUALITY)
    return buffer.getvalue()
