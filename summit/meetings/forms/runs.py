"""What is asked of the optimiser."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import BooleanField, SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from summit.events.forms.fields import CountField, OneOfField
from summit.web.filters import number
from summit.web.forms import SummitForm

from ..rules.timetabling import PlanOptions

SECONDS = (10, 30, 60, 180, 600)
MOST_MOVED = 100_000


class RunForm(SummitForm):
    """How long the optimiser looks, and what it may do to meetings that people know already."""

    seconds = OneOfField(
        _l("How long to look for a good timetable"),
        coerce=int,
        default=SECONDS[1],
        validators=[InputRequired(_l("Please choose from the list."))],
    )
    keeps_told = BooleanField(
        _l("Leave every meeting where people expect it"),
        description=_l("Only meetings without a time get one. Otherwise meetings that people know may move."),
    )
    change_budget = CountField(
        _l("How many people may find a meeting moved"),
        description=_l("Nothing entered: as many as it takes. New meetings do not count."),
        validators=[Optional(), NumberRange(0, MOST_MOVED, _l("Please enter a number from 0 to 100,000."))],
    )
    seed = CountField(
        _l("Seed"),
        default=1,
        description=_l("The same seed searches the same way; another one may find another timetable."),
        validators=[Optional(), NumberRange(0, 2**31 - 1, _l("Please enter a number from 0 to 2,147,483,647."))],
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.seconds.choices = [
            SelectChoice(seconds, ngettext("%(count)s second", "%(count)s seconds", seconds, count=number(seconds)))
            for seconds in SECONDS
        ]

    def options(self) -> PlanOptions:
        """Return what is asked."""
        return PlanOptions(
            seconds=self.seconds.data or SECONDS[1],
            seed=self.seed.data or 1,
            keeps_told=bool(self.keeps_told.data),
            change_budget=self.change_budget.data,
        )
