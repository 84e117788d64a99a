"""Issuing, re-issuing and revoking the codes on badges."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import update

from summit.audit.services import record
from summit.database import db
from summit.errors import N_, DomainError
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus

from . import queries, rules
from .models import Credential

_SHORT_CODE_ATTEMPTS = 50


class BadgeNotAvailable(DomainError):
    """Only approved people get a badge."""

    message = N_("A badge is available once the registration has been approved.")


class BadgeKeyIsMissing(DomainError):
    """The key that derived this badge's code is no longer among the settings."""

    message = N_("This badge was issued under a key that has been removed. Please issue a new badge.")


@dataclass(frozen=True, slots=True)
class IssuedBadge:
    """A valid badge code: the 24 digits, the 8 digits and the row behind them."""

    credential_id: int
    registration_id: int
    issue: int
    token: str
    short_code: str


def keyring(text: str) -> dict[int, bytes]:
    """Read ``2:newest,1:older`` into numbered keys, the present one first; a bare key has number 1."""
    keys = {}
    for part in filter(None, text.split(",")):
        number, _, key = part.rpartition(":")
        keys[int(number or 1)] = key.strip().encode()
    return keys


def badge_keys() -> dict[int, bytes]:
    """Return the numbered keys that codes on badges are derived with, the present one first."""
    return keyring(current_app.extensions["summit_config"].badge_key)


def ensure_credential(registration_id: int, *, actor_id: int | None, now: datetime) -> IssuedBadge:
    """Return the person's valid badge code, made on first use; raises BadgeNotAvailable before approval."""
    issued = ensure_credentials([registration_id], actor_id=actor_id, now=now)
    if not issued:
        raise BadgeNotAvailable
    return issued[0]


def ensure_credentials(registration_ids: Sequence[int], *, actor_id: int | None, now: datetime) -> list[IssuedBadge]:
    """Return valid badge codes of the approved among these people, in the given order; the others are left out."""
    people = {person.id: person for person in queries.lock_registrations(registration_ids)}
    approved = [person for person in people.values() if person.status is RegistrationStatus.APPROVED]
    valid = {row.registration_id: row for row in queries.list_valid_credentials(p.id for p in approved)}
    missing = [person for person in approved if person.id not in valid]
    valid |= {row.registration_id: row for row in _issue(missing, actor_id, now)}
    return [_as_issued(valid[key]) for key in registration_ids if key in valid]


def reissue_credential(
    registration_id: int,
    *,
    reason: str,
    seen: int = 0,
    actor_id: int | None,
    now: datetime,
    is_supervisor: bool = False,
) -> IssuedBadge:
    """Make the next issue of a badge; the old code stops working in the same transaction.

    `seen` is the issue that was looked at, so that two presses of a button make one; 0 for none. Raises
    BadgeNotAvailable when the person is not approved, BadgeWasReplaced, SupervisorIsNeeded for a third copy.
    """
    people = queries.lock_registrations([registration_id])
    if not people or people[0].status is not RegistrationStatus.APPROVED:
        raise BadgeNotAvailable
    newest = queries.latest_issues([registration_id]).get(registration_id, 0)
    rules.ensure_seen_is_valid(seen, newest)
    rules.ensure_copy_allowed(newest + 1, is_supervisor=is_supervisor)
    revoke_credentials(registration_id, reason=reason, actor_id=actor_id, now=now)
    return _as_issued(_issue(people, actor_id, now)[0])


def revoke_credentials(registration_id: int, *, reason: str, actor_id: int | None, now: datetime) -> None:
    """Make every code of the person invalid."""
    statement = update(Credential).where(Credential.registration_id == registration_id, Credential.revoked_at.is_(None))
    revoked = db.session.execute(
        statement.values(revoked_at=now, revoked_reason=reason[:200]).returning(Credential.event_id, Credential.issue)
    ).all()
    for event_id, issue in revoked:
        record("credential.revoked", "registration", registration_id, actor_id=actor_id, event_id=event_id, issue=issue)


def _issue(people: Sequence[Registration], actor_id: int | None, now: datetime) -> list[Credential]:
    key_id, key = next(iter(badge_keys().items()))
    issues = queries.latest_issues(person.id for person in people)
    rows = [_new_row(person, issues.get(person.id, 0) + 1, key_id, key, actor_id, now) for person in people]
    _settle_short_codes(rows, key)
    db.session.add_all(rows)
    db.session.flush()
    for row in rows:
        record(
            "credential.issued",
            "registration",
            row.registration_id,
            actor_id=actor_id,
            event_id=row.event_id,
            issue=row.issue,
        )
    return rows


def _new_row(
    person: Registration, issue: int, key_id: int, key: bytes, actor_id: int | None, now: datetime
) -> Credential:
    token = rules.derive_token(key, person.event_id, person.id, issue)
    return Credential(
        event_id=person.event_id,
        registration_id=person.id,
        issue=issue,
        key_id=key_id,
        token_hash=rules.token_hash(token),
        short_code=rules.short_code(key, person.event_id, person.id, issue),
        issued_at=now,
        issued_by=actor_id,
    )


def _settle_short_codes(rows: Sequence[Credential], key: bytes) -> None:
    """Give each row a short code that is free in its edition, within the batch too."""
    pending, used = list(rows), set[tuple[int, str]]()
    for attempt in range(_SHORT_CODE_ATTEMPTS):
        taken = {
            (event_id, code)
            for event_id in {row.event_id for row in pending}
            for code in queries.taken_short_codes(event_id, (row.short_code for row in pending))
        }
        clashing = []
        for row in pending:
            place = (row.event_id, row.short_code)
            clashing.append(row) if place in taken | used else used.add(place)
        if not clashing:
            return
        for row in clashing:
            row.short_code = rules.short_code(key, row.event_id, row.registration_id, row.issue, attempt + 1)
        pending = clashing
    raise RuntimeError("No free short code was found.")


def _as_issued(row: Credential) -> IssuedBadge:
    """Return the row with its digits, derived again under the key it was made with."""
    key = badge_keys().get(row.key_id)
    if key is None:
        raise BadgeKeyIsMissing
    token = rules.derive_token(key, row.event_id, row.registration_id, row.issue)
    return IssuedBadge(row.id, row.registration_id, row.issue, token, row.short_code)
