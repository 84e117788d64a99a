"""How values reach the database."""

import pytest
from sqlalchemy import create_engine, text

from summit import database
from summit.database import db as summit_db
from summit.events.models import Event
from tests.conftest import process_app
from tests.factories import make_event


@pytest.mark.parametrize(
    "name",
    ["Саммит моды", "قمة الأزياء 😀", 'quotes " and \\ and \n', "half \ud800"],
    ids=["ru", "ar", "signs", "half"],
)
def test_texts_per_language_come_back_as_they_were(db, name):
    event = make_event(names={"en": name})
    db.session.expire_all()
    assert db.session.get(Event, event.id).names == {"en": name}


def test_letters_are_stored_as_they_are(db):
    event = make_event(names={"ru": "Мода"})
    stored = db.session.scalar(text("SELECT CAST(names AS text) FROM events WHERE id = :id"), {"id": event.id})
    assert stored == '{"ru":"Мода"}'


def use_twice(url, between):
    """Ask twice, each time with a connection of the pool, and return how often it was asked whether it lives."""
    app, asked = process_app(url), []
    with app.app_context():
        engine = summit_db.engine
        ask = engine.dialect.do_ping
        engine.dialect.do_ping = lambda connection: asked.append(connection) or ask(connection)
        for _ in range(2):
            summit_db.session.execute(text("SELECT 1"))
            summit_db.session.commit()
            between()
        engine.dispose()
    return len(asked)


def test_a_connection_that_was_just_used_is_not_asked_whether_it_lives(process_database):
    assert use_twice(process_database, lambda: None) == 0


@pytest.mark.parametrize("process_database", ["postgresql"], indirect=True)
def test_a_connection_that_died_while_it_rested_is_replaced_unseen(process_database, monkeypatch):
    monkeypatch.setattr(database, "_REST", 0)
    others = create_engine(process_database, isolation_level="AUTOCOMMIT")
    mine = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = :name"
    )

    def cut():
        with others.connect() as connection:
            assert connection.execute(mine, {"name": others.url.database}).all() == [(True,)]

    assert use_twice(process_database, cut) == 1
    others.dispose()
