"""One scan: lock, look for a repeat, read, decide, write."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Integer, Row, Select, Table, bindparam, insert, select, update

from summit.audit.services import record
from summit.database import db

from ..models import Presence, Scan, ZoneCount
from ..queries import deciding
from ..rules import (
    Decision,
    Direction,
    EnteredBy,
    GateIsClosed,
    GateIsUnknown,
    PersonCard,
    ScanAnswer,
    ScanIdIsInvalid,
    ScanMode,
    ScanRequest,
    answer_to,
    as_record,
    clean_override_reason,
    from_record,
)
from . import reading
from .reading import Asked

_scans, _counts, _presences = (cast(Table, kind.__table__) for kind in (Scan, ZoneCount, Presence))
_INSERT_SCAN = insert(_scans)
_OPEN_PRESENCE = insert(_presences)
_CLOSE_PRESENCE = (
    update(_presences)
    .where(_presences.c.id == bindparam("presence"))
    .values(left_at=bindparam("left"), exit_scan_id=bindparam("scan"))
)
_COUNT = (
    update(_counts)
    .where(_counts.c.zone_id == bindparam("zone"))
    .values(inside=_counts.c.inside + bindparam("more_inside"), entries=_counts.c.entries + bindparam("more_entries"))
)


_WRITTEN = (
    "scan_id", "event_id", "gate_id", "zone_id", "credential_id", "registration_id", "slot_id", "operator_id",
    "device_id", "operator", "device", "direction", "mode", "entered_by", "outcome", "answer", "override_reason",
    "device_outcome", "device_time", "scanned_at",
)  # fmt: skip


def _entering() -> Select[int]:
    """Write scan, stay and count in one round trip, for PostgreSQL: the zone's lock is held while each is waited for.

    A parameter that is named as a column would be written to that column by each of the three.
    """
    value = {name: bindparam(f"new_{name}", type_=_scans.c[name].type) for name in _WRITTEN}
    scan = insert(_scans).values(value).returning(_scans.c.id).cte("written")
    names = ("event_id", "zone_id", "registration_id", "entry_scan_id", "entered_at")
    stay = select(value["event_id"], value["zone_id"], value["registration_id"], scan.c.id, value["scanned_at"])
    added = {"inside": _counts.c.inside + 1, "entries": _counts.c.entries + bindparam("new_entries", type_=Integer())}
    return select(scan.c.id).add_cte(
        insert(_presences).from_select(names, stay).cte("stay"),
        update(_counts).where(_counts.c.zone_id == value["zone_id"]).values(added).cte("counted"),
    )


_ENTER = _entering()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scan:
    """What was asked at the gate."""

    event_id: int
    gate_id: int
    scan_id: UUID
    code: str
    person: str
    direction: Direction
    entered_by: EnteredBy
    operator_id: int | None
    device_id: int | None
    operator: str
    device: str
    device_time: datetime | None
    mode: ScanMode
    accompanied: bool
    override_reason: str
    now: datetime

    @property
    def request(self) -> ScanRequest:
        return ScanRequest(self.event_id, self.direction, self.mode, self.accompanied, self.override_reason)

    @property
    def asked(self) -> Asked:
        return Asked(self.request, self.code, self.person, self.now, scan_id=self.scan_id)


def record_scan(
    *,
    event_id: int,
    gate_id: int,
    scan_id: UUID,
    code: str = "",
    person: str = "",
    direction: Direction = Direction.ENTRY,
    entered_by: EnteredBy = EnteredBy.SCANNER,
    operator_id: int | None = None,
    device_id: int | None = None,
    operator: str = "",
    device: str = "",
    device_time: datetime | None = None,
    mode: ScanMode = ScanMode.LIVE,
    accompanied: bool = False,
    override_reason: str = "",
    now: datetime,
) -> ScanAnswer:
    """Decide one scan under the lock of its zone and write it down, whatever the outcome.

    `code` is what the scanner or the operator entered; `person` is a registration's public id chosen by name,
    instead of a code. `device_id` and `operator` stand for a gate's device and the name of who holds it, where nobody
    is signed in. The repeat of a scan_id answers as the first time and writes nothing. A reason for an
    override must come only from somebody who may override.
    Raises GateIsUnknown, GateIsClosed, ScanIdIsInvalid (an identifier of another edition), OverrideNeedsReason.
    """
    reason = clean_override_reason(override_reason) if override_reason else ""
    scan = _Scan(
        event_id=event_id, gate_id=gate_id, scan_id=scan_id, code=code, person=person, direction=Direction(direction),
        entered_by=EnteredBy(entered_by), operator_id=operator_id, device_id=device_id, operator=operator[:200],
        device=device[:200], device_time=device_time, mode=ScanMode(mode), accompanied=accompanied,
        override_reason=reason, now=now,
    )  # fmt: skip
    connection = db.session.connection()
    gate = deciding.lock_gate(connection, event_id, gate_id)
    if gate is None:
        raise GateIsUnknown
    found = reading.find(connection, scan.asked, gate.zone_id)
    # Nobody found carries the news of a repeat: only then it is asked for by itself.
    repeated = _repeated(connection, scan) if found is None or found.is_repeat else None
    return repeated or _decide_and_write(connection, scan, gate, found)


def _repeated(connection: Connection, scan: _Scan) -> ScanAnswer | None:
    stored = deciding.find_stored_scan(connection, scan.scan_id)
    if stored is None:
        return None
    if stored.event_id != scan.event_id:
        raise ScanIdIsInvalid
    found = deciding.find_card(connection, stored.registration_id) if stored.registration_id else None
    return from_record(
        stored.answer,
        scan_id=scan.scan_id,
        outcome=stored.outcome,
        direction=stored.direction,
        scanned_at=stored.scanned_at,
        person=card_of(found) if found else None,
        repeated=True,
        annulled=stored.annulled_at is not None,
        slot_id=stored.slot_id,
    )


def _decide_and_write(connection: Connection, scan: _Scan, gate: Row[Any], found: Row[Any] | None) -> ScanAnswer:
    if not gate.is_active:
        raise GateIsClosed
    decision = answer_to(reading.case_of(connection, gate, scan.asked, found))
    change = int(decision.opens_presence) - int(decision.closes_presence)
    answer = as_record(decision, inside=gate.inside + change, capacity=gate.capacity)
    own = found if found is not None and found.event_id == scan.event_id else None
    row_id = _write(connection, scan, gate.zone_id, decision, own, answer)
    if decision.overridden is not None:
        record(
            "scan.overridden", "scan", row_id, actor_id=scan.operator_id, event_id=scan.event_id,
            refused=decision.overridden,
        )  # fmt: skip
    return from_record(
        answer,
        scan_id=scan.scan_id,
        outcome=decision.outcome,
        direction=scan.direction,
        scanned_at=scan.now,
        person=card_of(own) if own is not None else None,
        slot_id=decision.slot_id,
    )


def _write(
    connection: Connection,
    scan: _Scan,
    zone_id: int,
    decision: Decision,
    own: Row[Any] | None,
    answer: dict[str, Any],
) -> int:
    """Write the scan and what it changes; return the scan's id."""
    values = _values(scan, zone_id, decision, own, answer)
    enters = own is not None and decision.opens_presence and not decision.closes_presence
    if enters and connection.dialect.name == "postgresql":
        values["entries"] = int(decision.counts_as_entry)
        return int(connection.execute(_ENTER, {f"new_{name}": value for name, value in values.items()}).scalar_one())
    key: Any = connection.execute(_INSERT_SCAN, values).inserted_primary_key
    _write_presence(connection, scan, zone_id, decision, own, key[0])
    return int(key[0])


