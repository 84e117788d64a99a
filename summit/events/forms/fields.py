"""Fields whose messages are our own: texts per language, venue moments, windows, numbers, choices."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import DateField, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import DateTimeLocalField, Field
from wtforms.utils import unset_value
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from summit.errors import DomainError
from summit.web.forms import is_readable, translated
from summit.web.locale import LANGUAGE_NAMES, text_direction

from ..rules import LONGEST_NAME, SpanIsReversed, TextIsMissing, ensure_text, moment_at, wall_time

_WALL_FORMAT = "%Y-%m-%dT%H:%M"


def needed(message: str) -> InputRequired:
    """Return a validator that asks for the field in these words."""
    return InputRequired(message)


def by_rule(rule: Callable[[Any], object]) -> Callable[[Any, Field], None]:
    """Return a validator that shows at the field what the rule refuses."""

    def check(form: Any, field: Field) -> None:
        try:
            rule(field.data)
        except DomainError as error:
            raise ValidationError(translated(error)) from error

    return check


class TextsField(Field):
    """A text per language of the edition: one labelled input each; `data` is {language tag: text}, no blanks.

    The form's ``text_languages`` say which inputs there are; texts in other languages are kept unseen.
    """

    def __init__(
        self, label: str, *, needed: bool = True, longest: int = LONGEST_NAME, multiline: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(label, **kwargs)
        self.needed, self.longest, self.multiline = needed, longest, multiline
        self.languages = tuple(getattr(kwargs.get("_form"), "text_languages", LANGUAGE_NAMES))
        self.entries: list[StringField] = []
        self._unseen: dict[str, str] = {}

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Bind one input per language."""
        texts: Mapping[str, str] = (self.default or {}) if data is unset_value else (data or {})
        self.object_data = texts
        self._unseen = {tag: text for tag, text in texts.items() if tag not in self.languages}
        self.entries = [self._entry(tag) for tag in self.languages]
        for tag, entry in zip(self.languages, self.entries, strict=True):
            entry.process(formdata, texts.get(tag, ""))

    def _entry(self, tag: str) -> StringField:
        kind = TextAreaField if self.multiline else StringField
        own_name = LANGUAGE_NAMES.get(tag, tag)
        label = Markup('<bdi lang="{}">{}</bdi>').format(tag, own_name)
        unbound = kind(label, render_kw={"lang": tag, "dir": text_direction(tag)})
        name = f"{self.name}-{tag}"
        return unbound.bind(form=None, name=name, translations=self._translations, _meta=self.meta)

    @property
    def data(self) -> dict[str, str]:
        """Return the texts per language tag, blanks left out."""
        seen = {tag: (entry.data or "").strip() for tag, entry in zip(self.languages, self.entries, strict=True)}
        return self._unseen | {tag: text for tag, text in seen.items() if text}

    @property
    def errors(self) -> list[str]:
        """Return what is wrong with any of the texts."""
        return [error for entry in self.entries for error in entry.errors]

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Check each text, and that there is one."""
        for entry in self.entries:
            entry.errors = list(self._faults(entry.data or ""))
            entry.data = "".join(filter(is_readable, entry.data or ""))
        if self.needed and not self.data:
            self.entries[0].errors = [translated(TextIsMissing())]
        return not self.errors

    def _faults(self, text: str) -> Iterator[str]:
        if not is_readable(text):
            yield _("This field contains characters that cannot be read. Please type it again.")
            return
        try:
            ensure_text(text, self.longest)
        except DomainError as error:
            yield translated(error)


class VenueMomentField(DateTimeLocalField):
    """A moment typed as the clock of the form's `venue_zone` shows it; `data` is the aware UTC moment."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.time_zone = getattr(kwargs.get("_form"), "venue_zone", "UTC")

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return wall_time(self.data, self.time_zone).strftime(_WALL_FORMAT) if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Turn the venue's wall-clock time into a moment."""
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            self.data = moment_at(self._typed(valuelist[0].strip()), self.time_zone)
        except DomainError as error:
            raise ValueError(translated(error)) from error

    def _typed(self, text: str) -> datetime:
        for form in (_WALL_FORMAT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"):
            try:
                return datetime.strptime(text, form)
            except ValueError:
                continue
        raise ValueError(_("Please write day and time such as 2026-11-28 09:30."))


class WindowsField(Field):
    """Spans of time in pairs of venue moments; `data` is a list of (start, end), empty pairs left out."""

    SPARE_PAIRS = 2
    MOST_PAIRS = 60

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self._owner = kwargs.get("_form")
        self.entries: list[VenueMomentField] = []

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Bind the pairs that were sent, or those that exist and some empty ones."""
        spans = [] if data is unset_value else [(window.starts_at, window.ends_at) for window in data]
        sent = [i for i in range(self.MOST_PAIRS) if formdata and f"{self.name}-{i}-starts" in formdata]
        pairs = range(len(sent) if sent else len(spans) + self.SPARE_PAIRS)
        self.entries = [self._entry(i, end) for i in pairs for end in ("starts", "ends")]
        for i, entry in enumerate(self.entries):
            known = spans[i // 2][i % 2] if i // 2 < len(spans) and not sent else None
            entry.process(formdata, known)

    def _entry(self, index: int, end: str) -> VenueMomentField:
        number = index + 1
        opening = end == "starts"
        label = _("Window %(number)s opens", number=number) if opening else _("Window %(number)s closes", number=number)
        name = f"{self.name}-{index}-{end}"
        bound: VenueMomentField = VenueMomentField(label).bind(
            form=self._owner, name=name, translations=self._translations, _meta=self.meta
        )
        return bound

    @property
    def _pairs(self) -> list[tuple[VenueMomentField, VenueMomentField]]:
        return list(zip(self.entries[::2], self.entries[1::2], strict=True))

    @property
    def data(self) -> list[tuple[datetime, datetime]]:
        """Return the spans that have both ends."""
        return [(start.data, end.data) for start, end in self._pairs if start.data and end.data]

    @property
    def errors(self) -> list[str]:
        """Return what is wrong with any of the moments."""
        return [error for entry in self.entries for error in entry.errors]

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Check that every window that was begun has an end after its start."""
        for entry in self.entries:
            entry.validate(form)
        for start, end in self._pairs:
            if not start.errors and not end.errors:
                end.errors = list(self._faults(start.data, end.data))
        return not self.errors

    def _faults(self, start: datetime | None, end: datetime | None) -> Iterator[str]:
        if (start is None) != (end is None):
            yield _("Please enter both times of the window, or neither.")
        elif start is not None and end is not None and end <= start:
            yield translated(SpanIsReversed())


class CountField(IntegerField):
    """A whole number, or None when left empty."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number in any digits."""
        self.data = None
        text = valuelist[0].strip() if valuelist else ""
        if not text:
            return
        try:
            self.data = int(text)
        except ValueError as error:
            raise ValueError(_("Please enter a whole number.")) from error


class DayField(DateField):
    """A calendar day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day as YYYY-MM-DD."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            self.data = None
            raise ValueError(_("Please write the day such as 2026-11-28.")) from error


class _OwnWords:
    """Says in our own words that a choice is not on the list."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not on the list."""
        try:
            super().pre_validate(form)  # type: ignore[misc]
        except (ValueError, ValidationError) as error:
            raise ValidationError(_("Please choose from the list.")) from error


class _OneChoice(_OwnWords):
    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the choice; what cannot be read is not on the list."""
        try:
            super().process_formdata(valuelist)  # type: ignore[misc]
        except ValueError:
            self.data = None


class ChoiceField(_OneChoice, SelectField):
    """One choice of a list."""


class OneOfField(_OneChoice, RadioField):
    """One choice of a few, all in view."""


class ManyOfField(_OwnWords, SelectMultipleField):
    """Several choices, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the choices; one that cannot be read is not on the list."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            self.data: list[Any] = []
            raise ValueError(_("Please choose from the list.")) from error
