"""Finding registrations for the delegate's own pages."""

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from summit.database import db
from summit.events.models import Category, Event
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus


def find_by_submission_key(key: str) -> Registration | None:
    """Return what an earlier submission of the same form made."""
    return db.session.scalar(select(Registration).where(Registration.submission_key == key))


def find_live_by_email(event_id: int, email: str) -> Registration | None:
    """Return the address's registration in the edition that is not withdrawn."""
    statement = select(Registration).where(
        Registration.event_id == event_id,
        Registration.email == email,
        Registration.status != RegistrationStatus.WITHDRAWN,
    )
    return db.session.scalar(statement.options(joinedload(Registration.event)))


def find_by_public_id(public_id: str) -> Registration | None:
    """Return a registration with its edition, category and photo."""
    statement = select(Registration).where(Registration.public_id == public_id)
    parts = (Registration.event, Registration.category, Registration.photo)
    return db.session.scalar(statement.options(*(joinedload(part) for part in parts)))


def find_approved(event_id: int, account_id: int) -> Registration | None:
    """Return the account's approved registration in the edition, with its category; the latest if there are several."""
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


def get_with_history(registration_id: int) -> Registration:
    """Return a registration with everything that the status page shows."""
    statement = select(Registration).where(Registration.id == registration_id)
    one = (Registration.event, Registration.category, Registration.photo)
    many = (Registration.decisions, Registration.consents)
    loaded = [*(joinedload(part) for part in one), *(selectinload(part) for part in many)]
    return db.session.execute(statement.options(*loaded)).scalar_one()


def lock_registration(registration_id: int) -> Registration:
    """Return the registration locked and fresh, with its edition and photo."""
    statement = select(Registration).where(Registration.id == registration_id)
    loaded = statement.options(selectinload(Registration.event), selectinload(Registration.photo))
    fresh = loaded.with_for_update(key_share=True).execution_options(populate_existing=True)
    return db.session.execute(fresh).scalar_one()


def list_of_account(account_id: int) -> list[Registration]:
    """Return an account's registrations across editions, the latest edition first."""
    statement = (
        select(Registration)
        .join(Registration.event)
        .where(Registration.account_id == account_id)
        .order_by(Event.starts_on.desc(), Registration.id.desc())
        .options(contains_eager(Registration.event), joinedload(Registration.category))
    )
    return list(db.session.scalars(statement))


def asks_of(registration: Registration) -> list[str]:
    """Return what the registration's category asks."""
    return db.session.scalar(select(Category.asks).where(Category.id == registration.category_id)) or []


def is_reference_taken(reference: str) -> bool:
    """Tell whether the reference is in use."""
    return db.session.scalar(select(Registration.id).where(Registration.reference == reference)) is not None
