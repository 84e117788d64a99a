"""What a delegate follows: stars and sign-ups."""

from collections.abc import Collection

from sqlalchemy import select

from summit.database import db
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus

from ..models import SignUp, Star
from ..rules.kinds import SignUpStatus


def find_reader(event_id: int, account_id: int) -> Registration | None:
    """Return the reader's approved registration in this edition: only such a person stars and signs up."""
    statement = (
        select(Registration)
        .where(
            Registration.event_id == event_id,
            Registration.account_id == account_id,
            Registration.status == RegistrationStatus.APPROVED,
        )
        .order_by(Registration.id.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


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
