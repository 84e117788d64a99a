"""Devices that come back to the network at the same moment, each with the same badge in its queue; both databases."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import current_app
from sqlalchemy import func, select

from summit.clock import utcnow
from summit.database import db
from summit.entrance.models import ScanConflict
from tests.entrance.conftest import make_door
from tests.entrance.offline import make_phone
from tests.entrance.races import at_once, within
from tests.entrance.test_races import kept

DEVICES = 6
pytestmark = pytest.mark.race


def _upload(sent: dict[str, Any]) -> list[str]:
    answer = current_app.test_client().post(sent["address"], json={"scans": sent["scans"]}, headers=sent["headers"])
    return [one["status"] for one in answer.get_json()["answers"]]


def race(url: str, prepare: Callable[[], list[dict[str, Any]]]) -> Counter[str]:
    """Send each of the uploads that a function prepares from a process of its own, all at the same moment."""
    answers = at_once(url, _upload, within(url, prepare))
    return Counter(status for statuses in answers for status in statuses)


def conflicts() -> int:
    return db.session.scalar(select(func.count()).select_from(ScanConflict)) or 0


def _queues(**same: Any) -> list[dict[str, Any]]:
    """One device for each process, all of them with the same badge, a minute apart."""
    door = make_door()
    code, begun = door.badge().token, utcnow() - timedelta(minutes=30)
    queues = []
    for number in range(DEVICES):
        phone = make_phone(door)
        moment = (begun + timedelta(minutes=number)).isoformat()
        scan = phone.scan(code, device_time=moment, **same)
        address = f"/e/{door.event.slug}/scanner/upload"
        queues.append({"address": address, "headers": phone.headers, "scans": [scan]})
    return queues


def test_a_badge_that_many_devices_admitted_is_inside_once_and_every_other_entry_is_a_conflict(process_database):
    assert race(process_database, _queues) == {"stored": DEVICES}
    assert within(process_database, kept) == (DEVICES, 1, [1])
    assert within(process_database, conflicts) >= DEVICES - 1


def test_the_same_scan_sent_many_times_is_one_scan(process_database):
    def prepare() -> list[dict[str, Any]]:
        first, *_others = _queues(scan_id=str(UUID(int=7)))
        return [first] * DEVICES

    assert race(process_database, prepare) == {"stored": 1, "repeated": DEVICES - 1}
    assert within(process_database, kept) == (1, 1, [1])


def test_one_scan_told_under_many_identifiers_is_one_scan(process_database):
    def prepare() -> list[dict[str, Any]]:
        first, *_others = _queues()
        [scan] = first["scans"]
        return [first | {"scans": [scan | {"scan_id": str(uuid4())}]} for _ in range(DEVICES)]

    assert race(process_database, prepare) == {"stored": 1, "repeated": DEVICES - 1}
    assert within(process_database, kept) == (1, 1, [1])
    assert within(process_database, conflicts) == 0


def _entries_and_the_exit_between() -> list[dict[str, Any]]:
    """Three devices of one badge: it entered, left, and entered again."""
    uploads = _queues()[:3]
    uploads[1]["scans"][0] |= {"direction": "exit", "outcome": "exited"}
    return uploads


def _open_conflicts() -> int:
    return db.session.scalar(select(func.count()).where(ScanConflict.resolved_at.is_(None))) or 0


def test_in_whatever_order_an_exit_comes_in_nothing_is_left_to_settle(process_database):
    assert race(process_database, _entries_and_the_exit_between) == {"stored": 3}
    assert within(process_database, kept) == (3, 1, [1])
    assert within(process_database, _open_conflicts) == 0
