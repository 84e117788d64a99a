"""Reading accounts, sessions and roles."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import Select, bindparam, func, select

from summit.database import db
from summit.permissions import Role

from . import rules
from .models import Account, AccountSession, Principal, RecoveryCode, RoleGrant, SignInAttempt, SignInLink

_accounts, _sessions, _grants = Account.__table__, AccountSession.__table__, RoleGrant.__table__
_PRINCIPAL = (
    select(
        _accounts.c.id,
        _accounts.c.email,
        _accounts.c.name,
        _accounts.c.language,
        _accounts.c.password_hash.is_not(None).label("has_password"),
        _accounts.c.totp_confirmed_at.is_not(None).label("has_second_factor"),
        _sessions.c.id.label("session_id"),
        _sessions.c.created_at,
        _sessions.c.last_seen_at,
        _sessions.c.second_factor_at,
        _grants.c.event_id,
        _grants.c.role,
    )
    .select_from(_sessions.join(_accounts).outerjoin(_grants, _grants.c.account_id == _accounts.c.id))
    .where(
        _sessions.c.secret_hash == bindparam("secret_hash"),
        _sessions.c.ended_at.is_(None),
        _sessions.c.expires_at > bindparam("now", type_=_sessions.c.expires_at.type),
        _accounts.c.is_active,
    )
)


def find_principal(secret_hash: str, now: datetime) -> Principal | None:
    """Return who holds the living session, with all roles, in one statement (it runs on every request)."""
    rows = db.session.execute(_PRINCIPAL, {"secret_hash": secret_hash, "now": now}).all()
    if not rows:
        return None
    roles: dict[int | None, set[Role]] = defaultdict(set)
    for row in rows:
        if row.role is not None:
            roles[row.event_id].add(row.role)
    first = rows[0]
    return Principal(
        account_id=first.id,
        email=first.email,
        name=first.name,
        language=first.language,
        session_id=first.session_id,
        session_created_at=first.created_at,
        last_seen_at=first.last_seen_at,
        second_factor_at=first.second_factor_at,
        second_factor_required=current_app.extensions["summit_config"].staff_second_factor,
        has_password=bool(first.has_password),
        has_second_factor=bool(first.has_second_factor),
        roles={event_id: frozenset(held) for event_id, held in roles.items()},
    )


def find_account_by_email(email: str) -> Account | None:
    """Return the account of an address as it is kept (see rules)."""
    return db.session.scalar(select(Account).where(Account.email == email))


def has_any_role(account_id: int) -> bool:
    """Tell whether the account belongs to somebody of the staff."""
    statement = select(RoleGrant.id).where(RoleGrant.account_id == account_id).limit(1)
    return db.session.scalar(statement) is not None


def get_usable_link(
    secret: str, purpose: rules.LinkPurpose, now: datetime, *, lock: bool = False
) -> tuple[SignInLink, Account]:
    """Return a one-time link that still works, with its account; ``lock`` holds both rows until the commit.

    Raises LinkUnknown, LinkUsed, LinkExpired or AccountClosed.
    """
    found = select(SignInLink).where(SignInLink.secret_hash == rules.hash_of(secret), SignInLink.purpose == purpose)
    link = db.session.scalar(_held(found) if lock else found)
    if link is None:
        raise rules.LinkUnknown
    rules.ensure_link_usable(link.expires_at, link.used_at, now)
    holder = select(Account).where(Account.id == link.account_id)
    account = db.session.scalars(_held(holder) if lock else holder).one()
    if not account.is_active:
        raise rules.AccountClosed
    return link, account


def _held(statement: Select[Any]) -> Select[Any]:
    return statement.with_for_update(key_share=True).execution_options(populate_existing=True)


def list_sessions(account_id: int, now: datetime) -> list[AccountSession]:
    """Return an account's living sessions, the one seen last first."""
    statement = select(AccountSession).where(
        AccountSession.account_id == account_id,
        AccountSession.ended_at.is_(None),
        AccountSession.expires_at > now,
    )
    return list(db.session.scalars(statement.order_by(AccountSession.last_seen_at.desc(), AccountSession.id)))


def list_attempts(key: str, since: datetime) -> list[datetime]:
    """Return when a key was tried since then."""
    statement = select(SignInAttempt.created_at).where(SignInAttempt.key == key)
    return list(db.session.scalars(statement.where(SignInAttempt.created_at > since)))


def count_recovery_codes(account_id: int) -> int:
    """Return how many recovery codes are unused."""
    statement = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(statement) or 0


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One role of one person, as the staff page lists it."""

    grant_id: int
    account_id: int
    role: Role
    event_id: int | None
    email: str
    name: str
    has_password: bool
    has_second_factor: bool


def list_staff(event_id: int) -> list[StaffRow]:
    """Return who holds which role in an edition, those granted for all editions included, by name."""
    statement = (
        select(
            RoleGrant.id,
            Account.id,
            RoleGrant.role,
            RoleGrant.event_id,
            Account.email,
            Account.name,
            Account.password_hash.is_not(None),
            Account.totp_confirmed_at.is_not(None),
        )
        .join(Account, Account.id == RoleGrant.account_id)
        .where((RoleGrant.event_id == event_id) | RoleGrant.event_id.is_(None))
        .order_by(Account.name, Account.email, RoleGrant.id)
    )
    return [StaffRow(*row) for row in db.session.execute(statement)]


def list_grants(account_id: int) -> list[RoleGrant]:
    """Return all roles of an account, in all editions."""
    return list(db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == account_id)))


def count_owners(event_id: int | None) -> int:
    """Return how many active owners an edition has, or how many own all editions (None)."""
    statement = (
        select(func.count(func.distinct(RoleGrant.account_id)))
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            RoleGrant.role == Role.OWNER,
            Account.is_active,
            (RoleGrant.event_id == event_id) | RoleGrant.event_id.is_(None),
        )
    )
    return db.session.scalar(statement) or 0


def roles_of(account_id: int, event_id: int | None) -> frozenset[Role]:
    """Return what an account may be in an edition, by grants there and by grants for all editions."""
    statement = select(RoleGrant.role).where(
        RoleGrant.account_id == account_id,
        (RoleGrant.event_id == event_id) | RoleGrant.event_id.is_(None),
    )
    return frozenset(db.session.scalars(statement))


def lock_grants(event_id: int) -> list[RoleGrant]:
    """Return all roles that count in an edition, held until the commit."""
    statement = select(RoleGrant).where((RoleGrant.event_id == event_id) | RoleGrant.event_id.is_(None))
    return list(db.session.scalars(_held(statement.order_by(RoleGrant.id))))
