from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from summit.clock import utcnow
from summit.database import transaction
from summit.entrance import services
from summit.entrance.models import Device, Scan
from summit.permissions import Role
from tests import factories
from tests.entrance.conftest import make_door, make_gate
from tests.entrance.devices import enrol, make_device, make_phone


@pytest.fixture
def phone(client, door):
    return make_phone(client, door)


def post_code(client, door, **sent):
    return client.post(f"/e/{door.event.slug}/scanner/enrol", json=sent)


def fresh(db, device):
    return db.session.get(Device, device.id, populate_existing=True)


def revoke(device):
    with transaction():
        services.revoke_device(device.event_id, device.public_id, actor_id=None, now=utcnow())


def test_a_code_gives_a_token_and_the_state(client, door):
    device = make_device(door, pin="4711")
    answer = post_code(client, door, code=services.enrolment_code(device), app_version="7")
    assert (answer.status_code, len(answer.json["token"])) == (200, 43)
    state = answer.json["state"]
    assert state["device"] == {"public_id": device.public_id, "name": "North phone", "operator": ""}
    assert (state["event"]["slug"], state["event"]["time_zone"]) == (door.event.slug, door.event.time_zone)
    assert state["pin"] == {"salt": device.pin_salt, "hash": device.pin_hash, "iterations": 200_000}
    assert (state["snapshot"], state["heartbeat_seconds"]) == (None, 30)
    [gate] = state["gates"]
    assert (gate["id"], gate["name"], gate["hall"]) == (door.gate.id, "North gate", None)
    assert (gate["zone"]["letter"], gate["zone"]["inside"], gate["zone"]["anti_passback"]) == ("A", 0, "logical")


def test_a_lost_answer_is_given_again_to_the_same_proof(client, door):
    sent = {"code": services.enrolment_code(make_device(door)), "proof": "p" * 43}
    first, again = (post_code(client, door, **sent) for _ in range(2))
    assert (again.status_code, again.json["token"]) == (200, first.json["token"])
    assert post_code(client, door, **sent | {"proof": "q" * 43}).status_code == 422


def test_no_code_is_told_apart_from_another(client, door):
    device = make_device(door)
    spent = services.enrolment_code(device)
    assert post_code(client, door, code=spent).status_code == 200
    old = make_device(door, now=utcnow() - timedelta(minutes=15))
    revoked = make_device(door)
    never = services.enrolment_code(revoked)
    revoke(revoked)
    elsewhere = services.enrolment_code(make_device(make_door()))
    codes = (spent, services.enrolment_code(old), never, elsewhere, "x" * 43, "")
    answers = {(a.status_code, a.text) for a in (post_code(client, door, code=code) for code in codes)}
    assert len(answers) == 1
    [(status, text)] = answers
    assert status == 422
    assert "ask an organiser for a new one" in text


@pytest.mark.parametrize("token", ["", "x" * 43, "Bearer"])
def test_a_stranger_is_told_to_forget(client, door, token):
    url = f"/e/{door.event.slug}/scanner/heartbeat"
    answer = client.post(url, json={"queue": 0}, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json) == (401, {"error": "device_unknown"})


def test_a_device_works_in_its_edition_only(phone):
    other = make_door()
    headers = {"Authorization": f"Bearer {phone.token}"}
    answer = phone.client.post(f"/e/{other.event.slug}/scanner/heartbeat", json={"queue": 0}, headers=headers)
    assert answer.status_code == 401


def test_a_device_needs_no_forgery_token(strict_client, door):
    assert make_phone(strict_client, door).heartbeat().status_code == 200


def test_a_report_is_kept(phone, db):
    ahead = utcnow() + timedelta(days=1)
    answer = phone.heartbeat(queue=12, battery=9, app_version="2.1", device_time=ahead.isoformat())
    assert answer.json["device"]["public_id"] == phone.device.public_id
    device = fresh(db, phone.device)
    assert (device.queue_length, device.battery, device.app_version) == (12, 9, "2.1")
    assert abs(device.clock_offset - 86_400) < 60
    assert device.last_seen_at is not None


@pytest.mark.parametrize(
    "sent",
    [
        {"queue": -1}, {"queue": "many"}, {"queue": True}, {"queue": 2**70}, {"device_time": "noon"},
        {"device_time": "9999-12-31T23:59:59-12:00"}, {"app_version": 7}, {"app_version": "\x00"}, {"synced_at": [1]},
    ],
)  # fmt: skip
def test_a_report_of_the_wrong_shape_is_refused_in_words(phone, sent):
    answer = phone.heartbeat(**sent)
    assert answer.status_code == 422
    assert answer.json["message"] == "The report of this device could not be read."


@pytest.mark.parametrize("body", [[], "x", None, 1])
@pytest.mark.parametrize("path", ["heartbeat", "shift", "enrol"])
def test_a_body_that_is_no_object_is_refused(phone, path, body):
    assert phone.post(path, [body]).status_code == 422


def test_a_shift_is_handed_over(phone, db):
    assert phone.post("shift", {"operator": "  Анна   Примерова "}).json["device"]["operator"] == "Анна Примерова"
    assert phone.post("shift", {"operator": " "}).status_code == 422
    assert fresh(db, phone.device).operator == "Анна Примерова"


