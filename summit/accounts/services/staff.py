"""Who may do what in which edition."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite

from summit.audit.services import record
from summit.clock import utcnow
from summit.database import db
from summit.permissions import Role

from .. import mails, queries, rules
from ..models import Account, RoleGrant
from .accounts import ensure_account
from .links import make_link
from .passwords import hash_password
from .second_factor import encrypt, reset_second_factor


def grant_role(account_id: int, role: Role, event_id: int | None, *, granted_by: int | None) -> bool:
    """Give somebody a role in an edition, or in all (None); False where they have it already."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    values = {
        "account_id": account_id,
        "event_id": event_id,
        "role": role,
        "granted_by": granted_by,
        "created_at": utcnow(),
    }
    statement = insert(RoleGrant).values(values).on_conflict_do_nothing().returning(RoleGrant.id)
    made = db.session.scalar(statement)
    if made is not None:
        record("role_granted", "account", account_id, actor_id=granted_by, event_id=event_id, role=role.value)
    return made is not None


def create_staff(
    email: str,
    password: str,
    name: str,
    role: Role | None,
    event_id: int | None,
    *,
    totp_secret: str | None = None,
    language: str = "en",
    now: datetime | None = None,
) -> Account:
    """Make somebody of the staff who can sign in at once (seed, first owner).

    ``totp_secret`` is base32 text; without it the second factor is set up at the first sign-in.
    Raises the refusals of rules.ensure_password.
    """
    rules.ensure_password(password, email)
    account = ensure_account(email, name=name, language=language)
    account.name, account.password_hash = name, hash_password(password)
    if totp_secret is not None:
        account.totp_secret = encrypt(account.id, totp_secret)
        account.totp_confirmed_at = now or utcnow()
    if role is not None:
        grant_role(account.id, role, event_id, granted_by=None)
    return account


def invite_staff(
    email: str,
    role: Role,
    event_id: int,
    edition_names: dict[str, str],
    *,
    language: str,
    actor_id: int,
    now: datetime,
) -> bool:
    """Give a person a role in an edition and tell them by mail, with a link to choose a password if they have none.

    ``language`` is for somebody who is new here. Returns False where they have the role already.
    Raises RoleAboveOwn.
    """
    rules.ensure_may_grant(role, queries.roles_of(actor_id, event_id))
    account = ensure_account(email, language=language)
    if not grant_role(account.id, role, event_id, granted_by=actor_id):
        return False
    secret = None
    if account.password_hash is None:
        secret = make_link(account.id, rules.LinkPurpose.SET_PASSWORD, "", now=now)
    mails.queue_invitation(account, role, edition_names, secret, event_id=event_id)
    return True


def reset_staff_second_factor(grant_id: int, event_id: int, *, actor_id: int) -> bool:
    """Let a member of staff who lost the second factor set up a new one; False where they are not on the list.

    Raises RoleAboveOwn where they hold, in any edition, a role above the actor's.
    """
    member = next((grant for grant in queries.lock_grants(event_id) if grant.id == grant_id), None)
    if member is None:
        return False
    for grant in queries.list_grants(member.account_id):
        rules.ensure_may_grant(grant.role, queries.roles_of(actor_id, grant.event_id))
    reset_second_factor(member.account_id, actor_id=actor_id)
    return True


def withdraw_role(grant_id: int, event_id: int, *, actor_id: int) -> bool:
    """Take a role back, one granted for this edition or for all; False where it is gone already.

    Raises RoleAboveOwn or LastOwner; what held for all editions only an owner of all may take.
    """
    grants = queries.lock_grants(event_id)
    grant = next((held for held in grants if held.id == grant_id), None)
    if grant is None:
        return False
    rules.ensure_may_grant(grant.role, queries.roles_of(actor_id, grant.event_id))
    rules.ensure_owner_remains(grant.role, queries.count_owners(grant.event_id))
    db.session.delete(grant)
    db.session.flush()
    record(
        "role_withdrawn",
        "account",
        grant.account_id,
        actor_id=actor_id,
        event_id=grant.event_id,
        role=grant.role.value,
    )
    return True
