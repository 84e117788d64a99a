"""Fields of the programme: titles, interpretation channels, times of the clock, levels of conflicts."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import StringField
from wtforms.fields import Field
from wtforms.utils import unset_value
from wtforms.widgets import TimeInput

from summit.errors import DomainError
from summit.events.forms.fields import ChoiceField, OneOfField, TextsField
from summit.registration.rules.languages import SPOKEN_LANGUAGES, language_choices
from summit.web.filters import plain_date
from summit.web.forms import is_readable, translated

from ..rules.board import CONFLICT_NAMES, DEFAULT_LEVELS, LEVEL_NAMES, ConflictKind, Level
from ..rules.hours import HoursAreIncomplete, ensure_hours, read_closing, read_opening, write_clock
from ..rules.sessions import (
    MOST_CHANNELS,
    ChannelIsTwice,
    LanguageIsUnknown,
    TitleIsMissing,
    ensure_channel,
)

Hours = tuple[int, int]


def spoken_choices(present: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return (tag, name) of the languages that may be spoken, those already chosen among them."""
    tags = dict.fromkeys([*SPOKEN_LANGUAGES, *filter(None, present)])
    return language_choices(tuple(tags), str(get_locale()).replace("_", "-"))


class TitlesField(TextsField):
    """A title per language; one is needed, and the message says so of a title."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, needed=False, **kwargs)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Check each title, and that there is one."""
        super().validate(form, extra_validators)
        if not self.data and not self.errors:
            self.entries[0].errors = [translated(TitleIsMissing())]
        return not self.errors


class ChannelsField(Field):
    """Languages that are heard on numbered channels, one line each; `data` is {number: language tag}."""

    SPARE_LINES = 2

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.entries: list[Field] = []

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Bind the lines that were sent, or those that exist and some empty ones."""
        known = [] if data is unset_value else list((data or {}).items())
        sent = [line for line in range(MOST_CHANNELS) if formdata and f"{self.name}-{line}-number" in formdata]
        lines = len(sent) if sent else min(len(known) + self.SPARE_LINES, MOST_CHANNELS)
        choices = [("", _("No interpretation")), *spoken_choices(tag for _number, tag in known)]
        self.entries = []
        for line in range(lines):
            number, tag = known[line] if line < len(known) and not sent else ("", "")
            self._bind(StringField(_("Channel, line %(line)s", line=line + 1)), line, "number", formdata, number)
            label = _("Language, line %(line)s", line=line + 1)
            self._bind(ChoiceField(label, choices=choices), line, "language", formdata, tag)

    def _bind(self, unbound: Any, line: int, part: str, formdata: Any, value: str) -> None:
        name = f"{self.name}-{line}-{part}"
        entry = unbound.bind(form=None, name=name, translations=self._translations, _meta=self.meta)
        entry.process(formdata, value)
        self.entries.append(entry)

    @property
    def lines(self) -> list[tuple[Field, Field]]:
        """Return the pairs of number and language."""
        return list(zip(self.entries[::2], self.entries[1::2], strict=True))

    @property
    def data(self) -> dict[str, str]:
        """Return the languages by channel, empty lines left out."""
        return {(number.data or "").strip(): tag.data or "" for number, tag in self.lines if _is_begun(number, tag)}

    @property
    def errors(self) -> list[str]:
        """Return what is wrong with any of the lines."""
        return [error for entry in self.entries for error in entry.errors]

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Check that every line that was begun has a number of its own and a language."""
        taken: set[int] = set()
        for number, tag in self.lines:
            tag.validate(form)
            if _is_begun(number, tag):
                number.errors = _faults(_claim, number.data or "", taken)
                if not tag.data and not tag.errors:
                    tag.errors = [translated(LanguageIsUnknown())]
            number.data = "".join(filter(is_readable, number.data or ""))
        return not self.errors


def _is_begun(number: Field, tag: Field) -> bool:
    return bool((number.data or "").strip() or tag.data)


def _claim(text: str, taken: set[int]) -> None:
    number = ensure_channel(text)
    if number in taken:
        raise ChannelIsTwice(number=number)
    taken.add(number)


