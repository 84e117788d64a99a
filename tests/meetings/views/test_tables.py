"""The organiser's pages of tables and opening times."""

import pytest
from bs4 import BeautifulSoup

from summit.clock import utcnow
from summit.meetings.models import Meeting
from summit.meetings.queries.setting_up import list_all_tables
from summit.meetings.queries.settings import list_slots
from summit.meetings.rules.kinds import MeetingStatus
from summit.permissions import Role
from tests.factories import NOON, make_event, make_hall, make_staff, sign_in
from tests.meetings.factories import make_pair, make_scheduled, make_settings, make_table, make_window


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "html5lib")


def text_of(response) -> str:
    return " ".join(page_of(response).get_text(" ").split())


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def manager(client, event):
    sign_in(client, make_staff(event, Role.B2B))
    return client


def url(event, path):
    return f"/e/{event.slug}/meetings/{path}"


TABLE = {"version": "0", "label": "T1", "kind": "table", "seats": "4", "row": "1", "column": "1"}


def test_no_tables_yet_tells_what_to_do(manager, event):
    assert "No tables yet" in text_of(manager.get(url(event, "tables")))


def test_a_row_of_tables_is_added_in_a_hall(manager, event):
    hall = make_hall(event)
    data = TABLE | {"last": "T3", "hall_id": str(hall.id), "company_id": ""}
    assert manager.post(url(event, "tables/new"), data=data).status_code == 303
    assert [(row.label, row.hall_id, row.column) for row in list_all_tables(event.id)] == [
        ("T1", hall.id, 0),
        ("T2", hall.id, 1),
        ("T3", hall.id, 2),
    ]


def test_a_table_keeps_its_place_when_it_is_saved_again(manager, event):
    row = make_table(event, "T9", row=2, column=5)
    form = page_of(manager.get(url(event, f"tables/{row.id}"))).select_one("main form.form")
    data = {tag["name"]: tag.get("value", "") for tag in form.select("input[name]") if tag.get("type") != "radio"}
    manager.post(url(event, f"tables/{row.id}"), data=data | {"kind": "room"})
    found = list_all_tables(event.id)[0]
    assert (found.kind, found.row, found.column, found.label) == ("room", 2, 5, "T9")


def test_leaving_a_table_names_its_meetings_first(manager, event):
    make_settings(event)
    row = make_table(event)
    one, other = make_pair(event)
    name = one.company.name
    make_scheduled(one, other, utcnow().replace(minute=0, second=0, microsecond=0).replace(year=utcnow().year + 1))
    text = text_of(manager.get(url(event, f"tables/{row.id}/leave")))
    assert "1 meeting is yet to come" in text
    assert name in text
    assert manager.post(url(event, f"tables/{row.id}/leave")).status_code == 303
    assert list_all_tables(event.id)[0].is_active is False


def test_the_list_asks_as_much_for_three_tables_as_for_one(manager, event, count_queries):
    make_table(event)
    with count_queries() as one:
        manager.get(url(event, "tables"))
    make_table(event)
    make_table(event)
    with count_queries() as three:
        manager.get(url(event, "tables"))
    assert one.count == three.count


def test_a_table_of_another_edition_does_not_exist(manager, event):
    row = make_table(make_event())
    assert manager.get(url(event, f"tables/{row.id}")).status_code == 404


def hours(manager, event, **changes):
    form = page_of(manager.get(url(event, "windows"))).select_one("main form.form")
    data = {tag["name"]: tag.get("value", "") for tag in form.select("input[name]")}
    return manager.post(url(event, "windows"), data=data | changes)


def test_opening_times_make_slots(manager, event):
    response = hours(manager, event, **{"hours-2026-11-28": "12:00–13:00", "slot_minutes": "25"})
    assert response.status_code == 303
    assert [slot.starts_at for slot in list_slots(event.id)] == [NOON, NOON.replace(minute=30)]
    assert "2 slots" in text_of(manager.get(url(event, "windows")))


def test_what_cannot_be_read_is_said_at_its_day(manager, event):
    response = hours(manager, event, **{"hours-2026-11-29": "ten to one"})
    assert response.status_code == 422
    field = page_of(response).select_one("[name='hours-2026-11-29']")
    assert (field["value"], field["aria-invalid"]) == ("ten to one", "true")


def test_meetings_that_no_longer_fit_are_shown_and_confirmed(db, manager, event):
    start = NOON.replace(year=2100)
    make_settings(event)
    make_window(event, start)
    make_table(event)
    one, other = make_pair(event)
    name = one.company.name
    meeting = make_scheduled(one, other, start)
    response = hours(manager, event, **{f"hours-{start:%Y-%m-%d}": "15:00-16:00"})
    assert response.status_code == 422
    assert name in text_of(response)
    form = page_of(response).select_one("main form.form")
    data = {tag["name"]: tag.get("value", "") for tag in form.select("input[name]") if tag.get("type") != "radio"}
    assert manager.post(url(event, "windows"), data=data).status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Meeting, meeting.id).status is MeetingStatus.ACCEPTED


def test_minutes_left_empty_are_asked_for(manager, event):
    response = hours(manager, event, slot_minutes="x", gap_minutes="")
    assert response.status_code == 422
    assert "Please enter the minutes." in text_of(response)
