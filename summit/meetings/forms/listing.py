"""The filter of the organiser's list in the address, and an act on many meetings at once."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import Length

from summit.registration.rules.countries import country_codes
from summit.web.forms import SummitForm

from ..rules.kinds import MeetingFormat, MeetingKind, MeetingOrigin, MeetingStatus
from ..rules.listing import FIRST_COLUMNS, Column, MeetingFilter, MeetingSort

MOST_AT_ONCE = 200
_LONGEST_QUERY = 200
_PICK = re.compile(r"([0-9]{1,15}):([0-9]{1,15})")


def read_filter(args: "MultiDict[str, str]") -> MeetingFilter:
    """Return the filter that an address names; what it does not know is passed over, so that old links keep working."""
    sort = args.get("sort", "")
    known = _known([sort.removeprefix("-")], MeetingSort)
    return MeetingFilter(
        q=args.get("q", "").strip()[:_LONGEST_QUERY],
        statuses=tuple(_known(args.getlist("status"), MeetingStatus)),
        company=args.get("company", "")[:64],
        country=args.get("country", "") if args.get("country", "") in country_codes() else "",
        day=_day(args.get("day", "")),
        origin=next(iter(_known([args.get("origin", "")], MeetingOrigin)), None),
        kind=next(iter(_known([args.get("visit", "")], MeetingKind)), None),
        format=next(iter(_known([args.get("format", "")], MeetingFormat)), None),
        lacks_interpreter=args.get("interpreter") == "none",
        no_show=args.get("absent") == "1",
        sort=known[0] if known else MeetingSort.ASKED,
        descending=sort.startswith("-") if known else True,
        columns=tuple(_known(args.getlist("column"), Column)) or FIRST_COLUMNS,
    )


def write_filter(wanted: MeetingFilter) -> dict[str, Any]:
    """Return the arguments of the address that names this filter; what is not filtered is left out."""
    sort = f"{'-' if wanted.descending else ''}{wanted.sort.value}"
    arguments = {
        "q": wanted.q,
        "status": [status.value for status in wanted.statuses],
        "company": wanted.company,
        "country": wanted.country,
        "day": wanted.day.isoformat() if wanted.day else None,
        "origin": wanted.origin.value if wanted.origin else None,
        "visit": wanted.kind.value if wanted.kind else None,
        "format": wanted.format.value if wanted.format else None,
        "interpreter": "none" if wanted.lacks_interpreter else None,
        "absent": "1" if wanted.no_show else None,
        "sort": None if sort == "-asked" else sort,
        "column": None if wanted.columns == FIRST_COLUMNS else [column.value for column in wanted.columns],
    }
    return {name: value for name, value in arguments.items() if value}


def _known(values: Iterable[str], kind: Any) -> list[Any]:
    wanted = set(values)
    return [member for member in kind if member.value in wanted]


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 3000 else None


class BulkForm(SummitForm):
    """One act on every ticked meeting."""

    act = SelectField(
        _l("What to do"),
        choices=[
            SelectChoice("fix", _l("Fix at their time")),
            SelectChoice("release", _l("Release")),
            SelectChoice("cancel", _l("Call off, and tell both companies")),
        ],
    )
    message = StringField(_l("Message, when called off"), [Length(max=2000)])


def read_picks(values: Iterable[str]) -> dict[int, int]:
    """Return the ticked meetings as {id: version seen}, from values such as "5:3"; others are left out."""
    found = (_PICK.fullmatch(value) for value in list(values)[:MOST_AT_ONCE])
    return {int(one[1]): int(one[2]) for one in found if one}
