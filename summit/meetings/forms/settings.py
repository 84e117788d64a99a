"""The form of how an edition holds its meetings."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.fields import Field
from wtforms.utils import unset_value

from summit.companies.rules.kinds import GROUP_NAMES
from summit.events.forms import VenueMomentField, VersionedForm
from summit.events.forms.fields import CountField, ManyOfField, OneOfField, by_rule, needed
from summit.events.rules import ensure_number

from ..rules.kinds import ACCEPTANCE_NAMES, SLOT_CHOICE_NAMES, Acceptance, SlotChoice
from ..rules.phases import LONGEST_HOURS, MOST_MEETINGS

CHOOSE = _l("Please choose from the list.")


class GroupsField(Field):
    """Which groups of companies each group may ask: a list of check boxes per group; `data` is {group: [groups]}.

    The settings' {} (everybody may ask everybody) is shown with every box ticked.
    """

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.entries: list[ManyOfField] = []

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Bind one list of check boxes per group."""
        known: Mapping[str, list[str]] = {} if data is unset_value else (data or {})
        everybody = [group.value for group in GROUP_NAMES]
        choices = [(group.value, _(name)) for group, name in GROUP_NAMES.items()]
        self.entries = []
        for group, name in GROUP_NAMES.items():
            bound = ManyOfField(_(name), choices=choices).bind(
                form=None, name=f"{self.name}-{group.value}", translations=self._translations, _meta=self.meta
            )
            bound.process(formdata, known.get(group.value, []) if known else everybody)
            self.entries.append(bound)

    @property
    def data(self) -> dict[str, list[str]]:
        """Return the groups that each group may ask."""
        groups = [group.value for group in GROUP_NAMES]
        return {group: list(entry.data or []) for group, entry in zip(groups, self.entries, strict=True)}

    @property
    def errors(self) -> list[str]:
        """Return what is wrong with any of the lists."""
        return [error for entry in self.entries for error in entry.errors]

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Check that every ticked box is on its list."""
        for entry in self.entries:
            entry.validate(form)
        return not self.errors


def _count(label: str, least: int = 1, most: int = MOST_MEETINGS, message: str = "") -> CountField:
    asked = [needed(message)] if message else []
    return CountField(label, validators=[*asked, by_rule(lambda count: ensure_number(count, least=least, most=most))])


class SettingsForm(VersionedForm):
    """Changes the modes, deadlines, limits and permissions of an edition's meetings."""

    refused_fields = {"LimitsAreReversed": "most_meetings", "DeadlinesAreReversed": "objections_until"}

    acceptance = OneOfField(_l("When a company asks"), coerce=Acceptance, validators=[needed(CHOOSE)])
    slot_choice = OneOfField(_l("Who chooses the time"), coerce=SlotChoice, validators=[needed(CHOOSE)])
    preferences_until = VenueMomentField(_l("Preferences are taken until"))
    objections_until = VenueMomentField(_l("Objections are taken until"))
    expiry_hours = _count(
        _l("Hours until a request without an answer expires"), most=LONGEST_HOURS, message=_l("Please enter the hours.")
    )
    reminder_hours = _count(
        _l("Hours before that when the other company is reminded"),
        least=0,
        most=LONGEST_HOURS,
        message=_l("Please enter the hours."),
    )
    meeting_reminder_minutes = _count(
        _l("Minutes before a meeting when those who attend are reminded"),
        least=0,
        most=LONGEST_HOURS,
        message=_l("Please enter the minutes."),
    )
    least_meetings = _count(_l("Meetings that each company should have at least"))
    most_meetings = _count(_l("Meetings that a company can have at most"))
    most_per_day = _count(_l("Meetings that a company can have on one day at most"))
    most_outgoing = _count(_l("Requests that a company can have open or agreed at the same time"))
    may_request = GroupsField(_l("Who may ask whom"))
    allows_online = BooleanField(_l("Meetings may take place online"))
    allows_walk_ins = BooleanField(_l("Meetings may be agreed on the spot by scanning a badge"))
    fairness = _count(_l("Difference of waiting gaps between any two companies at most"), least=0)
    change_budget = _count(_l("Meetings already announced that a new timetable may move at most"), least=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acceptance.choices = [(one.value, _(name)) for one, name in ACCEPTANCE_NAMES.items()]
        self.slot_choice.choices = [(one.value, _(name)) for one, name in SLOT_CHOICE_NAMES.items()]
