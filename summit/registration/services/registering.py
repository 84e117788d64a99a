"""A delegate registers, changes the answers, withdraws."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from summit.database import db, savepoint
from summit.events.models import Category, Event
from summit.events.rules import Ask
from summit.registration.mails.delegate import queue_withdrawn
from summit.registration.models import Registration
from summit.registration.queries import registrations
from summit.registration.rules import (
    ConsentPurpose,
    RegistrationStatus,
    ensure_can_withdraw,
    ensure_required_given,
    offered_purposes,
)
from summit.registration.rules.answers import RegistrationAnswers, answered_asks, cleaned

from .answers import write_answers
from .confirming import change_status, send_confirmation, tell_owner_again
from .consents import ensure_default_texts, ensure_read, record_consents, texts_for
from .openings import open_category
from .photos import portrait, store_photo
from .updating import update

__all__ = ["RegistrationAnswers", "register", "update", "withdraw"]

# Without I, L, O, U, 0 and 1, which people misread or mishear.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def register(
    event: Event,
    *,
    category_letter: str,
    answers: RegistrationAnswers,
    language: str,
    consents: Mapping[ConsentPurpose, bool],
    photo: bytes | None = None,
    submission_key: str,
    now: datetime,
    texts_read: Mapping[str, Collection[int]] | None = None,
    is_vouched: bool = False,
) -> Registration:
    """Write an unconfirmed registration down and mail its confirmation link, unless staff vouch for it right after.

    The same submission key gives the same registration. An address that is registered already gets a mail
    that says so, and its present registration is returned, so that nothing is revealed. `photo` is any
    picture; `texts_read` are the ids of the consent texts that were shown, by purpose.
    Raises CategoryIsNotOffered, EditionIsOver, RegistrationNotOpenYet, RegistrationClosed, ConsentIsMissing,
    ConsentTextHasChanged, and the refusals of names, countries and photos.
    """
    earlier = registrations.find_by_submission_key(submission_key)
    if earlier is not None:
        return earlier
    category = open_category(event, category_letter, now)
    asks = [Ask(ask) for ask in category.asks]
    answers = cleaned(answers, asks)
    jpeg = portrait(photo) if photo and Ask.PHOTO in asks else None
    given = {purpose for purpose, is_given in consents.items() if is_given}
    ensure_required_given(given, answered_asks(answers, has_photo=jpeg is not None))
    ensure_default_texts(event.id)
    shown = texts_for(event.id, offered_purposes(asks), language)
    ensure_read(shown, texts_read)
    registration = _insert(event, category, answers, language, submission_key, now)
    if registration is None:
        return _tell_earlier(event, answers.email, submission_key, language, now)
    if jpeg is not None:
        store_photo(registration, jpeg, now)
    record_consents(registration, shown, given, language=language, now=now)
    change_status(registration, RegistrationStatus.UNCONFIRMED, "registered", now)
    if not is_vouched:
        send_confirmation(registration, now)
    return registration


def _insert(
    event: Event,
    category: Category,
    answers: RegistrationAnswers,
    language: str,
    submission_key: str,
    now: datetime,
) -> Registration | None:
    """Write the row; None where the address or the submission is in the table already."""
    if registrations.find_live_by_email(event.id, answers.email) is not None:
        return None
    registration = Registration(
        public_id=secrets.token_urlsafe(12),
        reference=_free_reference(),
        submission_key=submission_key,
        event=event,
        category=category,
        status=RegistrationStatus.UNCONFIRMED,
        email=answers.email,
        language=language,
        photo=None,
        created_at=now,
        updated_at=now,
    )
    write_answers(registration, answers)
    try:
        with savepoint():
            db.session.add(registration)
            db.session.flush()
    except IntegrityError:
        return None
    return registration


def _free_reference() -> str:
    reference = new_reference()
    while registrations.is_reference_taken(reference):
        reference = new_reference()
    return reference


def new_reference() -> str:
    """Return a reference such as BF-7K3Q9M, which people can read out over a telephone."""
    return "BF-" + "".join(secrets.choice(_LETTERS) for _ in range(6))


def _tell_earlier(event: Event, email: str, submission_key: str, language: str, now: datetime) -> Registration:
    """Return the registration that was there before, having told its owner by mail unless just told."""
    same_form = registrations.find_by_submission_key(submission_key)
    if same_form is not None:
        return same_form
    earlier = registrations.find_live_by_email(event.id, email)
    if earlier is None:
        raise RuntimeError("A registration was refused by the database without a reason that we know.")
    tell_owner_again(earlier.id, language, now)
    return earlier


def withdraw(registration_id: int, now: datetime) -> Registration:
    """Give the place back and end the registration; raises CannotWithdraw where it is closed already."""
    registration = registrations.lock_registration(registration_id)
    ensure_can_withdraw(registration.status)
    registration.pending_email = ""
    change_status(registration, RegistrationStatus.WITHDRAWN, "withdrawn", now)
    queue_withdrawn(registration)
    return registration
