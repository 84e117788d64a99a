"""The form of a category."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import Optional
from wtforms.widgets import ColorInput

from ..rules import (
    ASK_NAMES,
    Ask,
    ensure_colour,
    ensure_letter,
    ensure_number,
    ensure_span,
)
from .content import VersionedForm
from .fields import CountField, ManyOfField, TextsField, VenueMomentField, by_rule, needed


class CategoryForm(VersionedForm):
    """Adds or changes a category; `zones` are (id, label) pairs."""

    refused_fields = {"LetterIsTaken": "letter", "LetterIsInvalid": "letter", "SpanIsReversed": "closes_at"}

    letter = StringField(
        _l("Letter on the badge"),
        validators=[needed(_l("Please enter a letter.")), by_rule(lambda text: ensure_letter(text or ""))],
        render_kw={"maxlength": "2", "dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"},
    )
    names = TextsField(_l("Name of the category"))
    colour = StringField(_l("Colour"), default="#1f5f8b", widget=ColorInput(), validators=[by_rule(ensure_colour)])
    quota = CountField(_l("Quota"), validators=[Optional(), by_rule(ensure_number)])
    is_open = BooleanField(_l("Registration is possible"), default=True)
    opens_at = VenueMomentField(_l("Registration opens"), validators=[Optional()])
    closes_at = VenueMomentField(_l("Registration closes"), validators=[Optional()])
    zone_ids = ManyOfField(_l("Zones that the badge opens"), coerce=int)
    asks = ManyOfField(_l("What the form asks beyond name, contact and organisation"), coerce=Ask)
    needs_approval = BooleanField(_l("An officer decides on each registration"), default=True)
    needs_second_officer = BooleanField(_l("A second officer must confirm the approval"))
    needs_adult = BooleanField(_l("Comes with a responsible adult"))
    needs_escort = BooleanField(_l("Comes with the person they assist"))

    def __init__(self, *args: Any, zones: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone_ids.choices = list(zones)
        self.asks.choices = [(ask.value, _(name)) for ask, name in ASK_NAMES.items()]

    def validate_closes_at(self, field: VenueMomentField) -> None:
        """Refuse a closing time before the opening time."""
        by_rule(lambda closes_at: ensure_span(self.opens_at.data, closes_at))(self, field)
