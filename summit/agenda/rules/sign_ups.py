"""Who may follow a session and take one of its places; what the places left are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from summit.errors import N_, DomainError

from .kinds import SessionKind, SignUpStatus
from .programme import Programme, ProgrammeSession, ProgrammeSlot, Texts

# "Limited" is shown when this many places or fewer are left, or this share of them.
FEW_PLACES = 10
FEW_SHARE = 0.2
# From this age limit on a child is turned away; from the second one a minor is, too. Nobody's birthday is known.
NOT_FOR_CHILDREN = 16
NOT_FOR_MINORS = 18


class NotADelegate(DomainError):
    """Somebody without an approved registration wants to follow the programme."""

    message = N_("Only delegates whose registration is approved can star sessions, sign up and give feedback.")


class SessionIsNotShown(DomainError):
    """The session or slot is not part of the published programme."""

    message = N_("This session is no longer part of the programme.")


class SlotIsCancelled(DomainError):
    """A sign-up for what does not take place."""

    message = N_("This session is cancelled, so nobody can sign up for it.")


class SlotHasBegun(DomainError):
    """A sign-up after the beginning."""

    message = N_("This session has already begun. Please ask at the door whether there are free places.")


class NeedsNoSignUp(DomainError):
    """A sign-up for a session with open doors."""

    message = N_("You do not need to sign up for this session: simply come.")


class CategoryMayNotAttend(DomainError):
    """The session is for other categories of participants."""

    message = N_("This session is not open to your category of participants.")


class TooYoung(DomainError):
    """The session has an age limit, and the registration is that of a child or a minor."""

    message = N_("This session is for people of %(age)s and older, so you cannot sign up for it.")


class OverlapsAnother(DomainError):
    """The edition refuses two sessions at the same time; `other` holds the titles of what is in the way."""

    message = N_("You have already agreed to “%(other)s” at this time. Please give it up first.")

    def __init__(self, other: Texts) -> None:
        super().__init__(other=dict(other))


class PlacesLabel(StrEnum):
    """How a session's places are called."""

    OPEN = "open"
    LIMITED = "limited"
    FULL = "full"


PLACES_NAMES = {
    # Translators: places in a session: many are left
    PlacesLabel.OPEN: N_("Places available"),
    # Translators: places in a session: few are left
    PlacesLabel.LIMITED: N_("Few places left"),
    # Translators: a session has no places left
    PlacesLabel.FULL: N_("No places left"),
}


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a slot: how many there are, and how many are taken (more after the room became smaller)."""

    capacity: int
    taken: int = 0

    @property
    def free(self) -> int:
        """Return how many places are left."""
        return max(0, self.capacity - self.taken)

    @property
    def label(self) -> PlacesLabel:
        """Return the word for what is left."""
        if not self.free:
            return PlacesLabel.FULL
        few = self.free <= FEW_PLACES or self.free <= self.capacity * FEW_SHARE
        return PlacesLabel.LIMITED if few else PlacesLabel.OPEN


@dataclass(frozen=True, slots=True)
class Delegate:
    """What decides whether somebody may attend: the category's letter, and what is known of their age.

    `is_child` comes from a category that needs an adult, `is_minor` from a registration that names a guardian.
    """

    registration_id: int
    letter: str
    is_child: bool = False
    is_minor: bool = False


@dataclass(frozen=True)
class ReaderState:
    """What the signed-in delegate follows: ids of starred sessions, and {slot id: status} of live sign-ups.

    `positions` tells, for the slots where the delegate waits, the place in the queue from 1.
    """

    delegate: Delegate
    starred: frozenset[int] = frozenset()
    sign_ups: Mapping[int, SignUpStatus] = field(default_factory=dict)
    positions: Mapping[int, int] = field(default_factory=dict)

    def has_starred(self, session_id: int) -> bool:
        """Tell whether the delegate means to see the session."""
        return session_id in self.starred

    def status_of(self, slot_id: int) -> SignUpStatus | None:
        """Return where the delegate's sign-up for a slot stands."""
        return self.sign_ups.get(slot_id)


def takes_sign_ups(session: ProgrammeSession) -> bool:
    """Tell whether the places of a session are given out by sign-up: where their number is limited."""
    return session.kind is SessionKind.SESSION and session.capacity is not None


def places_of(session: ProgrammeSession, taken: int) -> Places | None:
    """Return the places of one of the session's slots, or None where everybody may simply come."""
    if session.capacity is None or not takes_sign_ups(session):
        return None
    return Places(session.capacity, taken)


def places_given(session: ProgrammeSession, drafted: int | None, taken: int) -> Places | None:
    """Return the places that are given out: a larger room in the draft counts at once, a smaller one when released.

    `drafted` is the capacity in the draft. A place more does nobody harm and those who wait need not wait for the
    next release; a place less is public news. None where everybody may simply come.
    """
    if session.capacity is None or not takes_sign_ups(session):
        return None
    return Places(max(session.capacity, drafted or 0), taken)


def may_promote(slot: ProgrammeSlot, now: datetime) -> bool:
    """Tell whether places that become free go to the waiting list: until the session begins, then the door decides."""
    return not slot.is_cancelled and slot.starts_at > now


def find_slot(programme: Programme | None, slot_id: int) -> tuple[ProgrammeSlot, ProgrammeSession]:
    """Return a slot of the published programme with its session; raises SessionIsNotShown."""
    slot = programme.slot_of.get(slot_id) if programme else None
    if programme is None or slot is None:
        raise SessionIsNotShown
    return slot, programme.session_of[slot.session_id]


def find_session(programme: Programme | None, code: str) -> ProgrammeSession:
    """Return a session of the published programme that people can follow; raises SessionIsNotShown."""
    for session in programme.sessions if programme else ():
        if session.code == code and session.kind is SessionKind.SESSION:
            return session
    raise SessionIsNotShown


def ensure_may_sign_up(slot: ProgrammeSlot, session: ProgrammeSession, delegate: Delegate, now: datetime) -> None:
    """Refuse a sign-up that the session does not allow this delegate at `now`, whatever places are left.

    Raises NeedsNoSignUp, SlotIsCancelled, SlotHasBegun, or what `ensure_may_attend` raises.
    """
    if not takes_sign_ups(session):
        raise NeedsNoSignUp
    if slot.is_cancelled:
        raise SlotIsCancelled
    if slot.starts_at <= now:
        raise SlotHasBegun
    ensure_may_attend(session, delegate)


def ensure_may_attend(session: ProgrammeSession, delegate: Delegate) -> None:
    """Refuse a delegate for whom the session is not meant; raises CategoryMayNotAttend or TooYoung."""
    if session.categories and delegate.letter not in session.categories:
        raise CategoryMayNotAttend
    child_is_late = delegate.is_child and session.age_limit >= NOT_FOR_CHILDREN
    if child_is_late or (delegate.is_minor and session.age_limit >= NOT_FOR_MINORS):
        raise TooYoung(age=session.age_limit)


def status_for(places: Places, waiting: int) -> SignUpStatus:
    """Return what a newcomer gets: a place if one is free and nobody waits for it, else a place in the queue."""
    return SignUpStatus.CONFIRMED if places.free > waiting else SignUpStatus.WAITING
