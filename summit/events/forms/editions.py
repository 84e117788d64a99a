"""Forms about an edition as a whole."""

from functools import lru_cache
from typing import Any

from babel import Locale
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Email, Length, Optional
from wtforms.widgets import ColorInput

from summit.web.locale import LANGUAGE_NAMES

from ..rules import (
    EVENT_KIND_NAMES,
    DaysAreReversed,
    EventKind,
    ensure_accent,
    ensure_slug,
    ensure_text,
    ensure_time_zone,
)
from .content import ContentForm, VersionedForm
from .fields import ChoiceField, DayField, ManyOfField, OneOfField, TextsField, by_rule, needed

# Codes of CLDR that are groups or reserved, not countries or territories of ISO 3166-1.
_NOT_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"])
LONGEST_ADDRESS = 500
_REFUSED = {
    "SlugIsTaken": "slug",
    "SlugIsInvalid": "slug",
    "DaysAreReversed": "ends_on",
    "EditionIsTooLong": "ends_on",
    "DayIsImplausible": "starts_on",
    "TimeZoneIsUnknown": "time_zone",
}


@lru_cache(maxsize=32)
def country_choices(locale: str) -> tuple[tuple[str, str], ...]:
    """Return (code, name) of the countries and territories, by name in the language."""
    names: dict[str, str] = dict(Locale.parse(locale).territories)
    codes = [code for code in names if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES]
    return tuple(sorted(((code, names[code]) for code in codes), key=lambda pair: pair[1].casefold()))


def _short_text(longest: int) -> Any:
    return by_rule(lambda text: ensure_text(text or "", longest))


class _EditionFields(ContentForm):
    refused_fields = _REFUSED

    names = TextsField(_l("Name of the edition"))
    kind = OneOfField(
        _l("Kind"),
        coerce=EventKind,
        default=EventKind.EDITION,
        validators=[needed(_l("Please choose from the list."))],
    )
    starts_on = DayField(_l("First day"), validators=[needed(_l("Please enter the first day."))])
    ends_on = DayField(_l("Last day"), validators=[needed(_l("Please enter the last day."))])
    time_zone = StringField(
        _l("Time zone of the venue"),
        default="Europe/Moscow",
        filters=[lambda text: (text or "").strip()],
        validators=[needed(_l("Please choose the venue's time zone.")), by_rule(ensure_time_zone)],
        render_kw={"list": "time-zones", "dir": "ltr", "autocomplete": "off"},
    )
    venue_names = TextsField(_l("Venue"), needed=False)
    address = TextAreaField(_l("Address"), default="", validators=[_short_text(LONGEST_ADDRESS)])
    country = ChoiceField(
        _l("Country or territory of the venue"),
        default="RU",
        validators=[needed(_l("Please choose from the list."))],
    )
    languages = ManyOfField(
        _l("Languages of the edition"),
        default=list(LANGUAGE_NAMES),
        validators=[needed(_l("Please choose at least one language."))],
    )
    accent = StringField(
        _l("Accent colour"),
        default="#8a1538",
        widget=ColorInput(),
        validators=[needed(_l("Please choose a colour.")), by_rule(ensure_accent)],
    )
    contact_email = StringField(
        _l("E-mail address for questions"),
        default="",
        validators=[
            Optional(),
            Length(max=254, message=_l("This e-mail address is too long.")),
            Email(message=_l("Please enter an e-mail address such as name@example.org.")),
        ],
        render_kw={"type": "email", "dir": "ltr"},
    )
    is_public = BooleanField(_l("Everybody may see this edition"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, _(name)) for kind, name in EVENT_KIND_NAMES.items()]
        self.country.choices = country_choices(str(get_locale()))
        self.languages.choices = list(LANGUAGE_NAMES.items())

    def validate_ends_on(self, field: DayField) -> None:
        """Refuse reversed days right at the field."""
        if self.starts_on.data and field.data and field.data < self.starts_on.data:
            by_rule(_refuse_reversed)(self, field)


def _refuse_reversed(day: object) -> None:
    raise DaysAreReversed


def _slug_field() -> StringField:
    return StringField(
        _l("Address"),
        validators=[
            needed(_l("Please enter an address for the edition.")),
            by_rule(lambda text: ensure_slug(text or "")),
        ],
        render_kw={"dir": "ltr", "autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"},
    )


class NewEditionForm(_EditionFields):
    """Makes an edition."""

    slug = _slug_field()


class EditionForm(_EditionFields, VersionedForm):
    """Changes an edition."""


class CopyForm(ContentForm):
    """Makes an edition out of another one."""

    refused_fields = _REFUSED

    names = TextsField(_l("Name of the new edition"))
    slug = _slug_field()
    starts_on = DayField(_l("First day"), validators=[needed(_l("Please enter the first day."))])
