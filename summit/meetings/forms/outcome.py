"""The form of what a meeting led to."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length

from summit.events.forms.fields import OneOfField
from summit.web.forms import SummitForm

from ..models import MeetingOutcome
from ..rules.kinds import OUTCOME_NAMES, Outcome
from ..rules.outcomes import LONGEST_NOTE, RATINGS, Noted


class OutcomeForm(SummitForm):
    """Asks for the outcome, the private rating and a note; each may stay open."""

    outcome = OneOfField(_l("Outcome"), choices=[(one.value, _l(name)) for one, name in OUTCOME_NAMES.items()])
    rating = OneOfField(_l("Your private rating"), choices=[])
    note = TextAreaField(
        _l("Note for your company"),
        filters=[lambda text: (text or "").strip()],
        validators=[Length(max=LONGEST_NOTE, message=_l("This text is too long."))],
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.outcome.validate_choice = self.rating.validate_choice = False
        self.rating.choices = [(str(value), rating_name(value)) for value in RATINGS]

    @property
    def noted(self) -> Noted:
        """Return what was entered; what is none of the choices counts as not given."""
        outcome = next((one for one in Outcome if one.value == self.outcome.data), None)
        rating = next((value for value in RATINGS if str(value) == self.rating.data), None)
        return Noted(outcome, rating, self.note.data or "")


def rating_name(value: int) -> str:
    """Return a rating in words."""
    names = {
        1: _("1 – of no use"),
        2: _("2 – of little use"),
        3: _("3 – fair"),
        4: _("4 – good"),
        5: _("5 – excellent"),
    }
    return str(names[value])


def values_of(row: MeetingOutcome | None) -> dict[str, str]:
    """Return what a form shows of an outcome that was noted before."""
    if row is None:
        return {}
    rating = str(row.rating) if row.rating is not None else ""
    return {"outcome": row.outcome.value if row.outcome else "", "rating": rating, "note": row.note}
