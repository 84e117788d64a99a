"""Deciding about registrations: one by one, or many that an officer ticked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from summit.audit.services import record
from summit.database import db, transaction
from summit.errors import DomainError
from summit.registration.mails.decisions import queue_decision_mail
from summit.registration.models import Decision, Registration
from summit.registration.queries.person import count_held_places, find_pre_approver
from summit.registration.queries.places import lock_category
from summit.registration.rules.desk import ChangedMeanwhile
from summit.registration.rules.quota import ensure_place_left, takes_place
from summit.registration.rules.status import (
    RegistrationStatus,
    RejectionReason,
    ReviewAction,
    ensure_four_eyes,
    mail_for,
)
from summit.registration.rules.status import decide as decide_status


@dataclass(frozen=True, slots=True)
class Pick:
    """A registration that an officer ticked, as it was when the page was drawn."""

    registration_id: int
    version: int


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one ticked registration; `refusal` is None where it went well."""

    reference: str
    name: str
    refusal: DomainError | None


def decide(
    registration_id: int,
    action: ReviewAction,
    *,
    actor_id: int,
    expected_version: int,
    now: datetime,
    reason: RejectionReason | None = None,
    note: str = "",
    message: str = "",
) -> Registration:
    """Carry out an officer's decision and queue its mail in the delegate's language; a pre-approval sends none.

    `note` stays inside, `message` is written into the mail. Raises ChangedMeanwhile, CategoryIsFull,
    NeedsPreApproval, NeedsAnotherOfficer and the refusals of `rules.decide`; NoResultFound for an unknown id.
    """
    person = _locked(registration_id, expected_version)
    old = person.status
    new = decide_status(old, action, reason=reason)
    ensure_four_eyes(
        action=action,
        status=old,
        needs_second_officer=person.category.needs_second_officer,
        pre_approved_by=find_pre_approver(person.id),
        officer=actor_id,
    )
    _ensure_place(person, new)
    reason = reason if action is ReviewAction.REJECT else None
    _write_decision(person, action, new, actor_id=actor_id, reason=reason, note=note, now=now)
    mail = mail_for(action)
    if mail is not None:
        queue_decision_mail(person, mail, reason=reason, message=message)
    return person


def _locked(registration_id: int, expected_version: int) -> Registration:
    statement = (
        select(Registration)
        .where(Registration.id == registration_id)
        .options(selectinload(Registration.event), selectinload(Registration.category))
        .with_for_update(of=Registration, key_share=True)
        .execution_options(populate_existing=True)
    )
    person = db.session.scalars(statement).one()
    if person.version != expected_version:
        raise ChangedMeanwhile
    return person


def _ensure_place(person: Registration, new: RegistrationStatus) -> None:
    """Lock the category before its places are counted, so that two officers cannot give the last one twice."""
    if not takes_place(person.status, new):
        return
    category = lock_category(person.category_id)
    ensure_place_left(person.status, new, quota=category.quota, held=count_held_places(category))


def _write_decision(
    person: Registration,
    action: ReviewAction,
    new: RegistrationStatus,
    *,
    actor_id: int,
    reason: RejectionReason | None,
    note: str,
    now: datetime,
) -> None:
    old = person.status
    person.status, person.updated_at = new, now
    person.waitlisted_at = now if new is RegistrationStatus.WAITLISTED else None
    person.decided_at = None if action is ReviewAction.RESET else now
    step = Decision(
        registration_id=person.id,
        action=action.value,
        review_action=action,
        from_status=old.value,
        to_status=new.value,
        reason=reason,
        note=note,
        decided_by=actor_id,
        created_at=now,
    )
    db.session.add(step)
    db.session.flush()
    record(
        "registration.decided",
        "registration",
        person.id,
        actor_id=actor_id,
        event_id=person.event_id,
        review_action=action.value,
        from_status=old.value,
        to_status=new.value,
        reason=reason.value if reason else None,
    )


def decide_many(
    event_id: int,
    picks: Sequence[Pick],
    action: ReviewAction,
    *,
    actor_id: int,
    now: datetime,
    reason: RejectionReason | None = None,
    note: str = "",
) -> list[RowResult]:
    """Decide each ticked registration of the edition in a transaction of its own and tell how each one went.

    A refusal of one leaves the others alone; what belongs to another edition is passed over.
    """
    known = _names_of(event_id, [pick.registration_id for pick in picks])
    results = []
    for pick in picks:
        if pick.registration_id not in known:
            continue
        refusal = None
        try:
            with transaction():
                decide(
                    pick.registration_id,
                    action,
                    actor_id=actor_id,
                    expected_version=pick.version,
                    now=now,
                    reason=reason,
                    note=note,
                )
        except DomainError as error:
            refusal = error
        results.append(RowResult(*known[pick.registration_id], refusal))
    return results


def _names_of(event_id: int, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    columns = (Registration.id, Registration.reference, Registration.name_latin)
    statement = select(*columns).where(Registration.event_id == event_id, Registration.id.in_(ids))
    return {row.id: (row.reference, row.name_latin) for row in db.session.execute(statement)}
