"""The form of how the programme is made."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from summit.errors import DomainError
from summit.events.forms import VersionedForm
from summit.events.forms.fields import CountField, OneOfField, by_rule, needed
from summit.events.rules import ensure_number
from summit.web.forms import translated

from ..rules.hours import LONGEST_CHANGEOVER, ensure_hours
from ..rules.kinds import OVERLAP_NAMES, OverlapPolicy
from .fields import ClockField, DaysField, LevelsField


class SettingsForm(VersionedForm):
    """Changes the opening hours, the change-over, the levels of conflicts and what happens to sign-ups at one time."""

    opens = ClockField(_l("Opens"), validators=[needed(_l("Please enter the time."))])
    closes = ClockField(_l("Closes"), closing=True, validators=[needed(_l("Please enter the time."))])
    days = DaysField(_l("Days with other hours"))
    changeover_minutes = CountField(
        _l("Change-over in minutes"),
        validators=[
            needed(_l("Please enter the minutes.")),
            by_rule(lambda minutes: ensure_number(minutes, most=LONGEST_CHANGEOVER)),
        ],
    )
    levels = LevelsField(_l("Conflicts"))
    overlap = OneOfField(
        _l("When a delegate signs up for two sessions at the same time"),
        coerce=OverlapPolicy,
        validators=[needed(_l("Please choose from the list."))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.overlap.choices = [(policy.value, _(name)) for policy, name in OVERLAP_NAMES.items()]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then that the usual day closes after it opens."""
        sound = super().validate(extra_validators)
        opens, closes = self.opens.minute, self.closes.minute
        if opens is None or closes is None or self.closes.errors:
            return sound
        try:
            ensure_hours(opens, closes)
        except DomainError as error:
            self.closes.errors = [*self.closes.errors, translated(error)]
            return False
        return sound

    def values(self) -> dict[str, Any]:
        """Return what was entered, by the names that the service knows."""
        return {
            "opens_minute": self.opens.minute,
            "closes_minute": self.closes.minute,
            "days": self.days.data,
            "changeover_minutes": self.changeover_minutes.data,
            "levels": self.levels.data,
            "overlap": self.overlap.data,
        }
