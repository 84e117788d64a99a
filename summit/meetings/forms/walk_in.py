"""The forms of a meeting on the spot."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField

from summit.events.forms.fields import needed
from summit.web.forms import SummitForm


class BadgeForm(SummitForm):
    """Takes what a camera, a scanner or a finger has read from a badge."""

    code = StringField(_l("Code on the badge"), validators=[needed(_l("Please scan the badge or type its code."))])


class MeetNowForm(SummitForm):
    """Takes the mark of the badge that was scanned."""

    mark = HiddenField()
