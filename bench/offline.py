"""Doors without a network: snapshot, deltas, queues that come back, and badges taken out of use."""

import http.client
import json
import secrets
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, update

from bench.report import Report
from bench.server import Request, Server, json_post, run_load, serving
from bench.stock import Stock, stocked
from summit.clock import utcnow
from summit.credentials.models import Credential
from summit.credentials.services import reissue_credential
from summit.database import db, transaction
from summit.entrance.models import Device, DeviceGate
from summit.entrance.rules.tokens import secret_hash
from summit.registration.models import Registration

ENGINES = ("sqlite", "postgresql")
PEOPLE, QUEUED = 30_000, 10_000
QUICK_PEOPLE, QUICK_QUEUED = 3_000, 1_000
BATCH, CHANGED = 200, 50
# The server brings the snapshot up to date at most so often (decision 0014).
PAUSE_SECONDS = 15
_HEADER = 8


def measure(report: Report, folder: Path, quick: bool) -> None:
    """Measure both engines with a device of its own at the gate."""
    people, queued = (QUICK_PEOPLE, QUICK_QUEUED) if quick else (PEOPLE, QUEUED)
    for engine in ENGINES:
        print(f"offline on {engine}")
        with stocked(engine, folder, people, people) as stock, serving("wsgi:app", stock.environment) as server:
            device = _Device(stock, server)
            _measure_snapshot(report, engine, device, people)
            _measure_delta(report, engine, device)
            _measure_revocation(report, engine, device)
            _measure_flush(report, engine, device, queued)


class _Device:
    """An enrolled device, and how it asks the server."""

    def __init__(self, stock: Stock, server: Server) -> None:
        self.stock, self.server = stock, server
        token = secrets.token_urlsafe(32)
        with transaction():
            device = Device(
                public_id=uuid.uuid4().hex, event_id=stock.event.id, name="Bench", token_hash=secret_hash(token)
            )
            db.session.add(device)
            db.session.flush()
            db.session.add(DeviceGate(device_id=device.id, gate_id=stock.gate_id))
        self.headers = {"Authorization": f"Bearer {token}"}
        self.known: dict[str, object] = {}

    def fetch(self, path: str) -> tuple[float, bytes, dict[str, object]]:
        """Return how many seconds an answer took, its bytes and its header."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=300)
        started = time.perf_counter()
        connection.request("GET", f"/e/bench/scanner/{path}", headers=self.headers)
        response = connection.getresponse()
        data = response.read()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
        length = int.from_bytes(data[4:_HEADER], "big")
        return time.perf_counter() - started, data, json.loads(data[_HEADER : _HEADER + length])

    def delta(self) -> tuple[float, bytes, dict[str, object]]:
        """Fetch what changed since the last answer, and remember how far it went."""
        answer = self.fetch(f"delta?epoch={self.known['epoch']}&since={self.known['sequence']}")
        self.known = answer[2]
        return answer


def _measure_snapshot(report: Report, engine: str, device: _Device, people: int) -> None:
    cpu = device.server.cpu_seconds()
    seconds, data, device.known = device.fetch("snapshot")
    report.add("offline", f"{engine}, {people:,} badges: first snapshot built", seconds, "s")
    report.add("offline", f"{engine}, {people:,} badges: … CPU", device.server.cpu_seconds() - cpu, "s")
    size = len(data) / 1e6
    report.add("offline", f"{engine}, {people:,} badges: snapshot", size, "MB", goal="<= 3 MB at 30,000")
    report.add("offline", f"{engine}: a badge in the snapshot", len(data) / people, "bytes", goal="<= 100")
    report.add("offline", f"{engine}: the same snapshot again", device.fetch("snapshot")[0], "s")


def _measure_delta(report: Report, engine: str, device: _Device) -> None:
    ids = select(Registration.id).where(Registration.event_id == device.stock.event.id).limit(CHANGED)
    with transaction():
        keys = list(db.session.scalars(ids))
        changed = update(Registration).where(Registration.id.in_(keys))
        db.session.execute(changed.values(organisation="Changed for the bench", updated_at=utcnow()))
    _until(lambda: device.delta()[2]["records"])
    time.sleep(PAUSE_SECONDS)
    seconds, data, _header = device.delta()
    report.add("offline", f"{engine}: a delta that looks for changes and finds none", seconds, "s")
    report.add("offline", f"{engine}: … its size", len(data), "bytes")


def _measure_revocation(report: Report, engine: str, device: _Device) -> None:
    holder = db.session.scalar(select(Credential.registration_id).where(Credential.revoked_at.is_(None)).limit(1))
    with transaction():
        reissue_credential(int(holder or 0), reason="lost", actor_id=None, now=utcnow())
    started = time.perf_counter()
    _until(lambda: device.delta()[2]["records"])
    latency = time.perf_counter() - started
    report.add("offline", f"{engine}: a badge out of use reaches a device that asks each second", latency, "s")


def _until(happens: Callable[[], object]) -> None:
    deadline = time.monotonic() + 4 * PAUSE_SECONDS
    while not happens():
        if time.monotonic() > deadline:
            raise RuntimeError("a change has not reached the device")
        time.sleep(1)


def _measure_flush(report: Report, engine: str, device: _Device, count: int) -> None:
    begun = utcnow() - timedelta(hours=2)
    scans = [
        {
            "scan_id": str(uuid.uuid4()), "code": code, "gate_id": device.stock.gate_id, "direction": "entry",
            "entered_by": "camera", "device_time": (begun + timedelta(milliseconds=500 * number)).isoformat(),
            "accompanied": False, "outcome": "admitted", "operator": "Bench", "offset_ms": 0,
        }
        for number, code in enumerate(device.stock.codes[-count:])
    ]  # fmt: skip
    batches = [scans[start : start + BATCH] for start in range(0, count, BATCH)]
    load = run_load(device.server, [_batch(device, batch) for batch in batches], 1, _is_stored)
    if load.failures:
        raise RuntimeError(f"{load.failures} batches were not stored")
    report.add("offline", f"{engine}: {count:,} queued scans flushed", load.seconds, "s", goal="<= 60 s at 10,000")
    report.add("offline", f"{engine}: … CPU per scan", 1000 * load.cpu / count, "ms")


def _batch(device: _Device, scans: list[dict[str, object]]) -> Request:
    return json_post("/e/bench/scanner/upload", {"scans": scans}, device.headers)


def _is_stored(status: int, body: bytes) -> bool:
    return status == 200 and all(one["status"] == "stored" for one in json.loads(body)["answers"])
