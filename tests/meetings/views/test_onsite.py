"""What people see of their meetings at the venue: the day, the map, the outcome, an offered time."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy.orm import joinedload

from summit.accounts.models import Account
from summit.clock import utcnow
from summit.companies.models import CompanyMember
from summit.database import db as database
from summit.meetings.models import Meeting, MeetingAttendee, MeetingOutcome
from summit.meetings.rules.kinds import Attendance, MeetingKind
from summit.registration.models import Registration
from tests.factories import make_account, make_event, sign_in
from tests.meetings.factories import make_pair, make_scheduled, make_settings, make_table


@pytest.fixture
def event(db):
    event = make_event()
    make_settings(event)
    make_table(event, "T7")
    return event


@pytest.fixture
def pair(event):
    return make_pair(event)


@pytest.fixture
def running(pair):
    """A meeting that began five minutes ago, to the five-minute step."""
    start = utcnow().replace(second=0, microsecond=0)
    start -= timedelta(minutes=start.minute % 5 + 5)
    return make_scheduled(*pair, start, now=start - timedelta(days=1))


@pytest.fixture
def visit(client, event):
    def open_page(member, path, method="GET", **data):
        person = database.session.get_one(Registration, member.registration_id)
        sign_in(client, database.session.get_one(Account, person.account_id))
        return client.open(f"/e/{event.slug}/meetings/{path}", method=method, data=data)

    return open_page


def text_of(answer):
    return BeautifulSoup(answer.text, "html.parser").main.get_text(" ", strip=True)


def test_the_day_shows_what_runs_now_where_and_what_can_be_said(visit, pair, running):
    page = text_of(visit(pair[0], "today"))

    assert "Now" in page
    assert "Table T7" in page
    assert "I’m here" in page
    assert "They didn’t come" in page


def test_the_day_names_nobody_who_has_not_agreed(visit, pair, running):
    page = text_of(visit(pair[0], "today"))

    assert "A colleague" in page
    assert database.session.get_one(Registration, pair[1].registration_id).name_latin not in page


def test_the_day_may_be_kept_for_its_reader_alone(visit, pair, running):
    first, second = visit(pair[0], "today"), visit(pair[1], "today")

    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["Summit-Reader"] != second.headers["Summit-Reader"]


def test_being_here_is_said_by_a_button(visit, pair, running):
    answer = visit(pair[0], f"m/{running.public_id}/here", "POST")

    row = database.session.get_one(MeetingAttendee, (running.id, pair[0].registration_id), populate_existing=True)
    assert (answer.status_code, row.attendance) == (303, Attendance.HERE)
    assert "You are here" in text_of(visit(pair[0], "today"))


def test_a_stranger_can_say_nothing_of_a_meeting(event, visit, running):
    stranger = make_pair(event)[0]

    for act in ("here", "absent", "outcome", "offer"):
        assert visit(stranger, f"m/{running.public_id}/{act}", "POST").status_code == 404


def test_an_outcome_is_seen_by_ones_own_side_only(visit, pair, running):
    said = {"outcome": "order", "rating": "2", "note": "They wove a secret pattern."}
    answer = visit(pair[0], f"m/{running.public_id}/outcome", "POST", **said)

    row = database.session.get_one(MeetingOutcome, (running.id, pair[0].company_id))
    assert (answer.status_code, row.rating, row.outcome) == (303, 2, "order")
    assert said["note"] in visit(pair[0], f"m/{running.public_id}/outcome").text
    for path in (f"m/{running.public_id}/outcome", f"m/{running.public_id}", "today", ""):
        assert said["note"] not in visit(pair[1], path).text


def test_nothing_can_be_noted_before_the_start(visit, pair, future):
    meeting = make_scheduled(*pair, future, now=future - timedelta(days=40))

    answer = visit(pair[0], f"m/{meeting.public_id}/outcome", "POST", outcome="none", note="Too early")

    assert answer.status_code == 422
    assert "once the meeting has begun" in answer.text
    assert "Too early" in answer.text


def test_a_visit_elsewhere_says_when_to_leave(visit, event, pair, future):
    elsewhere = {"kind": MeetingKind.FACTORY_VISIT, "place": "Mill Road 4", "transfer_before": 40, "transfer_after": 30}
    make_scheduled(*pair, future, now=future - timedelta(days=40), **elsewhere)

    page = text_of(visit(pair[0], "today"))

    assert "Leave at" in page
    assert "Mill Road 4" in page


def test_the_map_marks_ones_own_tables(visit, pair, running):
    page = BeautifulSoup(visit(pair[0], "map").text, "html.parser")

    assert len(page.select(".table-map__table--own")) == 1
    assert "T7" in page.main.get_text()


def test_to_whoever_has_no_company_there_is_no_map(client, event, db):
    sign_in(client, make_account())

    assert client.get(f"/e/{event.slug}/meetings/map").status_code == 404


def test_without_an_offer_the_page_says_so(visit, pair, running):
    answer = visit(pair[0], f"m/{running.public_id}/offer")

    assert "No free time is on offer" in answer.text
    assert database.session.get_one(Meeting, running.id).status == "scheduled"


def test_the_day_costs_the_same_for_one_and_three_meetings(client, event, visit, pair, running, count_queries):
    visit(pair[0], "today")
    with count_queries() as one:
        client.get(f"/e/{event.slug}/meetings/today")
    whole = {"options": [joinedload(CompanyMember.registration)], "populate_existing": True}
    own = database.session.get_one(CompanyMember, pair[0].id, **whole)
    for minutes in (30, 60):
        partner = make_pair(event)[0]
        make_scheduled(own, partner, running.starts_at + timedelta(minutes=minutes), now=running.changed_at)
    visit(pair[0], "today")
    with count_queries() as three:
        client.get(f"/e/{event.slug}/meetings/today")

    assert three.count == one.count
