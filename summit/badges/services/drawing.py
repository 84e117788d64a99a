"""Drawing badges: one for a page, or a chunk of a print run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from summit.credentials.queries import list_valid_credentials
from summit.credentials.services import (
    BadgeKeyIsMissing,
    BadgeNotAvailable,
    IssuedBadge,
    ensure_credential,
    ensure_credentials,
)
from summit.database import transaction
from summit.events.queries import get_event

from .. import queries
from ..cards import BadgeCard
from ..layouts import DesignBook, Sheet
from ..pdf import render_badges, render_png, run_apart
from ..rules import LeftOut
from .cards import EditionFace, badge_photo, card_of, face_of, face_text_of
from .parts import Printed

# Sharp at the width of every phone, and still printable at 290 dpi.
PNG_WIDTH = 1200


@dataclass(frozen=True, slots=True)
class DrawnBadge:
    """A card with the code on it, the name of the file that it becomes and, for the log, what stands on it."""

    card: BadgeCard
    issued: IssuedBadge
    reference: str
    face: str
    book: DesignBook

    @property
    def design(self) -> str:
        """The key of the design that the badge is drawn in."""
        return self.book.of(self.card.category_letter).key

    def pdf(self, sheet: Sheet = Sheet.SINGLE) -> bytes:
        """Return the printed sides as a PDF; laid out in a child process, outside of any transaction."""
        return run_apart(render_badges, [self.card], self.book, sheet)

    def png(self) -> bytes:
        """Return the front as a PNG of 1200 pixels' width; laid out in a child process likewise."""
        return run_apart(render_png, self.card, PNG_WIDTH, self.book)


@dataclass(frozen=True, slots=True)
class DrawnChunk:
    """The cards of a chunk in its order, what the log says of each, and who was left out."""

    cards: list[BadgeCard]
    printed: list[Printed]
    left_out: list[tuple[int, LeftOut]]


def draw_badge(registration_id: int, *, actor_id: int | None, now: datetime) -> DrawnBadge:
    """Return one person's badge, its code made on first use.

    Raises BadgeNotAvailable before the approval, BadgeKeyIsMissing where the code cannot be derived any more.
    """
    issued = ensure_credential(registration_id, actor_id=actor_id, now=now)
    person = queries.list_people([registration_id])[0]
    card, face = _cards({registration_id: issued}, face_of(get_event(person.event_id)))[0]
    return DrawnBadge(card, issued, person.reference, face, queries.load_book(person.event_id))


def draw_chunk(
    registration_ids: Sequence[int],
    face: EditionFace,
    book: DesignBook,
    *,
    actor_id: int | None,
    now: datetime,
    again: bool = False,
) -> DrawnChunk:
    """Return the badges of these people in this order; `again` leaves out whose code was taken out of use.

    Whoever has come into a category without a design in `book` is left out: the run's paper may not be theirs.
    Opens its own short transactions for the codes: photos are read outside of them, because gates wait for
    the write lock.
    """
    holders = {code.registration_id for code in list_valid_credentials(registration_ids)} if again else None
    lost = [key for key in registration_ids if holders is not None and key not in holders]
    issued, left_out = _issue([key for key in registration_ids if key not in lost], actor_id, now)
    left_out += [(key, LeftOut.CODE_IS_REVOKED) for key in lost]
    chunk = DrawnChunk([], [], left_out)
    for one, (card, text) in zip(issued.values(), _cards(issued, face), strict=True):
        if card.category_letter in book.by_letter:
            design = book.of(card.category_letter)
            chunk.cards.append(card)
            chunk.printed.append(Printed(one.registration_id, one.credential_id, text, design.key))
        else:
            left_out.append((one.registration_id, LeftOut.OTHER_CATEGORY))
    return chunk


def _cards(issued: dict[int, IssuedBadge], face: EditionFace) -> list[tuple[BadgeCard, str]]:
    """Return the cards of these people, each with what stands on it, in the order of their codes."""
    people = queries.list_people(list(issued))
    agreeing = queries.agreeing_to_photo(list(issued))
    return [
        (
            card_of(person, issued[person.id], face, badge_photo(person.photo) if person.id in agreeing else None),
            face_text_of(person, face, with_photo=person.id in agreeing),
        )
        for person in people
    ]


def _issue(
    registration_ids: Sequence[int], actor_id: int | None, now: datetime
) -> tuple[dict[int, IssuedBadge], list[tuple[int, LeftOut]]]:
    """Return the codes by person, in order, and who has none and why."""
    try:
        with transaction():
            codes = ensure_credentials(registration_ids, actor_id=actor_id, now=now)
    except BadgeKeyIsMissing:
        return _issue_singly(registration_ids, actor_id, now)
    issued = {code.registration_id: code for code in codes}
    return issued, [(key, LeftOut.NOT_APPROVED) for key in registration_ids if key not in issued]


def _issue_singly(
    registration_ids: Sequence[int], actor_id: int | None, now: datetime
) -> tuple[dict[int, IssuedBadge], list[tuple[int, LeftOut]]]:
    """Do what `_issue` does person by person, because one code of the chunk cannot be derived any more."""
    issued: dict[int, IssuedBadge] = {}
    left_out: list[tuple[int, LeftOut]] = []
    for key in registration_ids:
        try:
            with transaction():
                issued[key] = ensure_credential(key, actor_id=actor_id, now=now)
        except BadgeNotAvailable:
            left_out.append((key, LeftOut.NOT_APPROVED))
        except BadgeKeyIsMissing:
            left_out.append((key, LeftOut.KEY_IS_MISSING))
    return issued, left_out
