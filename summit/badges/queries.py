"""Reading whom to print, what was printed, and the print runs of an edition."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, select
from sqlalchemy.orm import joinedload

from summit.accounts.models import Account
from summit.credentials.models import Credential
from summit.database import ROW_LOCK, db
from summit.events.models import Category, Event
from summit.jobs.models import Job
from summit.jobs.rules import JobStatus
from summit.registration.models import SEARCH_INDEX, ConsentRecord, Registration
from summit.registration.queries.review import conditions_of
from summit.registration.rules import ConsentPurpose, RegistrationStatus, search_tokens
from summit.registration.rules.desk import QueueFilter

from .models import PrintedBadge, PrintRun
from .rules import PrintFilter, PrintScope

_RUNS_SHOWN = 30


def count_people(event_id: int, wanted: PrintFilter, categories: Sequence[Category]) -> int:
    """Return how many approved people the filter finds."""
    statement = _filtered(select(func.count(Registration.id)), event_id, wanted, categories)
    return db.session.scalar(statement) or 0


def list_some_people(
    event_id: int, wanted: PrintFilter, categories: Sequence[Category], limit: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the first people that the filter finds, by name, with the moment of their last print."""
    last_print = select(func.max(PrintedBadge.created_at)).where(PrintedBadge.registration_id == Registration.id)
    columns = (
        Registration.public_id,
        Registration.reference,
        Registration.name_latin,
        Registration.name_native,
        Registration.native_language,
        Registration.organisation,
        Registration.category_id,
        last_print.scalar_subquery().label("printed_at"),
    )
    statement = _filtered(select(*columns), event_id, wanted, categories)
    return db.session.execute(statement.order_by(Registration.sort_key, Registration.id).limit(limit)).all()


