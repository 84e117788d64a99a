"""The shape of what gates and devices send, of what organisers enter about them, and of what the log is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import Length

from summit.events.forms.content import ContentForm
from summit.events.forms.fields import (
    ChoiceField,
    CountField,
    ManyOfField,
    OneOfField,
    TextsField,
    VenueMomentField,
    WindowsField,
    by_rule,
    needed,
)
from summit.events.rules import (
    ANTI_PASSBACK_NAMES,
    LONGEST_ATTENTION,
    LONGEST_PASSBACK_MINUTES,
    AntiPassback,
    ensure_number,
    ensure_span,
)
from summit.events.rules.edition import LATEST_YEAR
from summit.web.forms import SummitForm, is_readable

from .rules import (
    DIRECTION_NAMES,
    WAYS_NAMES,
    WORDS,
    Direction,
    EnteredBy,
    GateRules,
    Outcome,
    ScanFilter,
    ScanIsUnreadable,
    Ways,
    clean_override_reason,
    validate_scan_id,
)
from .rules.conflicts import RESOLUTION_NAMES
from .rules.devices import (
    LONGEST_DEVICE_NAME,
    LONGEST_PIN,
    DeviceReport,
    ReportIsUnreadable,
    clean_device_name,
    read_pin,
)
from .rules.upload import MOST_SCANS, QueuedScan, TooManyScans

_LONGEST_TEXT = 400
# A device whose clock was lost begins in 1970, which must not keep anybody out.
_FIRST_YEAR = 1970
# The clock of a device that lost it is decades away.
_LARGEST_OFFSET = 200 * 366 * 24 * 3600 * 1000
_LONGEST_OPERATOR = 200
Choice = TypeVar("Choice", Direction, EnteredBy)
Choices = Sequence[tuple[str, str]]
_MOST_QUEUED = 1_000_000
_LONGEST_VERSION = 40
_Rows = Sequence[tuple[int, str]]


def read_scan(sent: object) -> dict[str, Any]:
    """Return the values of `services.record_scan` that a gate's page may send, from JSON or a plain form.

    Raises ScanIdIsInvalid, ScanIsUnreadable and OverrideNeedsReason. By hand, because this runs for every person
    at the door.
    """
    if not isinstance(sent, Mapping):
        raise ScanIsUnreadable
    return {
        "scan_id": validate_scan_id(_text(sent, "scan_id")),
        "code": _long_text(sent, "code"),
        "person": _text(sent, "person"),
        "direction": _choice(sent, "direction", Direction.ENTRY),
        "entered_by": _choice(sent, "entered_by", EnteredBy.TYPED),
        "device": _text(sent, "device"),
        "device_time": _moment(sent, "device_time"),
        "accompanied": sent.get("accompanied") is True or sent.get("accompanied") == "1",
        "override_reason": _override_reason(sent),
    }


def _override_reason(sent: Mapping[str, object]) -> str:
    """Return why somebody is let in all the same, "" where nobody asks for it; one must say why."""
    return clean_override_reason(_text(sent, "override_reason")) if "override_reason" in sent else ""


def _text(sent: Mapping[str, object], name: str) -> str:
    text = _long_text(sent, name)
    if len(text) > _LONGEST_TEXT or not is_readable(text):
        raise ScanIsUnreadable
    return text


def _long_text(sent: Mapping[str, object], name: str) -> str:
    """Return a text of any length: a scanner may send much around the code, which is not kept."""
    text = sent.get(name) or ""
    if not isinstance(text, str):
        raise ScanIsUnreadable
    return text


def _choice(sent: Mapping[str, object], name: str, default: Choice) -> Choice:
    try:
        return type(default)(_text(sent, name) or default)
    except ValueError as error:
        raise ScanIsUnreadable from error


def _moment(sent: Mapping[str, object], name: str) -> datetime | None:
    text = _text(sent, name)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        sent_at = moment.astimezone(UTC) if moment.tzinfo is not None else None
    except (ValueError, OverflowError) as error:
        raise ScanIsUnreadable from error
    # A moment at the edge of the calendar has no clock time in some zones, so the log could not show it.
    if sent_at is None or not _FIRST_YEAR <= sent_at.year <= LATEST_YEAR:
        raise ScanIsUnreadable
    return sent_at


def _number_or_none(value: Any) -> int | None:
    """Return the number of a hall, None for no choice, and a number that no hall has for what cannot be read."""
    text = "" if value is None else str(value)
    return (int(text) if text.isdecimal() and len(text) < 19 else 0) if text else None


def read_batch(sent: object) -> list[object]:
    """Return the scans of an upload, unread; raises ScanIsUnreadable and TooManyScans."""
    scans = sent.get("scans") if isinstance(sent, Mapping) else None
    if not isinstance(scans, list):
        raise ScanIsUnreadable
    if not 1 <= len(scans) <= MOST_SCANS:
        raise TooManyScans(most=MOST_SCANS)
    return scans


def read_queued_scan(sent: object) -> QueuedScan:
    """Return one scan of a device's queue; raises ScanIdIsInvalid, ScanIsUnreadable and OverrideNeedsReason."""
    scan = read_scan(sent)
    if not isinstance(sent, Mapping) or scan["device_time"] is None:
        raise ScanIsUnreadable
    names = ("scan_id", "code", "direction", "entered_by", "device_time", "accompanied")
    return QueuedScan(
        **{name: scan[name] for name in names},
        gate_id=_integer(sent, "gate_id", 2**63 - 1),
        offset_ms=_integer(sent, "offset_ms", _LARGEST_OFFSET),
        outcome=_answered(sent),
        operator=_text(sent, "operator")[:_LONGEST_OPERATOR],
        slot_id=_integer(sent, "slot_id", 2**63 - 1) if sent.get("slot_id") is not None else None,
    )