def _values(
    scan: _Scan, zone_id: int, decision: Decision, own: Row[Any] | None, answer: dict[str, Any]
) -> dict[str, Any]:
    return {
        "scan_id": scan.scan_id,
        "event_id": scan.event_id,
        "gate_id": scan.gate_id,
        "zone_id": zone_id,
        "credential_id": own.credential_id if own is not None else None,
        "registration_id": own.id if own is not None else None,
        "slot_id": decision.slot_id,
        "operator_id": scan.operator_id,
        "device_id": scan.device_id,
        "operator": scan.operator,
        "device": scan.device,
        "direction": scan.direction,
        "mode": scan.mode,
        "entered_by": scan.entered_by,
        "outcome": decision.outcome,
        "answer": answer,
        "override_reason": scan.override_reason if decision.overridden is not None else "",
        "device_outcome": "",
        "device_time": scan.device_time,
        "scanned_at": scan.now,
    }


def _write_presence(
    connection: Connection, scan: _Scan, zone_id: int, decision: Decision, own: Row[Any] | None, row_id: int
) -> None:
    if own is None or not (decision.counts_as_entry or decision.closes_presence):
        return
    if decision.opens_presence:
        values = {
            "event_id": scan.event_id,
            "zone_id": zone_id,
            "registration_id": own.id,
            "entry_scan_id": row_id,
            "entered_at": scan.now,
        }
        connection.execute(_OPEN_PRESENCE, values)
    if decision.closes_presence:
        connection.execute(_CLOSE_PRESENCE, {"presence": own.presence_id, "left": scan.now, "scan": row_id})
    change_count(
        connection, zone_id, inside=decision.opens_presence - decision.closes_presence, entries=decision.counts_as_entry
    )


def change_count(connection: Connection, zone_id: int, *, inside: int, entries: int) -> None:
    """Add to a zone's counts, negative to take away; the caller holds the lock of the row."""
    values = {"zone": zone_id, "more_inside": int(inside), "more_entries": int(entries)}
    connection.execute(_COUNT, values)


def card_of(found: Row[Any]) -> PersonCard:
    """Return what is shown of a person from the columns of `deciding.CARD`."""
    return PersonCard(
        public_id=found.public_id,
        name_latin=found.name_latin,
        name_native=found.name_native,
        native_language=found.native_language,
        badge_lines=tuple(filter(None, (found.badge_line1, found.badge_line2))),
        organisation=found.organisation,
        status=found.status,
        category_letter=found.letter,
        category_names=found.names,
        category_colour=found.colour,
        has_photo=found.photo_of is not None,
    )
