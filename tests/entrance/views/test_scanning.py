"""Scanning over HTTP: by script and by plain form, by whom, and with bad input."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from summit.clock import utcnow
from summit.entrance.models import Scan
from summit.permissions import Role
from tests import factories
from tests.agenda.factories import make_placed, make_release
from tests.entrance.conftest import make_door


def test_a_script_gets_the_whole_answer(gate_client, door):
    person = door.person(name_native="李华", native_language="zh-Hans", organisation="Weavers")
    answer = door.post(gate_client, code=door.badge(person).token).get_json()
    shown = ("outcome", "signal", "word", "next_step", "attention", "repeated", "may_override", "asks_for_company")
    assert [answer[name] for name in shown] == [
        "admitted", "go", "Welcome", "Let the person in.", [], False, False, False,
    ]  # fmt: skip
    assert answer["counts"] == {"inside": 1, "capacity": None, "text": "1 person inside"}
    assert answer["person"] == {
        "public_id": person.public_id,
        "name": person.name_latin,
        "native_name": "李华",
        "native_language": "zh-Hans",
        "native_direction": "ltr",
        "badge_lines": [],
        "organisation": "Weavers",
        "status": "Approved",
        "is_approved": True,
        "category": {"letter": "D", "name": "Delegate", "language": "en", "colour": "#1f5f8b"},
        "photo_url": None,
    }
    assert answer["undo_url"] == f"/e/{door.event.slug}/scans/{answer['scan_id']}/undo"


def test_the_answer_speaks_the_operators_language_of_content(gate_client, door):
    gate_client.get("/language/ru")
    answer = door.post(gate_client, code=door.badge().token).get_json()
    assert answer["person"]["category"]["name"] == "Делегат"


def test_a_moment_is_shown_by_the_venues_clock(gate_client, door, monkeypatch):
    badge = door.badge()
    entered = door.scan(badge.token)
    explanation = door.post(gate_client, code=badge.token).get_json()["explanation"]
    hour = (entered.scanned_at.hour + 3) % 24 % 12 or 12
    assert re.fullmatch(rf"This badge already entered at {hour}:\d\d\s[AP]M\.", explanation)


def test_a_repeat_is_told_as_such(gate_client, db, door):
    token, scan_id = door.badge().token, str(uuid4())
    answers = [door.post(gate_client, code=token, scan_id=scan_id).get_json() for _ in range(2)]
    assert [answer.pop("repeated") for answer in answers] == [False, True]
    assert answers[0] == answers[1]
    assert db.session.query(Scan).count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"scan_id": "nonsense"},
        {"scan_id": None},
        {"scan_id": 5},
        {"code": ["1"]},
        {"code": {"a": 1}},
        {"direction": "sideways"},
        {"entered_by": "telepathy"},
        {"device_time": "yesterday"},
        {"device_time": "2026-11-28T09:00:00"},
        {"device_time": "0001-01-01T00:00:00+23:00"},
        {"device_time": "0001-01-01T00:00:00Z"},
        {"device_time": "9999-12-31T23:59:59Z"},
        {"device": "x" * 500},
        {"device": "a\x00b"},
        {"person": "a\x00b"},
    ],
)
def test_a_malformed_scan_is_refused_in_words(gate_client, db, door, sent):
    response = door.post(gate_client, **sent)
    assert (response.status_code, "reload the gate page" in response.get_json()["message"]) == (422, True)
    assert db.session.query(Scan).count() == 0


@pytest.mark.parametrize("body", ["", "{", "[]", '"x"', "null", "5", "\ud800".encode("utf-8", "surrogatepass")])
def test_what_is_no_json_object_is_refused_in_words(gate_client, door, body):
    response = gate_client.post(door.url("/scan"), data=body, content_type="application/json")
    assert response.status_code in {400, 422}
    assert response.get_json()["message"]


def test_a_code_of_a_megabyte_is_unknown(gate_client, door):
    assert door.post(gate_client, code="7" * 1_000_000).get_json()["outcome"] == "unknown"


def test_gates_elsewhere_are_not_found(gate_client, door):
    other = make_door()
    for gate_id in (other.gate.id, 10**6):
        response = gate_client.post(f"/e/{door.event.slug}/gates/{gate_id}/scan", json={"scan_id": str(uuid4())})
        assert (response.status_code, response.get_json()["error"]) == (404, "Page not found")
        assert gate_client.get(f"/e/{door.event.slug}/gates/{gate_id}").status_code == 404
    assert door.post(gate_client, code="x").status_code == 200
    assert other.post(gate_client, code="x").status_code == 403


def test_without_the_forgery_token_nothing_is_scanned(strict_client, db, door):
    factories.sign_in(strict_client, door.operator)
    assert door.post(strict_client, code="x").status_code == 400
    page = strict_client.get(door.url()).get_data(as_text=True)
    token = re.search(r'name="csrf-token" content="([^"]+)"', page).group(1)
    sent = {"scan_id": str(uuid4()), "code": "x"}
    response = strict_client.post(door.url("/scan"), json=sent, headers={"X-CSRFToken": token})
    assert (response.status_code, response.get_json()["outcome"]) == (200, "unknown")
    assert db.session.query(Scan).count() == 1


def test_a_plain_form_gets_the_answer_as_a_page_with_the_next_form(gate_client, door):
    person = door.person(name_latin="Anna Example")
    form = {"scan_id": str(uuid4()), "code": door.badge(person).token, "direction": "entry", "entered_by": "typed"}
    page = gate_client.post(door.url("/scan"), data=form).get_data(as_text=True)
    assert "answer answer--go" in page
    assert "Anna Example" in page
    offered = set(re.findall(r'name="scan_id" value="([^"]+)"', page))
    assert len(offered) >= 2
    assert form["scan_id"] not in offered


def test_a_plain_form_keeps_the_chosen_direction(gate_client, door):
    page = gate_client.post(door.url("/scan"), data={"scan_id": str(uuid4()), "direction": "exit"}).get_data(
        as_text=True
    )
    assert re.search(r'value="exit" checked', page)


def test_a_malformed_plain_form_shows_the_gate_again(gate_client, door):
    response = gate_client.post(door.url("/scan"), data={"scan_id": "x", "code": "1"})
    assert response.status_code == 422
    assert "The scan has no valid identifier" in response.get_data(as_text=True)


def test_only_a_supervisor_overrides(gate_client, client, door):
    category = factories.make_category(door.event, "U", zones=())
    token = door.badge(door.person(category=category)).token
    assert door.post(gate_client, code=token).get_json()["may_override"] is False
    assert door.post(gate_client, code=token, override_reason="speaker").status_code == 403
    factories.sign_in(client, factories.make_staff(door.event, Role.HELP_DESK))
    assert door.post(client, code=token).get_json()["may_override"] is True
    answer = door.post(client, code=token, override_reason="speaker").get_json()
    assert (answer["outcome"], [flag["flag"] for flag in answer["attention"]]) == ("admitted", ["overridden"])
    for nothing in ("", ".."):
        refused = door.post(client, code=token, override_reason=nothing)
        assert (refused.status_code, refused.get_json()["message"][:12]) == (422, "Please write")


def test_a_supervisor_overrides_by_plain_form(client, door):
    factories.sign_in(client, factories.make_staff(door.event, Role.HELP_DESK))
    category = factories.make_category(door.event, "U", zones=())
    form = {"scan_id": str(uuid4()), "code": door.badge(door.person(category=category)).token}
    page = client.post(door.url("/scan"), data=form).get_data(as_text=True)
    assert "answer--stop" in page
    assert f'name="code" value="{form["code"]}"' in page
    again = form | {"scan_id": str(uuid4()), "override_reason": "speaker"}
    assert "answer--go" in client.post(door.url("/scan"), data=again).get_data(as_text=True)


def test_a_scan_is_undone_by_script_and_by_form(gate_client, door):
    token = door.badge().token
    undo = door.post(gate_client, code=token).get_json()["undo_url"]
    done = gate_client.post(undo, json={})
    assert (done.status_code, done.get_json()["message"]) == (200, "The scan has been undone.")
    assert done.get_json()["counts"] == {"inside": 0, "capacity": None, "text": "0 people inside"}
    assert gate_client.post(undo, json={}).status_code == 422
    undo = door.post(gate_client, code=token).get_json()["undo_url"]
    response = gate_client.post(undo, data={"next": door.url()})
    assert (response.status_code, response.location) == (303, door.url())
    assert gate_client.post(undo, data={"next": "//elsewhere.example"}).location == f"/e/{door.event.slug}/gates/"


def test_an_unknown_scan_cannot_be_undone(gate_client, door):
    assert gate_client.post(f"/e/{door.event.slug}/scans/{uuid4()}/undo", json={}).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"), [(Role.GATE, 200), (Role.HELP_DESK, 200), (Role.READ_ONLY, 403), (Role.ACCREDITATION, 403)]
)
def test_who_may_scan(client, door, role, status):
    factories.sign_in(client, factories.make_staff(door.event, role))
    assert client.get(door.url()).status_code == status
    assert client.get(f"/e/{door.event.slug}/gates/").status_code == status
    assert door.post(client, code="x").status_code == status


def test_nobody_scans_without_signing_in(client, door):
    assert door.post(client, code="x").status_code == 401
    assert client.get(door.url()).status_code == 303


def test_the_gate_page_may_compile_the_code_reader(gate_client, door):
    assert "'wasm-unsafe-eval'" in gate_client.get(door.url()).headers["Content-Security-Policy"]
    assert "wasm" not in gate_client.get(f"/e/{door.event.slug}/gates/").headers["Content-Security-Policy"]


def test_a_scan_over_http_costs_a_fixed_number_of_statements(gate_client, db, door, count_queries):
    fixed = {"sqlite": 7, "postgresql": 5}[db.engine.dialect.name]
    tokens, url = [door.badge().token for _ in range(3)], door.url("/scan")
    numbers = []
    for token in tokens:
        with count_queries() as counter:
            gate_client.post(url, json={"scan_id": str(uuid4()), "code": token})
        numbers.append(counter.count)
    assert numbers == [fixed] * 3, counter.statements


@pytest.mark.parametrize(("language", "title"), [("en", "Silk"), ("ru", "Шёлк")])
def test_the_door_of_a_hall_names_the_session_in_the_operators_language(gate_client, db, door, language, title):
    hall = factories.make_hall(door.event)
    door.gate.hall_id = hall.id
    db.session.commit()
    start = utcnow().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    make_placed(
        door.event, hall, start - timedelta(minutes=55), titles={"en": "Silk", "ru": "Шёлк"}, capacity=0, minutes=120
    )
    make_release(door.event)
    gate_client.get(f"/language/{language}")
    answer = door.post(gate_client, code=door.badge().token).json
    assert answer["outcome"] == "full"
    assert title in answer["explanation"]