def _integer(sent: Mapping[str, object], name: str, most: int) -> int:
    number = sent.get(name)
    if not isinstance(number, int) or isinstance(number, bool) or abs(number) > most:
        raise ScanIsUnreadable
    return number


def _answered(sent: Mapping[str, object]) -> Outcome:
    """Return what a device answered; only the server finds conflicts."""
    try:
        outcome = Outcome(_text(sent, "outcome"))
    except ValueError as error:
        raise ScanIsUnreadable from error
    if outcome is Outcome.CONFLICT:
        raise ScanIsUnreadable
    return outcome


def read_report(sent: object) -> DeviceReport:
    """Return what a device says of itself, from JSON; a battery out of range is none. Raises ReportIsUnreadable."""
    if not isinstance(sent, Mapping):
        raise ReportIsUnreadable
    queue = _count(sent, "queue", _MOST_QUEUED)
    if queue is None:
        raise ReportIsUnreadable
    return DeviceReport(
        queue=queue,
        battery=_count(sent, "battery", 100),
        app_version=read_device_text(sent, "app_version")[:_LONGEST_VERSION],
        device_time=_reported_moment(sent, "device_time"),
        synced_at=_reported_moment(sent, "synced_at"),
    )


def read_device_text(sent: object, name: str) -> str:
    """Return a text that a device sends as JSON, "" where there is none; raises ReportIsUnreadable."""
    if not isinstance(sent, Mapping):
        raise ReportIsUnreadable
    try:
        return _text(sent, name)
    except ScanIsUnreadable as error:
        raise ReportIsUnreadable from error


def _reported_moment(sent: Mapping[str, object], name: str) -> datetime | None:
    try:
        return _moment(sent, name)
    except ScanIsUnreadable as error:
        raise ReportIsUnreadable from error


def _count(sent: Mapping[str, object], name: str, most: int) -> int | None:
    value = sent.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most else None


