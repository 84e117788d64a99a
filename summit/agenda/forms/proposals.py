"""What is asked of the automatic schedule."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from summit.events.forms.fields import CountField, ManyOfField, OneOfField
from summit.web.filters import number
from summit.web.forms import SummitForm

from ..rules.proposals import MOST_MOVES, SECONDS

Choices = list[tuple[Any, str]]


class ProposalForm(SummitForm):
    """Which sessions go where, how much may be moved, and how long to look; at first everything is ticked."""

    slots = ManyOfField(
        _l("Sessions to place"), coerce=int, validators=[InputRequired(_l("Please tick at least one session."))]
    )
    days = ManyOfField(_l("Days"), validators=[InputRequired(_l("Please tick at least one day."))])
    halls = ManyOfField(_l("Halls"), coerce=int, validators=[InputRequired(_l("Please tick at least one hall."))])
    most_moves = CountField(
        _l("How many scheduled sessions may be moved"),
        default=0,
        description=_l("Sessions that are locked or in a conflict stay where they are. 0: nothing is moved."),
        validators=[
            InputRequired(_l("Please enter a number. 0 means that nothing is moved.")),
            NumberRange(0, MOST_MOVES, _l("Please enter a number from 0 to 500.")),
        ],
    )
    seconds = OneOfField(
        _l("How long to look for a good schedule"),
        coerce=int,
        default=SECONDS[1],
        validators=[InputRequired(_l("Please choose from the list."))],
    )

    def __init__(self, *, slots: Choices, days: Choices, halls: Choices, hidden: set[int], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for ticks, choices in ((self.slots, slots), (self.days, days), (self.halls, halls)):
            ticks.choices = [SelectChoice(key, name) for key, name in choices]
        self.seconds.choices = [
            SelectChoice(seconds, ngettext("%(count)s second", "%(count)s seconds", seconds, count=number(seconds)))
            for seconds in SECONDS
        ]
        if not self.is_submitted():
            self.slots.data, self.days.data = [key for key, _name in slots], [key for key, _name in days]
            self.halls.data = [key for key, _name in halls if key not in hidden]

    @property
    def summary(self) -> str:
        """Return what the closed list of sessions says."""
        count = len(self.slots.choices or ())
        return str(
            ngettext(
                "%(count)s session waits for a place: choose",
                "%(count)s sessions wait for a place: choose",
                count,
                count=number(count),
            )
        )
