"""Databases to measure on: an edition with many people, written straight into the tables."""

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, select

from config import Config
from summit.accounts.services import create_staff, start_session
from summit.application import create_app
from summit.clock import utcnow
from summit.credentials.services import ensure_credentials
from summit.database import db, transaction
from summit.entrance.services import add_gate
from summit.events.models import Event
from summit.events.queries import list_categories, list_zones
from summit.events.services.editions import create_event
from summit.permissions import Role
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus, search_key, sort_key
from summit.seed.people import people
from tests import postgres

CHUNK = 2000
# Without RETURNING and without entities: an edition of 500,000 is filled in minutes.
_INSERT = insert(Registration.__table__)
STATUSES = (RegistrationStatus.APPROVED,) * 6 + (RegistrationStatus.SUBMITTED,) * 3 + (RegistrationStatus.ON_HOLD,)


@dataclass
class Stock:
    """An application on a filled database, and what is needed to speak to it from outside."""

    app: Flask
    environment: dict[str, str]
    event: Event
    gate_id: int
    staff_cookie: str
    codes: list[str]


@contextmanager
def stocked(engine: str, folder: Path, count: int, badge_count: int) -> Iterator[Stock]:
    """Make an edition with so many people, the first of them approved and with a badge."""
    var = folder / f"{engine}-{count}-{uuid.uuid4().hex[:6]}"
    var.mkdir()
    url = _database(engine, var)
    environment = {"SUMMIT_VAR": str(var), "SUMMIT_DATABASE_URL": url, "SUMMIT_SECRET_KEY": "b" * 64}
    environment |= {"SUMMIT_BADGE_KEY": "k" * 64, "SUMMIT_FIELD_KEY": "f" * 64}
    config = Config(var=var, database_url=url, secret_key="b" * 64, badge_key="k" * 64, field_key="f" * 64)
    app = create_app(config)
    with app.app_context():
        upgrade()
        yield _fill(app, environment, count, badge_count)
        db.session.remove()
        db.engine.dispose()


def _database(engine: str, var: Path) -> str:
    if engine == "sqlite":
        return f"sqlite:///{var / 'summit.sqlite3'}"
    return postgres.session_cluster().create_database(f"bench_{uuid.uuid4().hex}")


def _fill(app: Flask, environment: dict[str, str], count: int, badge_count: int) -> Stock:
    with transaction():
        account = create_staff("bench@example.org", "a long bench password", "Bench", Role.OWNER, None)
        event = _edition(account.id)
        zone = next(zone for zone in list_zones(event.id) if zone.letter == "A")
        gate = add_gate(event.id, zone_id=zone.id, names={"en": "Bench gate"}, actor_id=account.id)
        secret = start_session(account.id, second_factor_at=utcnow())
    ids = _insert_people(event, count, badge_count)
    with transaction():
        badges = [
            badge
            for start in range(0, badge_count, 500)
            for badge in ensure_credentials(ids[start : min(start + 500, badge_count)], actor_id=None, now=utcnow())
        ]
    _refresh_statistics()
    cookie = app.session_interface.get_signing_serializer(app).dumps({"_user_id": secret, "_permanent": True})
    cookie = f"{app.config['SESSION_COOKIE_NAME']}={cookie}"
    return Stock(app, environment, event, gate.id, cookie, [badge.token for badge in badges])


def _edition(actor_id: int) -> Event:
    today = date.today()
    return create_event(
        slug="bench",
        actor_id=actor_id,
        names={"en": "Bench"},
        starts_on=today,
        ends_on=today + timedelta(days=4),
        time_zone="Europe/Moscow",
        country="RU",
        is_public=True,
    )


def _insert_people(event: Event, count: int, approved: int) -> list[int]:
    chance = random.Random(7)
    categories = {category.letter: category.id for category in list_categories(event.id)}
    everyone = list(people(count, chance))
    for start in range(0, count, CHUNK):
        rows = [
            _row(event, person, start + offset, categories, chance, start + offset < approved)
            for offset, person in enumerate(everyone[start : start + CHUNK])
        ]
        with transaction():
            db.session.connection().execute(_INSERT, rows)
    of_the_edition = select(Registration.id).where(Registration.event_id == event.id)
    return list(db.session.scalars(of_the_edition.order_by(Registration.id).limit(approved)))


def _row(event: Event, person: object, number: int, categories: dict, chance: random.Random, approved: bool) -> dict:
    name = f"{person.name_latin} {number:05d}"
    moment = utcnow() - timedelta(minutes=number)
    return {
        "public_id": uuid.uuid4().hex,
        "reference": f"BENCH-{number}",
        "submission_key": uuid.uuid4().hex,
        "event_id": event.id,
        "category_id": categories["D" if approved else chance.choice("DXBSPUG")],
        "status": RegistrationStatus.APPROVED if approved else chance.choice(STATUSES),
        "email": f"n{number}@example.org",
        "email_confirmed_at": moment,
        "language": "en",
        "name_latin": name,
        "name_native": person.name_native,
        "native_language": person.native_language,
        "organisation": person.organisation,
        "job_title": person.job_title,
        "citizenship": person.country,
        "residence": person.country,
        "represents": person.country,
        "sort_key": sort_key(name),
        "search_key": search_key(name, person.name_native, person.organisation, f"n{number}@example.org"),
        "languages_spoken": ["en"],
        "travel": {},
        "badge_line1": name,
        "created_at": moment,
        "updated_at": moment,
        "version": 1,
    }


def _refresh_statistics() -> None:
    with transaction():
        db.session.connection().exec_driver_sql("ANALYZE")
