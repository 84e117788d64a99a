"""The unfinished form: kept on the server step by step, sent once, forgotten after fourteen days."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from summit.accounts.rules import AttemptKind
from summit.accounts.services.throttle import admit_attempt
from summit.database import db, savepoint
from summit.events.models import Event
from summit.events.rules import Ask
from summit.registration.models import Registration, RegistrationDraft
from summit.registration.queries import drafts, places, registrations
from summit.registration.queries.consents import given_purposes
from summit.registration.rules import ConsentPurpose, FormStep, badge_lines, ensure_editable
from summit.registration.rules.answers import (
    AGAIN,
    answers_from_steps,
    first_gap,
    steps_from_answers,
    steps_to_ask_again,
)
from summit.registration.rules.links import DRAFT_LIFE, DraftIsGone

from .answers import answers_of
from .consents import ensure_default_texts
from .openings import open_category
from .photos import Portrait, portrait
from .registering import register
from .updating import update


def newcomer_key(cookie_secret: str, event_id: int) -> str:
    """Return under which hash a browser's draft for an edition is kept; the secret itself is not."""
    return _hash(f"new:{event_id}:{cookie_secret}")


def edit_key(registration: Registration) -> str:
    """Return under which hash the draft that changes a registration is kept; a revoked link loses it."""
    return _hash(f"edit:{registration.public_id}:{registration.link_issue}")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def find_draft(key: str, now: datetime) -> RegistrationDraft | None:
    """Return the draft of a key unless it has expired."""
    return drafts.find_draft(key, now)


def draft_photo(draft: RegistrationDraft) -> Portrait | None:
    """Return the picture that was uploaded into the draft."""
    kept = drafts.get_draft_photo(draft.id)
    return None if kept is None else Portrait(kept)


def asks_of(draft: RegistrationDraft | None) -> list[Ask]:
    """Return what the category chosen in the draft asks; nothing before one is chosen."""
    letter = draft.answers.get(FormStep.CATEGORY.value, {}).get("category") if draft else None
    category = places.find_category(draft.event_id, letter) if draft and letter else None
    return [Ask(ask) for ask in category.asks] if category else []


def begin_edit(registration_id: int, now: datetime) -> RegistrationDraft:
    """Make the draft of a registration's answers anew; raises RegistrationIsLocked after the decision."""
    registration = registrations.lock_registration(registration_id)
    ensure_editable(registration.status)
    db.session.execute(delete(RegistrationDraft).where(RegistrationDraft.registration_id == registration.id))
    ensure_default_texts(registration.event_id)
    draft = _new_draft(edit_key(registration), registration.event_id, now)
    draft.registration_id, draft.base_version = registration.id, registration.version
    draft.has_photo = registration.photo is not None
    draft.answers = _steps_of(registration)
    db.session.flush()
    return draft


def _steps_of(registration: Registration) -> dict[str, Any]:
    letter = places.get_letter(registration.category_id)
    given = sorted(purpose.value for purpose in given_purposes(registration.id))
    return {
        FormStep.CATEGORY.value: {"category": letter},
        **steps_from_answers(answers_of(registration)),
        FormStep.PHOTO.value: {},
        FormStep.CONSENTS.value: {"given": given},
    }


def _new_draft(key: str, event_id: int, now: datetime) -> RegistrationDraft:
    """Return a new draft, or the one that the same browser began at the same moment."""
    expired = (RegistrationDraft.secret_hash == key, RegistrationDraft.expires_at <= now)
    db.session.execute(delete(RegistrationDraft).where(*expired))
    draft = RegistrationDraft(
        secret_hash=key,
        event_id=event_id,
        submission_key=secrets.token_urlsafe(24),
        answers={},
        photo=None,
        has_photo=False,
        created_at=now,
        expires_at=now + DRAFT_LIFE,
    )
    try:
        with savepoint():
            db.session.add(draft)
            db.session.flush()
    except IntegrityError:
        return _open_draft(key, now)
    return draft


def choose_category(key: str, event: Event, letter: str, now: datetime) -> RegistrationDraft:
    """Keep the chosen category, beginning a draft where there is none that is still open.

    Answers stay; steps to which the new category adds questions are asked again. Raises the refusals of
    `open_category`, except for the category that a registration under change already has.
    """
    draft = drafts.find_draft(key, now, lock=True)
    if draft is not None and draft.submitted_at is not None:
        db.session.delete(draft)
        db.session.flush()
        draft = None
    if draft is None or not _is_present_category(draft, letter):
        open_category(event, letter, now)
    ensure_default_texts(event.id)
    draft = draft or _new_draft(key, event.id, now)
    before = asks_of(draft)
    had_category = FormStep.CATEGORY.value in draft.answers
    draft.answers = {**draft.answers, FormStep.CATEGORY.value: {"category": letter}}
    if had_category:
        again = {step.value for step in steps_to_ask_again(before, asks_of(draft))}
        draft.answers = {**draft.answers, AGAIN: sorted(again | set(draft.answers.get(AGAIN, ())))}
    db.session.flush()
    return draft


def _is_present_category(draft: RegistrationDraft, letter: str) -> bool:
    if draft.registration_id is None:
        return False
    registration = db.session.get_one(Registration, draft.registration_id)
    return places.get_letter(registration.category_id) == letter


