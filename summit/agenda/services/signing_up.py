"""Signing up where places are limited: lock the slot, count, write; the waiting list moves up by itself.

Every function locks one slot at most and claims the time of one person at most before it ends, so that two
transactions never wait for each other.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from summit.calendar.queries import list_engagements
from summit.calendar.rules import CalendarEntry, ClaimKind, TimeIsTaken
from summit.calendar.services import claim, release_claims
from summit.database import db, savepoint
from summit.events.models import Event
from summit.events.queries import get_event
from summit.registration.models import Registration

from ..mails import sign_ups as mails
from ..models import SignUp
from ..queries import sign_ups as queries
from ..queries.board import find_settings
from ..queries.following import delegate_of
from ..queries.releases import find_current_programme
from ..rules import sign_ups as rules
from ..rules.kinds import OverlapPolicy, SignUpStatus
from ..rules.programme import Programme, ProgrammeSession, ProgrammeSlot


@dataclass(frozen=True, slots=True)
class SignedUp:
    """How a sign-up ended: `position` in the queue from 1 (0 with a place), `overlapping` where only a warning."""

    status: SignUpStatus
    position: int = 0
    overlapping: tuple[CalendarEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotInHand:
    """A locked slot as the public knows it, and the edition's policy."""

    event: Event
    programme: Programme
    slot: ProgrammeSlot
    session: ProgrammeSession
    policy: OverlapPolicy

    @property
    def refuses_overlaps(self) -> bool:
        """Tell whether nobody may have two places at the same time."""
        return self.policy is OverlapPolicy.REFUSE


def sign_up(event_id: int, slot_id: int, *, registration_id: int, now: datetime) -> SignedUp:
    """Give a delegate a place in a published slot, or a number in its queue; asking again changes nothing.

    Raises NotADelegate, SessionIsNotShown, OverlapsAnother and what rules.sign_ups.ensure_may_sign_up raises.
    """
    hand = take_slot(event_id, slot_id)
    person = queries.find_follower(event_id, registration_id)
    if person is None:
        raise rules.NotADelegate
    known = queries.find_live(slot_id, registration_id)
    if known is not None:
        return _outcome(known)
    rules.ensure_may_sign_up(hand.slot, hand.session, delegate_of(person), now)
    overlapping = _overlapping(hand, registration_id)
    if overlapping and hand.refuses_overlaps:
        raise rules.OverlapsAnother(overlapping[0].titles)
    row = _write(hand, registration_id, now)
    if row.status is SignUpStatus.WAITING:
        _promote_first(hand, now, silent_for=row.id)
    _tell(hand, person, row)
    return _outcome(row, overlapping if hand.policy is OverlapPolicy.WARN else ())


def take_slot(event_id: int, slot_id: int) -> SlotInHand:
    """Lock a slot and return it as published; raises SessionIsNotShown."""
    if queries.lock_slot(event_id, slot_id) is None:
        raise rules.SessionIsNotShown
    programme = find_current_programme(event_id)
    slot, session = rules.find_slot(programme, slot_id)
    settings = find_settings(event_id)
    policy = settings.overlap if settings else OverlapPolicy.WARN
    if programme is None:
        raise rules.SessionIsNotShown
    return SlotInHand(get_event(event_id), programme, slot, session, policy)


def _overlapping(hand: SlotInHand, registration_id: int) -> tuple[CalendarEntry, ...]:
    """Return what the person has agreed to elsewhere at the slot's time."""
    if hand.policy is OverlapPolicy.ALLOW:
        return ()
    found = list_engagements(hand.event.id, registration_id, hand.slot.starts_at, hand.slot.ends_at)
    return tuple(entry for entry in found if entry.uid != hand.slot.uid)


def _write(hand: SlotInHand, registration_id: int, now: datetime) -> SignUp:
    """Write the sign-up with what the count gives it, and claim the person's time for a place."""
    counted = queries.count_statuses(hand.slot.id)
    places = _places(hand, counted)
    waiting = counted.get(SignUpStatus.WAITING, 0)
    status = rules.status_for(places, waiting) if places else SignUpStatus.CONFIRMED
    row = _insert(SignUp(slot_id=hand.slot.id, registration_id=registration_id, status=status, created_at=now))
    if row.status is SignUpStatus.CONFIRMED:
        _claim(hand, row)
    return row


def _insert(row: SignUp) -> SignUp:
    """Write the row; where the index of live sign-ups refuses a second one, return the first."""
    try:
        with savepoint():
            db.session.add(row)
            db.session.flush()
    except IntegrityError:
        known = queries.find_live(row.slot_id, row.registration_id)
        if known is None:
            raise
        return known
    return row


