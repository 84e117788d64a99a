"""Fixtures of the whole suite: the application on both databases, rolled back after every test."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine
from werkzeug.test import TestResponse

from config import Config
from summit.application import create_app
from summit.database import db as database
from tests import postgres
from tests.pages import check_page

DATABASES = ("sqlite", "postgresql")


def pytest_configure(config: pytest.Config) -> None:
    postgres.start_for_session(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    postgres.stop_for_session()


def new_database(kind: str, folder: Path) -> str:
    """Return the address of a new, empty database."""
    if kind == "sqlite":
        return f"sqlite:///{folder / f'{uuid4().hex}.sqlite3'}"
    return postgres.session_cluster().create_database(f"summit_{uuid4().hex}")


def test_config(var: Path, url: str, **settings: Any) -> Config:
    """Return the settings of an application under test."""
    values = {"base_url": "http://localhost", "testing": True, "secret_key": "s" * 32, "live_seconds": 0} | settings
    return Config(var=var, database_url=url, badge_key="b" * 64, field_key="f" * 64, **values)


test_config.__test__ = False  # type: ignore[attr-defined]


@pytest.fixture(scope="session", params=DATABASES)
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on a database with all tables, once per engine and worker."""
    var = tmp_path_factory.mktemp(request.param)
    app = create_app(test_config(var, new_database(request.param, var)))
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = PageClient
    with app.app_context():
        database.create_all()
    yield app
    with app.app_context():
        database.engine.dispose()


@pytest.fixture
def db(app: Flask) -> Iterator[Any]:
    """The database inside an outer transaction that is rolled back at the end of the test."""
    with app.app_context():
        engines = database.engines
        engine = engines[None]
        connection = engine.connect()
        outer = connection.begin()
        engines[None] = connection  # type: ignore[assignment]
        database.session.configure(join_transaction_mode="create_savepoint")
        yield database
        database.session.remove()
        outer.rollback()
        connection.close()
        engines[None] = engine


class PageClient(FlaskClient):
    """A browser that refuses to accept a page which breaks the house rules."""

    check_pages = True

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        # A context of its own for each request, as on a server; otherwise `g` would pass from one to the next.
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        database.session.expire_all()
        if self.check_pages and response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            check_page(response.get_data(as_text=True), response.headers["Content-Security-Policy"])
        return response


@pytest.fixture
def client(app: Flask, db: Any) -> FlaskClient:
    """A browser that nobody has signed in with."""
    return app.test_client()


@pytest.fixture
def strict_client(app: Flask, db: Any) -> Iterator[FlaskClient]:
    """A browser whose forms need their forgery token."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app.test_client()
    app.config["WTF_CSRF_ENABLED"] = False


@dataclass
class QueryCounter:
    """The statements that were sent to the database."""

    statements: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.statements)


@contextmanager
def counting_queries() -> Iterator[QueryCounter]:
    """Count the statements sent inside, without savepoints."""
    counter = QueryCounter()

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            counter.statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield counter
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def count_queries() -> Any:
    """The context manager that counts queries."""
    return counting_queries


@pytest.fixture(params=DATABASES)
def process_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of its own with all tables, for tests with several real processes."""
    url = new_database(request.param, tmp_path)
    app = create_app(test_config(tmp_path, url))
    with app.app_context():
        database.create_all()
        database.engine.dispose()
    os.environ["SUMMIT_TEST_VAR"] = str(tmp_path)
    yield url
    os.environ.pop("SUMMIT_TEST_VAR")


def process_app(url: str) -> Flask:
    """Return an application on a test database, to be called in a process of a race."""
    return create_app(test_config(Path(os.environ["SUMMIT_TEST_VAR"]), url))
