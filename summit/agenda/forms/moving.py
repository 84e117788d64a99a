"""What the editor sends: places as JSON, and the forms that move sessions without a script."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField

from summit.events.forms.content import ContentForm, VersionedForm
from summit.events.forms.fields import ChoiceField, CountField, ManyOfField, needed

from ..rules.grid import LAST_MINUTE
from ..rules.places import MINUTES_OF_DAY, minute_of_day

_CLOCK = re.compile(r"(\d{1,2})\s*[:.]\s*(\d{2})")
_PICK = re.compile(r"([0-9]{1,15}):([0-9]{1,15})")
_LARGEST_ID = 2**53
_LONGEST_MINUTES = 3000
_FURTHEST_MINUTES = 100 * MINUTES_OF_DAY
_MOST_SLOTS = 500
_MOST_HALLS = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a slot is wanted: halls and wall-clock minutes after the day's midnight; no `day` means the pool."""

    slot_id: int
    version: int | None
    hall_ids: tuple[int, ...] = ()
    day: date | None = None
    start: int = 0
    minutes: int = 0


def read_wanted(body: Any) -> list[Wanted] | None:
    """Return what a script asks for as {"places": [{slot, version, place: {halls, day, start, minutes} | null}]}.

    None where the shape is wrong.
    """
    places = body.get("places") if isinstance(body, dict) else None
    if not isinstance(places, list) or not 0 < len(places) <= _MOST_SLOTS:
        return None
    try:
        wanted = [_wanted(place) for place in places]
    except (KeyError, TypeError, ValueError):
        return None
    return wanted if len({one.slot_id for one in wanted}) == len(wanted) else None


def read_picks(values: Sequence[str]) -> dict[int, int]:
    """Return the slots that were ticked, as {slot id: version seen}, from values such as "5:3"; others are left out."""
    found = (_PICK.fullmatch(value) for value in values[:_MOST_SLOTS])
    return {int(one[1]): int(one[2]) for one in found if one}


def _wanted(value: Mapping[str, Any]) -> Wanted:
    slot_id, version, place = _number(value["slot"]), _number(value["version"]), value["place"]
    if place is None:
        return Wanted(slot_id, version)
    halls = place["halls"]
    if not isinstance(halls, list) or len(halls) > _MOST_HALLS:
        raise ValueError("no list of halls")
    day = date.fromisoformat(place["day"])
    start, minutes = _number(place["start"], LAST_MINUTE), _number(place["minutes"], _LONGEST_MINUTES)
    return Wanted(slot_id, version, tuple(map(_number, halls)), day, start, minutes)


def _number(value: Any, most: int = _LARGEST_ID) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError("no number that fits")
    return value


class ClockField(StringField):
    """A time of the day such as 9:05; `data` is a time, or None when left empty."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if isinstance(self.data, time) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time in any digits."""
        self.data = None
        text = valuelist[0].strip() if valuelist else ""
        if not text:
            return
        found = _CLOCK.fullmatch(text)
        try:
            self.data = time(int(found[1]), int(found[2])) if found else None
        except ValueError:
            self.data = None
        if self.data is None:
            raise ValueError(_("Please write the time such as 09:30."))


class MoveForm(VersionedForm):
    """Where a session is to stand; `confirm` names the place whose warnings the reader has accepted."""

    refused_fields = {
        "HallIsGone": "hall_id",
        "HallIsMissing": "hall_id",
        "SlotIsOutsideDays": "day",
        "TimeDoesNotExist": "start",
        "SlotIsEmpty": "minutes",
        "SlotIsOffGrid": "start",
        "SlotCrossesDays": "minutes",
    }

    day = ChoiceField(_l("Day"), validators=[needed(_l("Please choose a day."))])
    hall_id = ChoiceField(_l("Hall"), coerce=int, validators=[needed(_l("Please choose a hall."))])
    further_ids = ManyOfField(_l("Further halls"), coerce=int)
    start = ClockField(_l("Begins at"), validators=[needed(_l("Please enter the time at which it begins."))])
    minutes = CountField(_l("Length in minutes"), validators=[needed(_l("Please enter the length in minutes."))])
    confirm = HiddenField()

    @property
    def wanted_day(self) -> date:
        """Return the chosen day; only of a form that is valid."""
        return date.fromisoformat(self.day.data or "")

    @property
    def wanted_minute(self) -> int:
        """Return the minute of the programme's day at which the session is to begin; only of a form that is valid."""
        return minute_of_day(self.start.data or time())

    @property
    def hall_ids(self) -> tuple[int, ...]:
        """Return the chosen halls, the leading one first."""
        return (self.hall_id.data, *(key for key in self.further_ids.data or () if key != self.hall_id.data))

    @property
    def length(self) -> int:
        """Return the length in minutes, kept within what a place can hold: more is refused by its rules."""
        return min(max(self.minutes.data or 0, 0), _LONGEST_MINUTES)

    def accept_by_next_press(self) -> None:
        """Let the next press, if nothing else is changed, accept the warnings that are shown now."""
        self.confirm.data = self.place_key

    @property
    def place_key(self) -> str:
        """Return the chosen place as text, by which its warnings are accepted."""
        halls = ",".join(map(str, self.hall_ids))
        return f"{self.day.data} {self.start.data} {self.minutes.data} {halls}"

    @property
    def is_confirmed(self) -> bool:
        """Tell whether the warnings of this very place were accepted."""
        return bool(self.confirm.data == self.place_key)


class MoveTogetherForm(ContentForm):
    """Where several sessions go together: to another day, earlier or later; they keep their distances."""

    refused_fields = {"SlotIsOutsideDays": "day", "TimeDoesNotExist": "later", "SlotIsOffGrid": "later"}

    day = ChoiceField(_l("Day of the earliest of them"), validators=[needed(_l("Please choose a day."))])
    later = CountField(_l("Minutes later"), default=0, description=_l("With a minus sign: earlier."))

    @property
    def wanted_day(self) -> date:
        """Return the chosen day; only of a form that is valid."""
        return date.fromisoformat(self.day.data or "")

    @property
    def minutes_later(self) -> int:
        """Return by how many minutes; what leads out of the longest edition is refused by its rules."""
        return min(max(self.later.data or 0, -_FURTHEST_MINUTES), _FURTHEST_MINUTES)
