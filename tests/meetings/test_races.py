"""Real processes at the same people, tables, slots and requests, on both databases: nothing is booked twice."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from multiprocessing import get_context
from typing import Any

import pytest
from sqlalchemy import func, select

from summit.application import FEATURES
from summit.calendar.models import Claim
from summit.companies.models import Company
from summit.companies.services.withdrawing import withdraw_company
from summit.database import db, transaction
from summit.errors import DomainError
from summit.meetings.models import Meeting, MeetingTable
from summit.meetings.rules.kinds import LIVE, MeetingFormat, MeetingStatus
from summit.meetings.rules.requests import Request
from summit.meetings.services import answering, changing, interpreting, requesting, tables
from tests.conftest import process_app
from tests.factories import NOON, make_event
from tests.meetings.factories import (
    EARLY,
    make_interpreter,
    make_meeting,
    make_scheduled,
    make_settings,
    make_spokesperson,
    make_table,
    make_window,
)

PROCESSES = 8
STEP = timedelta(minutes=25)
# What is done, on which meeting or company, by whom, with what else.
Act = tuple[str, int, int, dict[str, Any]]
pytestmark = pytest.mark.race


def _do(what: str, key: int, person: int, values: dict[str, Any]) -> str:
    if what == "withdraw_company":
        return withdraw_company(key, actor_id=None, now=EARLY).status.value
    if what == "request_meeting":
        event_id = db.session.get_one(Company, key).event_id
        wanted = Request(people=(person,))
        made = requesting.request_meeting(event_id, key, registration_id=person, wanted=wanted, now=EARLY)
        return made.status.value
    if what == "close_table":
        tables.set_in_use(key, False, actor_id=None, now=EARLY)
        return "closed"
    if what == "assign":
        event_id = db.session.get_one(Meeting, key).event_id
        interpreting.assign(key, person, event_id=event_id, actor_id=None, now=EARLY)
        return "assigned"
    service = changing if what == "cancel" else answering
    return str(getattr(service, what)(key, registration_id=person, now=EARLY, **values).status.value)


def _act(url: str, start: Any, results: Any, acts: list[Act]) -> None:
    app = process_app(url)
    answers = []
    with app.app_context():
        db.session.execute(select(1))
        db.session.commit()
        start.wait(60)
        for act in acts:
            try:
                with transaction():
                    answers.append(_do(*act))
            except DomainError as refusal:
                answers.append(type(refusal).__name__)
            except Exception as error:
                answers.append(repr(error))
        db.session.remove()
        db.engine.dispose()
    results.put(answers)


def race(url: str, acts: list[list[Act]]) -> list[str]:
    """Do each list of acts in a process of its own, all at the same moment, and return what was answered."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__, *(f"summit.{feature}.setup" for feature in FEATURES)])
    start, results = context.Barrier(len(acts)), context.Queue()
    processes = [context.Process(target=_act, args=(url, start, results, mine)) for mine in acts]
    for process in processes:
        process.start()
    answers = [answer for _ in processes for answer in results.get(timeout=120)]
    for process in processes:
        process.join(30)
    return answers


def inside(url: str, work: Callable[[], Any]) -> Any:
    """Return what a function finds or prepares in the database."""
    app = process_app(url)
    with app.app_context():
        found = work()
        db.session.remove()
        db.engine.dispose()
    return found


def edition(tables: int, **settings: Any) -> Any:
    """An edition with live meetings and so many tables."""
    event = make_event()
    make_settings(event, **settings)
    make_window(event)
    for _ in range(tables):
        make_table(event, seats=8)
    return event


def accept(meeting: Meeting, member: Any, start: Any = NOON, **values: Any) -> Act:
    return ("accept", meeting.id, member.registration_id, {"start": start, **values})


def claimed() -> int:
    return db.session.scalar(select(func.count()).select_from(Claim)) or 0


def scheduled() -> int:
    statement = select(func.count()).select_from(Meeting).where(Meeting.status == MeetingStatus.SCHEDULED)
    return db.session.scalar(statement) or 0


def at_closed_tables() -> int:
    statement = select(func.count()).select_from(Meeting).join(MeetingTable, MeetingTable.id == Meeting.table_id)
    taken = (Meeting.status == MeetingStatus.SCHEDULED, MeetingTable.is_active.is_(False))
    return db.session.scalar(statement.where(*taken)) or 0