class DeviceForm(ContentForm):
    """Adds or changes a device that works at some of these gates."""

    refused_fields = {
        "DeviceNeedsName": "name",
        "DeviceNeedsGate": "gate_ids",
        "GateIsUnknown": "gate_ids",
        "PinIsInvalid": "pin",
    }

    name = StringField(
        _l("Name of the device"), validators=[needed(_l("Please name the device.")), by_rule(clean_device_name)]
    )
    gate_ids = ManyOfField(
        _l("Gates at which it scans"), coerce=int, validators=[needed(_l("Please choose at least one gate."))]
    )
    pin = StringField(_l("PIN"))
    removes_pin = BooleanField(_l("Remove the PIN"))

    def __init__(self, *args: Any, gates: _Rows, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gate_ids.choices = list(gates)
        self.name.render_kw = {"maxlength": LONGEST_DEVICE_NAME, "dir": "auto"}
        self.pin.render_kw = {"maxlength": LONGEST_PIN, "autocomplete": "off", "dir": "ltr"}

    def validate_pin(self, field: StringField) -> None:
        """Check a PIN where one was entered."""
        if field.data and field.data.strip():
            by_rule(read_pin)(self, field)

    def values(self) -> dict[str, Any]:
        """Return what was entered; an empty PIN is none."""
        return super().values() | {"pin": (self.pin.data or "").strip()}


def _mode_or_none(value: Any) -> AntiPassback | None:
    """Return a re-entry mode, None for the zone's; raises ValueError for what is none."""
    return AntiPassback(value) if value else None


class _Span(NamedTuple):
    """A window as WindowsField reads it."""

    starts_at: datetime
    ends_at: datetime


class GateForm(ContentForm):
    """Adds or changes a gate of an edition in these languages, into one of these zones, with its own rules."""

    refused_fields = {"TooManyWindows": "windows", "SpanIsReversed": "windows"}

    names = TextsField(_l("Name of the gate"))
    zone_id = ChoiceField(
        _l("Leads into zone"), coerce=int, validators=[needed(_l("Please choose the zone behind the gate."))]
    )
    hall_id = ChoiceField(_l("Door of a hall"), coerce=_number_or_none)
    is_active = BooleanField(_l("This gate takes scans"), default=True)
    ways = OneOfField(_l("Ways through this gate"), coerce=Ways, default=Ways.BOTH)
    categories = ManyOfField(_l("Categories that pass here"))
    windows = WindowsField(_l("When this gate is open"))
    anti_passback = OneOfField(_l("When a badge enters again"), coerce=_mode_or_none, default="")
    anti_passback_minutes = CountField(
        _l("Minutes of refusal after an entry"),
        default=15,
        validators=[by_rule(lambda minutes: ensure_number(minutes, most=LONGEST_PASSBACK_MINUTES))],
    )
    once_per_day = BooleanField(_l("One entry a day for each person"))
    needs_escort = BooleanField(_l("Everybody enters together with an escort"))
    attention = TextsField(_l("What the operator has to mind"), needed=False, longest=LONGEST_ATTENTION)

    def __init__(
        self, *args: Any, zones: _Rows, halls: _Rows, categories: Choices, rules: GateRules, **kwargs: Any
    ) -> None:
        own = {rule.name: getattr(rules, rule.name) for rule in fields(rules)}
        own["windows"] = [_Span(*span) for span in rules.windows]
        super().__init__(*args, **(own | kwargs))
        self.zone_id.choices = list(zones)
        self.hall_id.choices = [("", gettext("Not the door of a hall")), *halls]
        self.ways.choices = [(way.value, gettext(name)) for way, name in WAYS_NAMES.items()]
        gone = [(letter, letter) for letter in rules.categories if letter not in dict(categories)]
        self.categories.choices = [*categories, *gone]
        modes = [(mode.value, gettext(name)) for mode, name in ANTI_PASSBACK_NAMES.items()]
        self.anti_passback.choices = [("", gettext("As the zone says")), *modes]

    def values(self) -> dict[str, Any]:
        """Return what was entered, by the names that the services know; the gate's own rules as one."""
        entered = super().values()
        own = {rule.name: entered.pop(rule.name) for rule in fields(GateRules)}
        for name in ("windows", "categories"):
            own[name] = tuple(own[name] or ())
        return entered | {"rules": GateRules(**own)}


class SimulatorForm(ContentForm):
    """Asks what one of these gates would answer; the moment is the venue's, None for now."""

    code = StringField(
        _l("Badge, reference or name"),
        validators=[needed(_l("Please enter a badge, a reference or a name.")), Length(max=200)],
        render_kw={"autocomplete": "off"},
    )
    gate_id = ChoiceField(_l("Gate"), coerce=int, validators=[needed(_l("Please choose a gate."))])
    direction = OneOfField(
        _l("Direction"),
        coerce=Direction,
        default=Direction.ENTRY,
        validators=[needed(_l("Please choose a direction."))],
    )
    moment = VenueMomentField(_l("Moment"))
    accompanied = BooleanField(_l("The adult or escort is there"))

    def __init__(self, *args: Any, gates: _Rows, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gate_id.choices = list(gates)
        self.direction.choices = [(way.value, gettext(name)) for way, name in DIRECTION_NAMES.items()]


class LogForm(ContentForm):
    """The filters of the log, as they stand in the URL; times are the venue's."""

    class Meta:
        """A form that changes nothing needs no guard against forgery."""

        csrf = False

    gate = ChoiceField(_l("Gate"), default="")
    zone = ChoiceField(_l("Zone"), default="")
    outcome = ChoiceField(_l("Answer"), default="")
    direction = ChoiceField(_l("Direction"), default="")
    person = StringField(_l("Person"), validators=[Length(max=200)])
    since = VenueMomentField(_l("From"))
    until = VenueMomentField(_l("To"))
    overrides = BooleanField(_l("Overrides only"))

    def __init__(self, sent: Any, *, time_zone: str, gates: Choices, zones: Choices) -> None:
        super().__init__(sent, time_zone=time_zone)
        every = ("", gettext("All"))
        self.gate.choices = [every, *gates]
        self.zone.choices = [every, *zones]
        self.outcome.choices = [every, *((outcome.value, gettext(word)) for outcome, word in WORDS.items())]
        self.direction.choices = [every, *((way.value, gettext(name)) for way, name in DIRECTION_NAMES.items())]

    def validate_until(self, field: VenueMomentField) -> None:
        """Refuse a span that ends before it begins."""
        by_rule(lambda until: ensure_span(self.since.data, until))(self, field)

    def wanted(self) -> ScanFilter:
        """Return what to show: a field that is wrong filters nothing, and says so itself."""
        sound = {name: None if field.errors else field.data or None for name, field in self._fields.items()}
        return ScanFilter(
            gate_id=int(sound["gate"]) if sound["gate"] else None,
            zone_id=int(sound["zone"]) if sound["zone"] else None,
            outcome=Outcome(sound["outcome"]) if sound["outcome"] else None,
            direction=Direction(sound["direction"]) if sound["direction"] else None,
            overrides_only=bool(sound["overrides"]),
            person=sound["person"] or "",
            since=sound["since"],
            until=sound["until"],
        )


class ConflictForm(SummitForm):
    """Settles a conflict at the doors."""

    resolution = ChoiceField(_l("What is it?"), validators=[needed(_l("Please choose how the conflict is settled."))])
    note = StringField(_l("Note"), validators=[Length(max=300)])

    def __init__(self) -> None:
        super().__init__()
        self.resolution.choices = [(way.value, gettext(name)) for way, name in RESOLUTION_NAMES.items()]
