import multiprocessing
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from summit.accounts import services
from summit.accounts.models import Account, AccountSession, SignInAttempt, SignInLink
from summit.accounts.rules import AttemptKind, LinkPurpose, LinkUsed, TooManyAttempts
from summit.accounts.services.throttle import admit_attempt
from summit.clock import utcnow
from summit.database import db as database
from summit.database import transaction
from summit.mail.models import OutgoingMail
from summit.permissions import Role
from tests.accounts.conftest import new_link, path_in
from tests.conftest import process_app
from tests.factories import make_account

PROCESSES = 4


def use(url, secret, barrier, answers):
    """Use one link in a process of its own."""
    app = process_app(url)
    with app.app_context():
        barrier.wait(60)
        try:
            with transaction():
                services.sign_in_by_link(secret, browser="", replacing=None, now=utcnow())
        except LinkUsed:
            answers.put("used")
        else:
            answers.put("in")


def register(url, barrier, answers):
    """Make one person's account in a process of its own."""
    app = process_app(url)
    with app.app_context():
        barrier.wait(60)
        with transaction():
            answers.put(services.ensure_account("Ana@example.org", language="en").id)


def race(target, *arguments):
    """Run the same in several processes at once and return their answers."""
    context = multiprocessing.get_context("fork")
    barrier, answers = context.Barrier(PROCESSES), context.Queue()
    racers = [context.Process(target=target, args=(*arguments, barrier, answers)) for _ in range(PROCESSES)]
    for racer in racers:
        racer.start()
    collected = [answers.get(timeout=120) for _ in racers]
    for racer in racers:
        racer.join(30)
    return collected


@pytest.mark.race
def test_one_link_in_several_processes_signs_in_once(process_database):
    app = process_app(process_database)
    with app.app_context():
        secret = new_link(make_account())
    assert sorted(race(use, process_database, secret)) == ["in"] + ["used"] * (PROCESSES - 1)
    with app.app_context():
        assert database.session.scalar(select(func.count()).select_from(AccountSession)) == 1
        database.engine.dispose()


@pytest.mark.race
def test_one_person_in_several_processes_has_one_account(process_database):
    assert len(set(race(register, process_database))) == 1
    app = process_app(process_database)
    with app.app_context():
        assert database.session.scalar(select(func.count()).select_from(Account)) == 1
        database.engine.dispose()


def test_asking_again_makes_no_second_account(db):
    with transaction():
        first = services.ensure_account(" Ana@Example.org", name="Ana", language="pt-BR")
    with transaction():
        second = services.ensure_account("ana@example.org", name="Somebody", language="ru")
    assert first.id == second.id
    assert (second.name, second.language) == ("Ana", "pt-BR")


def test_a_link_keeps_nothing_that_could_open_it(db):
    secret = new_link(make_account())
    assert secret not in db.session.scalar(select(SignInLink.secret_hash))


@pytest.mark.parametrize("language", ["en", "ru", "zh-Hans", "pt-BR", "ar"])
@pytest.mark.parametrize("purpose", LinkPurpose)
def test_links_are_mailed_in_every_language(db, language, purpose):
    account = make_account(language=language)
    with transaction():
        services.grant_role(account.id, Role.GATE, None, granted_by=None)
        services.send_link(account.id, purpose, "", now=utcnow())
    mail = db.session.scalars(select(OutgoingMail)).one()
    assert mail.language == language
    assert path_in(mail).startswith("/sign-in/")
    assert mail.html.count(path_in(mail)) >= 2, "the button and the address as text"


def test_attempts_are_counted_per_person_and_per_network_address(db):
    now = utcnow()
    with transaction():
        for number in range(300):
            admit_attempt(AttemptKind.LINK, f"person{number}@example.org", "192.0.2.1", now=now)
    with pytest.raises(TooManyAttempts), transaction():
        admit_attempt(AttemptKind.LINK, "another@example.org", "192.0.2.1", now=now)
    with transaction():
        admit_attempt(AttemptKind.LINK, "another@example.org", "192.0.2.2", now=now)
        admit_attempt(AttemptKind.PASSWORD, "another@example.org", "192.0.2.1", now=now)


def test_attempts_are_kept_as_hashes_and_purged(db):
    now = utcnow()
    with transaction():
        admit_attempt(AttemptKind.LINK, "ana@example.org", "192.0.2.1", now=now - timedelta(minutes=16))
        admit_attempt(AttemptKind.LINK, "ana@example.org", "192.0.2.1", now=now)
    keys = db.session.scalars(select(SignInAttempt.key)).all()
    assert {len(key) for key in keys} == {64}
    with transaction():
        services.purge_traces(now)
    assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 2


def test_links_long_past_are_purged(db):
    account = make_account()
    new_link(account, now=utcnow() - timedelta(days=31))
    new_link(account)
    with transaction():
        services.purge_traces(utcnow())
    assert db.session.scalar(select(func.count()).select_from(SignInLink)) == 1
