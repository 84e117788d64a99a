"""What the organiser's board sends: a place for a meeting, words for a cancellation, two companies to meet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from summit.web.forms import SummitForm

_LARGEST = 2**53
LONGEST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a meeting is wanted: the start of a slot, and a table or the best free one."""

    starts_at: datetime
    table_id: int | None


def read_wanted(values: Any) -> Wanted | None:
    """Return what a script or a form asks for as {start, table}; None where the shape is wrong."""
    starts_at = read_moment(values.get("start")) if hasattr(values, "get") else None
    if starts_at is None:
        return None
    return Wanted(starts_at, read_number(values.get("table")))


def read_moment(value: Any) -> datetime | None:
    """Return an aware moment in ISO 8601, None for anything else."""
    try:
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo is not None and 2000 <= moment.year <= 3000 else None
    except (TypeError, ValueError):
        return None


def read_number(value: Any) -> int | None:
    """Return a whole number that a database can hold, sent as one or as digits; None for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= len(str(_LARGEST)):
        value = int(value)
    return value if type(value) is int and 0 < value <= _LARGEST else None


def _words(text: Any) -> str:
    return (text or "").replace("\r\n", "\n").strip()


class MoveForm(SummitForm):
    """Where a meeting goes; `version` says what the organiser saw."""

    version = HiddenField(validators=[InputRequired()])
    start = SelectField(_l("Slot"), validators=[InputRequired(_l("Please choose a slot."))])
    table = SelectField(_l("Meeting table"))


class CancelForm(SummitForm):
    """The organiser's words to both companies when a meeting is called off."""

    version = HiddenField(validators=[InputRequired()])
    message = TextAreaField(
        _l("Message to both companies"),
        [Length(max=LONGEST_WORDS)],
        filters=[_words],
        description=_l("It stands in the mail that tells them."),
    )


class ArrangeForm(SummitForm):
    """Two companies that are to meet, with a slot or for the optimiser to find one."""

    one = SelectField(_l("First company"), validators=[InputRequired(_l("Please choose a company."))])
    other = SelectField(_l("Second company"), validators=[InputRequired(_l("Please choose a company."))])
    start = SelectField(_l("Slot"))
    message = StringField(_l("Message to both companies"), [Length(max=LONGEST_WORDS)], filters=[_words])
