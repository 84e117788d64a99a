"""The demo edition is whole in every stage, and an interrupted planting leaves nothing."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import func, select

from summit import seed
from summit.agenda.models import SignUp, Speaker, Star
from summit.agenda.queries.board import load_board
from summit.agenda.queries.releases import find_current_programme, list_releases
from summit.agenda.rules.board import ConflictKind
from summit.agenda.rules.changes import changes_from_json
from summit.agenda.rules.conflicts import find_conflicts
from summit.agenda.rules.kinds import SessionKind, SignUpStatus
from summit.application import create_app
from summit.clock import utcnow
from summit.companies.models import Company
from summit.companies.rules.status import CompanyStatus
from summit.database import db
from summit.entrance.models import Gate, Presence, Scan
from summit.entrance.rules import Outcome
from summit.events.models import Category, Event, Zone
from summit.mail.models import OutgoingMail
from summit.meetings.models import Meeting, MeetingRun, MeetingTable
from summit.meetings.queries.settings import list_slots
from summit.meetings.rules.kinds import MeetingStatus, RunStatus
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus
from summit.seed import delegates
from summit.seed.meetings import planting as business
from summit.seed.people import countries
from tests.conftest import new_database
from tests.conftest import test_config as make_config

STATUSES = set(RegistrationStatus)


# PostgreSQL is asked for the same with fewer people, to save the suite's time.
PEOPLE = {"sqlite": 300, "postgresql": 120}
REQUESTS = {"sqlite": 900, "postgresql": 150}


def planted(kind: str, folder, stage: seed.Stage) -> Iterator[Flask]:
    app = create_app(make_config(folder, new_database(kind, folder), demo=True))
    with app.app_context():
        db.create_all()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(delegates, "COUNT", PEOPLE[kind])
            patch.setattr(business, "REQUESTS", REQUESTS[kind])
            seed.plant(stage)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module", params=[("sqlite", seed.Stage.RUNNING), ("postgresql", seed.Stage.OVER)], ids=str)
def edition(request, tmp_path_factory) -> Iterator[Flask]:
    yield from planted(request.param[0], tmp_path_factory.mktemp("seed"), request.param[1])


def counted(column) -> Counter:
    return Counter(db.session.scalars(select(column)))


def test_three_hundred_people_of_34_countries_stand_in_every_status(edition):
    assert delegates.COUNT == 300
    assert db.session.scalar(select(func.count()).select_from(Registration)) == PEOPLE[db.engine.dialect.name]
    assert set(counted(Registration.citizenship)) == set(countries())
    unseen = STATUSES - set(counted(Registration.status))
    assert unseen <= ({RegistrationStatus.WAITLISTED} if db.engine.dialect.name == "postgresql" else set())


def test_every_category_has_people_and_native_names_are_there(edition):
    letters = counted(Category.letter).keys()
    used = set(db.session.scalars(select(Category.letter).join(Registration, Registration.category_id == Category.id)))
    assert used == set(letters)
    assert db.session.scalar(select(func.count()).where(Registration.name_native != "")) > 60


def test_a_morning_of_scans_passed_three_gates(edition):
    gates, outcomes = counted(Scan.gate_id), counted(Scan.outcome)
    assert len(gates) == db.session.scalar(select(func.count()).select_from(Gate)) == 3
    assert {Outcome.ADMITTED, Outcome.ALREADY_INSIDE, Outcome.EXITED, Outcome.UNKNOWN} <= set(outcomes)
    assert db.session.scalar(select(func.count()).select_from(Presence)) <= outcomes[Outcome.ADMITTED]
    assert max(db.session.scalars(select(Scan.scanned_at))) <= utcnow()


def test_quotas_hold_in_the_demo_too(edition):
    held = (RegistrationStatus.WAITLISTED, RegistrationStatus.REJECTED, RegistrationStatus.WITHDRAWN)
    statement = (
        select(Category.letter, Category.quota, func.count())
        .join(Registration, Registration.category_id == Category.id)
        .where(Category.quota.is_not(None), Registration.status.not_in((*held, RegistrationStatus.UNCONFIRMED)))
        .group_by(Category.letter, Category.quota)
    )
    assert [row for row in db.session.execute(statement) if row[2] > row[1]] == []


def test_mails_went_out_in_several_languages(edition):
    assert {"en", "ru", "zh-Hans", "pt-BR", "ar"} == set(counted(OutgoingMail.language))


def test_the_sign_ins_are_printed_in_a_demo_and_kept_from_others(edition):
    path = edition.extensions["summit_config"].var / "demo-sign-ins.json"
    passwords = [row["password"] for row in json.loads(path.read_text())]
    assert path.stat().st_mode & 0o077 == 0
    assert all(any(password in line for line in seed.sign_in_lines()) for password in passwords)


def test_the_same_edition_is_not_planted_twice(edition):
    stage = seed.Stage.RUNNING if db.engine.dialect.name == "sqlite" else seed.Stage.OVER
    with pytest.raises(seed.AlreadyPlanted):
        seed.plant(stage)
    assert db.session.scalar(select(func.count()).select_from(Event)) == 2


def test_an_interrupted_planting_leaves_an_empty_database(tmp_path, monkeypatch):
    app = create_app(make_config(tmp_path, new_database("sqlite", tmp_path), demo=True))
    monkeypatch.setattr(seed, "plant_delegates", lambda *args, **values: [])

    def broken(*args, **values):
        raise KeyboardInterrupt

    monkeypatch.setattr(seed, "plant_morning", broken)
    with app.app_context():
        db.create_all()
        with pytest.raises(KeyboardInterrupt):
            seed.plant(seed.Stage.RUNNING)
        assert seed.is_empty()
        assert db.session.scalar(select(func.count()).select_from(Zone)) == 0


def the_summit() -> Event:
    return next(event for event in db.session.scalars(select(Event)) if event.slug.startswith("summit"))


def test_the_programme_fills_three_days_and_ten_places(edition):
    event, programme = the_summit(), find_current_programme(the_summit().id)
    sessions = [session for session in programme.sessions if session.kind is SessionKind.SESSION]
    assert (event.ends_on - event.starts_on).days == 2
    assert len(sessions) == 45
    assert len(programme.halls) == 10
    assert sum(bool(hall.address) for hall in programme.halls) == 2
    assert db.session.scalar(select(func.count()).select_from(Speaker)) == 120
    assert all(set(session.titles) == set(event.languages) for session in sessions)


def test_two_releases_tell_what_moved_what_is_cancelled_and_what_is_new(edition):
    second, first = list_releases(the_summit().id)
    assert (first.name, second.name) == ("1.0", "2.0")
    changes = changes_from_json(second.changes)
    assert (len(changes.moved), len(changes.cancelled), len(changes.new)) == (3, 1, 3)


def test_the_draft_has_a_conflict_of_each_kind(edition):
    assert {one.kind for one in find_conflicts(load_board(the_summit()))} == set(ConflictKind)


def test_what_was_released_had_no_conflict_but_the_wishes_of_delegates(edition):
    programme = find_current_programme(the_summit().id)
    for hall in programme.halls:
        here = sorted((s.starts_at, s.ends_at) for s in programme.taking_place if hall.id in s.hall_ids)
        assert all(before[1] <= after[0] for before, after in pairwise(here))


def test_delegates_star_and_small_workshops_have_a_waiting_list(edition):
    assert db.session.scalar(select(func.count()).select_from(Star)) > 200
    statuses = counted(SignUp.status)
    assert statuses[SignUpStatus.CONFIRMED] > 40
    assert statuses[SignUpStatus.WAITING] > 0


def is_whole():
    return db.engine.dialect.name == "sqlite"


def test_companies_of_34_countries_are_in_every_state_of_review(edition):
    companies = list(db.session.scalars(select(Company)))
    assert {company.status for company in companies} >= {
        CompanyStatus.APPROVED,
        CompanyStatus.SUBMITTED,
        CompanyStatus.REJECTED,
    }
    assert len({company.name for company in companies}) == len(companies)
    assert not is_whole() or (len(companies), len({company.country for company in companies})) == (120, 34)


def test_business_meetings_have_three_days_of_16_slots_and_60_tables(edition):
    event_id = db.session.scalar(select(Company.event_id).limit(1))
    assert len(list_slots(event_id)) == 3 * 16
    assert db.session.scalar(select(func.count()).select_from(MeetingTable)) == 60


def test_requests_stand_in_every_state_with_an_optimised_timetable(edition):
    found = counted(Meeting.status)
    assert sum(found.values()) == REQUESTS[db.engine.dialect.name]
    assert set(found) == set(MeetingStatus) - {MeetingStatus.HELD, MeetingStatus.MISSED}, "what is over is closed later"
    (run,) = db.session.scalars(select(MeetingRun))
    assert run.status is RunStatus.PUBLISHED
    assert found[MeetingStatus.SCHEDULED] > found[MeetingStatus.ACCEPTED]
    assert not is_whole() or any(db.session.scalars(select(Meeting.interpreter_id))), "few requests hold few wishes"
