"""Several officers in several processes: the last place is given once, and one decision is mailed once."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from summit.clock import utcnow
from summit.database import db, transaction
from summit.errors import DomainError
from summit.mail.models import OutgoingMail
from summit.permissions import Role
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus, ReviewAction
from summit.registration.services import reviewing
from tests.conftest import process_app
from tests.factories import make_category, make_event, make_registration, make_staff
from tests.registration.test_races import run

pytestmark = pytest.mark.race
PROCESSES = 3


def approve_all(url, people, officer_id, gate):
    """Approve these people in a process of its own; a refusal is one of the normal answers."""
    app = process_app(url)
    with app.app_context():
        gate.wait(60)
        for person_id, version in people:
            try:
                with transaction():
                    reviewing.decide(
                        person_id, ReviewAction.APPROVE, actor_id=officer_id, expected_version=version, now=utcnow()
                    )
            except DomainError:
                continue
        db.session.remove()
        db.engine.dispose()


def race(url, *, quota, waiting, share):
    """Let the processes approve, each its share of the waiting people, and return statuses and mails."""
    app = process_app(url)
    with app.app_context():
        event = make_event()
        category = make_category(event, quota=quota)
        officer = make_staff(event, Role.ACCREDITATION).id
        people = [make_registration(event, category, RegistrationStatus.WAITLISTED) for _ in range(waiting)]
        picks = [(person.id, person.version) for person in people]
        db.session.remove()
    assert run(approve_all, [(url, share(picks, n), officer) for n in range(PROCESSES)]) == [0] * PROCESSES
    with app.app_context():
        statuses = Counter(db.session.scalars(select(Registration.status)))
        mails = db.session.scalar(select(func.count(OutgoingMail.id)))
        db.engine.dispose()
    return statuses, mails


def test_the_last_places_are_given_once(process_database):
    statuses, mails = race(process_database, quota=3, waiting=8, share=lambda picks, n: picks[n::PROCESSES])
    assert statuses == {RegistrationStatus.APPROVED: 3, RegistrationStatus.WAITLISTED: 5}
    assert mails == 3


def test_officers_who_decide_about_the_same_people_decide_once(process_database):
    statuses, mails = race(process_database, quota=None, waiting=5, share=lambda picks, n: picks)
    assert (statuses, mails) == ({RegistrationStatus.APPROVED: 5}, 5)
