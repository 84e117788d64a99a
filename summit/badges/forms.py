"""The shape of what staff send about badges."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired

from summit.web.forms import SummitForm

from .rules import LAYOUT_NAMES, ORDER_NAMES, REISSUE_NAMES


class PrintForm(SummitForm):
    """How the badges that the filter finds are put on paper; the filter itself stands in the address."""

    layout = RadioField(
        _l("Paper"),
        [InputRequired()],
        choices=[SelectChoice(value, _l(name)) for value, name in LAYOUT_NAMES.items()],
        default="a6",
    )
    order = SelectField(
        _l("Order"),
        [InputRequired()],
        choices=[SelectChoice(order.value, _l(name)) for order, name in ORDER_NAMES.items()],
    )


class ReissueForm(SummitForm):
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
