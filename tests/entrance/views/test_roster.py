import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from summit.audit.models import AuditEntry
from summit.clock import utcnow
from summit.database import db, transaction
from summit.entrance.services import update_gate
from summit.events.views.filters import venue_short
from summit.permissions import Role
from tests import factories
from tests.entrance.conftest import make_door, make_gate
from tests.entrance.factories import make_device


@pytest.fixture
def hall(door):
    """Three people inside zone A, one of whom needs assistance; one who has left."""
    guests = {"phone": "+7 495 000 00 00"}
    people = [
        door.person(name_latin="Anna Belova", name_native="Анна Белова", native_language="ru", **guests),
        door.person(name_latin="Bruno Alves", organisation="=Linho"),
        door.person(name_latin="Zhang Wei", access_needs="Uses a wheelchair"),
        door.person(name_latin="Gone Already"),
    ]
    for person in people:
        door.scan(door.badge(person).token)
    door.scan(door.badge(people[3]).token, direction="exit")
    return door


@pytest.fixture
def desk(client, hall):
    """A browser of the help desk."""
    factories.sign_in(client, factories.make_staff(hall.event, Role.HELP_DESK))
    return client


def address(door, path=""):
    return f"/e/{door.event.slug}/live/roster/{path}"


def page(client, door, query=""):
    return BeautifulSoup(client.get(address(door, query)).get_data(as_text=True), "html.parser")


def names(shown):
    return [name.find("bdi").text for name in shown.select(".roster__name")]


def looks(action):
    return [(one.actor_id, one.detail) for one in db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)
    )]  # fmt: skip


def test_who_entered_on_another_day_is_listed_with_the_date(desk, hall):
    yesterday = utcnow() - timedelta(days=1)
    hall.scan(hall.badge(hall.person(name_latin="Yesterday Guest")).token, now=yesterday)
    lines = page(desk, hall).select(".roster__line")
    since = {line.find("bdi").text: line.select_one(".roster__since").text for line in lines}
    assert since["Yesterday Guest"] == f"since {venue_short(yesterday, hall.event.time_zone)}"


def test_a_zone_whose_last_gate_was_moved_away_or_switched_off_is_an_estimate(desk, hall):
    assert page(desk, hall).select_one(".roster__estimate") is None
    away = factories.make_zone(hall.event, "C")
    for zone, is_active in ((away, True), (hall.zone, False)):
        values = {"zone_id": zone.id, "names": {"en": "Gate"}, "is_active": is_active, "actor_id": None}
        with transaction():
            update_gate(hall.event.id, hall.gate.id, **values)
        shown = page(desk, hall)
        assert "No exit has been scanned here" in shown.select_one(".roster__doubts").text
        assert len(names(shown)) == 3


def test_who_is_inside_those_who_need_assistance_first(desk, hall):
    shown = page(desk, hall)
    assert names(shown) == ["Zhang Wei", "Anna Belova", "Bruno Alves"]
    assert shown.select_one(".roster__native").attrs == {"class": ["roster__native"], "lang": "ru", "dir": "ltr"}
    assert len(shown.select("input[type=checkbox]")) == 3


def test_another_editions_people_are_not_listed(desk, hall):
    other = make_door()
    other.scan(other.badge(other.person(name_latin="Somebody Else")).token)
    assert "Somebody Else" not in names(page(desk, hall))


def test_one_zone_can_be_asked_for(desk, hall):
    zone = factories.make_zone(hall.event, "B")
    make_gate(hall.event, zone)
    assert (names(page(desk, hall, "?zone=B")), len(names(page(desk, hall, "?zone=A")))) == ([], 3)
    assert desk.get(address(hall, "?zone=X")).status_code == 404


@pytest.mark.parametrize(
    ("role", "needs"),
    [(Role.HELP_DESK, True), (Role.OWNER, True), (Role.READ_ONLY, False)],
)
def test_what_help_somebody_needs_is_told_to_those_who_act_on_it(client, hall, role, needs):
    factories.sign_in(client, factories.make_staff(hall.event, role))
    shown = page(client, hall)
    assert shown.select_one(".roster__needs .tag").text == "Needs assistance"
    assert ("Uses a wheelchair" in shown.text) is needs
    exported = client.get(address(hall, "export.csv")).get_data(as_text=True)
    assert ("Uses a wheelchair" in exported) is needs


def test_a_watched_zone_is_not_called_an_estimate(desk, hall):
    assert "estimate" not in page(desk, hall).select_one("main").text


def test_a_zone_without_exits_is_called_an_estimate(client, door):
    door.scan(door.badge().token)
    factories.sign_in(client, factories.make_staff(door.event, Role.HELP_DESK))
    shown = page(client, door)
    assert "This list is an estimate." in shown.text
    assert [one.text for one in shown.select(".roster__doubts li")] == [
        "No exit has been scanned here: people who have left are still listed."
    ]


def test_a_device_that_is_silent_or_holds_scans_makes_an_estimate(desk, hall):
    long_ago = utcnow() - timedelta(minutes=10)
    make_device(hall.gate, last_seen_at=long_ago)
    make_device(hall.gate, last_seen_at=utcnow(), queue_length=3)
    make_device(hall.gate, last_seen_at=long_ago, queue_length=9, revoked_at=long_ago)
    assert len(page(desk, hall).select(".roster__doubts li")) == 2


def test_each_look_is_recorded_and_a_copy_for_the_device_as_such(client, hall):
    account = factories.make_staff(hall.event, Role.HELP_DESK)
    factories.sign_in(client, account)
    client.get(address(hall, "?zone=A"))
    client.get(address(hall), headers={"Sec-Fetch-Dest": "empty"})
    assert looks("roster.viewed") == [
        (account.id, {"zone": "A", "people": 3, "kept": False}),
        (account.id, {"zone": "", "people": 3, "kept": True}),
    ]


def test_the_page_may_be_kept_by_its_readers_device(desk, hall):
    response = desk.get(address(hall))
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["Summit-Reader"] == desk.get(address(hall, "offline/")).headers["Summit-Reader"]
    assert desk.get(address(hall, "worker.js")).mimetype == "text/javascript"


def test_the_csv_holds_the_list_and_no_formula(desk, hall):
    text = desk.get(address(hall, "export.csv")).get_data(as_text=True).removeprefix("\ufeff")
    header, *rows = csv.reader(io.StringIO(text))
    assert header[:4] == ["Zone", "Found", "Needs assistance", "Name"]
    assert [(row[2], row[3], row[4]) for row in rows] == [
        ("yes", "Zhang Wei", ""),
        ("", "Anna Belova", "Анна Белова"),
        ("", "Bruno Alves", ""),
    ]
    assert rows[2][5] == "'=Linho"
    assert rows[1][-1] == "'+7 495 000 00 00"
    assert [detail for _actor, detail in looks("roster.exported")] == [{"zone": "", "people": 3, "form": "csv"}]


def test_the_workbook_holds_the_same(desk, hall):
    response = desk.get(address(hall, "export.xlsx?zone=A"))
    book = openpyxl.load_workbook(io.BytesIO(response.get_data()))
    assert [row[3] for row in book["Roster"].iter_rows(values_only=True)][1:] == [
        "Zhang Wei",
        "Anna Belova",
        "Bruno Alves",
    ]


def test_more_people_cost_no_further_queries(desk, hall, count_queries):
    with count_queries() as three:
        desk.get(address(hall))
    hall.scan(hall.badge().token)
    with count_queries() as four:
        desk.get(address(hall))
    assert three.count == four.count
