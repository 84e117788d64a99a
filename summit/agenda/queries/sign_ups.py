"""Reading sign-ups: the slot in hand, its queue, and what has to be put right."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Row, and_, func, select
from sqlalchemy.orm import joinedload

from summit.calendar.models import Claim
from summit.database import db
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus

from ..models import Session, SignUp, Slot
from ..rules.kinds import SignUpStatus

# What the claims of a sign-up are filed under.
CLAIM_OWNER = "sign_up"
_FRESH = {"populate_existing": True}


def lock_slot(event_id: int, slot_id: int) -> Slot | None:
    """Return the slot, locked until the end of the transaction.

    Whoever gives out or takes back places of a slot locks it first, and locks only one.
    """
    statement = select(Slot).where(Slot.id == slot_id, Slot.event_id == event_id).with_for_update(key_share=True)
    return db.session.scalar(statement.execution_options(**_FRESH))


def drafted_capacity(session_id: int) -> int | None:
    """Return the capacity that a session has in the draft; None: open to any number."""
    return db.session.scalar(select(Session.capacity).where(Session.id == session_id))


def find_follower(event_id: int, registration_id: int) -> Registration | None:
    """Return an approved registration of the edition, as it is now, with its category."""
    statement = (
        select(Registration)
        .where(
            Registration.id == registration_id,
            Registration.event_id == event_id,
            Registration.status == RegistrationStatus.APPROVED,
        )
        .options(joinedload(Registration.category, innerjoin=True))
    )
    return db.session.scalar(statement.execution_options(**_FRESH))


def find_live(slot_id: int, registration_id: int) -> SignUp | None:
    """Return the delegate's sign-up for the slot that is not cancelled, as it is now."""
    statement = select(SignUp).where(
        SignUp.slot_id == slot_id,
        SignUp.registration_id == registration_id,
        SignUp.status != SignUpStatus.CANCELLED,
    )
    return db.session.scalar(statement.execution_options(**_FRESH))


def count_statuses(slot_id: int) -> dict[SignUpStatus, int]:
    """Return how many sign-ups of the slot stand at each status; one without any is left out."""
    statement = select(SignUp.status, func.count()).where(SignUp.slot_id == slot_id).group_by(SignUp.status)
    return dict(db.session.execute(statement).all())


def count_until(sign_up: SignUp) -> int:
    """Return a waiting delegate's place in the queue, counted from 1."""
    waiting = (SignUp.slot_id == sign_up.slot_id, SignUp.status == SignUpStatus.WAITING, SignUp.id <= sign_up.id)
    return db.session.scalar(select(func.count()).where(*waiting)) or 0


def list_queue(slot_id: int) -> list[SignUp]:
    """Return those who wait and may still come, the first first, each with the registration."""
    statement = (
        select(SignUp)
        .join(SignUp.registration)
        .where(
            SignUp.slot_id == slot_id,
            SignUp.status == SignUpStatus.WAITING,
            Registration.status == RegistrationStatus.APPROVED,
        )
        .options(joinedload(SignUp.registration, innerjoin=True))
        .order_by(SignUp.id)
    )
    return list(db.session.scalars(statement.execution_options(**_FRESH)))


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """A confirmed sign-up and the claims it holds: five-minute steps from `first` to `last`, None without any."""

    sign_up_id: int
    slot_id: int
    registration_id: int
    first: int | None
    last: int | None


def list_held(event_id: int) -> list[HeldPlace]:
    """Return the edition's confirmed sign-ups with their claims."""
    held = (Claim.owner_kind == CLAIM_OWNER, Claim.owner_id == SignUp.id)
    statement = (
        select(SignUp.id, SignUp.slot_id, SignUp.registration_id, func.min(Claim.tick), func.max(Claim.tick))
        .join(SignUp.slot)
        .outerjoin(Claim, and_(*held))
        .where(Slot.event_id == event_id, SignUp.status == SignUpStatus.CONFIRMED)
        .group_by(SignUp.id, SignUp.slot_id, SignUp.registration_id)
        .order_by(SignUp.id)
    )
    return [HeldPlace(*row) for row in db.session.execute(statement)]


def list_lapsed() -> list[tuple[int, int, int]]:
    """Return (event id, slot id, registration id) of live sign-ups of people who are no longer approved."""
    statement = (
        select(Slot.event_id, SignUp.slot_id, SignUp.registration_id)
        .join(SignUp.slot)
        .join(SignUp.registration)
        .where(SignUp.status != SignUpStatus.CANCELLED, Registration.status != RegistrationStatus.APPROVED)
        .order_by(SignUp.id)
    )
    return _triples(db.session.execute(statement))


def list_waited_for() -> list[tuple[int, int, int]]:
    """Return (event id, slot id, places taken) of the slots that somebody waits for."""
    taken = and_(SignUp.slot_id == Slot.id, SignUp.status == SignUpStatus.CONFIRMED)
    statement = (
        select(Slot.event_id, Slot.id, func.count(SignUp.id))
        .outerjoin(SignUp, taken)
        .where(Slot.id.in_(select(SignUp.slot_id).where(SignUp.status == SignUpStatus.WAITING)))
        .group_by(Slot.event_id, Slot.id)
        .order_by(Slot.id)
    )
    return _triples(db.session.execute(statement))


def list_events_of(slot_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return the slots by the edition that they belong to."""
    found: dict[int, list[int]] = {}
    for event_id, slot_id in db.session.execute(select(Slot.event_id, Slot.id).where(Slot.id.in_(list(slot_ids)))):
        found.setdefault(event_id, []).append(slot_id)
    return found


def _triples(rows: Iterable[Row[int, int, int]]) -> list[tuple[int, int, int]]:
    return [(row[0], row[1], row[2]) for row in rows]
