"""The optimiser's desk."""

import pytest
from bs4 import BeautifulSoup

from summit.database import transaction
from summit.meetings.models import Meeting, MeetingRun
from summit.meetings.queries.timetabling import find_run
from summit.meetings.rules.kinds import MeetingStatus, RunStatus
from summit.meetings.rules.optimiser.problem import Cause, Place, Score, Timetable, Verdict
from summit.meetings.services import optimising
from summit.permissions import Role
from tests import factories
from tests.meetings.factories import EARLY, make_meeting, make_pair, make_settings, make_table, make_window


@pytest.fixture
def event(db, future):
    event = factories.make_event(starts_on=future.date(), ends_on=future.date())
    make_settings(event)
    make_window(event, future)
    make_table(event, "T1")
    return event


@pytest.fixture
def manager(client, event):
    factories.sign_in(client, factories.make_staff(event, Role.B2B))
    return client


def address(event, path=""):
    return f"/e/{event.slug}/meetings/runs{path}"


def finish(run, *places, causes=()):
    with transaction():
        snapshot = optimising.begin_run(run.id, now=EARLY)
    with transaction():
        found = Timetable(places, Verdict.OPTIMAL, Score(0, 2), bound=2, causes=causes)
        optimising.finish_run(run.id, snapshot, found, now=EARLY)


def ordered(client, event, number=1):
    answer = client.post(address(event), data={"seconds": "10", "seed": "1"})
    assert answer.status_code == 303
    return find_run(event.id, number)


def test_only_those_who_manage_meetings_come_in(client, event):
    factories.sign_in(client, factories.make_staff(event, Role.AGENDA))
    assert client.get(address(event)).status_code == 403


def test_without_agreed_meetings_the_page_says_what_comes_first(manager, event):
    page = manager.get(address(event)).get_data(as_text=True)
    assert "No meeting is agreed yet" in page
    assert manager.post(address(event), data={"seconds": "10"}).status_code == 422


def test_a_run_is_ordered_watched_published_and_taken_back(manager, event, db):
    meeting = make_meeting(*make_pair(event), MeetingStatus.ACCEPTED)
    run = ordered(manager, event)
    told = manager.get(address(event, "/1"), headers={"Accept": "application/json"}).get_json()
    assert told == {"state": "queued", "done": 0, "total": 10}
    finish(run, Place(0, 0))
    page = BeautifulSoup(manager.get(address(event, "/1")).get_data(as_text=True), "html.parser").get_text()
    assert "no timetable has fewer than 2" in page
    assert "table \u2068T1\u2069" in page
    assert manager.post(address(event, "/1/publish")).status_code == 303
    assert db.session.get_one(Meeting, meeting.id).status is MeetingStatus.SCHEDULED
    assert "Take it back" in manager.get(address(event, "/1")).get_data(as_text=True)
    assert manager.post(address(event, "/1/roll-back")).status_code == 303
    assert db.session.get_one(Meeting, meeting.id).status is MeetingStatus.ACCEPTED


def test_publishing_twice_is_refused_in_words(manager, event):
    make_meeting(*make_pair(event), MeetingStatus.ACCEPTED)
    finish(ordered(manager, event), Place(0, 0))
    manager.post(address(event, "/1/publish"))
    answer = manager.post(address(event, "/1/publish"))
    assert answer.status_code == 409
    assert "no result that can be published" in answer.get_data(as_text=True)


def test_causes_name_people(manager, event):
    one, other = make_pair(event)
    first = one.registration.name_latin
    make_meeting(one, other, MeetingStatus.ACCEPTED)
    cause = Cause("participant_overfull", participants=(0,), needed=9, available=4)
    finish(ordered(manager, event), None, causes=(cause,))
    page = manager.get(address(event, "/1")).get_data(as_text=True)
    assert "Why not everything fits" in page
    assert first in page


def test_a_waiting_run_can_be_stopped(manager, event, db):
    make_meeting(*make_pair(event), MeetingStatus.ACCEPTED)
    run = ordered(manager, event)
    assert manager.post(address(event, "/1/stop")).status_code == 303
    assert db.session.get_one(MeetingRun, run.id).status is RunStatus.FAILED
    assert "ended without a timetable" in manager.get(address(event, "/1")).get_data(as_text=True)


def test_a_page_costs_the_same_for_one_meeting_and_three(manager, event, count_queries):
    counts = []
    for number, more in ((1, 1), (2, 2)):
        for _ in range(more):
            make_meeting(*make_pair(event), MeetingStatus.ACCEPTED)
        finish(ordered(manager, event, number), *[Place(slot, 0) for slot in range(2 * number - 1)])
        with count_queries() as counter:
            manager.get(address(event, f"/{number}"))
        counts.append(counter.count)
    assert counts[0] == counts[1]
