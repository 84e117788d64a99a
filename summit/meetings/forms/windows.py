"""The form of when meetings take place."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField
from wtforms.fields import Field
from wtforms.utils import unset_value

from summit.errors import DomainError
from summit.events.forms import VersionedForm
from summit.events.forms.fields import CountField, by_rule, needed
from summit.events.rules import ensure_number
from summit.web.filters import plain_date
from summit.web.forms import is_readable, translated

from ..rules.grid import ensure_even
from ..rules.hours import LONGEST_GAP, LONGEST_SLOT, Span, read_hours, windows_on

_MINUTES = _l("Please enter the minutes.")


class HoursField(Field):
    """A line of opening times for each day; `data` is a list of UTC spans, `object_data` {day: line as typed}."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self._zone = getattr(kwargs.get("_form"), "venue_zone", "UTC")
        self.entries: list[StringField] = []
        self._days: list[date] = []
        self._spans: list[Span] = []

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Bind one line per day."""
        lines: Mapping[date, str] = {} if data is unset_value else (data or {})
        self._days, self.entries = list(lines), []
        for day, line in lines.items():
            unbound = StringField(plain_date(day), render_kw={"dir": "ltr", "autocomplete": "off"})
            entry = unbound.bind(form=None, name=f"{self.name}-{day}", translations=self._translations, _meta=self.meta)
            entry.process(formdata, line)
            self.entries.append(entry)

    @property
    def data(self) -> list[Span]:
        """Return the spans of all days that could be read."""
        return self._spans

    @property
    def errors(self) -> list[str]:
        """Return what is wrong with any of the days."""
        return [error for entry in self.entries for error in entry.errors]

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Read each day's line."""
        self._spans = []
        for day, entry in zip(self._days, self.entries, strict=True):
            entry.errors = []
            entry.data = "".join(filter(is_readable, entry.data or ""))
            try:
                self._spans += windows_on(day, read_hours(entry.data), self._zone)
            except DomainError as error:
                entry.errors = [translated(error)]
        return not self.errors


def _minutes(label: str, least: int, most: int) -> CountField:
    checks = [needed(_MINUTES), by_rule(lambda count: ensure_number(count, least=least, most=most))]
    return CountField(label, validators=[*checks, by_rule(lambda count: ensure_even([count or 0]))])


class WindowsForm(VersionedForm):
    """Changes opening times, the length of slots, and what becomes of meetings that no longer fit."""

    slot_minutes = _minutes(_l("Minutes of a meeting"), 5, LONGEST_SLOT)
    gap_minutes = _minutes(_l("Minutes between two meetings"), 0, LONGEST_GAP)
    walk_minutes = _minutes(_l("Minutes that people need to walk to a meeting"), 0, LONGEST_GAP)
    hours = HoursField(_l("Opening times"))
    confirmed = HiddenField()
    keeps_open = RadioField(
        _l("What shall become of them?"),
        choices=[
            ("", _l("All of them lose their time and stay agreed")),
            ("1", _l("Those within the opening times stay where they are, the others lose their time")),
        ],
        default="",
        validate_choice=False,
    )

    def values(self) -> dict[str, Any]:
        """Return what was entered, by the names that the service knows."""
        return {
            "windows": self.hours.data,
            "slot_minutes": self.slot_minutes.data,
            "gap_minutes": self.gap_minutes.data,
            "walk_minutes": self.walk_minutes.data,
            "keeps_open": self.keeps_open.data == "1",
            "confirmed": [int(key) for key in (self.confirmed.data or "").split(",") if _is_id(key)],
        }


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
