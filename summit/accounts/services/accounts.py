"""People: found or made by their address."""

from sqlalchemy.dialects import postgresql, sqlite

from summit.audit.services import record
from summit.clock import utcnow
from summit.database import ROW_LOCK, db

from .. import queries, rules
from ..models import Account


def ensure_account(email: str, *, name: str = "", language: str) -> Account:
    """Return the account of an address, made when there is none; the unique address is the guard in a race."""
    address = rules.normalise_email(email)
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    values = {"email": address, "name": name, "language": language, "is_active": True, "created_at": utcnow()}
    statement = insert(Account).values(values).on_conflict_do_nothing(index_elements=["email"])
    made = db.session.scalar(statement.returning(Account.id))
    if made is not None:
        record("account_made", "account", made, actor_id=made)
    account = queries.find_account_by_email(address)
    if account is None:
        raise RuntimeError("The account vanished while it was made.")
    return account


def update_profile(account_id: int, *, name: str, language: str) -> None:
    """Change how somebody is called and in which language they read."""
    account = db.session.get_one(Account, account_id, with_for_update=ROW_LOCK, populate_existing=True)
    account.name, account.language = name.strip(), language
    record("account_change", "account", account_id, actor_id=account_id, fields=["name", "language"])