def _places(hand: SlotInHand, counted: dict[SignUpStatus, int]) -> rules.Places | None:
    taken = counted.get(SignUpStatus.CONFIRMED, 0)
    return rules.places_given(hand.session, queries.drafted_capacity(hand.session.id), taken)


def _claim(hand: SlotInHand, row: SignUp) -> None:
    """Claim the person's time where overlaps are refused; raises OverlapsAnother."""
    if not hand.refuses_overlaps:
        return
    try:
        claim_time(hand, row.registration_id, row.id)
    except TimeIsTaken as error:
        # Somebody signed the same person up elsewhere a moment ago; that is visible by now.
        others = _overlapping(hand, row.registration_id)
        raise rules.OverlapsAnother(others[0].titles) if others else error from error


def claim_time(hand: SlotInHand, registration_id: int, sign_up_id: int) -> None:
    """Claim a person's time for a place in the slot; raises TimeIsTaken."""
    claim(
        hand.event.id,
        ClaimKind.PERSON,
        registration_id,
        hand.slot.starts_at,
        hand.slot.ends_at,
        owner_kind=queries.CLAIM_OWNER,
        owner_id=sign_up_id,
    )


def _outcome(row: SignUp, overlapping: tuple[CalendarEntry, ...] = ()) -> SignedUp:
    waits = row.status is SignUpStatus.WAITING
    return SignedUp(row.status, queries.count_until(row) if waits else 0, overlapping)


def _tell(hand: SlotInHand, person: Registration, row: SignUp) -> None:
    if row.status is SignUpStatus.CONFIRMED:
        mails.queue_confirmed(person, hand.event, hand.programme, hand.slot)
    else:
        position = queries.count_until(row)
        mails.queue_waiting(person, hand.event, hand.programme, hand.slot, position=position)


def leave(event_id: int, slot_id: int, *, registration_id: int, now: datetime) -> SignUpStatus | None:
    """Give up a place or a number in the queue, and let the first who waits move up.

    Returns what was given up, None where there was nothing; raises SessionIsNotShown.
    """
    hand = take_slot(event_id, slot_id)
    row = queries.find_live(slot_id, registration_id)
    if row is None:
        return None
    given_up = row.status
    row.status, row.cancelled_at = SignUpStatus.CANCELLED, now
    db.session.flush()
    if given_up is SignUpStatus.CONFIRMED:
        # First the other's time, then one's own: no lock is waited for with one's own already given back.
        _promote_first(hand, now)
        release_claims(queries.CLAIM_OWNER, [row.id])
    return given_up


def fill_place(event_id: int, slot_id: int, *, now: datetime) -> bool:
    """Give one free place of a slot to the first who waits, in a transaction of its own; False when none was given."""
    return _promote_first(take_slot(event_id, slot_id), now) is not None


def _promote_first(hand: SlotInHand, now: datetime, *, silent_for: int = 0) -> SignUp | None:
    """Give a free place to the first in the queue who can have it; who is elsewhere then is told and stays.

    `silent_for` is a sign-up whose owner is told by the caller.
    """
    places = _places(hand, queries.count_statuses(hand.slot.id))
    if places is None or not places.free or not rules.may_promote(hand.slot, now):
        return None
    for row in queries.list_queue(hand.slot.id):
        if _confirm(hand, row, now):
            if row.id != silent_for:
                mails.queue_promoted(row.registration, hand.event, hand.programme, hand.slot)
            return row
    return None


def _confirm(hand: SlotInHand, row: SignUp, now: datetime) -> bool:
    """Turn a number in the queue into a place unless the person is elsewhere and overlaps are refused."""
    try:
        others = _overlapping(hand, row.registration_id) if hand.refuses_overlaps else ()
        if others:
            _pass_over(hand, row, others[0], now)
            return False
        if hand.refuses_overlaps:
            claim_time(hand, row.registration_id, row.id)
    except TimeIsTaken:
        # Taken this very moment: the person is asked again when the next place becomes free.
        return False
    row.status, row.promoted_at = SignUpStatus.CONFIRMED, now
    db.session.flush()
    return True


def _pass_over(hand: SlotInHand, row: SignUp, other: CalendarEntry, now: datetime) -> None:
    if row.passed_over_at is not None:
        return
    row.passed_over_at = now
    mails.queue_passed_over(row.registration, hand.event, hand.programme, hand.slot, other=other.titles)
