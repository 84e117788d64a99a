"""People who register on site: written down, vouched for by the desk, and approved while their quota lasts."""

from collections.abc import Mapping
from datetime import datetime

from summit.audit.services import record
from summit.database import db
from summit.events.models import Category, Event
from summit.registration.models import Registration
from summit.registration.rules import ConsentPurpose, RegistrationStatus, ReviewAction
from summit.registration.rules.answers import RegistrationAnswers
from summit.registration.services.confirming import vouch_for
from summit.registration.services.registering import register
from summit.registration.services.reviewing import decide

from ..rules import AddressIsRegistered


def register_walk_in(
    event: Event,
    *,
    category_letter: str,
    answers: RegistrationAnswers,
    consents: Mapping[ConsentPurpose, bool],
    language: str,
    submission_key: str,
    actor_id: int,
    now: datetime,
) -> Registration:
    """Register somebody who stands at the desk and approve them where quota and category allow it.

    The desk has seen the person, so the place does not wait for the mail; the account does. A category that needs a
    second officer leaves the registration in review, a full one on the waiting list. The same submission key gives the
    same person.
    Raises AddressIsRegistered and the refusals of `registering.register`.
    """
    person = register(
        event, category_letter=category_letter, answers=answers, language=language, consents=consents,
        submission_key=submission_key, now=now, is_vouched=True,
    )  # fmt: skip
    if person.submission_key != submission_key:
        raise AddressIsRegistered(reference=person.reference, public_id=person.public_id)
    person = vouch_for(person.id, now)
    record("registration.walk_in", "registration", person.id, actor_id=actor_id, event_id=event.id)
    category = db.session.get_one(Category, person.category_id)
    if person.status is RegistrationStatus.SUBMITTED and not category.needs_second_officer:
        return decide(person.id, ReviewAction.APPROVE, actor_id=actor_id, expected_version=person.version, now=now)
    return person
