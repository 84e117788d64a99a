"""What holds for a gate's device: its code, its PIN, its shifts, and when it gives cause for concern (pure)."""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from summit.errors import N_, DomainError

ENROLMENT_LIFE = timedelta(minutes=15)
HEARTBEAT_SECONDS = 30
SILENT_AFTER = timedelta(minutes=3)
# So long after a scan its device may look at the portrait.
PORTRAIT_SHOWN = timedelta(minutes=5)
# Seconds by which a device's clock may be off before its scans stand at a wrong time in the log.
CLOCK_TOLERANCE = 60
LOW_BATTERY = 20
SHORTEST_PIN, LONGEST_PIN = 4, 8
# The browser derives the same by Web Crypto; OWASP asks for 600,000 where a hash is kept on a server, but a phone
# at a door must open within a blink, and eight digits fall to any number of rounds once a hash is taken.
PIN_ITERATIONS = 200_000
PIN_SALT_BYTES = 16
LONGEST_DEVICE_NAME = 80
LONGEST_OPERATOR = 100
# The column takes 32 bits, and a device whose clock was lost may stand in any year.
_FURTHEST_CLOCK = 2**31 - 1


class DeviceState(StrEnum):
    """How far a device has come."""

    WAITING = "waiting"
    WORKING = "working"
    SILENT = "silent"
    WIPED = "wiped"
    REVOKED = "revoked"
    REVOKED_WIPED = "revoked_wiped"


STATE_NAMES = {
    DeviceState.WAITING: N_("Not set up yet"),
    DeviceState.WORKING: N_("Working"),
    DeviceState.SILENT: N_("Silent"),
    DeviceState.WIPED: N_("Emptied, needs a new code"),
    DeviceState.REVOKED: N_("Revoked, not yet wiped"),
    DeviceState.REVOKED_WIPED: N_("Revoked"),
}


class Concern(StrEnum):
    """Why an organiser should look after a device, the gravest first."""

    NOT_WIPED = "not_wiped"
    SILENT = "silent"
    QUEUE = "queue"
    CLOCK = "clock"
    BATTERY = "battery"


class EnrolmentFailed(DomainError):
    """The code is unknown, spent or too old; which of these is not told."""

    message = N_("This code is not valid, has expired or was used before. Please ask an organiser for a new one.")


class DeviceIsUnknown(DomainError):
    """The edition has no such device."""

    message = N_("This device does not exist in this edition.")


class DeviceIsRevoked(DomainError):
    """A revoked device stays revoked."""

    message = N_("This device has been revoked. Please add a new one.")


class DeviceNeedsName(DomainError):
    """A device without a usable name."""

    message = N_("Please give the device a name of at most %(longest)s characters.")


class DeviceNeedsGate(DomainError):
    """A device that may work nowhere."""

    message = N_("Please choose at least one gate.")


class PinIsInvalid(DomainError):
    """Something that is no PIN."""

    message = N_("A PIN has %(shortest)s to %(longest)s digits.")


class OperatorIsMissing(DomainError):
    """A hand-over to nobody, or to a name that cannot be kept."""

    message = N_("Please enter the name of the person who takes over the device.")


class ReportIsUnreadable(DomainError):
    """A device's report has the wrong shape."""

    message = N_("The report of this device could not be read.")


class ScansBadgesOnly(DomainError):
    """A device asked for what only people with the permission may do."""

    message = N_("A device scans badges only. Please ask a supervisor to decide at the gate's page.")


@dataclass(frozen=True, slots=True)
class PinLock:
    """What a device needs to check a PIN without a network: hexadecimal salt and hash."""

    salt: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFacts:
    """What is known of a device; `clock_offset` is its clock minus the server's in seconds, `battery` in per cent."""

    has_token: bool
    enrolled_at: datetime | None
    last_seen_at: datetime | None
    revoked_at: datetime | None
    is_wiped: bool
    queue_length: int
    battery: int | None
    clock_offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceReport:
    """What a device says of itself: scans not yet sent, battery in per cent, its version, its clock, its last sync."""

    queue: int
    battery: int | None
    app_version: str
    device_time: datetime | None
    synced_at: datetime | None


def read_pin(text: str) -> str:
    """Return the PIN in ASCII digits, from the digits of any script; raises PinIsInvalid."""
    digits = "".join(str(unicodedata.decimal(sign, "?")) for sign in text.strip())
    if not (SHORTEST_PIN <= len(digits) <= LONGEST_PIN and digits.isascii() and digits.isdecimal()):
        raise PinIsInvalid(shortest=SHORTEST_PIN, longest=LONGEST_PIN)
    return digits


def lock_by_pin(pin: str, salt: bytes) -> PinLock:
    """Return PBKDF2-HMAC-SHA256 of the PIN's ASCII digits, 200,000 rounds, 32 bytes (RFC 8018); raises PinIsInvalid."""
    key = hashlib.pbkdf2_hmac("sha256", read_pin(pin).encode(), salt, PIN_ITERATIONS)
    return PinLock(salt.hex(), key.hex())


def clean_device_name(text: str) -> str:
    """Return the name with single spaces; raises DeviceNeedsName."""
    name = " ".join(text.split())
    if not 0 < len(name) <= LONGEST_DEVICE_NAME:
        raise DeviceNeedsName(longest=LONGEST_DEVICE_NAME)
    return name


def clean_operator(text: str) -> str:
    """Return the operator's name with single spaces, cut to 100 characters; raises OperatorIsMissing."""
    name = " ".join(text.split())
    if not name:
        raise OperatorIsMissing
    return name[:LONGEST_OPERATOR]


def clock_offset(device_time: datetime | None, now: datetime) -> int:
    """Return by how many whole seconds the device's clock is ahead (negative: behind); 0 where it did not say."""
    if device_time is None:
        return 0
    seconds = round((device_time.astimezone(UTC) - now).total_seconds())
    return max(-_FURTHEST_CLOCK, min(_FURTHEST_CLOCK, seconds))


def state_of(device: DeviceFacts, now: datetime) -> DeviceState:
    """Return how far the device has come; one that was revoked before it was ever set up has nothing to wipe."""
    if device.revoked_at is not None:
        clean = device.is_wiped or not device.has_token
        return DeviceState.REVOKED_WIPED if clean else DeviceState.REVOKED
    if not device.has_token:
        return DeviceState.WIPED if device.is_wiped else DeviceState.WAITING
    seen = device.last_seen_at or device.enrolled_at
    return DeviceState.WORKING if seen is not None and now - seen <= SILENT_AFTER else DeviceState.SILENT


def concerns_of(device: DeviceFacts, now: datetime) -> tuple[Concern, ...]:
    """Return why somebody should look after the device: silent for over 3 minutes, scans that wait to be sent,
    revoked without having said that it is wiped, a clock off by over a minute, a battery at 20 per cent or less.
    """
    state = state_of(device, now)
    if state in {DeviceState.WAITING, DeviceState.REVOKED_WIPED}:
        return ()
    found = {
        Concern.NOT_WIPED: state is DeviceState.REVOKED,
        Concern.SILENT: state is DeviceState.SILENT,
        Concern.QUEUE: device.queue_length > 0,
        Concern.CLOCK: abs(device.clock_offset) > CLOCK_TOLERANCE,
        Concern.BATTERY: device.battery is not None and device.battery <= LOW_BATTERY,
    }
    return tuple(concern for concern, holds in found.items() if holds)
