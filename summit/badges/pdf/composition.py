"""Which texts stand where on a badge: each card's texts, fitted into the boxes of its design (mm)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..cards import FOLDING_STEPS, BadgeCard, ink_on
from ..layouts import BadgeDesign, Element, Kind, Mode, Side
from ..layouts.elements import Anchor
from .fitting import Box, Fitted, Ruler
from .typefaces import HEADLINE, PLAIN, SERIF, STRONG, Face

GAP = 1.0
# The other lines of a name, its honorific and a country are set smaller than what they belong to.
_OTHER_NAMES, _HONORIFIC, _COUNTRY = 0.46, 0.23, 0.92
_LABEL = Box(0, 4.2, 7.25)


@dataclass(frozen=True, slots=True)
class Block:
    """Texts that stand below each other in the box of one element, from its top or down to its foot."""

    element: Element
    texts: tuple[Fitted, ...]

    @property
    def at_foot(self) -> bool:
        """Whether the texts grow upwards."""
        return self.element.anchor is Anchor.FOOT


@dataclass(frozen=True, slots=True)
class Ground:
    """The texts and colours of one side that many badges share: hashable, laid out once."""

    design: BadgeDesign = field(compare=False)
    design_key: str
    side: Side
    language: str
    direction: str
    event_name: str
    event_dates: str
    venue: str
    accent: str
    letter: str
    word: str
    colour: str
    zones: tuple[str, ...]
    portrait: bool
    labels: tuple[tuple[str, str], ...]

    @property
    def band(self) -> tuple[str, str]:
        """The colours of the category band, paper and ink; nothing is laid under black on printed stock."""
        if self.design.mode is Mode.BLACK:
            return "transparent", "#000000"
        return self.colour, ink_on(self.colour)

    @property
    def bar(self) -> str:
        """The colour of the accent."""
        return "transparent" if self.design.mode is Mode.BLACK else self.accent


def ground_of(card: BadgeCard, design: BadgeDesign, side: Side) -> Ground:
    """Return what `card` shares on `side` with the other badges of its category, event and language."""
    return Ground(
        design=design,
        design_key=design.key,
        side=side,
        language=card.language,
        direction=card.direction,
        event_name=card.event_name,
        event_dates=card.event_dates,
        venue=card.venue,
        accent=card.accent,
        letter=card.category_letter,
        word=card.category_word,
        colour=card.category_colour,
        zones=card.zones,
        portrait=card.photo is not None and design.find(side, Kind.PHOTO) is not None,
        labels=tuple(sorted(card.labels.items())),
    )


def compose_personal(card: BadgeCard, design: BadgeDesign, side: Side, ruler: Ruler) -> tuple[Block, ...]:
    """Return the person's texts for `side`, each at the greatest size its box allows; empty ones are left out."""
    return tuple(block for block in _personal(card, design, side, ruler) if block.texts)


def _personal(card: BadgeCard, design: BadgeDesign, side: Side, ruler: Ruler) -> Iterator[Block]:
    has_honorific = design.find(side, Kind.HONORIFIC) is not None
    has_country = design.find(side, Kind.COUNTRY) is not None
    for element in design.elements(side):
        if element.kind is Kind.NAMES:
            above = card.honorific if side is Side.FRONT and not has_honorific else ""
            yield Block(element, _compose_names(card, above, element, ruler))
        elif element.kind is Kind.ORGANISATION:
            yield Block(element, _compose_belonging(card, "" if has_country else card.country, element, ruler))
        elif element.kind in (Kind.HONORIFIC, Kind.COUNTRY):
            text = card.honorific if element.kind is Kind.HONORIFIC else card.country
            yield Block(element, (ruler.fit(text, PLAIN, _box(element), card.language),) if text else ())


def _box(element: Element) -> Box:
    return Box(element.width, element.height, element.largest)


