import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import delete, select

from summit.accounts.models import RoleGrant
from summit.accounts.services import end_other_sessions
from summit.clock import utcnow
from summit.database import db, transaction
from summit.entrance.models import Scan, ScanConflict
from summit.entrance.rules.conflicts import ConflictKind
from summit.entrance.services.live import BOARD, Shown, init_hub, live_hub
from summit.entrance.views.streaming import events_of
from summit.permissions import Permission, Role
from summit.web.access import may, still_may
from tests import factories
from tests.entrance.conftest import make_gate
from tests.entrance.factories import make_device


@pytest.fixture(autouse=True)
def fresh_hub(app):
    """A hub without boards of other tests."""
    init_hub(app, most_streams=2)


@pytest.fixture
def desk(client, door):
    """A browser of the help desk."""
    factories.sign_in(client, factories.make_staff(door.event, Role.HELP_DESK))
    return client


def address(door, path=""):
    return f"/e/{door.event.slug}/live/{path}"


def read_events(response):
    """The stream's events: (id, message)."""
    blocks = response.get_data(as_text=True).strip().split("\n\n")
    assert blocks[0] == "retry: 2000"
    fields = [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks[1:]]
    return [(event["id"], json.loads(event["data"])) for event in fields]


def open_conflict(door):
    """A scan that waits for a supervisor."""
    door.scan("nonsense")
    values = {"event_id": door.event.id, "scan_id": db.session.scalar(select(Scan.id)), "found_at": utcnow()}
    with transaction():
        db.session.add(ScanConflict(kind=ConflictKind.ENTERED_TWICE, **values))


def test_the_board_works_without_a_script(desk, door):
    door.scan(door.badge(door.person(name_latin="Anna Shchukina")).token)
    door.scan("nonsense")
    text = desk.get(address(door)).get_data(as_text=True)
    page = BeautifulSoup(text, "html.parser")
    assert "Anna" not in text
    assert page.select_one("[data-part=zones] .live-zone__inside").text == "1"
    assert page.select_one("[data-part=arrivals] svg path")["d"].startswith("M59 40v-40.0")
    assert page.select_one("[data-part=arrivals] tbody td").text == "1"
    assert "Unknown code" in page.select_one("[data-part=refusals]").text
    assert len(page.select("[data-part=latest] li")) == 2


def test_an_edition_without_gates_says_so(client, db):
    event = factories.make_event()
    factories.sign_in(client, factories.make_staff(event, Role.OWNER))
    assert "There are no gates yet" in client.get(f"/e/{event.slug}/live/").get_data(as_text=True)


@pytest.mark.parametrize("path", ["", "board.json", "stream", "roster/", "roster/export.csv", "roster/offline/"])
def test_gate_staff_do_not_see_what_is_live(gate_client, door, path):
    assert gate_client.get(address(door, path)).status_code == 403


def test_twenty_readers_of_the_json_read_the_scans_once(desk, door, count_queries):
    with count_queries() as counted:
        for _reader in range(20):
            assert desk.get(address(door, "board.json")).status_code == 200
    readings = [one for one in counted.statements if "EXTRACT(epoch" in one or "STRFTIME" in one.upper()]
    assert len(readings) == 1


def test_unchanged_parts_answer_304(desk, door):
    first = desk.get(address(door, "board.json"))
    again = desk.get(address(door, "board.json"), headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.get_data()) == (200, 304, b"")


def test_a_stream_begins_with_all_parts(desk, door):
    response = desk.get(address(door, "stream"))
    ((mark, message),) = read_events(response)
    assert response.mimetype == "text/event-stream"
    assert (response.headers["Cache-Control"], response.headers["X-Accel-Buffering"]) == ("no-store", "no")
    assert set(message["parts"]) == {"zones", "troubles", "arrivals", "refusals", "latest"}
    assert mark


def test_a_reader_who_comes_back_gets_what_they_have_not(desk, door):
    ((mark, _message),) = read_events(desk.get(address(door, "stream")))
    ((same, message),) = read_events(desk.get(address(door, "stream"), headers={"Last-Event-ID": mark}))
    assert (same, message["parts"]) == (mark, {})
    init_hub(desk.application, most_streams=2)
    make_gate(door.event, factories.make_zone(door.event, "B"))
    ((other, message),) = read_events(desk.get(address(door, "stream"), headers={"Last-Event-ID": mark}))
    assert other != mark
    assert message["parts"]


def test_where_no_place_is_free_the_reader_is_told_to_ask_again(desk, door):
    hub = live_hub()
    assert hub.enter(BOARD)
    assert hub.enter(BOARD)
    response = desk.get(address(door, "stream"))
    assert (response.status_code, response.headers["Retry-After"]) == (204, "5")


def test_a_stream_gives_its_place_back(desk, door):
    for _reader in range(5):
        response = desk.get(address(door, "stream"), buffered=True)
        assert response.status_code == 200
        response.close()
    desk.head(address(door, "stream")).close()
    assert [live_hub().enter(BOARD) for _place in range(3)] == [True, True, False]


def links_in_troubles(client, door):
    page = BeautifulSoup(client.get(address(door)).get_data(as_text=True), "html.parser")
    return [link["href"] for link in page.select("[data-part=troubles] a")]


def test_troubles_lead_to_the_pages_that_the_reader_may_open(client, door):
    make_device(door.gate, name="Silent", last_seen_at=utcnow() - timedelta(hours=1))
    open_conflict(door)
    base = f"/e/{door.event.slug}"
    for role, links in (
        (Role.READ_ONLY, []),
        (Role.HELP_DESK, [f"{base}/scans/conflicts/"]),
        (Role.ORGANISER, [f"{base}/scans/conflicts/", f"{base}/devices/"]),
    ):
        factories.sign_in(client, factories.make_staff(door.event, role))
        assert links_in_troubles(client, door) == links


def test_a_stream_ends_at_the_turn_at_which_the_right_is_found_gone(desk):
    shown = Shown(utcnow(), "mark", {"zones": "1"})
    answers = iter([True, False])
    sent = list(events_of(lambda: shown, lambda: next(answers), range(100), ""))
    assert len(sent) == 1 + 16
    assert next(answers, None) is None


def test_the_right_to_watch_is_asked_of_the_database_anew(client, door):
    staff = factories.make_staff(door.event, Role.HELP_DESK)
    factories.sign_in(client, staff)
    with client:
        client.get(address(door, "board.json"))
        assert still_may(Permission.VIEW_SCANS)
        with transaction():
            db.session.execute(delete(RoleGrant).where(RoleGrant.account_id == staff.id))
        assert may(Permission.VIEW_SCANS)
        assert not still_may(Permission.VIEW_SCANS)


def test_who_signed_out_may_watch_no_longer(client, door):
    staff = factories.make_staff(door.event, Role.HELP_DESK)
    factories.sign_in(client, staff)
    with client:
        client.get(address(door, "board.json"))
        with transaction():
            end_other_sessions(staff.id, None, now=utcnow())
        assert not still_may(Permission.VIEW_SCANS)
