"""Migrations go up and down on both databases, lose nothing, and give what the models say."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from summit import seed
from summit.application import create_app
from summit.badges.models import PrintRun
from summit.database import db
from summit.entrance.rules import Outcome
from summit.events.queries import list_public_events
from summit.registration.queries import review
from summit.registration.queries.places import list_categories
from summit.registration.rules.desk import QueueFilter
from tests.conftest import DATABASES, new_database
from tests.conftest import test_config as make_config
from tests.entrance.conftest import make_door
from tests.factories import make_event
from tests.registration.delegates import register


@pytest.fixture(params=DATABASES)
def fresh(request, tmp_path) -> Iterator[Flask]:
    app = create_app(make_config(tmp_path, new_database(request.param, tmp_path), demo=True))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def differences() -> list[object]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, db.metadata)
    return [one for one in found if "registrations_search" not in str(one)]


def counts() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {table: connection.scalar(text(f"SELECT count(*) FROM {table}")) for table in db.metadata.tables}


def test_the_newest_structure_is_what_the_models_say(fresh):
    upgrade()
    assert differences() == [], "Run `.venv/bin/flask db migrate` and read what it writes."


def test_down_leaves_nothing_and_up_again_brings_all_back(fresh):
    upgrade()
    tables = set(inspect(db.engine).get_table_names())
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
    upgrade()
    assert set(inspect(db.engine).get_table_names()) == tables


def test_upgrading_once_more_loses_nothing_of_a_planted_edition(fresh):
    upgrade()
    seed.plant(seed.Stage.PLANNING)
    before = counts()
    upgrade()
    assert counts() == before
    assert before["categories"] > 0


@pytest.mark.parametrize("table", ["audit_entries", "consent_records"])
def test_the_record_cannot_be_changed_behind_our_back(fresh, table):
    upgrade()
    seed.plant(seed.Stage.PLANNING)
    if table == "consent_records":
        register(list_public_events()[-1])
    with pytest.raises(DBAPIError, match="append-only"), db.engine.begin() as connection:
        connection.execute(text(f"UPDATE {table} SET created_at = created_at"))


def test_name_search_has_its_index(fresh):
    upgrade()
    assert "ix_registrations_search" in {index["name"] for index in inspect(db.engine).get_indexes("registrations")}


def test_name_search_finds_who_registers_after_the_migration(fresh):
    upgrade()
    seed.plant(seed.Stage.PLANNING)
    event = list_public_events()[-1]
    reference = register(event, name_latin="Zuzanna Qvist").reference
    page = review.list_page(event.id, QueueFilter(q="zuzanna qvi"), list_categories(event.id))
    assert [row.reference for row in page.rows] == [reference]


def outcome_checks() -> dict[str, str]:
    """Return the conditions on scans by their names."""
    return {check["name"]: check["sqltext"] for check in inspect(db.engine).get_check_constraints("scans")}


def test_scans_keep_their_checks_and_learn_a_new_outcome(fresh):
    upgrade()
    checks = outcome_checks()
    assert set(checks) == {"ck_scans_direction", "ck_scans_scanmode", "ck_scans_outcome"}
    assert all(outcome.value in checks["ck_scans_outcome"] for outcome in Outcome)
    downgrade(revision="0001")
    assert set(outcome_checks()) == set(checks)
    assert Outcome.NOT_SIGNED_UP not in outcome_checks()["ck_scans_outcome"]


def test_going_down_and_up_keeps_the_scans_of_an_edition_that_is_running(fresh):
    upgrade()
    door = make_door()
    door.scan(door.badge().token)
    before = {name: count for name, count in counts().items() if name in {"gates", "scans", "presences", "zone_counts"}}
    db.session.remove()
    downgrade(revision="0001")
    upgrade()
    assert {name: counts()[name] for name in before} == before
    assert before["scans"] == 1


def test_runs_keep_their_paper_up_and_down_and_up_again(fresh):
    upgrade()
    event = make_event()
    papers = {"single", "a4_2up", "a4_4up", "a4_8up", "a4_folded"}
    for paper in papers:
        run = PrintRun(public_id=paper, event_id=event.id, criteria={}, layout=paper, language="en")
        run.options = {"start": 1, "desks": 2}
        db.session.add(run)
    db.session.commit()
    db.session.remove()

    downgrade(revision="0008")
    assert papers_kept() == {
        "single": "a6",
        "a4_2up": "a4_4up",
        "a4_4up": "a4_4up",
        "a4_8up": "a4_4up",
        "a4_folded": "a6",
    }
    upgrade()
    assert papers_kept() == {paper: paper for paper in papers}
    assert all(run.options == {"start": 1, "desks": 2} for run in db.session.scalars(db.select(PrintRun)))


def papers_kept() -> dict[str, str]:
    """Return the paper of each run by its public id."""
    with db.engine.connect() as connection:
        return dict(connection.execute(text("SELECT public_id, layout FROM print_runs")).all())
