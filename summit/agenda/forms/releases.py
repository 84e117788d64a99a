"""The form of a release."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, StringField
from wtforms.widgets import HiddenInput

from summit.events.forms.content import ContentForm
from summit.events.forms.fields import TextsField, by_rule, needed

from ..rules.releases import LONGEST_MESSAGE, LONGEST_RELEASE_NAME, clean_release_name


class ReleaseForm(ContentForm):
    """Name and message of a release, and whether people are told; `seen` is the number of the draft on the page."""

    refused_fields = {"ReleaseNameIsTaken": "name", "DraftIsBlocked": "despite_conflicts"}

    name = StringField(
        _l("Name of the release"),
        description=_l("Readers see it, for example “1.0” or “Final programme”."),
        validators=[
            needed(_l("Please give the release a name, such as “1.0” or “Final programme”.")),
            by_rule(clean_release_name),
        ],
        render_kw={"maxlength": LONGEST_RELEASE_NAME, "autocomplete": "off"},
    )
    messages = TextsField(
        _l("A word to the readers"),
        description=_l(
            "It stands in the public list of changes and in the mails. Leave it empty if nothing needs to be said."
        ),
        needed=False,
        longest=LONGEST_MESSAGE,
        multiline=True,
    )
    notify = BooleanField(_l("Tell the people concerned by mail"), default=True)
    despite_conflicts = BooleanField(_l("Release it with these conflicts"))
    seen = IntegerField(widget=HiddenInput(), validators=[needed(_l("Please open the page anew and send it again."))])

    def show_seen(self, number: int) -> None:
        """Let the next attempt be about the draft that the page shows now."""
        self.seen.data = number
        self.seen.raw_data = [str(number)]
