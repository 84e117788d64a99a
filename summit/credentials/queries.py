"""Reading badge codes."""

from collections.abc import Callable, Iterable

from sqlalchemy import ColumnElement, Select, false, func, select

from summit.database import db
from summit.registration.models import Registration

from .models import Credential
from .rules import Arrival, ShortCode, Token, token_hash

ArrivalSource = Callable[[Arrival], ColumnElement[bool]]
_arrivals: list[ArrivalSource] = []


def set_arrivals(source: ArrivalSource) -> None:
    """Let `source` say who was let in, as a condition on a row of registrations: the doors know it."""
    _arrivals[:] = [source]


def arrived(arrival: Arrival) -> ColumnElement[bool]:
    """Return the condition that a person (a row of registrations) was let in, is inside or is still awaited."""
    return _arrivals[0](arrival) if _arrivals else false()


def list_valid_credentials(registration_ids: Iterable[int]) -> list[Credential]:
    """Return the valid credentials of these people, at most one for each."""
    statement = select(Credential).where(
        Credential.registration_id.in_(list(registration_ids)), Credential.revoked_at.is_(None)
    )
    return list(db.session.scalars(statement))


def latest_issues(registration_ids: Iterable[int]) -> dict[int, int]:
    """Return the highest issue number ever made for each of these people."""
    statement = select(Credential.registration_id, func.max(Credential.issue))
    statement = statement.where(Credential.registration_id.in_(list(registration_ids)))
    rows = db.session.execute(statement.group_by(Credential.registration_id))
    return {row[0]: row[1] for row in rows}


def list_credentials(registration_id: int) -> list[Credential]:
    """Return every issue of one person's badge, newest first."""
    statement = select(Credential).where(Credential.registration_id == registration_id)
    return list(db.session.scalars(statement.order_by(Credential.issue.desc())))


def taken_short_codes(event_id: int, codes: Iterable[str]) -> set[str]:
    """Return which of these short codes the edition uses already."""
    statement = select(Credential.short_code).where(
        Credential.event_id == event_id, Credential.short_code.in_(list(codes))
    )
    return set(db.session.scalars(statement))


def lock_registrations(registration_ids: Iterable[int]) -> list[Registration]:
    """Lock these registrations in order of their ids and return them as they are now."""
    statement = select(Registration).where(Registration.id.in_(list(registration_ids))).order_by(Registration.id)
    return list(db.session.scalars(statement.with_for_update(key_share=True).execution_options(populate_existing=True)))


def find_holder(event_id: int, code: Token | ShortCode) -> int | None:
    """Return whose valid badge of the edition bears the code, by registration; None where there is none."""
    return db.session.scalar(_bearers(event_id, code).where(Credential.revoked_at.is_(None)))


def find_bearer(event_id: int, code: Token | ShortCode) -> int | None:
    """Return whose badge of the edition bears the code, valid or replaced since, by registration."""
    return db.session.scalar(_bearers(event_id, code))


def _bearers(event_id: int, code: Token | ShortCode) -> Select[int]:
    is_token = isinstance(code, Token)
    bears = Credential.token_hash == token_hash(code.digits) if is_token else Credential.short_code == code.digits
    return select(Credential.registration_id).where(Credential.event_id == event_id, bears)
