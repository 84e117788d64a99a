"""What a device does for itself: enrol, change hands, report, and say that it has forgotten everything."""

import secrets
from datetime import datetime

from sqlalchemy import update

from summit.audit.services import record
from summit.database import db

from ..models import Device, DeviceShift
from ..queries.devices import lock_device, lock_device_by_any_token, lock_device_by_code
from ..rules.devices import (
    ENROLMENT_LIFE,
    DeviceIsUnknown,
    DeviceReport,
    EnrolmentFailed,
    clean_operator,
    clock_offset,
)
from ..rules.tokens import is_secret, secret_hash
from .devices import derived, end_shift


def enrol_device(
    event_id: int, code: str, *, proof: str = "", app_version: str = "", now: datetime
) -> tuple[Device, str]:
    """Take an enrolment code and return its device with a new token of 43 characters, of which the hash is kept.

    Whatever token the device had before stops here. A code serves once; whoever took it and lost the answer may ask
    again for 15 minutes by the same proof, 43 characters that the phone has made. Raises EnrolmentFailed, the same
    for every wrong code.
    """
    token = _token(code, proof)
    device = lock_device_by_code(event_id, code)
    if device is None:
        return _enrolled_before(event_id, token, now), token
    if device.enrolment_ends_at is None or device.enrolment_ends_at <= now or device.revoked_at:
        raise EnrolmentFailed
    was_enrolled = device.token_hash is not None
    device.token_hash, device.enrolment_hash, device.enrolment_ends_at = secret_hash(token), None, None
    device.enrolled_at = device.last_seen_at = now
    device.is_wiped, device.operator, device.app_version = False, "", app_version
    device.queue_length, device.battery, device.clock_offset, device.synced_at = 0, None, 0, None
    end_shift(device, now)
    record("device.enrolled", "device", device.id, actor_id=None, event_id=event_id, replaces=was_enrolled)
    return device, token


def _token(code: str, proof: str) -> str:
    """Return what only the server derives from "device-token:" + code + ":" + proof; a random one without a proof."""
    return derived(f"device-token:{code}:{proof}") if is_secret(proof) else secrets.token_urlsafe(32)


def _enrolled_before(event_id: int, token: str, now: datetime) -> Device:
    device = lock_device_by_any_token(event_id, token)
    if device is None or device.revoked_at or device.enrolled_at is None or device.enrolled_at + ENROLMENT_LIFE <= now:
        raise EnrolmentFailed
    return device


def hand_over(event_id: int, public_id: str, operator: str, *, now: datetime) -> Device:
    """Let a named person take over the device; the shift before ends. The same name again goes on.

    Raises OperatorIsMissing, and DeviceIsUnknown where the device was revoked meanwhile.
    """
    name = clean_operator(operator)
    device = lock_device(event_id, public_id)
    if device is None or device.revoked_at is not None:
        raise DeviceIsUnknown
    if device.operator == name:
        return device
    end_shift(device, now)
    device.operator = name
    shift = DeviceShift(device_id=device.id, operator=name, started_at=now)
    db.session.add(shift)
    db.session.flush()
    record("device.handed_over", "device", device.id, actor_id=None, event_id=event_id, shift=shift.id)
    return device


def note_report(device_id: int, report: DeviceReport, *, now: datetime) -> None:
    """Keep what a device says of itself. It comes every half minute: one statement, and nothing in the record.

    A last sync in the future is taken for now.
    """
    values = {
        "last_seen_at": now,
        "queue_length": report.queue,
        "battery": report.battery,
        "app_version": report.app_version,
        "clock_offset": clock_offset(report.device_time, now),
        "synced_at": min(report.synced_at, now) if report.synced_at else None,
    }
    db.session.execute(update(Device).where(Device.id == device_id).values(**values))


def note_wiped(event_id: int, token: str) -> None:
    """Write down that the device with this token, revoked or not, has forgotten everything; its token ends.

    A token that nobody holds any more was replaced, and there is nothing to write down.
    """
    device = lock_device_by_any_token(event_id, token)
    if device is None:
        return
    device.is_wiped, device.token_hash, device.queue_length = True, None, 0
    record("device.wiped", "device", device.id, actor_id=None, event_id=event_id)
