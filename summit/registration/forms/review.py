"""The shape of what an officer sends: the filter in the URL, a decision, many at once, corrected names."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, SelectChoice, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from summit.registration.rules.countries import country_codes
from summit.registration.rules.desk import NO_COUNTRY, QueueFilter, QueueSort, StaffNames
from summit.registration.rules.status import (
    REASON_NAMES,
    RegistrationStatus,
    RejectionNeedsReason,
    RejectionReason,
    ReviewAction,
)
from summit.web.forms import SummitForm

MOST_AT_ONCE = 200
_LONGEST_QUERY = 200
_YES_NO = {"yes": True, "no": False}
_BIG = 2**63 - 1
_DESCENDING_AT_FIRST = {QueueSort.SUBMITTED, QueueSort.UPDATED}


def read_filter(args: "MultiDict[str, str]") -> QueueFilter:
    """Return the filter that a URL names; what it does not know is passed over, so that old links keep working."""
    sort, descending = _read_sort(args.get("sort", ""))
    return QueueFilter(
        q=args.get("q", "").strip()[:_LONGEST_QUERY],
        statuses=tuple(_known(args.getlist("status"), RegistrationStatus)),
        letters=tuple(dict.fromkeys(letter for letter in args.getlist("category") if 0 < len(letter) <= 2)),
        represents=tuple(_countries(args.getlist("country"))),
        has_photo=_YES_NO.get(args.get("photo", "")),
        second_officer=args.get("second") == "1",
        sort=sort,
        descending=descending,
    )


def _read_sort(text: str) -> tuple[QueueSort, bool]:
    known = _known([text.removeprefix("-")], QueueSort)
    return (known[0], text.startswith("-")) if known else (QueueSort.SUBMITTED, True)


def _known(values: Iterable[str], kind: Any) -> list[Any]:
    wanted = set(values)
    return [member for member in kind if member.value in wanted]


def _countries(codes: Iterable[str]) -> list[str]:
    known = country_codes() | {NO_COUNTRY}
    return [code for code in dict.fromkeys(codes) if code in known]


def write_filter(wanted: QueueFilter) -> dict[str, Any]:
    """Return the arguments of the URL that names this filter; what is not filtered is left out."""
    sort = _sort_text(wanted)
    photo = {True: "yes", False: "no", None: None}[wanted.has_photo]
    arguments = {
        "q": wanted.q,
        "status": [status.value for status in wanted.statuses],
        "category": list(wanted.letters),
        "country": list(wanted.represents),
        "photo": photo,
        "second": "1" if wanted.second_officer else None,
        "sort": None if sort == "-submitted" else sort,
    }
    return {name: value for name, value in arguments.items() if value}


def sort_argument(wanted: QueueFilter, column: QueueSort) -> str:
    """Return the sort that a click on a column's head asks for: this column, or its other direction."""
    descending = not wanted.descending if wanted.sort is column else column in _DESCENDING_AT_FIRST
    return f"{'-' if descending else ''}{column.value}"


def _as_is(text: Any) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def _reason(text: Any) -> RejectionReason | None:
    return RejectionReason(text) if text in {reason.value for reason in RejectionReason} else None


_ACTIONS = [SelectChoice(action.value) for action in ReviewAction]
_REASONS = [
    SelectChoice("", _l("No reason chosen")),
    *(SelectChoice(reason.value, _l(REASON_NAMES[reason])) for reason in RejectionReason),
]


class DecisionForm(SummitForm):
    """One decision about one person; `version` and `last_step` say what the officer saw."""

    action = SelectField(_l("Decision"), choices=_ACTIONS, coerce=ReviewAction)
    reason = SelectField(_l("Reason, if you do not accept"), choices=_REASONS, coerce=_reason, validate_choice=False)
    message = TextAreaField(
        _l("Message to the delegate"),
        [Length(max=2000)],
        filters=[_as_is],
        description=_l("Written into the mail, in your own words and the delegate's language."),
    )
    note = TextAreaField(
        _l("Internal note"),
        [Length(max=2000)],
        filters=[_as_is],
        description=_l("Kept in the history. The delegate does not see it."),
    )
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(1, _BIG)])
    last_step = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(0, _BIG)], default=0)

    def show_present(self, version: int, last_step: int) -> None:
        """Let the next attempt start from what the officer sees now."""
        self.version.process_data(version)
        self.last_step.process_data(last_step)
        self.version.raw_data = self.last_step.raw_data = None


class BulkForm(SummitForm):
    """One decision about every ticked person; `pick` holds "id:version" of each."""

    action = SelectField(_l("Decision"), choices=_ACTIONS, coerce=ReviewAction)
    reason = SelectField(_l("Reason, if you do not accept"), choices=_REASONS, coerce=_reason, validate_choice=False)
    note = StringField(_l("Internal note"), [Length(max=2000)], filters=[_as_is])
    pick = SelectMultipleField(_l("Ticked people"), validate_choice=False)

    def validate_reason(self, field: SelectField) -> None:
        """Ask once for the reason rather than refuse every row."""
        if self.action.data is ReviewAction.REJECT and field.data is None:
            raise ValidationError(gettext(RejectionNeedsReason.message))

    def validate_pick(self, field: SelectMultipleField) -> None:
        """Refuse a decision about nobody."""
        if not self.picks():
            raise ValidationError(gettext("Please tick at least one person."))

    def picks(self) -> list[tuple[int, int]]:
        """Return (id, version) of the ticked rows, each once; what cannot be read is passed over."""
        read = [_read_pick(text) for text in self.pick.data or []]
        return list(dict.fromkeys(pick for pick in read if pick))[:MOST_AT_ONCE]


def _read_pick(text: str) -> tuple[int, int] | None:
    row_id, _, version = text.partition(":")
    if not (row_id.isascii() and row_id.isdigit() and version.isascii() and version.isdigit()):
        return None
    pick = int(row_id[:20]), int(version[:20])
    return pick if max(pick) <= _BIG else None


class NamesForm(SummitForm):
    """The names that staff write."""

    name_cyrillic = StringField(
        _l("Name in Cyrillic"), [Length(max=200)], description=_l("For letters and lists in Russian.")
    )
    patronymic = StringField(_l("Patronymic"), [Length(max=200)])
    badge_line1 = StringField(_l("Badge, first line"), [Length(max=200)])
    badge_line2 = StringField(_l("Badge, second line"), [Length(max=200)])
    sort_key = StringField(
        _l("Sorted as"), [Length(max=200)], description=_l("Leave empty to sort by the name in Latin letters.")
    )
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(1, _BIG)])

    def names(self) -> StaffNames:
        """Return what was typed."""
        return StaffNames(**{one.name: self[one.name].data or "" for one in fields(StaffNames)})


def filter_summary(wanted: QueueFilter) -> Mapping[str, Any]:
    """Return the filter as template words: what is chosen, and whether the rarer filters are in use."""
    return {
        "statuses": {status.value for status in wanted.statuses},
        "letters": set(wanted.letters),
        "countries": set(wanted.represents),
        "photo": {True: "yes", False: "no", None: ""}[wanted.has_photo],
        "sort": _sort_text(wanted),
        "more": len(wanted.statuses) > 1
        or wanted.has_photo is not None
        or bool(wanted.letters)
        or wanted.second_officer,
    }


def _sort_text(wanted: QueueFilter) -> str:
    return f"{'-' if wanted.descending else ''}{wanted.sort.value}"
