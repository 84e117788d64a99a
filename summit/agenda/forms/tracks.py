"""The form of a track."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.widgets import ColorInput

from summit.events.forms import TextsField, VersionedForm
from summit.events.forms.fields import by_rule, needed
from summit.events.rules import ensure_accent


class TrackForm(VersionedForm):
    """Adds or changes a track."""

    names = TextsField(_l("Name of the track"))
    colour = StringField(
        _l("Colour"),
        widget=ColorInput(),
        validators=[
            needed(_l("Please choose a colour.")),
            by_rule(lambda text: ensure_accent(text or "")),
        ],
    )
