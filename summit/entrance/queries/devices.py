"""Reading the devices of an edition."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from summit.database import db
from summit.events.models import Zone

from ..models import Device, DeviceGate, DeviceShift, Gate, SnapshotState, ZoneCount
from ..rules.tokens import secret_hash


def find_device_by_token(event_id: int, token: str) -> Device | None:
    """Return the device of this very edition that holds the token, with its gates; None where it was taken away."""
    statement = select(Device).where(
        Device.event_id == event_id, Device.token_hash == secret_hash(token), Device.revoked_at.is_(None)
    )
    return db.session.scalar(statement.options(selectinload(Device.gates)))


def list_devices(event_id: int) -> Sequence[Device]:
    """Return the edition's devices with their gates and these gates' zones: those in use by name, then the revoked."""
    revoked_last = case((Device.revoked_at.is_(None), 0), else_=1)
    statement = select(Device).where(Device.event_id == event_id).order_by(revoked_last, Device.name, Device.id)
    return db.session.scalars(statement.options(_with_gates())).all()


def find_device(event_id: int, public_id: str) -> Device | None:
    """Return a device of the edition with its gates and these gates' zones."""
    statement = select(Device).where(Device.event_id == event_id, Device.public_id == public_id)
    return db.session.scalar(statement.options(_with_gates()).execution_options(populate_existing=True))


def list_shifts(device_id: int) -> Sequence[DeviceShift]:
    """Return who held the device, the newest first."""
    statement = select(DeviceShift).where(DeviceShift.device_id == device_id)
    return db.session.scalars(statement.order_by(DeviceShift.started_at.desc(), DeviceShift.id.desc())).all()


def find_open_shift(device_id: int) -> DeviceShift | None:
    """Return the shift of whoever holds the device now."""
    open_shift = (DeviceShift.device_id == device_id, DeviceShift.ended_at.is_(None))
    return db.session.scalar(select(DeviceShift).where(*open_shift).order_by(DeviceShift.id.desc()).limit(1))


def lock_device(event_id: int, public_id: str) -> Device | None:
    """Return a device of the edition with its gates; its row stays locked until the transaction ends."""
    return _lock(Device.event_id == event_id, Device.public_id == public_id)


def lock_device_by_code(event_id: int, code: str) -> Device | None:
    """Return the device of the edition that an enrolment code belongs to, locked, so that a code is taken once."""
    return _lock(Device.event_id == event_id, Device.enrolment_hash == secret_hash(code))


def lock_device_by_any_token(event_id: int, token: str) -> Device | None:
    """Return the device of the edition that holds the token, locked, though it was revoked."""
    return _lock(Device.event_id == event_id, Device.token_hash == secret_hash(token))


def list_gates_of(device_id: int) -> Sequence[tuple[Gate, int]]:
    """Return (gate with zone, its windows and hall; people inside) of a device's gates that take scans, in order."""
    statement = (
        select(Gate, ZoneCount.inside)
        .join(DeviceGate, DeviceGate.gate_id == Gate.id)
        .join(ZoneCount, ZoneCount.zone_id == Gate.zone_id)
        .where(DeviceGate.device_id == device_id, Gate.is_active)
        .options(joinedload(Gate.zone, innerjoin=True).selectinload(Zone.windows), joinedload(Gate.hall))
        .order_by(Gate.position, Gate.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def find_snapshot_state(event_id: int) -> SnapshotState | None:
    """Return how far the edition's snapshot has come, None before the first one."""
    return db.session.get(SnapshotState, event_id)


def list_gates_among(event_id: int, gate_ids: Sequence[int]) -> Sequence[Gate]:
    """Return those of the gates that belong to the edition, in their order."""
    statement = select(Gate).where(Gate.event_id == event_id, Gate.id.in_(gate_ids))
    return db.session.scalars(statement.order_by(Gate.position, Gate.id)).all()


def _with_gates() -> ExecutableOption:
    return selectinload(Device.gates).joinedload(Gate.zone, innerjoin=True)


def _lock(*conditions: ColumnElement[bool]) -> Device | None:
    statement = select(Device).where(*conditions).with_for_update(key_share=True).options(selectinload(Device.gates))
    return db.session.scalar(statement.execution_options(populate_existing=True))
