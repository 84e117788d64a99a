"""What a delegate follows: stars and sign-ups."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from summit.database import db
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus

from ..models import SignUp, Star
from ..rules.kinds import SignUpStatus
from ..rules.sign_ups import Delegate
from .board import count_confirmed


def find_reader(event_id: int, account_id: int) -> Registration | None:
    """Return the reader's approved registration in this edition, with its category: only such a person follows."""
    statement = (
        select(Registration)
        .where(
            Registration.event_id == event_id,
            Registration.account_id == account_id,
            Registration.status == RegistrationStatus.APPROVED,
        )
        .options(joinedload(Registration.category, innerjoin=True))
        .order_by(Registration.id.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def delegate_of(registration: Registration) -> Delegate:
    """Return what decides whether somebody may attend; the registration's category must be loaded."""
    category = registration.category
    return Delegate(registration.id, category.letter, category.needs_adult, bool(registration.guardian))


def list_starred(registration_id: int) -> set[int]:
    """Return the ids of the sessions that a delegate has starred."""
    return set(db.session.scalars(select(Star.session_id).where(Star.registration_id == registration_id)))


def list_sign_ups(registration_ids: Collection[int]) -> dict[int, dict[int, SignUpStatus]]:
    """Return each delegate's live sign-ups as {slot id: status}."""
    statement = select(SignUp.registration_id, SignUp.slot_id, SignUp.status).where(
        SignUp.registration_id.in_(registration_ids), SignUp.status != SignUpStatus.CANCELLED
    )
    found: dict[int, dict[int, SignUpStatus]] = {key: {} for key in registration_ids}
    for registration_id, slot_id, status in db.session.execute(statement):
        found[registration_id][slot_id] = status
    return found


def list_positions(registration_id: int) -> dict[int, int]:
    """Return the delegate's place in each queue, counted from 1, by slot id."""
    mine, other = aliased(SignUp), aliased(SignUp)
    statement = (
        select(mine.slot_id, func.count())
        .join(other, other.slot_id == mine.slot_id)
        .where(
            mine.registration_id == registration_id,
            mine.status == SignUpStatus.WAITING,
            other.status == SignUpStatus.WAITING,
            other.id <= mine.id,
        )
        .group_by(mine.slot_id)
    )
    return dict(db.session.execute(statement).all())


def count_taken(event_id: int) -> dict[int, int]:
    """Return how many places are taken in each slot of the edition; a slot without any is left out."""
    return count_confirmed(event_id)
