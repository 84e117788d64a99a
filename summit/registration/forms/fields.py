"""Fields that the steps of the form share: one line of text, countries, languages, e-mail, telephone."""

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape
from wtforms import Field, Form, SelectMultipleField, StringField, widgets
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, html_params

from summit.errors import DomainError
from summit.registration.rules import clean_name, country_choices, country_codes
from summit.registration.rules.languages import language_choices
from summit.registration.rules.names import REORDERING, WHITE_SPACE
from summit.web.forms import translated
from summit.web.locale import current_language

LONGEST_LINE = 200
LONGEST_TEXT = 2000


class CheckboxesField(SelectMultipleField):
    """Several choices, each with a checkbox of its own."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def one_line(text: str | None) -> str | None:
    """Bring a line to NFC with single spaces."""
    return text and WHITE_SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def stripped(text: str | None) -> str | None:
    """Take blanks off both ends and unify line ends."""
    return text and unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()


def refuse_reordering(form: Form, field: Field) -> None:
    """Refuse characters that reverse the reading order of what follows them."""
    if REORDERING.search(field.data or ""):
        raise ValidationError(
            _l("This field contains characters that reverse the reading order. Please type it again.")
        )


def refuse_bad_name(form: Form, field: Field) -> None:
    """Ask the rule about names and put the clean name into the field."""
    if not field.data:
        return
    try:
        field.data = clean_name(field.data)
    except DomainError as error:
        raise ValidationError(translated(error)) from error


def name_field(label: Any, hint: Any = "", required: Any = None, **keywords: Any) -> StringField:
    """Return a field for a personal name; `required` is the message where it is missing."""
    first = DataRequired(required) if required else Optional()
    keywords = {"dir": "auto", "maxlength": None, "spellcheck": "false"} | keywords
    return StringField(
        label, [first, refuse_bad_name], filters=[one_line], description=hint, render_kw=_present(keywords)
    )


def line_field(label: Any, hint: Any = "", required: Any = None, **keywords: Any) -> StringField:
    """Return a field for one line of at most 200 characters."""
    first = DataRequired(required) if required else Optional()
    too_long = _l("Please use at most %(max)d characters.")
    checks = [first, Length(max=LONGEST_LINE, message=too_long), refuse_reordering]
    keywords = {"dir": "auto"} | keywords
    return StringField(label, checks, filters=[one_line], description=hint, render_kw=_present(keywords))


def _present(keywords: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in keywords.items() if value is not None}


class Select(widgets.Select):
    """The list of all countries, rendered once for each language because it is long and stands four times on a page."""

    def __call__(self, field: Field, **keywords: Any) -> Markup:
        """Return the list with the field's country chosen."""
        keywords.pop("required", None)
        attributes = html_params(name=field.name, id=field.id, **keywords)
        options = _country_options(current_language())
        if field.data in country_codes():
            options = options.replace(f'value="{field.data}"', f'value="{field.data}" selected', 1)
        first = escape(_l("Choose a country or territory"))
        # Everything in it is escaped: the attributes by html_params, the names where they are listed.
        html = f'<select {attributes}><option value="">{first}</option>{options}</select>'
        return Markup(html)  # noqa: S704 - see above


@lru_cache(maxsize=32)
def _country_options(language: str) -> str:
    return "".join(f'<option value="{code}">{escape(name)}</option>' for code, name in country_choices(language))


class CountryField(StringField):
    """A country or territory by its code, chosen from all of them in the reader's language."""

    widget = Select()


def country_field(label: Any, hint: Any = "", required: Any = None, **keywords: Any) -> CountryField:
    """Return a list of all countries and territories."""
    checks = [DataRequired(required)] if required else [Optional()]
    return CountryField(label, [*checks, _known_country], description=hint, render_kw=keywords)


def _known_country(form: Form, field: Field) -> None:
    if field.data and field.data not in country_codes():
        raise ValidationError(_l("Please choose a country or territory from the list."))


def language_options(tags: Sequence[str], first: Any = None) -> Callable[[], list[tuple[str, str]]]:
    """Return what lists these languages in the reader's language, after an empty entry where one is given."""
    start = [] if first is None else [("", first)]
    return lambda: [*start, *language_choices(tuple(tags), current_language())]


def valid_email(form: Form, field: Field) -> None:
    """Refuse what cannot be an address, and bring it to the one spelling that is kept."""
    try:
        found = validate_email(field.data or "", check_deliverability=False)
    except (EmailNotValidError, UnicodeError) as error:
        raise ValidationError(
            _l("Please write the e-mail address like name@example.org; this one cannot be reached.")
        ) from error
    field.data = found.normalized.lower()
    if len(field.data) > 254:
        raise ValidationError(_l("Please write an e-mail address of at most 254 characters."))


def valid_phone(form: Form, field: Field) -> None:
    """Refuse impossible numbers and bring the others to E.164; a national number is read in the residence."""
    if not field.data:
        return
    region = form.residence.data or None
    try:
        number = phonenumbers.parse(field.data, region)
    except phonenumbers.NumberParseException as error:
        raise ValidationError(_phone_hint()) from error
    if not phonenumbers.is_possible_number(number):
        raise ValidationError(_phone_hint())
    field.data = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _phone_hint() -> Any:
    return _l("Please write the number with its country code, such as +55 11 96123 4567.")
