import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from summit.audit.models import AuditEntry
from summit.clock import utcnow
from summit.entrance.queries import log
from summit.permissions import Role
from tests import factories
from tests.entrance.conftest import make_door, make_gate
from tests.entrance.halls import at_hall, publish
from tests.entrance.offline import make_phone
from tests.entrance.services.test_scanning import NOW


@pytest.fixture
def desk(client, door):
    """A browser of the help desk, which may see and undo scans."""
    factories.sign_in(client, factories.make_staff(door.event, Role.HELP_DESK))
    return client


def page(client, door, query=""):
    return client.get(f"/e/{door.event.slug}/scans/?{query}").get_data(as_text=True)


def rows(client, door, query=""):
    response = client.get(f"/e/{door.event.slug}/scans/export.csv?{query}")
    assert (response.status_code, response.mimetype) == (200, "text/csv")
    return list(csv.reader(io.StringIO(response.get_data(as_text=True).removeprefix("\ufeff"))))


def outcomes(client, door, query=""):
    return [row[5] for row in rows(client, door, query)[1:]]


@pytest.fixture
def morning(door):
    """Four scans: admitted 12:00, already inside 12:10, unknown at another gate 12:20, exited 12:30, venue time."""
    person = door.person(name_latin="Anna Shchukina", name_native="Анна Щукина", organisation="=Silk")
    token = door.badge(person).token
    door.other = make_gate(door.event, factories.make_zone(door.event, "B"), names={"en": "South gate"})
    door.scan(token, now=NOW)
    door.scan(token, now=NOW + timedelta(minutes=10))
    door.scan("nonsense", gate_id=door.other.id, now=NOW + timedelta(minutes=20))
    door.scan(token, direction="exit", now=NOW + timedelta(minutes=30))
    return door


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Goodbye", "Unknown code", "Already inside", "Welcome"]),
        ("gate={gate}", ["Goodbye", "Already inside", "Welcome"]),
        ("gate={other}", ["Unknown code"]),
        ("zone={zone}", ["Goodbye", "Already inside", "Welcome"]),
        ("outcome=admitted", ["Welcome"]),
        ("direction=exit", ["Goodbye"]),
        ("person=%D0%A9%D1%83%D0%BA%D0%B8%D0%BD%D0%B0", ["Goodbye", "Already inside", "Welcome"]),
        ("person=nobody", []),
        ("person=%21", []),
        ("overrides=y", []),
        ("since=2026-11-28T12:10", ["Goodbye", "Unknown code", "Already inside"]),
        ("until=2026-11-28T12:10", ["Welcome"]),
        ("since=2026-11-28T12:10&until=2026-11-28T12:30&gate={gate}", ["Already inside"]),
    ],
)
def test_the_filters_of_the_address(desk, morning, query, expected):
    filled = query.format(gate=morning.gate.id, other=morning.other.id, zone=morning.zone.id)
    assert outcomes(desk, morning, filled) == expected
    shown = page(desk, morning, filled)
    assert shown.count("<time ") == len(expected)
    assert f"{morning.gate.id}" in shown


@pytest.mark.parametrize(
    "query", ["gate=abc", "outcome=blue", "since=yesterday", "since=2026-11-28T12:00&until=2026-11-28T11:00"]
)
def test_a_wrong_filter_is_told_and_exports_nothing(desk, morning, query):
    shown = page(desk, morning, query)
    assert "There is a problem" in shown
    response = desk.get(f"/e/{morning.event.slug}/scans/export.csv?{query}")
    assert (response.status_code, response.location.split("?")[0]) == (303, f"/e/{morning.event.slug}/scans/")


@pytest.mark.parametrize("query", ["before=abc", "after=-1", "before=99999999999999999999999"])
def test_a_made_up_place_is_the_first_page(desk, morning, query):
    assert page(desk, morning, query).count("<time ") == 4


def test_overrides_are_listed_with_their_reason(desk):
    door = make_door(capacity=0)
    factories.sign_in(desk, factories.make_staff(door.event, Role.HELP_DESK))
    badge = door.badge()
    door.scan(badge.token)
    door.scan(badge.token, override_reason="speaker of 10:00")
    assert [row[5:8] for row in rows(desk, door, "overrides=y")[1:]] == [["Welcome", "Full", "speaker of 10:00"]]
    shown = page(desk, door, "overrides=y")
    assert "Override of “Full”:" in shown
    assert "speaker of 10:00" in shown


