"""Forms about halls and zones."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Optional

from ..rules import (
    ANTI_PASSBACK_NAMES,
    LONGEST_ATTENTION,
    LONGEST_PASSBACK_MINUTES,
    AntiPassback,
    ensure_letter,
    ensure_number,
    ensure_text,
)
from .content import VersionedForm
from .fields import CountField, OneOfField, TextsField, WindowsField, by_rule, needed


class HallForm(VersionedForm):
    """Adds or changes a hall."""

    names = TextsField(_l("Name of the hall"))
    capacity = CountField(_l("Seats"), validators=[Optional(), by_rule(ensure_number)])
    floor = StringField(_l("Floor or entrance"), default="", validators=[by_rule(lambda text: ensure_text(text or ""))])
    address = TextAreaField(
        _l("Address, if it is not the venue's"),
        default="",
        validators=[by_rule(lambda text: ensure_text(text or "", 500))],
    )
    is_hidden = BooleanField(_l("Hide this hall from visitors"))
    windows = WindowsField(_l("When the hall can be used"))


class ZoneForm(VersionedForm):
    """Adds or changes a zone."""

    refused_fields = {"LetterIsTaken": "letter", "LetterIsInvalid": "letter"}

    letter = StringField(
        _l("Letter on the badge"),
        validators=[needed(_l("Please enter a letter.")), by_rule(lambda text: ensure_letter(text or ""))],
        render_kw={"maxlength": "2", "dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"},
    )
    names = TextsField(_l("Name of the zone"))
    capacity = CountField(_l("People at most"), validators=[Optional(), by_rule(ensure_number)])
    anti_passback = OneOfField(_l("When a badge enters again"), coerce=AntiPassback, default=AntiPassback.LOGICAL)
    anti_passback_minutes = CountField(
        _l("Minutes of refusal after an entry"),
        default=15,
        validators=[
            needed(_l("Please enter the minutes.")),
            by_rule(lambda minutes: ensure_number(minutes, most=LONGEST_PASSBACK_MINUTES)),
        ],
    )
    once_per_day = BooleanField(_l("One entry a day for each person"))
    needs_escort = BooleanField(_l("Everybody enters together with an escort"))
    attention = TextsField(_l("What the operator has to mind"), needed=False, longest=LONGEST_ATTENTION)
    windows = WindowsField(_l("Opening windows"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.anti_passback.choices = [(kind.value, _(name)) for kind, name in ANTI_PASSBACK_NAMES.items()]
