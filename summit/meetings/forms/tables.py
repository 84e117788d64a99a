"""The forms of tables, stands and rooms for meetings."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from summit.events.forms import VersionedForm
from summit.events.forms.fields import ChoiceField, CountField, OneOfField, by_rule, needed
from summit.events.rules import ensure_number, ensure_text

from ..rules.kinds import TABLE_KIND_NAMES, TableKind
from ..rules.tables import LARGEST_PLACE, LONGEST_LABEL, LONGEST_POOL, MOST_SEATS

Choices = Iterable[tuple[int, str]]
_NUMBER = _l("Please enter a whole number.")


def _one_or_none(text: Any) -> int | None:
    return int(text) if text not in {"", "None", None} else None


def _text(label: str, longest: int, *checks: Any) -> StringField:
    return StringField(label, validators=[*checks, by_rule(lambda text: ensure_text(text or "", longest))])


def _place(label: str) -> CountField:
    return CountField(
        label,
        default=1,
        validators=[needed(_NUMBER), by_rule(lambda one: ensure_number(one, least=1, most=LARGEST_PLACE))],
    )


class TableForm(VersionedForm):
    """Changes a table; row and column are counted from 1 on the page, from 0 where they are kept."""

    refused_fields = {
        "LabelIsTaken": "label",
        "LabelIsMissing": "label",
        "RangeIsUnclear": "last",
        "TooManyTables": "last",
    }

    label = _text(_l("Name"), LONGEST_LABEL, needed(_l("Please enter what the table is called, such as T1.")))
    kind = OneOfField(
        _l("Kind"), coerce=TableKind, default=TableKind.TABLE, validators=[needed(_l("Please choose from the list."))]
    )
    seats = CountField(
        _l("Seats"),
        default=4,
        validators=[needed(_NUMBER), by_rule(lambda one: ensure_number(one, least=2, most=MOST_SEATS))],
    )
    pool = _text(_l("Pool"), LONGEST_POOL)
    hall_id = ChoiceField(_l("Hall"), coerce=_one_or_none)
    company_id = ChoiceField(_l("Home of a company"), coerce=_one_or_none)
    row = _place(_l("Row on the map"))
    column = _place(_l("Column on the map"))

    def __init__(self, *args: Any, halls: Choices = (), companies: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, _(name)) for kind, name in TABLE_KIND_NAMES.items()]
        self.hall_id.choices = [("", _("No hall")), *((str(key), name) for key, name in halls)]
        self.company_id.choices = [("", _("For everybody")), *((str(key), name) for key, name in companies)]

    def values(self) -> dict[str, Any]:
        """Return what was entered, by the names that the service knows."""
        found = super().values()
        return found | {"row": found["row"] - 1, "column": found["column"] - 1, "pool": found["pool"] or ""}


class NewTablesForm(TableForm):
    """Adds a table, or several whose names end with numbers one after the other."""

    last = _text(_l("Last name of several"), LONGEST_LABEL)

    def values(self) -> dict[str, Any]:
        """Return what was entered, by the names that the service knows."""
        found = super().values()
        return {"first": found.pop("label"), "last": found.pop("last") or ""} | found
