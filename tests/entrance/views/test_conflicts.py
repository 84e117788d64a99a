"""Supervisors look at conflicts and settle them."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from summit.audit.models import AuditEntry
from summit.clock import utcnow
from summit.credentials.models import Credential
from summit.database import db as database
from summit.entrance.models import Scan, ScanConflict
from summit.permissions import Role
from tests import factories
from tests.entrance.offline import make_phone


@pytest.fixture
def supervisor(client, door):
    factories.sign_in(client, factories.make_staff(door.event, Role.HELP_DESK))
    return client


def _twice(client, door):
    badge, phone = door.badge(door.person(name_latin="Maria Silva")), make_phone(door)
    times = [(utcnow() - timedelta(minutes=minute)).isoformat() for minute in (9, 8)]
    phone.upload(client, *(phone.scan(badge.token, device_time=time) for time in times))
    return database.session.scalar(select(ScanConflict).order_by(ScanConflict.id.desc()))


def _url(door, conflict=""):
    return f"/e/{door.event.slug}/scans/conflicts/{conflict}"


def _settle(client, door, conflict, resolution="accepted"):
    return client.post(_url(door, conflict.id), data={"resolution": resolution, "note": "Checked the passport"})


def test_an_open_conflict_shows_both_scans(supervisor, door):
    conflict = _twice(supervisor, door)
    assert "Maria Silva" in supervisor.get(_url(door)).text
    page = supervisor.get(_url(door, conflict.id)).text
    assert page.count("North gate") == 2
    assert "Rosa" in page


def test_the_menu_marks_the_conflicts_and_not_the_scans_too(supervisor, door):
    for path, label in (("conflicts/", "Conflicts at the doors"), ("", "Scans")):
        page = BeautifulSoup(supervisor.get(f"/e/{door.event.slug}/scans/{path}").text, "html.parser")
        assert [link.text for link in page.select('nav a[aria-current="page"]')] == [label]


def test_a_settled_conflict_moves_with_its_note(supervisor, door):
    conflict = _twice(supervisor, door)
    assert _settle(supervisor, door, conflict).status_code == 303
    assert "Maria Silva" not in supervisor.get(_url(door)).text
    assert "Maria Silva" in supervisor.get(_url(door) + "?settled=1").text
    assert "Checked the passport" in supervisor.get(_url(door, conflict.id)).text


def test_what_a_later_exit_explained_says_so_and_asks_nothing(supervisor, door):
    badge, phone = door.badge(), make_phone(door)
    times = [(utcnow() - timedelta(minutes=minute)).isoformat() for minute in (9, 8, 5)]
    for time, way in ((times[0], "entry"), (times[2], "entry"), (times[1], "exit")):
        outcome = "admitted" if way == "entry" else "exited"
        phone.upload(supervisor, phone.scan(badge.token, device_time=time, direction=way, outcome=outcome))
    conflict = database.session.scalar(select(ScanConflict))
    page = supervisor.get(_url(door, conflict.id)).text
    assert "An exit that was uploaded later explains it." in page
    assert 'name="resolution"' not in page


def test_what_an_undone_scan_explained_says_so(supervisor, door):
    conflict = _twice(supervisor, door)
    door.annul(database.session.get_one(Scan, conflict.scan_id).scan_id)
    page = BeautifulSoup(supervisor.get(_url(door, conflict.id)).text, "html.parser").main.text
    assert "The scan has been undone." in page
    assert page.count("Undone") == 1
    assert "An exit that was uploaded later" not in page


def test_blocking_revokes_the_badge(supervisor, door):
    conflict = _twice(supervisor, door)
    _settle(supervisor, door, conflict, "badge_blocked")
    assert database.session.scalar(select(Credential.revoked_at)) is not None


@pytest.mark.parametrize("resolution", ["accepted", "mistake"])
def test_settling_otherwise_leaves_the_badge_valid(supervisor, door, resolution):
    _settle(supervisor, door, _twice(supervisor, door), resolution)
    assert database.session.scalar(select(Credential.revoked_at)) is None


def test_settling_is_on_record(supervisor, door):
    _settle(supervisor, door, _twice(supervisor, door))
    assert "conflict.resolved" in database.session.scalars(select(AuditEntry.action)).all()


def test_a_conflict_is_settled_once(supervisor, door):
    conflict = _twice(supervisor, door)
    _settle(supervisor, door, conflict)
    again = _settle(supervisor, door, conflict, "badge_blocked")
    assert again.status_code == 422
    assert "settled already" in again.text
    assert database.session.scalar(select(Credential.revoked_at)) is None


def test_a_way_of_settling_must_be_chosen(supervisor, door):
    assert _settle(supervisor, door, _twice(supervisor, door), "").status_code == 422


def test_the_gates_staff_settles_nothing(gate_client, door):
    conflict = _twice(gate_client, door)
    assert gate_client.get(_url(door)).status_code == 403
    assert _settle(gate_client, door, conflict).status_code == 403