def test_a_scan_stands_in_the_log_under_the_device_and_who_holds_it(phone, door, db):
    phone.post("shift", {"operator": "Anna Example"})
    sent = {"scan_id": str(uuid4()), "code": door.badge().token, "entered_by": "camera", "device": "liar"}
    answer = phone.post(f"gates/{door.gate.id}/scan", sent)
    assert (answer.status_code, answer.json["outcome"]) == (200, "admitted")
    row = db.session.scalars(select(Scan)).one()
    assert (row.device_id, row.operator, row.device) == (phone.device.id, "Anna Example", "North phone")
    assert row.operator_id is None


def test_a_scan_bears_the_name_that_the_device_says(door, db, phone):
    phone.post("shift", {"operator": "Anna Example"})
    sent = {"scan_id": str(uuid4()), "code": door.badge().token, "operator": "Karim Example"}
    phone.post(f"gates/{door.gate.id}/scan", sent)
    assert db.session.scalars(select(Scan.operator)).one() == "Karim Example"
    assert fresh(db, phone.device).operator == "Anna Example"


@pytest.mark.parametrize("operator", [7, ["x"], "x" * 2_000, "\ud800"])
def test_a_scan_with_an_unreadable_name_is_refused(door, phone, operator):
    sent = {"scan_id": str(uuid4()), "code": door.badge().token, "operator": operator}
    assert phone.post(f"gates/{door.gate.id}/scan", sent).status_code == 422


def test_a_device_undoes_its_own_scans_only(phone, door):
    sent = {"scan_id": str(uuid4()), "code": door.badge().token}
    url = phone.post(f"gates/{door.gate.id}/scan", sent).json["undo_url"]
    assert url == f"/e/{door.event.slug}/scanner/scans/{sent['scan_id']}/undo"
    other = make_phone(phone.client, door)
    assert other.post(f"scans/{sent['scan_id']}/undo").status_code == 404
    answer = phone.post(f"scans/{sent['scan_id']}/undo")
    assert (answer.status_code, answer.json["counts"]["inside"]) == (200, 0)
    assert phone.post(f"scans/{sent['scan_id']}/undo").status_code == 422


def test_a_device_does_not_undo_what_people_scanned(phone, door):
    answer = door.scan(door.badge().token)
    assert phone.post(f"scans/{answer.scan_id}/undo").status_code == 404


def test_a_device_scans_at_its_gates_only(phone, door):
    other, foreign = make_gate(door.event, door.zone), make_door().gate
    for gate in (other, foreign):
        answer = phone.post(f"gates/{gate.id}/scan", {"scan_id": str(uuid4()), "code": door.badge().token})
        assert answer.status_code == 404


@pytest.mark.parametrize("asked", [{"override_reason": "The minister is late"}, {"person": "somebody"}])
def test_a_device_overrides_nothing_and_finds_nobody_by_name(phone, door, db, asked):
    factories.sign_in(phone.client, factories.make_staff(door.event, Role.OWNER))
    assert phone.post(f"gates/{door.gate.id}/scan", {"scan_id": str(uuid4())} | asked).status_code == 422
    assert db.session.scalars(select(Scan)).all() == []


def test_who_is_signed_in_beside_a_device_lends_it_no_rights(phone, door):
    factories.sign_in(phone.client, factories.make_staff(door.event, Role.OWNER))
    sent = {"scan_id": str(uuid4()), "code": door.badge(door.person(category=make_other(door))).token}
    answer = phone.post(f"gates/{door.gate.id}/scan", sent).json
    assert (answer["outcome"], answer["may_override"]) == ("wrong_zone", False)


def make_other(door):
    return factories.make_category(door.event, "X")


def test_a_new_code_leaves_the_token_until_it_is_taken(phone):
    with transaction():
        device = services.renew_code(phone.device.event_id, phone.device.public_id, actor_id=None, now=utcnow())
    assert phone.heartbeat().status_code == 200
    enrol(device)
    assert phone.heartbeat().status_code == 401


def test_a_revoked_device_stops_at_once_and_says_that_it_is_wiped(phone, db):
    revoke(phone.device)
    assert phone.heartbeat().status_code == 401
    assert not fresh(db, phone.device).is_wiped
    assert phone.post("wiped").status_code == 204
    device = fresh(db, phone.device)
    assert (device.is_wiped, device.token_hash) == (True, None)


def test_a_token_that_was_replaced_says_wiped_in_vain(phone, db):
    with transaction():
        device = services.renew_code(phone.device.event_id, phone.device.public_id, actor_id=None, now=utcnow())
    enrol(device)
    assert phone.post("wiped").status_code == 204
    assert not fresh(db, device).is_wiped
    assert fresh(db, device).token_hash is not None


def test_a_state_names_the_gates_that_take_scans(phone, door):
    with transaction():
        services.update_gate(
            door.event.id, door.gate.id, zone_id=door.zone.id, names={"en": "North"}, is_active=False, actor_id=None
        )
    assert phone.heartbeat().json["gates"] == []


def test_a_state_costs_the_same_for_one_gate_and_for_three(phone, door, count_queries):
    numbers = []
    for added in (0, 2):
        gates = [make_gate(door.event, factories.make_zone(door.event, f"{added}{n}")) for n in range(added)]
        with transaction():
            ids = [door.gate.id, *(gate.id for gate in gates)]
            services.update_device(door.event.id, phone.device.public_id, name="P", gate_ids=ids, actor_id=None)
        with count_queries() as queries:
            assert len(phone.heartbeat().json["gates"]) == added + 1
        numbers.append(queries.count)
    assert numbers[0] == numbers[1]
