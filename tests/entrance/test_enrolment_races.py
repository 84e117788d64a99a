"""One enrolment code that several devices take at the same moment, on both databases."""

from collections import Counter

import pytest
from flask import current_app
from sqlalchemy import select

from summit.audit.models import AuditEntry
from summit.database import db
from summit.entrance import services
from summit.entrance.models import Device
from summit.entrance.rules.tokens import secret_hash
from tests.entrance.conftest import make_door
from tests.entrance.devices import make_device
from tests.entrance.races import at_once, within

DEVICES = 6
pytestmark = pytest.mark.race
Sent = tuple[str, str]


def _enrol(sent: Sent) -> tuple[int, str]:
    address, code = sent
    answer = current_app.test_client().post(address, json={"code": code, "app_version": "1"})
    return answer.status_code, answer.get_json().get("token", "")


def _ask_again(sent: Sent) -> tuple[int, str]:
    address, code = sent
    answer = current_app.test_client().post(address, json={"code": code, "proof": "p" * 43})
    return answer.status_code, answer.get_json().get("token", "")


def _code() -> list[Sent]:
    door = make_door()
    return [(f"/e/{door.event.slug}/scanner/enrol", services.enrolment_code(make_device(door)))] * DEVICES


def _kept() -> tuple[bytes | None, bytes | None, int]:
    device = db.session.scalars(select(Device)).one()
    taken = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "device.enrolled")).all()
    return device.token_hash, device.enrolment_hash, len(taken)


def test_a_code_that_many_take_at_once_makes_one_device(process_database):
    answers = at_once(process_database, _enrol, within(process_database, _code))
    assert Counter(status for status, _token in answers) == {200: 1, 422: DEVICES - 1}
    [token] = [token for _status, token in answers if token]
    assert within(process_database, _kept) == (secret_hash(token), None, 1)


def test_one_phone_that_asks_many_times_at_once_gets_one_token(process_database):
    answers = set(at_once(process_database, _ask_again, within(process_database, _code)))
    [(status, token)] = answers
    assert status == 200
    assert within(process_database, _kept) == (secret_hash(token), None, 1)
