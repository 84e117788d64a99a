"""Four devices at the doors of the running summit: one well, one in trouble, one silent, one not set up yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from summit.database import transaction
from summit.entrance.rules.devices import DeviceReport
from summit.entrance.services import add_device, enrol_device, enrolment_code, hand_over, note_report

from .edition import Planted

_VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class _Phone:
    """A phone at some doors: who held it in turn, and what it said of itself last (nothing: it was never set up)."""

    name: str
    gates: str
    operators: tuple[str, ...] = ()
    minutes_ago: int = 0
    queue: int = 0
    battery: int | None = None
    clock_ahead: int = 0


_PHONES = (
    _Phone("Main entrance 1", "AB", ("Vera Doorward", "Lucas Portão"), battery=86),
    _Phone("Main entrance 2", "A", ("Анна Входова",), minutes_ago=1, queue=14, battery=12, clock_ahead=140),
    _Phone("Runway doors", "E", ("سمير الباب",), minutes_ago=42, queue=3, battery=51),
    _Phone("Spare phone", "ABE"),
)


def plant_devices(planted: Planted, *, actor_id: int, now: datetime) -> None:
    """Add the phones on the morning of the day, and let them report as of now."""
    for number, phone in enumerate(_PHONES):
        with transaction():
            _plant(planted, phone, actor_id, now - timedelta(hours=3, minutes=7 * number), now)


def _plant(planted: Planted, phone: _Phone, actor_id: int, added_at: datetime, now: datetime) -> None:
    gates = [planted.gates[letter] for letter in phone.gates]
    when = added_at if phone.operators else now
    device = add_device(planted.event.id, name=phone.name, gate_ids=gates, actor_id=actor_id, now=when)
    if not phone.operators:
        return
    enrol_device(planted.event.id, enrolment_code(device), app_version=_VERSION, now=added_at + timedelta(minutes=4))
    for turn, operator in enumerate(phone.operators):
        hand_over(planted.event.id, device.public_id, operator, now=added_at + timedelta(minutes=5 + 80 * turn))
    seen = now - timedelta(minutes=phone.minutes_ago)
    report = DeviceReport(
        queue=phone.queue,
        battery=phone.battery,
        app_version=_VERSION,
        device_time=seen + timedelta(seconds=phone.clock_ahead),
        synced_at=seen,
    )
    note_report(device.id, report, now=seen)
