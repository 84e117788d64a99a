"""Blocked times, whose they are, and what holds a time already."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from summit.calendar.models import Claim
from summit.calendar.rules import ClaimKind, ClaimSpan, spans_of
from summit.database import db
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus

from ..models import BlockedTime, Interpreter, Meeting, MeetingTable
from ..rules.blocks import OWN
from .busy import OWNER

_MOST_FOUND = 6


@dataclass(frozen=True, slots=True)
class Blocked:
    """A blocked time and the name of whom or what it keeps free."""

    row: BlockedTime
    name: str
    is_own: bool


def list_blocks(event_id: int) -> list[Blocked]:
    """Return every blocked time of an edition by its start."""
    statement = select(BlockedTime).where(BlockedTime.event_id == event_id)
    rows = list(db.session.scalars(statement.order_by(BlockedTime.starts_at, BlockedTime.id)))
    names = _names(rows)
    return [Blocked(row, names.get((row.kind, row.resource_id), ""), row.reason == OWN) for row in rows]


def _names(rows: Collection[BlockedTime]) -> dict[tuple[ClaimKind, int], str]:
    columns = {
        ClaimKind.PERSON: (Registration.id, Registration.name_latin),
        ClaimKind.TABLE: (MeetingTable.id, MeetingTable.label),
        ClaimKind.INTERPRETER: (Interpreter.id, Interpreter.name),
    }
    found: dict[tuple[ClaimKind, int], str] = {}
    for kind, (key, name) in columns.items():
        ids = {row.resource_id for row in rows if row.kind is kind}
        for resource, label in db.session.execute(select(key, name).where(key.in_(ids))):
            found[kind, resource] = label
    return found


def find_block(event_id: int, block_id: int) -> BlockedTime | None:
    """Return one blocked time of this very edition."""
    statement = select(BlockedTime).where(BlockedTime.event_id == event_id, BlockedTime.id == block_id)
    return db.session.scalar(statement)


def list_own_blocks(event_id: int, registration_id: int) -> list[BlockedTime]:
    """Return what somebody has blocked for themselves."""
    statement = select(BlockedTime).where(
        BlockedTime.event_id == event_id,
        BlockedTime.kind == ClaimKind.PERSON,
        BlockedTime.resource_id == registration_id,
        BlockedTime.reason == OWN,
    )
    return list(db.session.scalars(statement.order_by(BlockedTime.starts_at)))


def list_people_called(event_id: int, words: str) -> list[Registration]:
    """Return the approved delegate with this reference, or up to six whose name has these words in it."""
    called = words.strip()
    by_name = Registration.name_latin.icontains(called, autoescape=True)
    statement = select(Registration).where(
        Registration.event_id == event_id,
        Registration.status == RegistrationStatus.APPROVED,
        or_(Registration.reference == called.upper(), by_name),
    )
    found = list(db.session.scalars(statement.order_by(Registration.name_latin, Registration.id).limit(_MOST_FOUND)))
    return [one for one in found if one.reference == called.upper()] or found


@dataclass(frozen=True, slots=True)
class Holder:
    """What takes a time first: the owner of its claims, from when to when, and the meeting where it is one."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    meeting: Meeting | None = None


def find_holder(event_id: int, span: ClaimSpan) -> Holder | None:
    """Return what holds some of a span already, the earliest; a meeting has its companies loaded."""
    steps = span.ticks
    statement = select(Claim.owner_kind, Claim.owner_id, Claim.tick).where(
        Claim.event_id == event_id,
        Claim.kind == span.kind,
        Claim.resource_id == span.resource_id,
        Claim.tick >= steps.start,
        Claim.tick < steps.stop,
    )
    rows = db.session.execute(statement.order_by(Claim.tick)).all()
    if not rows:
        return None
    kind, owner_id, _tick = rows[0]
    starts_at, ends_at = spans_of(row.tick for row in rows if (row.owner_kind, row.owner_id) == (kind, owner_id))[0]
    return Holder(kind, starts_at, ends_at, _meeting(owner_id) if kind == OWNER else None)


def _meeting(meeting_id: int) -> Meeting | None:
    parts = (joinedload(Meeting.requester, innerjoin=True), joinedload(Meeting.partner, innerjoin=True))
    return db.session.scalar(select(Meeting).where(Meeting.id == meeting_id).options(*parts))
