"""The form base of every page: protected, translated, safe against unprintable input."""

import unicodedata
from datetime import date, datetime
from typing import Any

from flask import request
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, StringField

from summit.errors import DomainError

from .access import edition_in_url
from .filters import plain_date, text_for, venue_datetime

_ALLOWED_CONTROLS = {"\t", "\n", "\r"}
_UNREADABLE = lazy_gettext("This field contains characters that cannot be read. Please type it again.")


class SummitForm(FlaskForm):
    """A form whose texts hold no control characters and whose refusals are shown at the form."""

    class Meta(FlaskForm.Meta):
        """Reads forms only."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Pass over JSON, which may have any shape and which no page of ours sends to a form."""
            if request.is_json and not isinstance(formdata, MultiDict):
                return None
            return super().wrap_formdata(form, formdata)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the shape of the input, then that every text can be stored."""
        sound = super().validate(extra_validators)
        readable = [_has_readable_text(field) for field in self]
        return sound and all(readable)

    def refuse(self, error: DomainError, field: str | None = None) -> None:
        """Show a business refusal at the field, or at the top of the form."""
        message = translated(error)
        if field is None:
            self.form_errors.append(message)
        else:
            self[field].errors = [*self[field].errors, message]


def translated(error: DomainError) -> str:
    """Return the refusal's sentence in the reader's language, its moments in the venue's time."""
    sentence: str = gettext(error.message, **{name: in_words(value) for name, value in error.params.items()})
    return sentence


def in_words(value: Any) -> Any:
    """Write a moment as the venue's time, a day as a date, content in the reader's language; leave the rest alone."""
    if isinstance(value, dict):
        return text_for(value)
    if isinstance(value, datetime):
        edition = edition_in_url()
        return venue_datetime(value, edition.time_zone if edition else "UTC")
    return plain_date(value) if isinstance(value, date) else value


def is_readable(text: str) -> bool:
    """Tell whether the text is free of control characters and broken code points."""
    return all(map(_is_readable_character, text))


def _is_readable_character(character: str) -> bool:
    return character in _ALLOWED_CONTROLS or unicodedata.category(character) not in {"Cc", "Cs"}


def _has_readable_text(field: Field) -> bool:
    if not isinstance(field, StringField) or not isinstance(field.data, str) or is_readable(field.data):
        return True
    field.data = "".join(filter(_is_readable_character, field.data))
    field.errors = [*field.errors, _UNREADABLE]
    return False
