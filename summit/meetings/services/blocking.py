"""Times that are blocked, held as claims so that nothing is ever booked into them."""

from collections.abc import Collection, Iterable
from datetime import datetime

from summit.audit import services as audit
from summit.calendar.rules import ClaimKind, ClaimSpan, TimeIsTaken
from summit.calendar.services import release_claims, replace_claims
from summit.database import db
from summit.errors import DomainError
from summit.events.rules import IsGone, ensure_text

from ..models import BlockedTime
from ..queries.blocks import find_block, find_holder, list_own_blocks, list_people_called
from ..queries.settings import list_slots
from ..rules.blocks import (
    BLOCK,
    LONGEST_REASON,
    OWN,
    BlockIsThen,
    MeetingIsThen,
    NobodyIsMeant,
    SeveralAreMeant,
    SomethingIsThen,
    ensure_blockable,
)


def person_meant(event_id: int, words: str) -> int:
    """Return the id of the one approved delegate with a reference or name; raises NobodyIsMeant, SeveralAreMeant."""
    found = list_people_called(event_id, words) if words.strip() else []
    if not found:
        raise NobodyIsMeant
    if len(found) > 1:
        raise SeveralAreMeant(people=", ".join(f"{one.name_latin} ({one.reference})" for one in found))
    return found[0].id


def block_time(
    event_id: int,
    kind: ClaimKind,
    resource_id: int,
    starts_at: datetime,
    ends_at: datetime,
    *,
    reason: str = "",
    actor_id: int | None,
) -> BlockedTime:
    """Block a half-open span of a person, table or interpreter of the edition.

    Raises SpanIsReversed, BlockIsTooLong, TextIsTooLong, and where the time is taken MeetingIsThen, BlockIsThen or
    SomethingIsThen; the caller's transaction then undoes everything.
    """
    ensure_blockable(starts_at, ends_at)
    row = BlockedTime(
        event_id=event_id,
        kind=kind,
        resource_id=resource_id,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=ensure_text(reason.strip(), LONGEST_REASON),
        created_by=actor_id,
    )
    db.session.add(row)
    db.session.flush()
    _hold(event_id, [row])
    audit.record("blocked_time.added", "blocked_time", row.id, actor_id=actor_id, event_id=event_id, kind=kind.value)
    return row


def _hold(event_id: int, rows: Collection[BlockedTime], gone: Iterable[int] = ()) -> None:
    spans: dict[int, list[ClaimSpan]] = {key: [] for key in gone}
    spans |= {row.id: [ClaimSpan(row.kind, row.resource_id, row.starts_at, row.ends_at)] for row in rows}
    try:
        replace_claims(event_id, BLOCK, spans)
    except TimeIsTaken as error:
        raise _explained(event_id, [span for each in spans.values() for span in each]) from error


def _explained(event_id: int, spans: Iterable[ClaimSpan]) -> DomainError:
    for span in spans:
        holder = find_holder(event_id, span)
        if holder is None:
            continue
        if holder.meeting is not None:
            one, other = holder.meeting.requester.name, holder.meeting.partner.name
            return MeetingIsThen(one=one, other=other, when=holder.meeting.starts_at)
        if holder.kind == BLOCK:
            return BlockIsThen(starts=holder.starts_at, ends=holder.ends_at)
        return SomethingIsThen(when=holder.starts_at)
    return TimeIsTaken()


def unblock(event_id: int, block_id: int, *, actor_id: int | None) -> None:
    """Give a blocked time back; raises IsGone."""
    row = find_block(event_id, block_id)
    if row is None:
        raise IsGone
    release_claims(BLOCK, [row.id])
    db.session.delete(row)
    audit.record("blocked_time.removed", "blocked_time", block_id, actor_id=actor_id, event_id=event_id)
    db.session.flush()


def set_own_times(
    event_id: int, registration_id: int, starts: Collection[datetime], *, actor_id: int | None, now: datetime
) -> None:
    """Have somebody be unavailable in exactly these slots yet to come; what is past stays as it was.

    Starts that are no slot of the grid are left out. Raises as `block_time`, then nothing has changed.
    """
    wanted = {(slot.starts_at, slot.ends_at) for slot in list_slots(event_id) if slot.starts_at in starts}
    held = [row for row in list_own_blocks(event_id, registration_id) if row.starts_at > now]
    gone = [row for row in held if (row.starts_at, row.ends_at) not in wanted]
    missing = wanted - {(row.starts_at, row.ends_at) for row in held}
    fresh = [
        BlockedTime(
            event_id=event_id,
            kind=ClaimKind.PERSON,
            resource_id=registration_id,
            starts_at=starts_at,
            ends_at=ends_at,
            reason=OWN,
            created_by=actor_id,
        )
        for starts_at, ends_at in sorted(missing)
        if starts_at > now
    ]
    db.session.add_all(fresh)
    db.session.flush()
    _hold(event_id, fresh, [row.id for row in gone])
    for row in gone:
        db.session.delete(row)
    db.session.flush()
