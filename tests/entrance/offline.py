"""Devices at a door, and reading a snapshot as a device does."""

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from summit.clock import utcnow
from summit.credentials.rules import token_hash
from summit.database import db, transaction
from summit.entrance.models import Device, DeviceGate, Gate, Scan, ScanConflict
from summit.entrance.rules.conflicts import ConflictKind
from summit.entrance.rules.snapshot import ENCODINGS, LANGUAGES, unseal
from summit.entrance.rules.tokens import secret_hash
from tests.entrance.conftest import Door


@dataclass
class Phone:
    """A device at its gates, and what it would send."""

    door: Door
    device: Device
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, client: FlaskClient, path: str) -> TestResponse:
        """Ask for something below the scanner's address."""
        return client.get(f"/e/{self.door.event.slug}/scanner/{path}", headers=self.headers)

    def snapshot(self, client: FlaskClient, path: str = "snapshot") -> "Snapshot":
        """Fetch a snapshot or a delta and read it."""
        answer = self.get(client, path)
        assert answer.status_code == 200, answer.status_code
        return read_snapshot(answer.data)

    def upload(self, client: FlaskClient, *scans: Any) -> TestResponse:
        """Send queued scans."""
        return client.post(
            f"/e/{self.door.event.slug}/scanner/upload", json={"scans": list(scans)}, headers=self.headers
        )

    def scan(self, code: str, **values: Any) -> dict[str, Any]:
        """A queued scan as the device keeps it."""
        queued = {
            "scan_id": str(uuid4()),
            "code": code,
            "gate_id": self.door.gate.id,
            "direction": "entry",
            "entered_by": "camera",
            "device_time": utcnow().isoformat(),
            "accompanied": False,
            "outcome": "admitted",
            "operator": "Rosa",
            "offset_ms": 0,
        }
        return queued | values


@dataclass
class Snapshot:
    """A snapshot read by the letter of decision 0014."""

    header: dict[str, Any]
    records: dict[bytes, tuple[int, bytes]]
    presences: dict[int, dict[bytes, int]]

    def open(self, token: str) -> dict[str, Any] | None:
        """What the device shows of a badge; None for one that has left or never was in it."""
        sequence, sealed = self.records.get(token_hash(token)[:16], (0, b""))
        return _read_plain(unseal(token, self.header["epoch"], sequence, sealed)) if sealed else None


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 0

    def take(self, count: int) -> bytes:
        self.place += count
        assert self.place <= len(self.data)
        return self.data[self.place - count : self.place]

    def number(self) -> int:
        value, shift = 0, 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def text(self) -> str:
        head = self.take(1)[0]
        length = head & 31
        length = int.from_bytes(self.take(2), "big") if length == 31 else length
        return self.take(length).decode(ENCODINGS[head >> 5])


def read_snapshot(data: bytes) -> Snapshot:
    """Read the bytes of a snapshot to their very end."""
    source = _Bytes(data)
    assert source.take(4) == b"SMS1"
    header = json.loads(source.take(int.from_bytes(source.take(4), "big")))
    records, sequence = {}, header["since"]
    for _ in range(header["records"]):
        key = source.take(16)
        sequence += source.number()
        records[key] = (sequence, source.take(source.number()))
    presences = {}
    for _ in range(source.number() if header["presence"]["is_sent"] else 0):
        zone_id, count = source.number(), source.number()
        presences[zone_id] = {source.take(8): int.from_bytes(source.take(4), "big") for _ in range(count)}
    assert source.place == len(data)
    return Snapshot(header, records, presences)


def _read_plain(data: bytes) -> dict[str, Any]:
    source = _Bytes(data)
    values = {"category_id": source.number(), "issue": source.number(), "flags": source.take(1)[0]}
    values["language"] = LANGUAGES[source.take(1)[0]]
    return values | {name: source.text() for name in ("name_latin", "name_native", "organisation")}


def make_phone(door: Door, *gates: Gate) -> Phone:
    """An enrolled device at the door's gate, or at these."""
    token = secrets.token_urlsafe(32)
    with transaction():
        device = Device(
            public_id=uuid4().hex,
            event_id=door.event.id,
            name="North phone",
            token_hash=secret_hash(token),
            enrolled_at=utcnow() - timedelta(days=1),
        )
        _add(device)
        for gate in gates or (door.gate,):
            _add(DeviceGate(device_id=device.id, gate_id=gate.id))
    return Phone(door, device, token)


def make_conflict(event_id: int) -> ScanConflict:
    """A conflict about the edition's newest scan."""
    with transaction():
        scan_id = db.session.scalar(db.select(db.func.max(Scan.id)).where(Scan.event_id == event_id))
        conflict = ScanConflict(
            event_id=event_id, scan_id=scan_id, kind=ConflictKind.NOT_ADMISSIBLE, found_at=utcnow(), note=""
        )
        _add(conflict)
    return conflict


def _add(row: Any) -> None:

    db.session.add(row)
    db.session.flush()
