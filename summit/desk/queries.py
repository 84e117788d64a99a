"""Reading whom the desk serves and what it handed out."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from summit.badges.models import PrintedBadge
from summit.credentials.models import Credential
from summit.credentials.queries import find_bearer
from summit.credentials.rules import read_code
from summit.database import db
from summit.entrance.queries.people import list_by_name
from summit.entrance.rules import name_tokens
from summit.registration.models import Registration

from .models import HandOut
from .rules import MOST_TOGETHER

PAGE = 50
_BATCH = 500


def list_found(event_id: int, query: str) -> list[Registration]:
    """Return whom a code, a number or words in any script find, at most 60, the approved first.

    The code of a replaced badge finds its owner too: a gate that refuses it sends them here. Raises QueryIsTooShort.
    """
    code = read_code(query)
    holder = find_bearer(event_id, code) if code else None
    keys = [holder] if holder else [row.id for row in list_by_name(event_id, name_tokens(query), most=MOST_TOGETHER)]
    return list_people(event_id, keys)


def list_people(event_id: int, registration_ids: Sequence[int]) -> list[Registration]:
    """Return these people of the edition in this order, each with category and photo."""
    statement = select(Registration).where(Registration.event_id == event_id, Registration.id.in_(registration_ids))
    found = {person.id: person for person in db.session.scalars(_with_parts(statement))}
    return [found[key] for key in registration_ids if key in found]


def list_chosen(event_id: int, public_ids: Sequence[str]) -> list[Registration]:
    """Return the people of the edition with these public ids, by name."""
    statement = select(Registration).where(Registration.event_id == event_id, Registration.public_id.in_(public_ids))
    ordered = _with_parts(statement).order_by(Registration.sort_key, Registration.id)
    return list(db.session.scalars(ordered))


def find_person(event_id: int, public_id: str) -> Registration | None:
    """Return one person of this very edition with category and photo."""
    return next(iter(list_chosen(event_id, [public_id])), None)


def _with_parts(statement: Select[Registration]) -> Select[Registration]:
    return statement.options(
        joinedload(Registration.category, innerjoin=True), joinedload(Registration.photo)
    ).execution_options(populate_existing=True)


def handed_out(registration_ids: Sequence[int]) -> dict[int, HandOut]:
    """Return the hand-outs in force of these people's valid badges, by person."""
    statement = (
        select(HandOut)
        .join(Credential, Credential.id == HandOut.credential_id)
        .where(
            HandOut.registration_id.in_(registration_ids),
            HandOut.undone_at.is_(None),
            Credential.revoked_at.is_(None),
        )
    )
    return {row.registration_id: row for row in db.session.scalars(statement)}


def printed(registration_ids: Sequence[int]) -> set[int]:
    """Return whose valid badge has been printed, so that it can lie at the desk."""
    statement = select(Credential.registration_id).where(
        Credential.registration_id.in_(registration_ids),
        Credential.revoked_at.is_(None),
        select(PrintedBadge.id).where(PrintedBadge.credential_id == Credential.id).exists(),
    )
    return set(db.session.scalars(statement))


def list_of_person(registration_id: int) -> list[HandOut]:
    """Return every hand-out of one person's badges, the newest first."""
    statement = _with_people(select(HandOut).where(HandOut.registration_id == registration_id))
    return list(db.session.scalars(statement.order_by(HandOut.id.desc())))


def list_log(event_id: int, before: int | None = None, *, limit: int = PAGE + 1) -> list[HandOut]:
    """Return hand-outs of the edition from the newest on, older than `before` where it is given."""
    statement = _with_people(select(HandOut).where(HandOut.event_id == event_id))
    if before is not None:
        statement = statement.where(HandOut.id < before)
    return list(db.session.scalars(statement.order_by(HandOut.id.desc()).limit(limit)))


def iterate_log(event_id: int) -> Iterator[HandOut]:
    """Yield every hand-out of the edition, the newest first, a few hundred at a time."""
    before: int | None = None
    while rows := list_log(event_id, before, limit=_BATCH):
        yield from rows
        before = rows[-1].id


def _with_people(statement: Select[HandOut]) -> Select[HandOut]:
    return statement.options(
        joinedload(HandOut.registration, innerjoin=True),
        joinedload(HandOut.credential, innerjoin=True),
        joinedload(HandOut.officer),
    )


def is_hand_out(event_id: int, hand_out_id: int) -> bool:
    """Tell whether the edition has this hand-out, in force or undone."""
    statement = select(HandOut.id).where(HandOut.id == hand_out_id, HandOut.event_id == event_id)
    return db.session.scalar(statement) is not None


def lock_hand_out(event_id: int, hand_out_id: int) -> HandOut | None:
    """Return a hand-out of the edition that is in force, locked."""
    statement = select(HandOut).where(
        HandOut.id == hand_out_id, HandOut.event_id == event_id, HandOut.undone_at.is_(None)
    )
    return db.session.scalar(statement.with_for_update(key_share=True).execution_options(populate_existing=True))