def test_the_export_is_safe_for_spreadsheets(desk, morning):
    row = rows(desk, morning, "outcome=admitted")[1]
    assert row[0] == "2026-11-28 12:00:00"
    assert row[10:13] == ["Anna Shchukina", "Анна Щукина", "'=Silk"]


def test_an_export_is_on_record(desk, db, morning):
    rows(desk, morning)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "scans.exported")).one()
    assert (entry.event_id, entry.subject_id) == (morning.event.id, morning.event.id)


def test_the_export_goes_on_through_all_batches(desk, morning, monkeypatch):
    monkeypatch.setattr(log, "_BATCH", 3)
    assert len(outcomes(desk, morning)) == 4


def test_pages_lead_back_and_forth(desk, morning, monkeypatch):
    monkeypatch.setattr(log, "PAGE_SIZE", 3)
    first = log.list_scans(morning.event.id, log.ScanFilter())
    second = log.list_scans(morning.event.id, log.ScanFilter(), before=first.older)
    back = log.list_scans(morning.event.id, log.ScanFilter(), after=second.newer)
    assert (len(first.rows), first.newer, len(second.rows), second.older) == (3, None, 1, None)
    assert [row.id for row in back.rows] == [row.id for row in first.rows]
    assert (back.newer, back.older) == (None, first.older)
    assert 'rel="next"' in page(desk, morning)


def test_another_editions_scans_are_not_shown(desk, morning):
    other = make_door()
    other.scan(other.badge().token)
    assert len(outcomes(desk, morning)) == 4


def test_a_fresh_scan_can_be_undone_from_the_log(desk, door):
    answer = door.scan(door.badge().token, now=utcnow())
    assert f"/scans/{answer.scan_id}/undo" in page(desk, door)
    back = f"/e/{door.event.slug}/scans/?outcome=admitted"
    undone = desk.post(f"/e/{door.event.slug}/scans/{answer.scan_id}/undo", data={"next": back})
    assert undone.location == back
    shown = page(desk, door)
    assert "Undone" in shown
    assert f"/scans/{answer.scan_id}/undo" not in shown


@pytest.mark.parametrize(
    ("role", "status"), [(Role.READ_ONLY, 200), (Role.HELP_DESK, 200), (Role.GATE, 403), (Role.B2B, 403)]
)
def test_who_may_see_the_log(client, door, role, status):
    factories.sign_in(client, factories.make_staff(door.event, role))
    assert client.get(f"/e/{door.event.slug}/scans/").status_code == status
    assert client.get(f"/e/{door.event.slug}/scans/export.csv").status_code == status


def test_a_reader_sees_no_way_to_undo(client, door):
    door.scan(door.badge().token, now=utcnow())
    factories.sign_in(client, factories.make_staff(door.event, Role.READ_ONLY))
    assert "/undo" not in page(client, door)


def test_the_log_costs_the_same_for_one_scan_and_for_three(desk, door, count_queries):
    url = f"/e/{door.event.slug}/scans/"
    numbers = []
    for many in (1, 2):
        for _ in range(many):
            door.scan(door.badge().token)
        with count_queries() as counter:
            desk.get(url)
        numbers.append(counter.count)
    assert numbers[0] == numbers[1]


def test_a_devices_scan_names_who_held_it_and_the_session_at_a_halls_door(desk, client, door):
    at_hall(door)
    slot, phone = publish(door, timedelta(minutes=-5), "The future of silk"), make_phone(door)
    phone.upload(client, phone.scan(door.badge().token, slot_id=slot.id, operator="Rosa"))
    shown = page(desk, door)
    assert ">Rosa<" in shown
    assert "The future of silk" in shown
    assert "Rosa" in rows(desk, door)[1]


def test_who_was_let_in_against_the_rules_can_be_taken_back(desk, door):
    badge, phone = door.badge(), make_phone(door)
    phone.upload(desk, phone.scan(badge.token), phone.scan(badge.token, device_time=utcnow().isoformat()))
    assert page(desk, door, "outcome=conflict").count("/undo") == 1
