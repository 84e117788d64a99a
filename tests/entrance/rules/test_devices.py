"""When a device gives cause for concern, and what is a PIN."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from summit.entrance.rules.devices import (
    Concern,
    DeviceFacts,
    DeviceNeedsName,
    DeviceState,
    OperatorIsMissing,
    PinIsInvalid,
    clean_device_name,
    clean_operator,
    clock_offset,
    concerns_of,
    lock_by_pin,
    read_pin,
    state_of,
)

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
WELL = {
    "has_token": True, "enrolled_at": NOW - timedelta(hours=2), "last_seen_at": NOW, "revoked_at": None,
    "is_wiped": False, "queue_length": 0, "battery": 80, "clock_offset": 60,
}  # fmt: skip
BEFORE_SET_UP = {"has_token": False, "enrolled_at": None, "last_seen_at": None}


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, DeviceState.WORKING),
        ({"last_seen_at": NOW - timedelta(minutes=3)}, DeviceState.WORKING),
        ({"last_seen_at": NOW - timedelta(minutes=3, seconds=1)}, DeviceState.SILENT),
        ({"last_seen_at": None}, DeviceState.SILENT),
        (BEFORE_SET_UP, DeviceState.WAITING),
        ({"has_token": False, "is_wiped": True}, DeviceState.WIPED),
        ({"revoked_at": NOW}, DeviceState.REVOKED),
        ({"revoked_at": NOW, "has_token": False, "is_wiped": True}, DeviceState.REVOKED_WIPED),
        ({"revoked_at": NOW} | BEFORE_SET_UP, DeviceState.REVOKED_WIPED),
    ],
)
def test_how_far_a_device_has_come(changes, state):
    assert state_of(DeviceFacts(**(WELL | changes)), NOW) is state


@pytest.mark.parametrize(
    ("changes", "concerns"),
    [
        ({}, ()),
        ({"queue_length": 1}, (Concern.QUEUE,)),
        ({"clock_offset": 61}, (Concern.CLOCK,)),
        ({"clock_offset": -61}, (Concern.CLOCK,)),
        ({"battery": 21}, ()),
        ({"battery": 20}, (Concern.BATTERY,)),
        ({"battery": None}, ()),
        ({"revoked_at": NOW}, (Concern.NOT_WIPED,)),
        ({"last_seen_at": None, "queue_length": 2, "battery": 1}, (Concern.SILENT, Concern.QUEUE, Concern.BATTERY)),
        (BEFORE_SET_UP | {"battery": 1}, ()),
    ],
)
def test_what_gives_cause_for_concern(changes, concerns):
    assert concerns_of(DeviceFacts(**(WELL | changes)), NOW) == concerns


@pytest.mark.parametrize("text", ["4711", " 4711 ", "٤٧١١", "४७११"])
def test_a_pin_is_read_in_any_digits(text):
    assert read_pin(text) == "4711"


@pytest.mark.parametrize("text", ["", "123", "123456789", "12a4", "12 34", "²²²²", "????"])
def test_what_is_no_pin(text):
    with pytest.raises(PinIsInvalid):
        read_pin(text)


def test_a_lock_is_pbkdf2_of_the_ascii_digits():
    salt = bytes(range(16))
    lock = lock_by_pin("٤٧١١", salt)
    assert lock.salt == salt.hex()
    assert lock.hash == hashlib.pbkdf2_hmac("sha256", b"4711", salt, 200_000, 32).hex()


@pytest.mark.parametrize("text", ["", " \t", "x" * 81])
def test_a_device_needs_a_name(text):
    with pytest.raises(DeviceNeedsName):
        clean_device_name(text)


def test_an_operator_is_named():
    assert clean_operator("  Анна \n Примерова ") == "Анна Примерова"
    assert len(clean_operator("x" * 300)) == 100
    with pytest.raises(OperatorIsMissing):
        clean_operator(" \n")


@pytest.mark.parametrize(
    ("device_time", "seconds"),
    [
        (None, 0),
        (NOW + timedelta(days=1), 86_400),
        (NOW - timedelta(seconds=90), -90),
        (datetime.max.replace(tzinfo=UTC), 2**31 - 1),
    ],
)
def test_a_clock_is_measured_against_the_server(device_time, seconds):
    assert clock_offset(device_time, NOW) == seconds
