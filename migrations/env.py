"""Runs the migrations on the application's own engine, on SQLite in batches (it cannot alter a table)."""

from typing import Any

from alembic import context
from flask import current_app

from summit.database import UtcDateTime, db


def render_item(kind: str, item: Any, autogen_context: Any) -> str | bool:
    """Write our own types into a migration by the plain types they are stored as."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def include_object(item: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Leave alone what belongs to the queue or to SQLite's own search, and indexes that only one engine has."""
    if kind == "table" and name is not None and name.startswith(("huey_", "registrations_search")):
        return False
    return not (kind == "index" and reflected and compare_to is None and name is not None and name.endswith("_search"))


def process_revision_directives(context: Any, revision: Any, directives: list[Any]) -> None:
    """Write no empty revision."""
    if directives and directives[0].upgrade_ops.is_empty():
        directives[:] = []


def _set_foreign_keys(connection: Any, state: str) -> None:
    """Let tables be made anew although rows refer to them; SQLite passes this over within a transaction.

    A statement of the engine's would begin one first, so it goes to the driver's own connection.
    """
    connection.connection.dbapi_connection.execute(f"PRAGMA foreign_keys={state}")


with db.engine.connect() as connection:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        _set_foreign_keys(connection, "OFF")
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_item=render_item,
        include_object=include_object,
        process_revision_directives=process_revision_directives,
        transaction_per_migration=True,
        **current_app.extensions["migrate"].configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()
    if is_sqlite:
        connection.commit()
        _set_foreign_keys(connection, "ON")