def list_standings(
    event_id: int, wanted: PrintFilter, categories: Sequence[Category]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return (id, sort key, organisation, country code, represented organisation) of all whom the filter finds."""
    columns = (
        Registration.id,
        Registration.sort_key,
        Registration.organisation,
        Registration.represents,
        Registration.represents_name,
    )
    return db.session.execute(_filtered(select(*columns), event_id, wanted, categories)).all()


def _filtered(
    statement: Select[*tuple[Any, ...]], event_id: int, wanted: PrintFilter, categories: Sequence[Category]
) -> Select[*tuple[Any, ...]]:
    approved = QueueFilter(
        q=wanted.q,
        statuses=(RegistrationStatus.APPROVED,),
        letters=wanted.letters,
        represents=wanted.countries,
    )
    statement = statement.where(*conditions_of(event_id, approved, categories), *_printed_before(wanted.scope))
    if search_tokens(wanted.q):
        # The one narrow index that holds the search key; SQLite's planner would rather read wide rows.
        statement = statement.with_hint(Registration, f"INDEXED BY {SEARCH_INDEX}", "sqlite")
    return statement


def _printed_before(scope: PrintScope) -> list[ColumnElement[bool]]:
    """Return the scope as conditions; changed means: no print of the valid code since the last change."""
    if scope is PrintScope.ALL:
        return []
    printed = exists().where(PrintedBadge.registration_id == Registration.id)
    if scope is PrintScope.NOT_PRINTED:
        return [~printed]
    still_true = exists().where(
        PrintedBadge.registration_id == Registration.id,
        PrintedBadge.credential_id == Credential.id,
        Credential.revoked_at.is_(None),
        PrintedBadge.created_at >= Registration.updated_at,
    )
    return [printed, ~still_true]


def list_people(registration_ids: Sequence[int]) -> list[Registration]:
    """Return these people in this order, each with category, zones and photo, in two statements."""
    statement = (
        select(Registration)
        .where(Registration.id.in_(registration_ids))
        .options(
            joinedload(Registration.category, innerjoin=True).selectinload(Category.zones),
            joinedload(Registration.photo),
        )
    )
    found = {person.id: person for person in db.session.scalars(statement)}
    return [found[key] for key in registration_ids if key in found]


def agreeing_to_photo(registration_ids: Collection[int]) -> set[int]:
    """Return which of these people at present agree to their photo on the badge."""
    statement = (
        select(ConsentRecord.registration_id, ConsentRecord.given)
        .where(
            ConsentRecord.registration_id.in_(registration_ids),
            ConsentRecord.purpose == ConsentPurpose.BADGE_PHOTO,
        )
        .order_by(ConsentRecord.id)
    )
    latest = dict(db.session.execute(statement).all())
    return {key for key, given in latest.items() if given}


def find_person(event_id: int, public_id: str) -> Registration | None:
    """Return one person of this very edition with their category."""
    statement = select(Registration).where(Registration.event_id == event_id, Registration.public_id == public_id)
    return db.session.scalar(statement.options(joinedload(Registration.category, innerjoin=True)))


def list_prints(registration_id: int) -> Sequence[Row[PrintedBadge, Credential]]:
    """Return every print of one person's badge with the code that was on it, the latest first."""
    statement = (
        select(PrintedBadge, Credential)
        .join(Credential, Credential.id == PrintedBadge.credential_id)
        .where(PrintedBadge.registration_id == registration_id)
        .order_by(PrintedBadge.id.desc())
    )
    return db.session.execute(statement).all()


def are_valid(credential_ids: Collection[int]) -> bool:
    """Tell whether every one of these codes still opens doors."""
    statement = select(func.count(Credential.id)).where(
        Credential.id.in_(credential_ids), Credential.revoked_at.is_(None)
    )
    return db.session.scalar(statement) == len(credential_ids)


def find_run(event_id: int, public_id: str) -> PrintRun | None:
    """Return a run of this very edition with its job; single badges have no job and are not found."""
    statement = select(PrintRun).join(PrintRun.job).where(PrintRun.event_id == event_id)
    fresh = statement.where(PrintRun.public_id == public_id).execution_options(populate_existing=True)
    return db.session.scalar(fresh.options(joinedload(PrintRun.job, innerjoin=True)))


def get_run(run_id: int) -> PrintRun:
    """Return the run; raises sqlalchemy's NoResultFound where there is none."""
    return db.session.execute(select(PrintRun).where(PrintRun.id == run_id)).scalar_one()


def lock_run(run_id: int) -> tuple[PrintRun, Job]:
    """Lock a run and its job, in this order, and return them as they are now."""
    run = db.session.get_one(PrintRun, run_id, with_for_update=ROW_LOCK, populate_existing=True)
    return run, db.session.get_one(Job, run.job_id, with_for_update=ROW_LOCK, populate_existing=True)


def list_runs(event_id: int) -> list[tuple[PrintRun, Account | None]]:
    """Return the edition's latest runs with their jobs and who ordered them, the newest first."""
    statement = (
        select(PrintRun, Account)
        .join(PrintRun.job)
        .outerjoin(Account, Account.id == PrintRun.created_by)
        .where(PrintRun.event_id == event_id)
        .options(joinedload(PrintRun.job, innerjoin=True))
        .order_by(PrintRun.id.desc())
        .limit(_RUNS_SHOWN)
    )
    return [(run, account) for run, account in db.session.execute(statement)]


def list_unfinished_runs(event_id: int) -> list[PrintRun]:
    """Return the runs whose jobs wait or work."""
    open_states = (JobStatus.QUEUED, JobStatus.RUNNING)
    statement = select(PrintRun).join(PrintRun.job).where(PrintRun.event_id == event_id, Job.status.in_(open_states))
    return list(db.session.scalars(statement.options(joinedload(PrintRun.job, innerjoin=True))))


def lock_event(event_id: int) -> Event:
    """Return the edition locked and fresh."""
    return db.session.get_one(Event, event_id, with_for_update=ROW_LOCK, populate_existing=True)


def list_names(registration_ids: Iterable[int]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return (id, public_id, reference, name_latin) of these people by name."""
    columns = (Registration.id, Registration.public_id, Registration.reference, Registration.name_latin)
    statement = select(*columns).where(Registration.id.in_(list(registration_ids)))
    return db.session.execute(statement.order_by(Registration.sort_key, Registration.id)).all()
