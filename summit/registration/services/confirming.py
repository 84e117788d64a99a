"""The e-mail address: a signed link proves it, and the proof brings the registration to a place in the quota."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy.exc import IntegrityError

from summit.accounts.services import ensure_account
from summit.database import db, savepoint
from summit.registration.mails.decisions import queue_decision_mail
from summit.registration.mails.delegate import queue_already_registered, queue_confirmation, queue_received
from summit.registration.models import Decision, Registration
from summit.registration.queries import places, registrations
from summit.registration.queries.person import count_held_places
from summit.registration.rules import RegistrationStatus, place_for, status_on_confirm
from summit.registration.rules.links import (
    ensure_may_send_confirmation,
    is_confirmation_expired,
    may_send_confirmation,
)
from summit.registration.rules.status import DecisionMail

from .answers import write_keys


@dataclass(frozen=True, slots=True)
class ConfirmationLink:
    """What a confirmation link says: whose address ("" for one replaced since), and whether it still holds."""

    registration: Registration
    email: str
    is_expired: bool
    is_used: bool


def confirmation_token(registration: Registration, email: str, now: datetime) -> str:
    """Return the signed token of a confirmation link, bound to the registration, the address and the moment.

    The address is named by a mark only, because links end up in the logs of proxies.
    """
    seconds = int(now.timestamp())
    return _signer().dumps([registration.public_id, registration.link_issue, _mark_of(email), seconds])


def _mark_of(email: str) -> str:
    return hashlib.sha256(email.encode()).hexdigest()[:16]


def read_token(token: str, now: datetime) -> ConfirmationLink | None:
    """Return what a token of ours says; None for a forged one and for one from before the links were revoked."""
    if not token.isascii():
        return None
    try:
        public_id, link_issue, mark, seconds = _signer().loads(token)
    except BadData:
        return None
    registration = registrations.find_by_public_id(public_id)
    if registration is None or registration.link_issue != link_issue:
        return None
    email = {_mark_of(one): one for one in (registration.pending_email, registration.email)}.get(mark, "")
    is_used = registration.email == email and registration.email_confirmed_at is not None
    is_expired = not email or is_confirmation_expired(datetime.fromtimestamp(seconds, UTC), now)
    return ConfirmationLink(registration, email, is_expired and not is_used, is_used)


def _signer() -> URLSafeSerializer:
    config = current_app.extensions["summit_config"]
    return URLSafeSerializer(config.secret_key, salt="registration-confirm-email")


def send_confirmation(registration: Registration, now: datetime) -> None:
    """Queue the mail with the link for the address that waits to be confirmed; the event must be loaded."""
    email = registration.pending_email or registration.email
    registration.confirmation_sent_at = now
    queue_confirmation(registration, email, confirmation_token(registration, email, now))


def send_confirmation_again(registration_id: int, now: datetime) -> Registration:
    """Send a new link if there is an address to confirm; raises ConfirmationWasJustSent within a minute."""
    registration = registrations.lock_registration(registration_id)
    if owes_proof(registration):
        ensure_may_send_confirmation(registration.confirmation_sent_at, now)
        send_confirmation(registration, now)
    return registration


def owes_proof(registration: Registration) -> bool:
    """Tell whether a link would prove anything: also people whom the help desk registered may owe the proof still."""
    if registration.status is RegistrationStatus.WITHDRAWN:
        return False
    return registration.email_confirmed_at is None or bool(registration.pending_email)


def tell_owner_again(registration_id: int, language: str, now: datetime) -> None:
    """Mail the owner of an address that registers again: a fresh link or the status page, once a minute at most."""
    earlier = registrations.lock_registration(registration_id)
    if not may_send_confirmation(earlier.confirmation_sent_at, now):
        return
    if earlier.status is RegistrationStatus.UNCONFIRMED:
        send_confirmation(earlier, now)
        return
    earlier.confirmation_sent_at = now
    queue_already_registered(earlier, language)


def confirm_email(registration_id: int, now: datetime, email: str | None = None) -> Registration:
    """Take the address as confirmed: the registration gets its place, or its new address; a repeat changes nothing.

    `email` is the address that was proved (the one that waits unless named). The category's row is locked
    before its places are counted, so the quota holds whatever else happens at the same time.
    """
    registration = registrations.lock_registration(registration_id)
    proved = email or registration.pending_email or registration.email
    if not _waits_for(registration, proved) or not _take_address(registration, proved, now):
        return registration
    if registration.status is RegistrationStatus.UNCONFIRMED:
        _take_place(registration, "confirmed", now)
        announce_place(registration)
    db.session.flush()
    return registration


def vouch_for(registration_id: int, now: datetime) -> Registration:
    """Give somebody whom staff see a place, before the address is proved; a repeat changes nothing.

    What was typed at a desk may be anybody's address, so it brings no account before the link in the mail is used.
    """
    registration = registrations.lock_registration(registration_id)
    if registration.status is not RegistrationStatus.UNCONFIRMED:
        return registration
    status = _take_place(registration, "vouched", now)
    send_confirmation(registration, now)
    if status is not RegistrationStatus.SUBMITTED:
        announce_place(registration)
    db.session.flush()
    return registration


def _waits_for(registration: Registration, email: str) -> bool:
    """Tell whether this very address is the one to be confirmed."""
    if registration.status is RegistrationStatus.WITHDRAWN:
        return False
    is_first = registration.email_confirmed_at is None and email == registration.email
    return is_first or email == registration.pending_email


def _take_address(registration: Registration, email: str, now: datetime) -> bool:
    """Write the proved address and its account; False where another registration took the address meanwhile."""
    try:
        with savepoint():
            registration.email, registration.email_confirmed_at = email, now
            registration.updated_at = now
            db.session.flush()
    except IntegrityError:
        registration.pending_email = ""
        return False
    if email == registration.pending_email:
        registration.pending_email = ""
    account = ensure_account(email, name=registration.name_latin, language=registration.language)
    registration.account_id = account.id
    write_keys(registration)
    return True


def _take_place(registration: Registration, action: str, now: datetime) -> RegistrationStatus:
    category = places.lock_category(registration.category_id)
    place = place_for(quota=category.quota, held=count_held_places(category))
    status = status_on_confirm(place=place, needs_approval=category.needs_approval)
    change_status(registration, status, action, now)
    return status


def announce_place(registration: Registration) -> None:
    """Mail the delegate which place the quota had: in review, on the waiting list, or approved at once."""
    if registration.status is RegistrationStatus.SUBMITTED:
        queue_received(registration)
    else:
        queue_decision_mail(registration, DecisionMail(registration.status.value))


def change_status(
    registration: Registration, status: RegistrationStatus, action: str, now: datetime, note: str = ""
) -> None:
    """Set the status and write the step into the history; `action` names what the delegate or the house did."""
    step = Decision(
        registration_id=registration.id,
        action=action,
        from_status=registration.status.value,
        to_status=status.value,
        note=note,
        created_at=now,
    )
    db.session.add(step)
    if status is not registration.status:
        registration.waitlisted_at = now if status is RegistrationStatus.WAITLISTED else None
        registration.decided_at = now if status is RegistrationStatus.APPROVED else None
    registration.status, registration.updated_at = status, now
