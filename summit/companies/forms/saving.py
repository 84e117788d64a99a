"""Lists and notes."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from summit.web.forms import SummitForm

from ..rules.saving import LONGEST_NAME, LONGEST_NOTE


class ListForm(SummitForm):
    """The name of a list."""

    name = StringField(_l("Name of the list"), [Length(max=LONGEST_NAME)])


class NoteForm(SummitForm):
    """What a delegate writes about a company for themselves."""

    body = TextAreaField(
        _l("My note"),
        [Length(max=LONGEST_NOTE)],
        description=_l("Only you can read it. An empty note is deleted."),
    )
