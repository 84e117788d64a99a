"""Devices from the first code to the last word, and what stays on record of it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from summit.audit.models import AuditEntry
from summit.database import transaction
from summit.entrance import services
from summit.entrance.models import Device, DeviceShift
from summit.entrance.rules import GateIsUnknown
from summit.entrance.rules.devices import (
    DeviceIsRevoked,
    DeviceIsUnknown,
    DeviceNeedsGate,
    DeviceReport,
    EnrolmentFailed,
    PinIsInvalid,
)
from summit.entrance.rules.tokens import secret_hash
from tests.entrance.conftest import make_door, make_gate
from tests.entrance.devices import enrol, make_device

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)


def fresh(db, device):
    return db.session.get(Device, device.id, populate_existing=True)


def act(service, device, *arguments, **values):
    with transaction():
        return service(device.event_id, device.public_id, *arguments, **({"now": NOW} | values))


def change(device, **values):
    with transaction():
        return services.update_device(device.event_id, device.public_id, **({"actor_id": None} | values))


def shifts(db, device):
    statement = select(DeviceShift).where(DeviceShift.device_id == device.id).order_by(DeviceShift.id)
    return [(shift.operator, shift.started_at, shift.ended_at) for shift in db.session.scalars(statement)]


def test_only_hashes_of_code_and_token_are_kept(db, door):
    device = make_device(door, now=NOW)
    code = services.enrolment_code(device)
    assert (len(code), device.enrolment_hash) == (43, secret_hash(code))
    assert device.enrolment_ends_at == NOW + timedelta(minutes=15)
    token = enrol(device, now=NOW)
    row = fresh(db, device)
    assert (row.token_hash, row.enrolment_hash, row.enrolment_ends_at) == (secret_hash(token), None, None)
    assert (row.enrolled_at, row.last_seen_at) == (NOW, NOW)


def test_a_code_ends_after_a_quarter_of_an_hour(door):
    device = make_device(door, now=NOW)
    with pytest.raises(EnrolmentFailed):
        enrol(device, now=NOW + timedelta(minutes=15))
    assert enrol(device, now=NOW + timedelta(minutes=14, seconds=59))


def take(device, code, proof, now=NOW):
    with transaction():
        return services.enrol_device(device.event_id, code, proof=proof, now=now)[1]


def test_who_took_a_code_and_lost_the_answer_may_ask_again_for_a_quarter_of_an_hour(db, door):
    device = make_device(door, now=NOW)
    code, proof = services.enrolment_code(device), "p" * 43
    token = take(device, code, proof)
    assert take(device, code, proof, NOW + timedelta(minutes=14, seconds=59)) == token
    row = fresh(db, device)
    assert (row.token_hash, row.enrolled_at) == (secret_hash(token), NOW)
    taken = select(AuditEntry).where(AuditEntry.action == "device.enrolled")
    assert len(db.session.scalars(taken).all()) == 1
    with pytest.raises(EnrolmentFailed):
        take(device, code, proof, NOW + timedelta(minutes=15))


@pytest.mark.parametrize("proof", ["q" * 43, "p" * 42, ""])
def test_nobody_else_may_ask_again_for_a_code_that_was_taken(door, proof):
    device = make_device(door, now=NOW)
    code = services.enrolment_code(device)
    take(device, code, "p" * 43)
    with pytest.raises(EnrolmentFailed):
        take(device, code, proof)


def test_a_revoked_device_gets_its_token_by_no_proof(door):
    device = make_device(door, now=NOW)
    code = services.enrolment_code(device)
    take(device, code, "p" * 43)
    act(services.revoke_device, device, actor_id=None)
    with pytest.raises(EnrolmentFailed):
        take(device, code, "p" * 43)


def test_a_new_code_ends_the_last_one(door):
    device = make_device(door, now=NOW)
    first = services.enrolment_code(device)
    act(services.renew_code, device, actor_id=None, now=NOW + timedelta(minutes=1))
    with pytest.raises(EnrolmentFailed), transaction():
        services.enrol_device(door.event.id, first, now=NOW + timedelta(minutes=1))


def test_a_phone_that_is_set_up_anew_begins_without_the_last_ones_troubles(db, door):
    device = make_device(door, now=NOW)
    enrol(device, now=NOW)
    act(services.hand_over, device, "Anna Example")
    report = DeviceReport(queue=5, battery=3, app_version="1", device_time=NOW + timedelta(hours=1), synced_at=NOW)
    with transaction():
        services.note_report(device.id, report, now=NOW)
    enrol(act(services.renew_code, device, actor_id=None), now=NOW, app_version="2")
    row = fresh(db, device)
    assert (row.operator, row.queue_length, row.battery, row.clock_offset, row.app_version) == ("", 0, None, 0, "2")
    assert shifts(db, device) == [("Anna Example", NOW, NOW)]


def test_a_last_sync_in_the_future_is_taken_for_now(db, door):
    device = make_device(door)
    late = NOW + timedelta(days=1)
    report = DeviceReport(queue=0, battery=None, app_version="", device_time=None, synced_at=late)
    with transaction():
        services.note_report(device.id, report, now=NOW)
    assert fresh(db, device).synced_at == NOW


def test_shifts_follow_one_another(db, door):
    device, later = make_device(door), NOW + timedelta(hours=4)
    act(services.hand_over, device, "Anna Example")
    act(services.hand_over, device, "Anna  Example", now=NOW + timedelta(hours=1))
    act(services.hand_over, device, "Omar Sample", now=later)
    assert shifts(db, device) == [("Anna Example", NOW, later), ("Omar Sample", later, None)]


def test_a_revoked_device_is_done_with(db, door):
    device = make_device(door, pin="4711")
    enrol(device)
    act(services.hand_over, device, "Anna Example")
    act(services.revoke_device, device, actor_id=door.operator.id)
    row = fresh(db, device)
    assert (row.revoked_at, row.operator, row.pin_hash) == (NOW, "", "")
    assert shifts(db, device) == [("Anna Example", NOW, NOW)]
    for refused in (services.renew_code, services.revoke_device):
        with pytest.raises(DeviceIsRevoked):
            act(refused, device, actor_id=None)
    with pytest.raises(DeviceIsRevoked):
        change(device, name="Phone", gate_ids=[door.gate.id])
    with pytest.raises(DeviceIsUnknown):
        act(services.hand_over, device, "Omar Sample")


def test_a_pin_is_kept_replaced_or_removed(db, door):
    device = make_device(door, pin="4711")
    before = device.pin_hash
    known = {"name": "Phone", "gate_ids": [door.gate.id]}
    assert change(device, **known).pin_hash == before
    assert change(device, **known, pin="0815").pin_hash not in {before, ""}
    assert change(device, **known, removes_pin=True).pin_hash == ""
    with pytest.raises(PinIsInvalid):
        change(device, **known, pin="abc")


def test_the_gates_of_a_device_are_the_editions(db, door):
    device, second = make_device(door), make_gate(door.event, door.zone)
    assert [gate.id for gate in change(device, name="P", gate_ids=[second.id, door.gate.id]).gates] == [
        door.gate.id,
        second.id,
    ]
    with pytest.raises(GateIsUnknown):
        change(device, name="P", gate_ids=[door.gate.id, make_door().gate.id])
    with pytest.raises(DeviceNeedsGate):
        change(device, name="P", gate_ids=[])


def test_another_editions_device_is_unknown(door):
    device = make_device(make_door())
    with pytest.raises(DeviceIsUnknown), transaction():
        services.revoke_device(door.event.id, device.public_id, actor_id=None, now=NOW)


def test_every_step_is_on_record(db, door):
    device = make_device(door, now=NOW)
    token = enrol(device, now=NOW)
    change(device, name="Phone", gate_ids=[door.gate.id])
    act(services.hand_over, device, "Anna Example")
    act(services.revoke_device, device, actor_id=door.operator.id)
    with transaction():
        services.note_wiped(door.event.id, token)
    statement = select(AuditEntry).where(AuditEntry.subject_type == "device").order_by(AuditEntry.id)
    entries = list(db.session.scalars(statement))
    assert [entry.action.removeprefix("device.") for entry in entries] == [
        "added", "code_issued", "enrolled", "updated", "handed_over", "revoked", "wiped",
    ]  # fmt: skip
    assert "Anna" not in str([entry.detail for entry in entries])
