"""A device as an organiser sees it: its state, what gives cause for concern, and its code as a picture."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta

import qrcode
from flask import current_app
from flask_babel import format_percent, format_timedelta, gettext, ngettext
from qrcode.image.svg import SvgPathFillImage

from summit.events.models import Event
from summit.web.filters import number, venue_datetime

from ..models import Device
from ..rules.devices import CLOCK_TOLERANCE, STATE_NAMES, Concern, DeviceFacts, DeviceState, concerns_of, state_of
from ..services import enrolment_code

TONES = {
    DeviceState.WAITING: "neutral",
    DeviceState.WORKING: "positive",
    DeviceState.SILENT: "negative",
    DeviceState.WIPED: "caution",
    DeviceState.REVOKED: "negative",
    DeviceState.REVOKED_WIPED: "neutral",
}
_GRAVE = {Concern.NOT_WIPED, Concern.SILENT}


@dataclass(frozen=True, slots=True)
class DeviceLook:
    """A device with its state in words and a tone, and what gives cause for concern as sentences."""

    device: Device
    state: DeviceState
    word: str
    tone: str
    concerns: tuple[str, ...]
    is_grave: bool
    battery: str
    clock: str

    @property
    def is_gone(self) -> bool:
        """Tell whether the device is revoked and holds nothing any more."""
        return self.state is DeviceState.REVOKED_WIPED

    @property
    def urgency(self) -> int:
        """Return the place in the list: grave concerns, other concerns, none."""
        return 0 if self.is_grave else 1 if self.concerns else 2


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A code that may still be taken: its link, the link as an image address, and when it ends."""

    link: str
    picture: str
    ends_at: datetime


def look_at(device: Device, event: Event, now: datetime) -> DeviceLook:
    """Return how the device stands now, in the reader's language and the venue's time."""
    facts = _facts(device)
    state, found = state_of(facts, now), concerns_of(facts, now)
    return DeviceLook(
        device=device,
        state=state,
        word=gettext(STATE_NAMES[state]),
        tone=TONES[state],
        concerns=tuple(_sentence(concern, device, event) for concern in found),
        is_grave=not _GRAVE.isdisjoint(found),
        battery=format_percent(device.battery / 100) if device.battery is not None else "",
        clock=_clock(device.clock_offset) if abs(device.clock_offset) > CLOCK_TOLERANCE else "",
    )


def _facts(device: Device) -> DeviceFacts:
    return DeviceFacts(
        has_token=device.token_hash is not None,
        enrolled_at=device.enrolled_at,
        last_seen_at=device.last_seen_at,
        revoked_at=device.revoked_at,
        is_wiped=device.is_wiped,
        queue_length=device.queue_length,
        battery=device.battery,
        clock_offset=device.clock_offset,
    )


def _sentence(concern: Concern, device: Device, event: Event) -> str:
    if concern is Concern.NOT_WIPED:
        return str(gettext("Has not said yet that it is wiped"))
    if concern is Concern.SILENT:
        return _silence(device, event)
    if concern is Concern.QUEUE:
        queue = device.queue_length
        return str(ngettext("%(shown)s scan not sent yet", "%(shown)s scans not sent yet", queue, shown=number(queue)))
    if concern is Concern.CLOCK:
        return _clock(device.clock_offset)
    return str(gettext("Battery at %(share)s", share=format_percent((device.battery or 0) / 100)))


def _silence(device: Device, event: Event) -> str:
    seen = device.last_seen_at or device.enrolled_at
    when = venue_datetime(seen, event.time_zone, "short") if seen else ""
    return str(gettext("Not heard from since %(time)s", time=when))


def _clock(offset: int) -> str:
    span = format_timedelta(timedelta(seconds=abs(offset)), threshold=1.2)
    ahead = gettext("Clock ahead by %(span)s", span=span)
    return str(ahead if offset > 0 else gettext("Clock behind by %(span)s", span=span))


def enrolment_of(device: Device, event: Event, now: datetime) -> Enrolment | None:
    """Return the code that may be taken now; the code stands in the fragment, which no server ever sees or logs."""
    ends_at = device.enrolment_ends_at
    if device.enrolment_hash is None or ends_at is None or ends_at <= now:
        return None
    base_url = current_app.extensions["summit_config"].base_url
    link = f"{base_url}/e/{event.slug}/scanner/#enrol={enrolment_code(device)}"
    picture = qrcode.make(link, image_factory=SvgPathFillImage, border=4).to_string()
    return Enrolment(link, "data:image/svg+xml;base64," + base64.b64encode(picture).decode(), ends_at)