def save_step(key: str, step: FormStep, data: Mapping[str, Any], now: datetime) -> RegistrationDraft:
    """Keep the answers of one step (JSON values); raises DraftIsGone."""
    draft = _open_draft(key, now)
    answers = {**draft.answers, step.value: dict(data)}
    answers[AGAIN] = [name for name in answers.get(AGAIN, ()) if name != step.value]
    if step is FormStep.IDENTITY:
        answers = _with_fresh_badge_lines(draft.answers, answers)
    draft.answers, draft.expires_at = answers, now + DRAFT_LIFE
    return draft


def _with_fresh_badge_lines(old: Mapping[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Let the badge follow a corrected name unless its owner has written the lines by hand."""
    work = new.get(FormStep.ORGANISATION.value)
    if work is None or (work["badge_line1"], work["badge_line2"]) != prefilled_lines(old):
        return new
    line1, line2 = prefilled_lines(new)
    return {**new, FormStep.ORGANISATION.value: {**work, "badge_line1": line1, "badge_line2": line2}}


def prefilled_lines(steps: Mapping[str, Any]) -> tuple[str, str]:
    """Return the badge lines that follow from the name in a draft's answers."""
    answers = answers_from_steps(steps)
    return badge_lines(answers.name_latin, answers.call_me, answers.honorific)


def save_photo(key: str, upload: bytes | None, *, remove: bool, now: datetime) -> RegistrationDraft:
    """Keep an uploaded picture, or drop the present one, or skip; raises DraftIsGone and the refusals of photos."""
    draft = save_step(key, FormStep.PHOTO, {}, now)
    if upload:
        draft.photo, draft.has_photo = portrait(upload), True
    elif remove:
        draft.photo, draft.has_photo = None, False
    return draft


def _open_draft(key: str, now: datetime) -> RegistrationDraft:
    draft = drafts.find_draft(key, now, lock=True)
    if draft is None or draft.submitted_at is not None:
        raise DraftIsGone
    return draft


def submit(key: str, event: Event, *, language: str, now: datetime, client_address: str = "") -> RegistrationDraft:
    """Send the finished form; a repeat changes nothing.

    Raises DraftIsGone, TooManyAttempts after many forms from one network address (where it is given), and
    the refusals of `register`.
    """
    draft = drafts.find_draft(key, now, lock=True)
    if draft is None:
        raise DraftIsGone
    if draft.submitted_at is not None:
        return draft
    answers = answers_from_steps(draft.answers)
    if client_address:
        admit_attempt(AttemptKind.REGISTRATION, answers.email, client_address, now=now)
    register(
        event,
        category_letter=draft.answers[FormStep.CATEGORY.value]["category"],
        answers=answers,
        language=language,
        consents=_given(draft),
        photo=draft_photo(draft) if draft.has_photo else None,
        submission_key=draft.submission_key,
        now=now,
        texts_read=draft.answers[FormStep.CONSENTS.value].get("texts"),
    )
    # Only the address is kept, for the page that says where to look for the mail.
    draft.answers = {FormStep.CONTACT.value: {"email": answers.email}}
    draft.photo, draft.has_photo, draft.submitted_at = None, False, now
    return draft


def save_edit(key: str, *, language: str, now: datetime) -> Registration:
    """Write the changed answers into the registration and drop the draft.

    Raises DraftIsGone, and the refusals of `update`.
    """
    draft = _open_draft(key, now)
    if draft.registration_id is None or draft.base_version is None:
        raise DraftIsGone
    registration = update(
        draft.registration_id,
        category_letter=draft.answers[FormStep.CATEGORY.value]["category"],
        answers=answers_from_steps(draft.answers),
        language=language,
        consents=_given(draft),
        photo=draft_photo(draft),
        keep_photo=draft.has_photo,
        expected_version=draft.base_version,
        now=now,
        texts_read=draft.answers[FormStep.CONSENTS.value].get("texts"),
    )
    db.session.delete(draft)
    return registration


def _given(draft: RegistrationDraft) -> dict[ConsentPurpose, bool]:
    given = draft.answers[FormStep.CONSENTS.value]["given"]
    return {ConsentPurpose(purpose): True for purpose in given}


def rebase(key: str, now: datetime) -> None:
    """Let a draft follow a registration that was changed meanwhile; its owner checks the answers and saves again."""
    draft = _open_draft(key, now)
    draft.base_version = db.session.get_one(Registration, draft.registration_id).version


def ask_consents_again(key: str, now: datetime) -> None:
    """Make the consents step incomplete, because a text has changed."""
    draft = _open_draft(key, now)
    again = {*draft.answers.get(AGAIN, ()), FormStep.CONSENTS.value}
    draft.answers = {**draft.answers, AGAIN: sorted(again)}


def gap_in(draft: RegistrationDraft | None, asks: list[Ask]) -> FormStep:
    """Return the first step that still needs an answer, the review where none does."""
    return first_gap(draft.answers if draft and draft.submitted_at is None else {}, asks)


def purge_expired(now: datetime) -> None:
    """Delete the drafts whose time is over."""
    db.session.execute(delete(RegistrationDraft).where(RegistrationDraft.expires_at <= now))
