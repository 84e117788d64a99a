"""Several real processes on one database: the quota holds, and one address registers once."""

import multiprocessing
from collections import Counter

import pytest
from sqlalchemy import func, select

from summit.clock import utcnow
from summit.database import db, transaction
from summit.events.models import Event
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus
from summit.registration.services import confirming
from tests.conftest import process_app
from tests.factories import make_category, make_event
from tests.registration.delegates import register

pytestmark = pytest.mark.race
PROCESSES = 3
PEOPLE = 12
QUOTA = 5


def confirm_all(url, ids, gate):
    """Confirm these registrations in a process of its own, once all processes are ready."""
    app = process_app(url)
    with app.app_context():
        gate.wait(60)
        for registration_id in ids:
            with transaction():
                confirming.confirm_email(registration_id, utcnow())
        db.session.remove()
        db.engine.dispose()


def register_once(url, event_id, address, gate):
    """Register one address in a process of its own."""
    app = process_app(url)
    with app.app_context():
        event = db.session.get_one(Event, event_id)
        gate.wait(60)
        register(event, email=address)
        db.session.remove()
        db.engine.dispose()


def run(target, arguments):
    """Run the target with each list of arguments in parallel and return the exit codes."""
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(len(arguments))
    processes = [context.Process(target=target, args=(*one, gate)) for one in arguments]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    return [process.exitcode for process in processes]


def test_the_last_places_go_to_exactly_as_many_people(process_database):
    app = process_app(process_database)
    with app.app_context():
        event = make_event()
        make_category(event, quota=QUOTA)
        ids = [register(event, email=f"person{n}@example.org").id for n in range(PEOPLE)]
        db.session.remove()
    # Two processes confirm the same people, so each link is used twice at about the same time.
    shares = [ids[n % 2 :: 2] for n in range(PROCESSES)]
    assert run(confirm_all, [(process_database, share) for share in shares]) == [0] * PROCESSES
    with app.app_context():
        statuses = Counter(db.session.scalars(select(Registration.status)))
        db.engine.dispose()
    assert statuses == {RegistrationStatus.SUBMITTED: QUOTA, RegistrationStatus.WAITLISTED: PEOPLE - QUOTA}


def test_one_address_registers_once(process_database):
    app = process_app(process_database)
    with app.app_context():
        event = make_event()
        make_category(event)
        event_id = event.id
        db.session.remove()
    arguments = [(process_database, event_id, "same@example.org")] * PROCESSES
    assert run(register_once, arguments) == [0] * PROCESSES
    with app.app_context():
        assert db.session.scalar(select(func.count(Registration.id))) == 1
        db.engine.dispose()
