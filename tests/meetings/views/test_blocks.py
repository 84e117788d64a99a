"""Pages of blocked times, the organiser's and one's own."""

from datetime import timedelta

import pytest

from summit.accounts.models import Account
from summit.clock import utcnow
from summit.database import db as database
from summit.meetings.queries.blocks import list_blocks, list_own_blocks
from summit.permissions import Role
from tests.factories import NOON, make_event, make_staff, sign_in
from tests.meetings.factories import make_block, make_pair, make_scheduled, make_settings, make_table, make_window
from tests.meetings.views.test_tables import page_of, text_of, url

START = utcnow().replace(year=2100, month=3, day=1, hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def event(db):
    event = make_event()
    make_settings(event)
    make_window(event, START, hours=1)
    return event


@pytest.fixture
def table(event):
    return make_table(event, "T7")


@pytest.fixture
def manager(client, event):
    sign_in(client, make_staff(event, Role.B2B))
    return client


def block_form(table):
    return {"what": f"table-{table.id}", "starts_at": "2026-11-28T10:00", "ends_at": "2026-11-28T11:00"}


def test_a_table_is_blocked_and_given_back(manager, event, table):
    assert manager.post(url(event, "blocks"), data=block_form(table)).status_code == 303
    assert "T7" in text_of(manager.get(url(event, "blocks")))
    key = list_blocks(event.id)[0].row.id
    manager.post(url(event, f"blocks/{key}/remove"))
    assert list_blocks(event.id) == []


def test_a_time_that_is_taken_is_refused_at_its_field(manager, event, table):
    manager.post(url(event, "blocks"), data=block_form(table))
    response = manager.post(url(event, "blocks"), data=block_form(table))
    assert response.status_code == 422
    assert "This time is blocked already" in text_of(response)
    assert page_of(response).select_one("input[name=starts_at]")["value"] == "2026-11-28T10:00"


def test_a_person_who_is_not_named_is_asked_for(manager, event):
    data = {"what": "person", "person": "", "starts_at": "2026-11-28T10:00", "ends_at": "2026-11-28T11:00"}
    response = manager.post(url(event, "blocks"), data=data)
    assert response.status_code == 422
    assert "No approved delegate" in text_of(response)


def test_a_block_of_another_edition_is_not_there(manager, event):
    stranger = make_event()
    key = make_block(stranger, make_table(stranger)).id
    assert manager.post(url(event, f"blocks/{key}/remove")).status_code == 404


def test_the_list_asks_as_much_for_three_as_for_one(manager, event, table, count_queries):
    make_block(event, table)
    with count_queries() as one:
        manager.get(url(event, "blocks"))
    make_block(event, table, NOON + timedelta(hours=1))
    make_block(event, table, NOON + timedelta(hours=2))
    with count_queries() as three:
        manager.get(url(event, "blocks"))
    assert one.count == three.count


@pytest.fixture
def member(client, event, table):
    one, other = make_pair(event)
    make_scheduled(one, other, START)
    sign_in(client, database.session.get_one(Account, one.registration.account_id))
    return one


def test_somebody_says_when_they_are_not_available(client, event, member):
    person = member.registration_id
    boxes = page_of(client.get(url(event, "my-times"))).select("input[name=slot]")
    assert len(boxes) == 1
    assert "Taken" in text_of(client.get(url(event, "my-times")))
    client.post(url(event, "my-times"), data={"slot": [boxes[0]["value"]]})
    assert len(list_own_blocks(event.id, person)) == 1
    assert page_of(client.get(url(event, "my-times"))).select_one("input[name=slot]").has_attr("checked")
    client.post(url(event, "my-times"), data={})
    assert list_own_blocks(event.id, person) == []


def test_a_slot_with_a_meeting_is_refused_in_words_and_the_ticks_stay(client, event, member):
    other = str(int((START + timedelta(minutes=25)).timestamp()))
    answer = client.post(url(event, "my-times"), data={"slot": [str(int(START.timestamp())), other]})
    assert answer.status_code == 422
    assert "Please move the meeting first." in text_of(answer)
    assert [box["value"] for box in page_of(answer).select("input[name=slot][checked]")] == [other]
