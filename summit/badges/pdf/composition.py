"""Which texts stand where on a badge: each card's texts, fitted into the boxes of the design (mm)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..cards import BadgeCard, ink_on
from .fitting import Box, Fitted, Ruler
from .formats import Side
from .typefaces import HEADLINE, PLAIN, SERIF, STRONG

COLUMN = 89.0
GAP = 1.0


@dataclass(frozen=True, slots=True)
class NameRoom:
    """Room for all lines of a name: height (mm), greatest size of the first line and of the others (pt)."""

    height: float
    headline: float
    others: float


NAME_ROOM = {Side.FRONT: NameRoom(38, 44, 20), Side.BACK: NameRoom(25, 27, 14)}


@dataclass(frozen=True, slots=True)
class Personal:
    """The texts of one side that belong to one person; `names` begins with the greatest."""

    names: tuple[Fitted, ...]
    honorific: Fitted | None
    belonging: tuple[Fitted, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """The texts and colours of one side that many badges share: hashable, laid out once."""

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
    def ink(self) -> str:
        """The colour of text on the category's colour."""
        return ink_on(self.colour)


def ground_of(card: BadgeCard, side: Side) -> Ground:
    """Return what `card` shares on `side` with the other badges of its category, event and language."""
    return Ground(
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
        portrait=side is Side.FRONT and card.photo is not None,
        labels=tuple(sorted(card.labels.items())),
    )


def compose_personal(card: BadgeCard, side: Side, ruler: Ruler) -> Personal:
    """Return the person's texts for `side`, each at the greatest size its place allows."""
    room = NAME_ROOM[side]
    honorific = None
    height = room.height
    if card.honorific and side is Side.FRONT:
        honorific = ruler.fit(card.honorific, PLAIN, Box(COLUMN, 5, 10), card.language)
        height -= honorific.height + GAP
    names = _compose_names(card.names, NameRoom(height, room.headline, room.others), ruler)
    belonging = _compose_belonging(card, ruler) if side is Side.FRONT else ()
    return Personal(names, honorific, belonging)


def _compose_names(names: Sequence[tuple[str, str]], room: NameRoom, ruler: Ruler) -> tuple[Fitted, ...]:
    """Return the first name as great as the others leave it room to be."""
    (first, first_lang), *rest = names
    share = min(room.height * 0.32, room.height * 0.6 / max(len(rest), 1))
    others = [ruler.fit(text, SERIF, Box(COLUMN, share, room.others), lang) for text, lang in rest]
    left = room.height - sum(each.height + GAP for each in others)
    return (ruler.fit(first, HEADLINE, Box(COLUMN, left, room.headline), first_lang), *others)


def _compose_belonging(card: BadgeCard, ruler: Ruler) -> tuple[Fitted, ...]:
    """Return organisation and country, leaving out what is empty."""
    lines: list[Fitted] = []
    height = 13.5
    if card.country:
        lines.append(ruler.fit(card.country, PLAIN, Box(COLUMN, 5.2, 11), card.language))
        height -= lines[0].height + GAP
    if card.organisation:
        lines.insert(0, ruler.fit(card.organisation, STRONG, Box(COLUMN, height, 12)))
    return tuple(lines)


def compose_ground(ground: Ground, ruler: Ruler) -> dict[str, Fitted]:
    """Return the shared texts by their place in the design; an empty text has no entry."""
    labels = dict(ground.labels)
    places = {
        "event": (ground.event_name, HEADLINE, Box(58, 8.5, 14.5)),
        "dates": (ground.event_dates, PLAIN, Box(28, 9.2, 8)),
        "letter": (ground.letter, HEADLINE, Box(13, 13, 30)),
        "word": (ground.word, HEADLINE, Box(69, 11, 20)),
    }
    if ground.side is Side.FRONT:
        places["monogram"] = (ground.letter, HEADLINE, Box(32, 44, 104))
        places["zones"] = (labels["zones"], PLAIN, Box(22, 4.2, 7.25))
    else:
        places["venue_label"] = (labels["venue"], PLAIN, Box(40, 4.2, 7.25))
        places["venue"] = (ground.venue, STRONG, Box(40, 16, 9))
        places["zones"] = (labels["zones"], PLAIN, Box(40, 4.2, 7.25))
        places["rules"] = (labels["rules"], PLAIN, Box(COLUMN, 11, 7.25))
        places["if_found"] = (labels["if_found"], STRONG, Box(COLUMN, 8.4, 7.25))
    return {place: ruler.fit(text, face, box, ground.language) for place, (text, face, box) in places.items() if text}
