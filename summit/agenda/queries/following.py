"""What a delegate follows: stars and sign-ups."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from summit.calendar.rules import CalendarEntry, EntryKind
from summit.database import db
from summit.events.queries import get_event
from summit.registration.models import Registration
from summit.registration.queries.registrations import find_approved

from ..models import SignUp, Speaker, Star
from ..rules.kinds import SignUpStatus
from ..rules.programme import Programme
from ..rules.sign_ups import Delegate
from .board import count_confirmed
from .entries import entries_of
from .releases import find_current_programme

_KINDS = {SignUpStatus.CONFIRMED: EntryKind.SIGNED_UP, SignUpStatus.WAITING: EntryKind.WAITING}


def find_reader(event_id: int, account_id: int) -> Registration | None:
    """Return the reader's approved registration in this edition, with its category: only such a person follows."""
    return find_approved(event_id, account_id)


def delegate_of(registration: Registration) -> Delegate:
    """Return what decides whether somebody may attend; the registration's category must be loaded."""
    category = registration.category
    return Delegate(registration.id, category.letter, category.needs_adult, bool(registration.guardian))


def list_starred(registration_id: int) -> set[int]:
    """Return the ids of the sessions that a delegate has starred."""
    return set(db.session.scalars(select(Star.session_id).where(Star.registration_id == registration_id)))


def list_sign_ups(registration_ids: Collection[int]) -> dict[int, dict[int, SignUpStatus]]:
    """Return each delegate's live sign-ups as {slot id: status}."""
    statement = select(SignUp.registration_id, SignUp.slot_id, SignUp.status).where(
        SignUp.registration_id.in_(registration_ids), SignUp.status != SignUpStatus.CANCELLED
    )
    found: dict[int, dict[int, SignUpStatus]] = {key: {} for key in registration_ids}
    for registration_id, slot_id, status in db.session.execute(statement):
        found[registration_id][slot_id] = status
    return found


def list_positions(registration_id: int) -> dict[int, int]:
    """Return the delegate's place in each queue, counted from 1, by slot id."""
    mine, other = aliased(SignUp), aliased(SignUp)
    statement = (
        select(mine.slot_id, func.count())
        .join(other, other.slot_id == mine.slot_id)
        .where(
            mine.registration_id == registration_id,
            mine.status == SignUpStatus.WAITING,
            other.status == SignUpStatus.WAITING,
            other.id <= mine.id,
        )
        .group_by(mine.slot_id)
    )
    return dict(db.session.execute(statement).all())


def list_agenda_entries(event_id: int, registration_ids: Collection[int]) -> dict[int, list[CalendarEntry]]:
    """Return what each delegate has in the published programme: on stage, signed up, waiting or starred.

    A slot stands once for a person, for the strongest reason. Once somebody has signed up for one time of a starred
    session, its other times are left out. Cancelled slots are kept: calendars must be told (RFC 5545).
    """
    programme = find_current_programme(event_id)
    if programme is None or not registration_ids:
        return {}
    edition = get_event(event_id).slug
    return {
        key: [
            entry
            for kind, slot_ids in groupby(sorted(reasons, key=reasons.__getitem__), key=reasons.__getitem__)
            for entry in entries_of(programme, map(programme.slot_of.__getitem__, slot_ids), kind=kind, edition=edition)
        ]
        for key, reasons in _reasons(programme, registration_ids).items()
    }


def _reasons(programme: Programme, registration_ids: Collection[int]) -> dict[int, dict[int, EntryKind]]:
    """Return {registration id: {slot id: the strongest reason}}."""
    found: dict[int, dict[int, EntryKind]] = {key: {} for key in registration_ids}
    for key, slot_id, kind in _speaking(programme, registration_ids):
        found[key].setdefault(slot_id, kind)
    signed: dict[int, set[int]] = {key: set() for key in registration_ids}
    for key, statuses in list_sign_ups(registration_ids).items():
        for slot_id, status in statuses.items():
            if slot_id in programme.slot_of:
                found[key].setdefault(slot_id, _KINDS[status])
                signed[key].add(programme.slot_of[slot_id].session_id)
    for key, session_id in _stars(registration_ids):
        slots = () if session_id in signed[key] else programme.slots_of_session.get(session_id, ())
        for slot in slots:
            found[key].setdefault(slot.id, EntryKind.STARRED)
    return found


def _speaking(programme: Programme, registration_ids: Collection[int]) -> Iterator[tuple[int, int, EntryKind]]:
    statement = select(Speaker.registration_id, Speaker.id).where(Speaker.registration_id.in_(registration_ids))
    for key, speaker_id in _pairs(db.session.execute(statement)):
        for slot in programme.slots_of_person.get(speaker_id, ()):
            yield key, slot.id, EntryKind.SPEAKING


def _stars(registration_ids: Collection[int]) -> list[tuple[int, int]]:
    statement = select(Star.registration_id, Star.session_id).where(Star.registration_id.in_(registration_ids))
    return _pairs(db.session.execute(statement))


def _pairs(rows: Iterable[Any]) -> list[tuple[int, int]]:
    return [(row[0], row[1]) for row in rows]


def count_taken(event_id: int) -> dict[int, int]:
    """Return how many places are taken in each slot of the edition; a slot without any is left out."""
    return count_confirmed(event_id)