def ensure_claims_are_those_of_the_meetings() -> None:
    """Each meeting in the timetable holds four steps of each of its two people, and four of its table, if any."""
    rows = db.session.execute(select(Meeting.format).where(Meeting.status == MeetingStatus.SCHEDULED)).scalars().all()
    assert claimed() == sum(4 * (2 if where is MeetingFormat.ONLINE else 3) for where in rows)


def test_of_many_acceptances_that_want_one_person_one_wins(process_database):
    def prepare() -> list[list[Act]]:
        event = edition(PROCESSES)
        wanted = make_spokesperson(event)
        return [[accept(make_meeting(make_spokesperson(event), wanted), wanted)] for _ in range(PROCESSES)]

    answers = race(process_database, inside(process_database, prepare))
    assert Counter(answers) == {"scheduled": 1, "SomebodyIsBusy": PROCESSES - 1}
    inside(process_database, ensure_claims_are_those_of_the_meetings)


def test_of_many_acceptances_that_want_the_last_tables_as_many_win(process_database):
    def prepare() -> list[list[Act]]:
        event = edition(3)
        acts = []
        for _ in range(PROCESSES):
            one, other = make_spokesperson(event), make_spokesperson(event)
            acts.append([accept(make_meeting(one, other), other)])
        return acts

    answers = race(process_database, inside(process_database, prepare))
    assert Counter(answers) == {"scheduled": 3, "NoTableIsFree": PROCESSES - 3}
    inside(process_database, ensure_claims_are_those_of_the_meetings)


def test_nobody_meets_at_a_table_that_closes_in_the_same_moment(process_database):
    def prepare() -> list[list[Act]]:
        event = edition(PROCESSES + 4)
        acts = []
        for _ in range(PROCESSES - 1):
            one, other = make_spokesperson(event), make_spokesperson(event)
            acts.append([accept(make_meeting(one, other), other)])
        first = select(MeetingTable.id).where(MeetingTable.event_id == event.id).order_by(MeetingTable.id).limit(4)
        return [*acts, [("close_table", key, 0, {}) for key in db.session.scalars(first)]]

    answers = race(process_database, inside(process_database, prepare))
    assert Counter(answers) == {"scheduled": PROCESSES - 1, "closed": 4}
    assert inside(process_database, at_closed_tables) == 0
    inside(process_database, ensure_claims_are_those_of_the_meetings)


def test_of_many_meetings_that_want_one_interpreter_one_wins(process_database):
    def prepare() -> list[list[Act]]:
        event = edition(PROCESSES)
        interpreter = make_interpreter(event)
        acts = []
        for _ in range(PROCESSES):
            one, other = make_spokesperson(event), make_spokesperson(event)
            acts.append([accept(make_meeting(one, other, interpreter_id=interpreter.id), other)])
        return acts

    answers = race(process_database, inside(process_database, prepare))
    assert answers.count("scheduled") == 1
    assert set(answers) <= {"scheduled", "NoInterpreterIsFree", "SomebodyIsBusy"}


def test_of_many_assignments_of_one_interpreter_at_once_one_wins(process_database):
    def prepare() -> list[list[Act]]:
        event = edition(PROCESSES)
        interpreter = make_interpreter(event)
        meetings = [
            make_scheduled(make_spokesperson(event), make_spokesperson(event), interpreting=["en", "ru"])
            for _ in range(PROCESSES)
        ]
        return [[("assign", meeting.id, interpreter.id, {})] for meeting in meetings]

    answers = race(process_database, inside(process_database, prepare))
    assert Counter(answers) == {"assigned": 1, "NoInterpreterIsFree": PROCESSES - 1}
    statement = select(func.count()).select_from(Meeting).where(Meeting.interpreter_id.is_not(None))
    assert inside(process_database, lambda: db.session.scalar(statement)) == 1


def test_one_request_is_accepted_once(process_database):
    def prepare() -> list[list[Act]]:
        event = edition(PROCESSES)
        one, other = make_spokesperson(event), make_spokesperson(event)
        meeting = make_meeting(one, other)
        return [[accept(meeting, other, NOON + STEP * (number % 4))] for number in range(PROCESSES)]

    answers = race(process_database, inside(process_database, prepare))
    assert Counter(answers) == {"scheduled": 1, "AlreadyAnswered": PROCESSES - 1}
    inside(process_database, ensure_claims_are_those_of_the_meetings)


