"""Things to test with; every name is invented."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient

from summit.accounts.models import Account, RoleGrant
from summit.accounts.services import start_session
from summit.clock import utcnow
from summit.database import db, transaction
from summit.events.models import Category, Event, Hall, Zone
from summit.permissions import Role
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus, search_key, sort_key

_numbers = count(1)
NOON = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


def _keep(thing: Any) -> Any:
    db.session.add(thing)
    db.session.commit()
    return thing


def make_event(**values: Any) -> Event:
    """An edition of five days in Moscow."""
    defaults = {
        "slug": f"summit-{next(_numbers)}",
        "names": {"en": "Fashion Summit", "ru": "Саммит моды"},
        "starts_on": date(2026, 11, 28),
        "ends_on": date(2026, 12, 2),
        "time_zone": "Europe/Moscow",
        "venue_names": {"en": "Concert Hall", "ru": "Концертный зал"},
        "address": "1 Invented Street, Moscow",
        "country": "RU",
        "languages": ["en", "ru", "zh-Hans", "pt-BR", "ar"],
        "is_public": True,
    }
    return _keep(Event(**(defaults | values)))


def make_zone(event: Event, letter: str = "A", **values: Any) -> Zone:
    """A zone of the edition."""
    return _keep(Zone(event_id=event.id, letter=letter, **({"names": {"en": f"Zone {letter}"}} | values)))


def make_hall(event: Event, **values: Any) -> Hall:
    """A hall of the edition."""
    return _keep(Hall(event_id=event.id, **({"names": {"en": "Main hall"}} | values)))


def make_category(event: Event, letter: str = "D", zones: tuple[Zone, ...] = (), **values: Any) -> Category:
    """A category of the edition, open to all."""
    defaults = {"names": {"en": "Delegate", "ru": "Делегат"}, "colour": "#1f5f8b", "asks": []}
    return _keep(Category(event_id=event.id, letter=letter, zones=list(zones), **(defaults | values)))


def make_account(**values: Any) -> Account:
    """Somebody who can sign in by mail."""
    return _keep(Account(**({"email": f"person{next(_numbers)}@example.org"} | values)))


def make_staff(event: Event | None, role: Role, **values: Any) -> Account:
    """Somebody with a role in the edition (in all of them where none is given)."""
    account = make_account(**values)
    _keep(RoleGrant(account_id=account.id, event_id=event.id if event else None, role=role))
    return account


def make_registration(
    event: Event, category: Category, status: RegistrationStatus = RegistrationStatus.SUBMITTED, **values: Any
) -> Registration:
    """A person registered for the edition."""
    number = next(_numbers)
    defaults = {
        "public_id": uuid4().hex,
        "reference": f"BF-{number:06d}",
        "submission_key": uuid4().hex,
        "email": f"delegate{number}@example.org",
        "language": "en",
        "name_latin": f"Delegate {number}",
        "organisation": "Atelier Invented",
        "citizenship": "BR",
        "residence": "BR",
        "languages_spoken": ["en"],
        "travel": {},
        "created_at": utcnow() + timedelta(microseconds=number),
    }
    row = Registration(event_id=event.id, category_id=category.id, status=status, **(defaults | values))
    if status is not RegistrationStatus.UNCONFIRMED and row.email_confirmed_at is None:
        row.email_confirmed_at = utcnow()
    row.sort_key = row.sort_key or sort_key(row.name_latin)
    row.search_key = row.search_key or search_key(row.name_latin, row.name_native, row.organisation, row.email)
    return _keep(row)


def sign_in(client: FlaskClient, account: Account, *, second_factor: bool = True) -> str:
    """Sign the browser in and return its session's secret; staff have shown their second factor unless told not to."""
    now = utcnow()
    with transaction():
        secret = start_session(account.id, second_factor_at=now if second_factor else None, now=now)
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie["_user_id"] = secret
    return secret
