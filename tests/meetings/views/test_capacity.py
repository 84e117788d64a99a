"""The page that tells how many meetings fit."""

import pytest
from bs4 import BeautifulSoup

from summit.meetings.rules.kinds import MeetingStatus
from summit.permissions import Role
from tests.factories import make_event, make_staff, sign_in
from tests.meetings.factories import (
    make_meeting,
    make_settings,
    make_spokesperson,
    make_table,
    make_window,
)


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.get_data(as_text=True), "html5lib").get_text(" ").split())


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def manager(client, event):
    sign_in(client, make_staff(event, Role.B2B))
    return client


def url(event):
    return f"/e/{event.slug}/meetings/capacity"


def test_without_opening_times_and_tables_it_says_what_comes_first(manager, event):
    assert "Enter opening times and add tables first" in text_of(manager.get(url(event)))


def test_over_full_companies_are_named(manager, event):
    make_settings(event, most_meetings=1)
    make_window(event)
    make_table(event)
    one = make_spokesperson(event)
    name = one.company.name
    make_meeting(one, make_spokesperson(event), MeetingStatus.ACCEPTED)
    make_meeting(one, make_spokesperson(event), MeetingStatus.ACCEPTED)
    text = text_of(manager.get(url(event)))
    assert "1 of 2 meetings fit" in text
    assert f"{name} 2 1 1" in text


def test_numbers_are_tried_out(manager, event):
    data = {"buyers": "40", "suppliers": "60", "each": "8", "tables": "10", "slots": "16"}
    text = text_of(manager.post(url(event), data=data))
    assert "160 meetings fit. 10 tables are missing" in text


def test_what_is_no_number_is_refused(manager, event):
    assert manager.post(url(event), data={"buyers": "many"}).status_code == 422
