"""Devices that come back to the network at the same moment, each with the same badge in its queue; both databases."""

from collections import Counter
from datetime import timedelta
from multiprocessing import get_context
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from summit.application import FEATURES
from summit.clock import utcnow
from summit.database import db
from summit.entrance.models import ScanConflict
from tests.conftest import process_app
from tests.entrance.conftest import make_door
from tests.entrance.offline import make_phone
from tests.entrance.test_races import kept, prepared

DEVICES = 6
pytestmark = pytest.mark.race


def _upload(url: str, start: Any, results: Any, sent: dict[str, Any]) -> None:
    app = process_app(url)
    with app.app_context():
        db.session.execute(select(1))
        db.session.commit()
        start.wait(60)
        answer = app.test_client().post(sent["address"], json={"scans": sent["scans"]}, headers=sent["headers"])
        results.put((answer.status_code, [one["status"] for one in answer.get_json()["answers"]]))
        db.session.remove()
        db.engine.dispose()


def race(url: str, uploads: list[dict[str, Any]]) -> list[tuple[int, list[str]]]:
    """Send each of these uploads from a process of its own, all at the same moment."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__, *(f"summit.{feature}.setup" for feature in FEATURES)])
    start, results = context.Barrier(len(uploads)), context.Queue()
    processes = [context.Process(target=_upload, args=(url, start, results, sent)) for sent in uploads]
    for process in processes:
        process.start()
    answers = [results.get(timeout=120) for _ in processes]
    for process in processes:
        process.join(30)
    return answers


def conflicts(url: str) -> int:
    app = process_app(url)
    with app.app_context():
        count = db.session.scalar(select(func.count()).select_from(ScanConflict)) or 0
        db.session.remove()
        db.engine.dispose()
    return count


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
    answers = race(process_database, prepared(process_database, _queues))
    assert Counter(status for _code, [status] in answers) == {"stored": DEVICES}
    assert kept(process_database) == (DEVICES, 1, [1])
    assert conflicts(process_database) >= DEVICES - 1


def test_the_same_scan_sent_many_times_is_one_scan(process_database):
    def prepare() -> list[dict[str, Any]]:
        first, *_others = _queues(scan_id=str(UUID(int=7)))
        return [first] * DEVICES

    answers = race(process_database, prepared(process_database, prepare))
    assert Counter(status for _code, [status] in answers) == {"stored": 1, "repeated": DEVICES - 1}
    assert kept(process_database) == (1, 1, [1])
