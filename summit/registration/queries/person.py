"""Reading one person at the review desk: answers, history, mails, and who may be the same person."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import joinedload, load_only, selectinload

from summit.accounts.models import Account
from summit.database import db
from summit.events.models import Category
from summit.mail.models import OutgoingMail
from summit.registration.models import ConsentRecord, Decision, Registration
from summit.registration.queries.searching import containing
from summit.registration.rules.search import escape_like
from summit.registration.rules.status import HOLDS_PLACE, RegistrationStatus

_MOST_DUPLICATES = 5
_MAIL_COLUMNS = (
    OutgoingMail.subject,
    OutgoingMail.language,
    OutgoingMail.status,
    OutgoingMail.created_at,
    OutgoingMail.sent_at,
)


def find_person(event_id: int, reference: str) -> Registration | None:
    """Return one registration of the edition with category, photo, consents and history."""
    statement = _here(event_id, reference).options(
        joinedload(Registration.category, innerjoin=True),
        joinedload(Registration.photo),
        selectinload(Registration.consents).joinedload(ConsentRecord.text, innerjoin=True),
        selectinload(Registration.decisions).joinedload(Decision.officer).load_only(Account.name, Account.email),
    )
    return db.session.scalar(statement.execution_options(populate_existing=True))


def find_with_photo(event_id: int, reference: str) -> Registration | None:
    """Return one registration of the edition with its photo only."""
    return db.session.scalar(_here(event_id, reference).options(joinedload(Registration.photo)))


def find_reference_id(event_id: int, reference: str) -> int | None:
    """Return the id behind a reference of the edition."""
    here = (Registration.event_id == event_id, Registration.reference == reference)
    return db.session.scalar(select(Registration.id).where(*here))


def _here(event_id: int, reference: str) -> Select[Registration]:
    return select(Registration).where(Registration.event_id == event_id, Registration.reference == reference)


def list_mails_to(person: Registration) -> list[OutgoingMail]:
    """Return the edition's mails to this person, newest first, without their bodies."""
    statement = (
        select(OutgoingMail)
        .where(OutgoingMail.recipient == person.email, OutgoingMail.event_id == person.event_id)
        .options(load_only(*_MAIL_COLUMNS))
        .order_by(OutgoingMail.id.desc())
    )
    return list(db.session.scalars(statement))


def list_possible_duplicates(person: Registration) -> list[Registration]:
    """Return others of the edition with the same folded name, the same telephone or the same e-mail local part."""
    alike = union_all(*(select(found.c.id) for found in map(Select.subquery, _alike(person))))
    statement = (
        select(Registration)
        .where(Registration.id.in_(alike), Registration.id != person.id)
        .options(joinedload(Registration.category, innerjoin=True), joinedload(Registration.photo))
        .order_by(Registration.id)
        .limit(_MOST_DUPLICATES)
    )
    return list(db.session.scalars(statement))


def _alike(person: Registration) -> list[Select[int]]:
    """Return one question per likeness, because each has an index of its own."""
    local_part = person.email.rpartition("@")[0].casefold()
    ids = select(Registration.id).where(Registration.event_id == person.event_id)
    same_address = func.lower(Registration.email).like(f"{escape_like(local_part)}@%", escape="\\")
    near = containing([f"{local_part}@"])
    questions = [near.hint(ids.where(*near.conditions, same_address))]
    if person.sort_key:
        questions.append(ids.where(Registration.sort_key == person.sort_key))
    if person.phone:
        questions.append(ids.where(Registration.phone == person.phone))
    return questions


def list_steps_after(registration_id: int, last_step: int) -> Sequence[Decision]:
    """Return the steps of a registration's history that came after the one with this id, with their officers."""
    statement = (
        select(Decision)
        .where(Decision.registration_id == registration_id, Decision.id > last_step)
        .options(joinedload(Decision.officer).load_only(Account.name, Account.email))
        .order_by(Decision.id)
    )
    return db.session.scalars(statement).all()


def find_pre_approver(registration_id: int) -> int | None:
    """Return the account that took the latest step to "pre-approved"."""
    statement = (
        select(Decision.decided_by)
        .where(Decision.registration_id == registration_id, Decision.to_status == RegistrationStatus.PRE_APPROVED)
        .order_by(Decision.id.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def count_held_places(category: Category) -> int:
    """Return how many registrations hold a place of the category's quota; to be called under its lock."""
    here = (Registration.category_id == category.id, Registration.status.in_(HOLDS_PLACE))
    return db.session.scalar(select(func.count()).select_from(Registration).where(*here)) or 0