def _faults(rule: Callable[..., object], *values: object) -> list[str]:
    try:
        rule(*values)
    except DomainError as error:
        return [translated(error)]
    return []


class ClockField(StringField):
    """A time of the clock; `minute` is what it means in the programme's day, None when left empty."""

    widget = TimeInput()

    def __init__(self, label: str, *, closing: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self._read = read_closing if closing else read_opening
        self.minute: int | None = None

    def process_data(self, value: Any) -> None:
        """Show a minute of the day as the clock does."""
        self.minute = value
        self.data = "" if value is None else write_clock(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time in any digits; what cannot be read stays as it was typed."""
        self.data, self.minute = (valuelist[0].strip() if valuelist else ""), None
        if not self.data:
            return
        try:
            self.minute = self._read(self.data)
        except DomainError as error:
            self.data = "".join(filter(is_readable, self.data))
            raise ValueError(translated(error)) from error


class DaysField(Field):
    """Opening hours of single days; `data` is {day: (opens, closes) or None for the usual hours}."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.entries: list[ClockField] = []
        self._days: list[date] = []

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Bind two times for each day."""
        known: Mapping[date, Hours | None] = {} if data is unset_value else (data or {})
        self._days, self.entries = list(known), []
        for day, hours in known.items():
            opens, closes = hours or (None, None)
            self._bind(_("%(day)s opens", day=plain_date(day)), day, "opens", formdata, opens)
            self._bind(_("%(day)s closes", day=plain_date(day)), day, "closes", formdata, closes)

    def _bind(self, label: str, day: date, end: str, formdata: Any, value: int | None) -> None:
        name = f"{self.name}-{day.isoformat()}-{end}"
        unbound = ClockField(label, closing=end == "closes")
        entry: ClockField = unbound.bind(form=None, name=name, translations=self._translations, _meta=self.meta)
        entry.process(formdata, value)
        self.entries.append(entry)

    @property
    def lines(self) -> list[tuple[date, ClockField, ClockField]]:
        """Return each day with its two times."""
        return list(zip(self._days, self.entries[::2], self.entries[1::2], strict=True))

    @property
    def data(self) -> dict[date, Hours | None]:
        """Return the hours by day."""
        return {
            day: (opens.minute, closes.minute) if opens.minute is not None and closes.minute is not None else None
            for day, opens, closes in self.lines
        }

    @property
    def errors(self) -> list[str]:
        """Return what is wrong with any of the times."""
        return [error for entry in self.entries for error in entry.errors]

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Check that each day has both times or neither, in their order."""
        for _day, opens, closes in self.lines:
            for entry in (opens, closes):
                entry.validate(form)
            if not opens.errors and not closes.errors:
                closes.errors = _faults(_ensure_pair, opens.minute, closes.minute)
        return not self.errors


def _ensure_pair(opens: int | None, closes: int | None) -> None:
    if (opens is None) != (closes is None):
        raise HoursAreIncomplete
    if opens is not None and closes is not None:
        ensure_hours(opens, closes)


class LevelsField(Field):
    """How seriously each kind of conflict is taken, one choice each; `data` is {kind: level}."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.entries: list[Field] = []

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Bind a choice for each kind."""
        known = DEFAULT_LEVELS | ({} if data is unset_value else dict(data or {}))
        choices = [(level.value, _(name)) for level, name in LEVEL_NAMES.items()]
        self.entries = []
        for kind in ConflictKind:
            unbound = OneOfField(_(CONFLICT_NAMES[kind]), coerce=Level, choices=choices)
            name = f"{self.name}-{kind.value}"
            entry = unbound.bind(form=None, name=name, translations=self._translations, _meta=self.meta)
            entry.process(formdata, known[kind])
            self.entries.append(entry)

    @property
    def data(self) -> dict[ConflictKind, Level]:
        """Return the level of each kind for which one was chosen."""
        pairs = zip(ConflictKind, self.entries, strict=True)
        return {kind: entry.data for kind, entry in pairs if isinstance(entry.data, Level)}

    @property
    def errors(self) -> list[str]:
        """Return what is wrong with any of the choices."""
        return [error for entry in self.entries for error in entry.errors]

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Check each choice."""
        for entry in self.entries:
            entry.validate(form)
        return not self.errors
