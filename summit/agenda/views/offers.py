"""The words around a slot's places: how many are left, where the reader stands, what can be done."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from summit.clock import utcnow
from summit.errors import DomainError
from summit.web.filters import number
from summit.web.forms import translated

from ..rules.kinds import SignUpStatus
from ..rules.programme import ProgrammeSession, ProgrammeSlot
from ..rules.sign_ups import (
    PLACES_NAMES,
    Places,
    PlacesLabel,
    ReaderState,
    SlotHasBegun,
    SlotIsCancelled,
    ensure_may_sign_up,
    places_of,
)
from .blueprints import programme_bp

_TONES = {PlacesLabel.OPEN: "positive", PlacesLabel.LIMITED: "caution", PlacesLabel.FULL: "negative"}


@dataclass(frozen=True, slots=True)
class Offer:
    """What the box beside a slot says and lets the reader do."""

    places: Places
    label: str
    tone: str
    words: str
    standing: str = ""
    may_sign_up: bool = False
    may_leave: bool = False
    may_ask: bool = False
    refusal: str = ""
    action: str = ""
    leave_label: str = ""
    leave_question: str = ""
    leave_answer: str = ""

    @property
    def is_full(self) -> bool:
        """Tell whether a newcomer goes to the waiting list."""
        return self.places.label is PlacesLabel.FULL


@programme_bp.app_template_global("sign_up_offer")
def sign_up_offer(
    slot: ProgrammeSlot, session: ProgrammeSession, reader: ReaderState | None, taken: Mapping[int, int]
) -> Offer | None:
    """Return what the box beside the slot shows now; None where no box belongs."""
    places = places_of(session, taken.get(slot.id, 0))
    if places is None or slot.is_cancelled:
        return None
    offer = Offer(places, _(PLACES_NAMES[places.label]), _TONES[places.label], places_words(places))
    now = utcnow()
    if reader is None:
        return replace(offer, may_ask=slot.starts_at > now and not current_user.is_authenticated)
    status = reader.status_of(slot.id)
    if status is not None:
        return _with_standing(offer, status, reader.positions.get(slot.id, 1), may_leave=slot.ends_at > now)
    return _with_chance(offer, slot, session, reader, now)


def places_words(places: Places) -> str:
    """Say in words how many places are left."""
    capacity = number(places.capacity)
    if not places.free:
        return str(_("All %(capacity)s places are taken.", capacity=capacity))
    words: str = ngettext(
        "%(free)s place of %(capacity)s is free.",
        "%(free)s places of %(capacity)s are free.",
        places.free,
        free=number(places.free),
        capacity=capacity,
    )
    return words


def standing_words(status: SignUpStatus, position: int) -> str:
    """Say where a live sign-up stands; the position in the waiting list counts from 1."""
    if status is SignUpStatus.CONFIRMED:
        return str(_("You have a place."))
    return str(_("You are number %(position)s on the waiting list.", position=number(position)))


def _with_standing(offer: Offer, status: SignUpStatus, position: int, *, may_leave: bool) -> Offer:
    said = replace(offer, standing=standing_words(status, position), may_leave=may_leave)
    if status is SignUpStatus.CONFIRMED:
        return replace(
            said,
            leave_label=_("Give up my place"),
            leave_question=_("The next person on the waiting list will get it."),
            leave_answer=_("Give it up"),
        )
    return replace(
        said,
        leave_label=_("Leave the waiting list"),
        leave_question=_("You will lose your number in it."),
        leave_answer=_("Leave it"),
    )


def _with_chance(
    offer: Offer, slot: ProgrammeSlot, session: ProgrammeSession, reader: ReaderState, now: datetime
) -> Offer:
    try:
        ensure_may_sign_up(slot, session, reader.delegate, now)
    except (SlotHasBegun, SlotIsCancelled):
        return offer
    except DomainError as refusal:
        return replace(offer, refusal=translated(refusal))
    return replace(offer, may_sign_up=True, action=_("Join the waiting list") if offer.is_full else _("Sign up"))
