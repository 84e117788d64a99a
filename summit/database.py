"""The database: typed base, column types, and the one boundary that commits."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from time import monotonic
from typing import Annotated, Any, Final

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    DateTime,
    Enum,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    event,
)
from sqlalchemy.engine import Dialect, Engine, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

from summit.clock import utcnow
from summit.turns import Turn

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC; refuses naive values because they mean nothing."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Bring the moment to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone was about to be stored.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment its zone back, which SQLite does not keep."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigKey = BigInteger().with_variant(Integer, "sqlite")
PrimaryKey = Annotated[int, mapped_column(BigKey, primary_key=True)]
Code = Annotated[str, mapped_column(String(64))]
ShortText = Annotated[str, mapped_column(String(200))]
LongText = Annotated[str, mapped_column(Text)]
Email = Annotated[str, mapped_column(String(254))]
CountryCode = Annotated[str, mapped_column(String(2))]
Moment = Annotated[datetime, mapped_column(UtcDateTime)]
CreatedAt = Annotated[datetime, mapped_column(UtcDateTime, default=utcnow)]
Translations = Annotated[dict[str, str], mapped_column(JSON, default=dict)]
TextList = Annotated[list[str], mapped_column(JSON, default=list)]
JsonObject = Annotated[dict[str, Any], mapped_column(JSON, default=dict)]


def enum_type(kind: type[StrEnum]) -> Enum:
    """Return a column type that stores an enum by value, checked by the database."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """What every table inherits."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


def run_on_create(model: type[Base], statements: Mapping[str, Iterable[str]]) -> None:
    """Run statements that SQLAlchemy has no words for when a table is made, by engine; migrations repeat them."""
    for dialect, texts in statements.items():
        for statement in texts:
            # SQLAlchemy left this one constructor without types.
            ddl = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
            event.listen(model.__table__, "after_create", ddl.execute_if(dialect=dialect))


def append_only(model: type[Base]) -> None:
    """Have the database itself refuse changes to the rows of a table; adding and erasing stay possible."""
    run_on_create(model, append_only_ddl(model.__tablename__))


def append_only_ddl(table: str) -> dict[str, tuple[str, ...]]:
    """Return, for each engine, the statements that make a table append-only (migrations write them out too)."""
    return {
        "sqlite": (
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
        ),
        "postgresql": (
            f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
        ),
    }


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate(render_as_batch=True, compare_type=True)

# How a row is locked: on PostgreSQL FOR NO KEY UPDATE, which lets the foreign keys of other rows go on pointing to it.
# A plain FOR UPDATE deadlocks: a row changed twice in one transaction has its foreign keys checked again, which
# takes a share lock on the very row that another transaction is about to lock. A row that has only to stay as it is
# may be held by many with FOR SHARE, but never waited for: read=True, skip_locked=True.
ROW_LOCK: Final[dict[str, bool]] = {"key_share": True}

_writing: ContextVar[bool] = ContextVar("summit_writing", default=False)
_after_commit: ContextVar[list[Callable[[], None]] | None] = ContextVar("summit_after_commit", default=None)
_sqlite_writer = Turn()
# Seconds after which a connection may have died unseen: a server that restarts, a firewall that forgets.
_REST = 1.0


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what happened inside, or roll all of it back; then run what was put off until the commit.

    A transaction within another joins it. What was read before is given up first, so that a write on
    SQLite starts with the write lock (BEGIN IMMEDIATE) and never on a stale snapshot.
    """
    if _after_commit.get() is not None:
        yield
        return
    _end_reading()
    hooks: list[Callable[[], None]] = []
    tokens = _writing.set(True), _after_commit.set(hooks)
    try:
        with _one_writer():
            yield
            db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(tokens[0])
        _after_commit.reset(tokens[1])
    for hook in hooks:
        hook()


@contextmanager
def savepoint() -> Iterator[None]:
    """Undo only what happened inside if it fails, for a constraint whose refusal has an answer; the rest goes on."""
    with db.session.begin_nested():
        yield


def _end_reading() -> None:
    """Give up the read snapshot; changes made outside a transaction would slip in here, so they are refused."""
    if db.session.new or db.session.dirty or db.session.deleted:
        raise RuntimeError("Changes were made outside of transaction(); move them inside.")
    db.session.commit()


def after_commit(hook: Callable[[], None]) -> None:
    """Run the hook once the present transaction is safe on disk; never if it is rolled back."""
    hooks = _after_commit.get()
    if hooks is None:
        raise RuntimeError("after_commit() needs a surrounding transaction().")
    hooks.append(hook)


@contextmanager
def _one_writer() -> Iterator[None]:
    """Let the threads of one process queue for SQLite's single write lock in the order of coming."""
    if db.engine.dialect.name != "sqlite":
        yield
        return
    with _sqlite_writer:
        yield


def init_database(app: Flask, url: str) -> None:
    """Bind the application to its database and set the connection habits of each engine."""
    app.config["SQLALCHEMY_DATABASE_URI"] = make_url(url).set(drivername=_driver(url))
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(url)
    db.init_app(app)
    migrate.init_app(app, db)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _set_sqlite_habits(db.engine)
        else:
            _ask_after_rest(db.engine)


def _driver(url: str) -> str:
    name = make_url(url).drivername
    return "postgresql+psycopg" if name in {"postgres", "postgresql"} else name


def _engine_options(url: str) -> dict[str, Any]:
    common = {"pool_use_lifo": True, "json_serializer": _json_text}
    if url.startswith("sqlite"):
        return common | {"connect_args": {"timeout": 30}, "pool_size": 20, "max_overflow": 20}
    return common | {"pool_size": 16, "max_overflow": 8}


def _json_text(value: Any) -> str:
    """Write JSON with letters as they are: escaped, a text in Cyrillic or Chinese is three times as long.

    Half a character, which no database takes, is escaped with all the rest.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return text


def _set_sqlite_habits(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: Any, record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def _ask_after_rest(engine: Engine) -> None:
    """Replace connections that died while nobody used them, as `pool_pre_ping` would at each use.

    It asks over the network twice in every request; a connection that was alive a moment ago is not asked.
    """

    @event.listens_for(engine, "checkin")
    def rest(connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["rests_since"] = monotonic()

    @event.listens_for(engine, "checkout")
    def ask(connection: Any, record: ConnectionPoolEntry, proxy: object) -> None:
        if monotonic() - record.info.get("rests_since", monotonic()) < _REST:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error
