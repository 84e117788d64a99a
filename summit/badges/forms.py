"""The shape of what staff send about badges."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from summit.web.forms import SummitForm

from .layouts import SHEET_NAMES, Sheet
from .layouts.sizes import MODE_NAMES, SIDES_NAMES, SIZE_NAMES
from .rules import MOST_DESKS, ORDER_NAMES, REISSUE_NAMES

_LONGEST_ISSUE = 9


def _first_place() -> IntegerField:
    return IntegerField(
        _l("First free place on the first sheet"),
        [InputRequired(), NumberRange(1, 8)],
        default=1,
        description=_l("1 for a fresh sheet. Places are counted from left to right and from top to bottom."),
    )


class PrintForm(SummitForm):
    """How the badges that the filter finds are put on paper; the filter itself stands in the address."""

    layout = RadioField(
        _l("Paper"),
        [InputRequired()],
        choices=[SelectChoice(sheet.value, _l(name)) for sheet, name in SHEET_NAMES.items()],
        default=Sheet.SINGLE.value,
    )
    order = SelectField(
        _l("Order"),
        [InputRequired()],
        choices=[SelectChoice(order.value, _l(name)) for order, name in ORDER_NAMES.items()],
    )
    first_place = _first_place()
    desks = IntegerField(
        _l("Desks that hand the badges out"),
        [InputRequired(), NumberRange(1, MOST_DESKS)],
        default=1,
        description=_l("The order is cut into as many even parts, such as A–F and G–M, each behind a separator page."),
    )
    separators = BooleanField(_l("A separator page before each letter or country"))


class ReprintForm(SummitForm):
    """What jammed of a run."""

    by = RadioField(
        _l("The numbers count"),
        [InputRequired()],
        choices=[SelectChoice("badge", _l("Badges")), SelectChoice("sheet", _l("Sheets of paper"))],
        default="badge",
    )
    desk = SelectField(_l("Counted from the beginning of"), default="")
    numbers = StringField(
        _l("Numbers to print again"),
        [InputRequired(_l("Please give the numbers to print again.")), Length(max=200)],
        description=_l("For example 311–340, 402."),
    )
    first_place = _first_place()


class SeenForm(SummitForm):
    """What is done to a badge, with the issue that the page showed: another desk may have replaced it meanwhile."""

    issue = HiddenField()

    @property
    def seen(self) -> int:
        """The issue that the page showed, 0 for none."""
        text = (self.issue.data or "")[:_LONGEST_ISSUE]
        return int(text) if text.isascii() and text.isdigit() else 0


class ReissueForm(SeenForm):
    """A new badge in place of the present one."""

    reason = RadioField(
        _l("Why is a new badge needed?"),
        [InputRequired(_l("Please choose why a new badge is needed."))],
        choices=[SelectChoice(reason.value, _l(name)) for reason, name in REISSUE_NAMES.items()],
    )
    confirmed = BooleanField(
        _l("The old badge stops opening doors at once"),
        [InputRequired(_l("Please confirm that the old badge may stop working."))],
    )


def strip_or_none(text: str | None) -> str | None:
    """Return the text without spaces around it, None for an empty one."""
    return (text or "").strip() or None


class LayoutForm(SummitForm):
    """A layout to begin with the house's design."""

    name = StringField(
        _l("Name"), [InputRequired(_l("Please give the layout a name.")), Length(max=80)], filters=[strip_or_none]
    )
    size = SelectField(
        _l("Size"),
        [InputRequired()],
        choices=[SelectChoice(size.value, _l(name)) for size, name in SIZE_NAMES.items()],
    )
    mode = SelectField(
        _l("Colour"),
        [InputRequired()],
        choices=[SelectChoice(mode.value, _l(name)) for mode, name in MODE_NAMES.items()],
    )
    sides = SelectField(
        _l("Sides"),
        [InputRequired()],
        choices=[SelectChoice(sides.value, _l(name)) for sides, name in SIDES_NAMES.items()],
    )