def test_two_companies_that_ask_each_other_at_once_have_one_meeting(process_database):
    def prepare() -> list[list[Act]]:
        event = edition(1)
        one, other = make_spokesperson(event), make_spokesperson(event)
        asks: list[Act] = [
            ("request_meeting", other.company_id, one.registration_id, {}),
            ("request_meeting", one.company_id, other.registration_id, {}),
        ]
        return [[asks[number % 2]] for number in range(PROCESSES)]

    answers = race(process_database, inside(process_database, prepare))
    assert Counter(answers) == {"pending": 1, "AlreadyMeeting": PROCESSES - 1}


def test_the_last_requests_of_a_limit_are_given_out_once(process_database):
    def prepare() -> list[list[Act]]:
        event = edition(1, most_outgoing=3)
        one = make_spokesperson(event)
        partners = [make_spokesperson(event) for _ in range(PROCESSES)]
        return [[("request_meeting", other.company_id, one.registration_id, {})] for other in partners]

    answers = race(process_database, inside(process_database, prepare))
    assert Counter(answers) == {"pending": 3, "TooManyRequests": PROCESSES - 3}


def test_the_last_meeting_of_a_company_is_agreed_once(process_database):
    def prepare() -> list[list[Act]]:
        event = edition(PROCESSES, most_meetings=1)
        wanted = make_spokesperson(event)
        return [
            [accept(make_meeting(make_spokesperson(event), wanted), wanted, NOON + STEP * number)]
            for number in range(PROCESSES)
        ]

    answers = race(process_database, inside(process_database, prepare))
    assert Counter(answers) == {"scheduled": 1, "HasEnoughMeetings": PROCESSES - 1}


def test_a_proposal_is_accepted_or_the_meeting_cancelled_but_never_half(process_database):
    def prepare() -> list[list[Act]]:
        event = edition(4)
        one, other = make_spokesperson(event), make_spokesperson(event)
        moved = {"proposed_starts_at": NOON + STEP, "proposed_by": one.company_id}
        meeting = make_scheduled(one, other)
        with transaction():
            row = db.session.get_one(Meeting, meeting.id)
            row.proposed_starts_at, row.proposed_by = moved["proposed_starts_at"], moved["proposed_by"]
        cancel: Act = ("cancel", meeting.id, one.registration_id, {})
        return [[cancel] if number % 2 else [accept(meeting, other, None)] for number in range(4)]

    answers = race(process_database, inside(process_database, prepare))
    assert answers.count("cancelled") == 1
    assert answers.count("scheduled") <= 1
    assert inside(process_database, scheduled) == 0
    assert inside(process_database, claimed) == 0


def test_nobody_meets_a_company_that_withdraws_in_the_same_moment(process_database):
    def prepare() -> list[list[Act]]:
        event = edition(PROCESSES)
        wanted = make_spokesperson(event)
        accepts = [
            [accept(make_meeting(make_spokesperson(event), wanted), wanted, NOON + STEP * number)]
            for number in range(PROCESSES - 1)
        ]
        return [*accepts, [("withdraw_company", wanted.company_id, 0, {})]]

    answers = race(process_database, inside(process_database, prepare))
    assert answers.count("withdrawn") == 1
    assert set(answers) <= {"withdrawn", "scheduled", "AlreadyAnswered", "CompanyIsNotApproved"}
    statement = select(func.count()).select_from(Meeting).where(Meeting.status.in_(LIVE))
    assert inside(process_database, lambda: db.session.scalar(statement)) == 0
    assert inside(process_database, claimed) == 0


def test_a_storm_of_moves_never_books_twice_and_never_stops_itself(process_database):
    """Everybody has a meeting with the neighbours and wants another time for it, again and again."""

    def prepare() -> list[list[Act]]:
        event = edition(4)
        people = [make_spokesperson(event) for _ in range(PROCESSES)]
        acts: list[list[Act]] = []
        for number, one in enumerate(people):
            other = people[(number + 1) % PROCESSES]
            meeting = make_scheduled(one, other, NOON + STEP * (number % 4))
            wishes = [NOON + STEP * ((number + turn) % 6) for turn in range(1, 6)]
            acts.append([])
            for turn, start in enumerate(wishes):
                giver, taker = (one, other) if turn % 2 else (other, one)
                acts[-1].append(("propose", meeting.id, giver.registration_id, {"start": start}))
                acts[-1].append(accept(meeting, taker, None))
        return acts

    answers = race(process_database, inside(process_database, prepare))
    allowed = {"scheduled", "SomebodyIsBusy", "NoTableIsFree", "StartIsUnknown", "AlreadyAnswered", "NotYourTurn"}
    assert set(answers) <= allowed
    assert inside(process_database, scheduled) == PROCESSES
    inside(process_database, ensure_claims_are_those_of_the_meetings)
