"""Real processes that join and begin companies at the same moment, on both databases."""

from collections import Counter
from multiprocessing import get_context
from typing import Any

import pytest
from sqlalchemy import func, select

from summit.application import FEATURES
from summit.clock import utcnow
from summit.companies.models import Company, CompanyInvitation, CompanyMember
from summit.companies.services import founding, invitations
from summit.database import db, transaction
from summit.errors import DomainError
from summit.registration.rules import RegistrationStatus
from tests.companies.factories import make_company, make_invitation
from tests.conftest import process_app
from tests.factories import make_category, make_event, make_registration

PROCESSES = 4
pytestmark = pytest.mark.race


def _found(registration_id: int) -> None:
    values = {"name": "Atelier Linho", "kind": "trims", "country": "BR"}
    founding.found_company(registration_id, **values, actor_id=None, now=utcnow())


def _join(invitation_id: int, registration_id: int) -> None:
    invitation = db.session.get_one(CompanyInvitation, invitation_id)
    invitations.join(invitation, registration_id, actor_id=None, now=utcnow())


_ACTS = {"found": _found, "join": _join}


def _act(url: str, start: Any, results: Any, name: str, keys: tuple[int, ...]) -> None:
    app = process_app(url)
    with app.app_context():
        db.session.execute(select(1))
        db.session.commit()
        start.wait(60)
        try:
            with transaction():
                _ACTS[name](*keys)
            answer = "done"
        except DomainError as refusal:
            answer = type(refusal).__name__
        db.session.remove()
        db.engine.dispose()
    results.put(answer)


def race(url: str, name: str, acts: list[tuple[int, ...]]) -> Counter[str]:
    """Do each of these acts in a process of its own, all at the same moment."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__, *(f"summit.{feature}.setup" for feature in FEATURES)])
    start, results = context.Barrier(len(acts)), context.Queue()
    processes = [context.Process(target=_act, args=(url, start, results, name, keys)) for keys in acts]
    for process in processes:
        process.start()
    answers = [results.get(timeout=120) for _ in processes]
    for process in processes:
        process.join(30)
    return Counter(answers)


def _people(event: Any, count: int) -> list[int]:
    category = make_category(event)
    people = [make_registration(event, category, RegistrationStatus.APPROVED) for _ in range(count)]
    return [person.id for person in people]


def _leave() -> None:
    db.session.remove()
    db.engine.dispose()


def test_one_person_who_begins_several_companies_at_once_has_one(process_database):
    app = process_app(process_database)
    with app.app_context():
        (person,) = _people(make_event(), 1)
        _leave()
    answers = race(process_database, "found", [(person,)] * PROCESSES)
    assert answers == {"done": 1, "AlreadyInACompany": PROCESSES - 1}
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Company)) == 1
        _leave()


def test_of_several_people_with_one_link_one_joins(process_database):
    app = process_app(process_database)
    with app.app_context():
        event = make_event()
        invitation, people = make_invitation(make_company(event)).id, _people(event, PROCESSES)
        _leave()
    answers = race(process_database, "join", [(invitation, person) for person in people])
    assert answers == {"done": 1, "InvitationIsOver": PROCESSES - 1}
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(CompanyMember)) == 1
        _leave()