def _compose_names(card: BadgeCard, honorific: str, element: Element, ruler: Ruler) -> tuple[Fitted, ...]:
    """Return the honorific and the name, whose first line is as great as the others leave it room to be."""
    height = element.height
    above: tuple[Fitted, ...] = ()
    if honorific:
        size = max(element.largest * _HONORIFIC, 5.0)
        above = (ruler.fit(honorific, PLAIN, Box(element.width, height * 0.132, size), card.language),)
        height -= above[0].height + GAP
    (first, first_lang), *rest = card.names
    share = min(height * 0.32, height * 0.6 / max(len(rest), 1))
    room = Box(element.width, share, element.largest * _OTHER_NAMES)
    others = [ruler.fit(text, SERIF, room, lang) for text, lang in rest]
    left = height - sum(each.height + GAP for each in others)
    return (*above, ruler.fit(first, HEADLINE, Box(element.width, left, element.largest), first_lang), *others)


def _compose_belonging(card: BadgeCard, country: str, element: Element, ruler: Ruler) -> tuple[Fitted, ...]:
    """Return organisation and country, leaving out what is empty."""
    lines: list[Fitted] = []
    height = element.height
    if country:
        room = Box(element.width, height * 0.386, element.largest * _COUNTRY)
        lines.append(ruler.fit(country, PLAIN, room, card.language))
        height -= lines[0].height + GAP
    if card.organisation:
        lines.insert(0, ruler.fit(card.organisation, STRONG, Box(element.width, height, element.largest)))
    return tuple(lines)


def compose_ground(ground: Ground, ruler: Ruler) -> dict[str, Fitted]:
    """Return the shared texts by their place in the design; an empty text has no entry."""
    labels = dict(ground.labels)
    places: dict[str, Fitted] = {}
    for element in ground.design.elements(ground.side):
        for place, text, face, box in _shared(element, ground, labels):
            if text:
                places[place] = ruler.fit(text, face, box, ground.language)
    return places


def _shared(element: Element, ground: Ground, labels: dict[str, str]) -> Iterator[tuple[str, str, Face, Box]]:
    """Yield the shared texts of one element: place, text, face and room."""
    width, height, largest = element.width, element.height, element.largest
    label = Box(width, min(_LABEL.height, height * 0.3), min(_LABEL.largest, largest))
    match element.kind:
        case Kind.EVENT:
            yield "event", ground.event_name, HEADLINE, _box(element)
        case Kind.DATES:
            yield "dates", ground.event_dates, PLAIN, _box(element)
        case Kind.PHOTO if not ground.portrait:
            yield "monogram", ground.letter, HEADLINE, Box(width, height * 1.1, largest)
        case Kind.ZONES:
            yield "zones", labels["zones"], PLAIN, label
        case Kind.VENUE:
            yield "venue_label", labels["venue"] if ground.venue else "", PLAIN, label
            yield "venue", ground.venue, STRONG, Box(width, height - label.height - GAP, largest)
        case Kind.RULES:
            yield "rules", labels["rules"], PLAIN, Box(width, height * 0.53, largest)
            yield "if_found", labels["if_found"], STRONG, Box(width, height * 0.4, largest)
        case Kind.BAND:
            yield "letter", ground.letter, HEADLINE, Box(height * 0.93, height * 0.93, largest * 1.5)
            yield "word", ground.word, HEADLINE, Box(width - band_letter(element) - 3, height * 0.79, largest)


def band_letter(element: Element) -> float:
    """Return how much of a band's width (mm) its letter takes."""
    return element.height * 17 / 14


@dataclass(frozen=True, slots=True)
class Folding:
    """What the sheet that is folded says above the badge: how to fold it."""

    language: str
    direction: str
    event_name: str
    title: str
    steps: tuple[str, ...]


def folding_of(card: BadgeCard) -> Folding:
    """Return the instructions in the language of the badge."""
    steps = tuple(card.labels[name] for name in FOLDING_STEPS)
    return Folding(card.language, card.direction, card.event_name, card.labels["fold"], steps)


def compose_folding(folding: Folding, ruler: Ruler) -> dict[str, Fitted | list[Fitted]]:
    """Return the texts of the instructions, fitted."""
    return {
        "event": ruler.fit(folding.event_name, STRONG, Box(170, 8, 11), folding.language),
        "title": ruler.fit(folding.title, HEADLINE, Box(170, 24, 24.5), folding.language),
        "steps": [ruler.fit(step, PLAIN, Box(150, 13, 12), folding.language) for step in folding.steps],
    }
