"""A delegate changes the answers before the decision."""

from collections.abc import Collection, Mapping
from datetime import datetime

from summit.database import db
from summit.events.models import Category
from summit.events.rules import Ask
from summit.registration.models import Registration
from summit.registration.queries import places, registrations
from summit.registration.queries.person import count_held_places
from summit.registration.rules import (
    ConsentPurpose,
    ensure_editable,
    ensure_required_given,
    offered_purposes,
    place_for,
    status_after_edit,
)
from summit.registration.rules.answers import RegistrationAnswers, answered_asks, changed_fields, cleaned
from summit.registration.rules.links import RegistrationHasChanged
from summit.registration.rules.quota import status_on_category_change

from .answers import answers_of, write_answers
from .confirming import announce_place, change_status, send_confirmation, tell_owner_again
from .consents import ensure_read, record_consents, texts_for
from .openings import open_category
from .photos import portrait, remove_photo, store_photo


def update(
    registration_id: int,
    *,
    category_letter: str,
    answers: RegistrationAnswers,
    language: str,
    consents: Mapping[ConsentPurpose, bool],
    photo: bytes | None = None,
    keep_photo: bool = True,
    expected_version: int,
    now: datetime,
    texts_read: Mapping[str, Collection[int]] | None = None,
) -> Registration:
    """Replace a registration's answers; `photo` replaces the picture, `keep_photo=False` removes it.

    What changed is noted by field names only. A new address waits until it is confirmed; a new category is
    checked against its quota. Raises RegistrationIsLocked after the decision, RegistrationHasChanged where
    `expected_version` is not the present one, and the refusals of `register`.
    """
    registration = registrations.lock_registration(registration_id)
    ensure_editable(registration.status)
    if registration.version != expected_version:
        raise RegistrationHasChanged
    category = _category_for(registration, category_letter, now)
    asks = [Ask(ask) for ask in category.asks]
    answers = cleaned(answers, asks)
    changed = changed_fields(answers_of(registration), answers)
    if _change_photo(registration, photo if Ask.PHOTO in asks else None, keep_photo and Ask.PHOTO in asks, now):
        changed.append("photo")
    answered = answered_asks(answers, has_photo=registration.photo is not None)
    write_answers(registration, answers)
    if _change_consents(registration, asks, answered, consents, texts_read, language, now):
        changed.append("consents")
    _change_address(registration, answers.email, now)
    _move(registration, category, changed, now)
    db.session.flush()
    return registration


def _category_for(registration: Registration, letter: str, now: datetime) -> Category:
    """Return the wanted category: the present one stays allowed after it has closed."""
    present = db.session.get_one(Category, registration.category_id)
    return present if letter == present.letter else open_category(registration.event, letter, now)


def _change_consents(
    registration: Registration,
    asks: Collection[Ask],
    answered: Collection[Ask],
    consents: Mapping[ConsentPurpose, bool],
    texts_read: Mapping[str, Collection[int]] | None,
    language: str,
    now: datetime,
) -> bool:
    """Record what the person now agrees to, and tell whether that changed anything."""
    given = {purpose for purpose, is_given in consents.items() if is_given}
    ensure_required_given(given, answered)
    shown = texts_for(registration.event_id, offered_purposes(asks), language)
    ensure_read(shown, texts_read)
    return bool(record_consents(registration, shown, given, language=language, now=now))


def _change_photo(registration: Registration, photo: bytes | None, keep: bool, now: datetime) -> bool:
    """Store, keep or remove the picture, and tell whether that changed anything."""
    if photo is not None:
        store_photo(registration, portrait(photo), now)
        return True
    if keep or registration.photo is None:
        return False
    remove_photo(registration)
    return True


def _change_address(registration: Registration, email: str, now: datetime) -> None:
    """Let a new address wait for its confirmation; one that is registered already is told so by mail."""
    if email in {registration.email, registration.pending_email}:
        return
    other = registrations.find_live_by_email(registration.event_id, email)
    if other is not None:
        tell_owner_again(other.id, registration.language, now)
        return
    registration.pending_email = email
    send_confirmation(registration, now)


def _move(registration: Registration, category: Category, changed: list[str], now: datetime) -> None:
    """Give the registration its category, the status that follows, and a line in its history."""
    old_status = registration.status
    if category.id == registration.category_id:
        if changed:
            change_status(registration, status_after_edit(old_status), "edited", now, ", ".join(changed))
        return
    locked = places.lock_category(category.id)
    place = place_for(quota=locked.quota, held=count_held_places(locked))
    status = status_on_category_change(old_status, place=place, needs_approval=locked.needs_approval)
    registration.category = locked
    change_status(registration, status, "edited", now, ", ".join(["category", *changed]))
    if status is not old_status:
        announce_place(registration)
