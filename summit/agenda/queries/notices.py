"""Whom a release concerns, and who was told of it already."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from summit.database import db
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus

from ..models import Release, ReleaseNotice, SignUp, Speaker, Star
from ..rules.kinds import SignUpStatus
from ..rules.news import RecipientKind


@dataclass(frozen=True, slots=True)
class Following:
    """What a delegate follows: starred session ids, and sign-ups by slot id."""

    starred: set[int] = field(default_factory=set)
    signed_up: dict[int, SignUpStatus] = field(default_factory=dict)


def list_followers(release: Release, sessions: Mapping[int, int]) -> list[int]:
    """Return the ids of the approved registrations that follow any of the slots, {slot id: session id}, by id."""
    if not sessions:
        return []
    statement = _followers(release.event_id, sessions, _counts(release))
    return list(db.session.scalars(statement.order_by(Registration.id)))


def count_followers(event_id: int, sessions: Mapping[int, int]) -> int:
    """Return how many approved registrations follow any of the slots, {slot id: session id}, at present."""
    if not sessions:
        return 0
    statement = _followers(event_id, sessions, SignUp.status != SignUpStatus.CANCELLED)
    return db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0


def _followers(event_id: int, sessions: Mapping[int, int], counts: ColumnElement[bool]) -> Select[Any]:
    starred = select(Star.registration_id).where(Star.session_id.in_(set(sessions.values())))
    signed_up = select(SignUp.registration_id).where(SignUp.slot_id.in_(set(sessions)), counts)
    return select(Registration.id).where(
        Registration.event_id == event_id,
        Registration.status == RegistrationStatus.APPROVED,
        or_(Registration.id.in_(starred), Registration.id.in_(signed_up)),
    )


def _counts(release: Release) -> ColumnElement[bool]:
    """Tell which sign-ups count: live ones, and those that the release itself or somebody since has cancelled."""
    return or_(SignUp.status != SignUpStatus.CANCELLED, SignUp.cancelled_at >= release.created_at)


def list_following(
    release: Release, sessions: Mapping[int, int], registration_ids: Collection[int]
) -> dict[int, Following]:
    """Return what each of these delegates follows of the sessions, {slot id: session id}, in two queries."""
    found: dict[int, Following] = {key: Following() for key in registration_ids}
    stars = select(Star.registration_id, Star.session_id).where(
        Star.registration_id.in_(registration_ids), Star.session_id.in_(set(sessions.values()))
    )
    for registration_id, session_id in db.session.execute(stars):
        found[registration_id].starred.add(session_id)
    sign_ups = select(SignUp.registration_id, SignUp.slot_id, SignUp.status).where(
        SignUp.registration_id.in_(registration_ids), SignUp.slot_id.in_(set(sessions)), _counts(release)
    )
    for registration_id, slot_id, status in db.session.execute(sign_ups.order_by(SignUp.id)):
        found[registration_id].signed_up[slot_id] = status
    return found


def list_delegates(registration_ids: Collection[int]) -> list[Registration]:
    """Return these registrations by id."""
    statement = select(Registration).where(Registration.id.in_(registration_ids)).order_by(Registration.id)
    return list(db.session.scalars(statement))


def list_speakers(speaker_ids: Collection[int]) -> list[Speaker]:
    """Return these speakers with their registrations, by id; one who was deleted since is left out."""
    statement = select(Speaker).where(Speaker.id.in_(speaker_ids)).options(joinedload(Speaker.registration))
    return list(db.session.scalars(statement.order_by(Speaker.id)))


def registrations_of_speakers(speaker_ids: Collection[int]) -> dict[int, int]:
    """Return {speaker id: registration id} of those who are linked to one."""
    statement = select(Speaker.id, Speaker.registration_id).where(
        Speaker.id.in_(speaker_ids), Speaker.registration_id.is_not(None)
    )
    return {key: registration_id for key, registration_id in db.session.execute(statement) if registration_id}


def list_told(release_id: int, recipients: Collection[tuple[RecipientKind, int]]) -> set[tuple[RecipientKind, int]]:
    """Return those of the recipients who were told of the release already."""
    statement = select(ReleaseNotice.recipient_kind, ReleaseNotice.recipient_id).where(
        ReleaseNotice.release_id == release_id,
        ReleaseNotice.recipient_id.in_({key for _, key in recipients}),
    )
    return {(kind, key) for kind, key in db.session.execute(statement)} & set(recipients)


def count_told(release_ids: Collection[int]) -> dict[int, int]:
    """Return how many people were told of each release; one of which nobody was told is left out."""
    statement = (
        select(ReleaseNotice.release_id, func.count())
        .where(ReleaseNotice.release_id.in_(release_ids))
        .group_by(ReleaseNotice.release_id)
    )
    return dict(db.session.execute(statement).all())
