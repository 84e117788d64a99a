"""Handing badges out, and taking a hand-out back."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from summit.audit.services import record
from summit.credentials.queries import lock_registrations
from summit.credentials.rules import ensure_seen_is_valid
from summit.credentials.services import ensure_credentials
from summit.database import db, savepoint
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus

from .. import queries
from ..models import HandOut
from ..rules import (
    AlreadyHandedOut,
    Handing,
    HandOutIsUnknown,
    NotApprovedYet,
    clean_collector,
    ensure_group,
)


def hand_out(
    event_id: int, registration_ids: Sequence[int], handing: Handing, *, actor_id: int, now: datetime
) -> list[HandOut]:
    """Write down that these people's badges were taken away together: all of them, or none.

    Raises NobodyIsChosen, TooManyTogether, CollectorIsMissing, NotApprovedYet, AlreadyHandedOut and BadgeWasReplaced.
    """
    keys = sorted(set(registration_ids))
    ensure_group(len(keys))
    collected_by = clean_collector(handing.collector, handing.collected_by)
    people = [person for person in lock_registrations(keys) if person.event_id == event_id]
    _ensure_approved(people)
    _ensure_here(people)
    codes = ensure_credentials([person.id for person in people], actor_id=actor_id, now=now)
    for code in codes:
        ensure_seen_is_valid(handing.seen, code.issue)
    group = secrets.token_urlsafe(8) if len(people) > 1 else ""
    rows = [
        HandOut(
            event_id=event_id, registration_id=code.registration_id, credential_id=code.credential_id,
            collector=handing.collector, collected_by=collected_by, identity=handing.identity, note=handing.note,
            group_code=group, handed_at=now, handed_by=actor_id,
        )
        for code in codes
    ]  # fmt: skip
    _write(rows, people)
    for row in rows:
        record(
            "badge.handed_out", "registration", row.registration_id, actor_id=actor_id, event_id=event_id,
            collector=row.collector, identity=row.identity,
        )  # fmt: skip
    return rows


def _ensure_approved(people: Sequence[Registration]) -> None:
    for person in people:
        if person.status is not RegistrationStatus.APPROVED:
            raise NotApprovedYet(name=person.name_latin)


def _ensure_here(people: Sequence[Registration]) -> None:
    """Refuse whom the desk has served already: their badge is somewhere in the house."""
    taken = queries.handed_out([person.id for person in people])
    for person in people:
        if person.id in taken:
            raise AlreadyHandedOut(name=person.name_latin)


def _write(rows: Sequence[HandOut], people: Sequence[Registration]) -> None:
    try:
        with savepoint():
            db.session.add_all(rows)
            db.session.flush()
    except IntegrityError as error:
        raise AlreadyHandedOut(name=people[0].name_latin) from error


def undo_hand_out(event_id: int, hand_out_id: int, *, actor_id: int, now: datetime) -> HandOut:
    """Take a hand-out back: the badge lies at the desk again; raises HandOutIsUnknown."""
    row = queries.lock_hand_out(event_id, hand_out_id)
    if row is None:
        raise HandOutIsUnknown
    row.undone_at, row.undone_by = now, actor_id
    record("badge.hand_out_undone", "registration", row.registration_id, actor_id=actor_id, event_id=event_id)
    return row


def note_look(person: Registration, *, actor_id: int) -> None:
    """Write down that the desk looked at somebody's data."""
    record("desk.person_viewed", "registration", person.id, actor_id=actor_id, event_id=person.event_id)


def note_search(event_id: int, found: int, *, actor_id: int) -> None:
    """Write down that somebody was searched for: how many were shown, never what was typed."""
    record("desk.people_searched", "event", event_id, actor_id=actor_id, event_id=event_id, found=found)


def note_export(event_id: int, *, actor_id: int) -> None:
    """Write down that the log was exported."""
    record("desk.log_exported", "event", event_id, actor_id=actor_id, event_id=event_id)
