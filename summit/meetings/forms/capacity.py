"""The form of the capacity calculator."""

from flask_babel import lazy_gettext as _l

from summit.events.forms import ContentForm
from summit.events.forms.fields import CountField, by_rule, needed
from summit.events.rules import ensure_number

MOST = 10_000


def _count(label: str, default: int) -> CountField:
    checks = [needed(_l("Please enter a whole number.")), by_rule(lambda one: ensure_number(one, least=1, most=MOST))]
    return CountField(label, default=default, validators=checks)


class CapacityForm(ContentForm):
    """Reckons with numbers that are made up."""

    buyers = _count(_l("Buyers"), 40)
    suppliers = _count(_l("Suppliers"), 60)
    each = _count(_l("Meetings that each of them wishes for"), 8)
    tables = _count(_l("Tables"), 20)
    slots = _count(_l("Slots"), 16)
