"""What the pages of companies call things in the reader's language."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import format_date
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from summit.events.models import Event
from summit.registration.rules.countries import country_choices, country_name
from summit.registration.rules.languages import language_name
from summit.web.filters import number
from summit.web.locale import current_language

from ..models import Company, Interest
from ..queries.directory import Words
from ..rules import directory as shown
from ..rules.kinds import KIND_NAMES
from ..rules.status import QUANTITY_UNIT_NAMES, InterestSide, QuantityUnit
from ..rules.taxonomy import nodes


def search_words() -> Words:
    """Return what searching and sorting need of the reader's language."""
    return _words_in(current_language())


@lru_cache(maxsize=16)
def _words_in(language: str) -> Words:
    """Return the words of the language, which is the reader's: translated once, for they are many."""
    return Words(
        nodes={one.code: _(one.name) for one in nodes()},
        kinds={kind.value: _(name) for kind, name in KIND_NAMES.items()},
        countries=[code for code, _name in country_choices(language)],
    )


def country(code: str) -> str:
    """Return a country's name."""
    return country_name(code, current_language())


def language(tag: str) -> str:
    """Return a language's name."""
    return language_name(tag, current_language())


def kind_name(code: str) -> str:
    """Return the name of a kind of company; one that is no longer known stays readable."""
    return search_words().kinds.get(code, code)


def node_name(code: str) -> str:
    """Return the name of a node of the taxonomy; one that is no longer known stays readable."""
    return search_words().nodes.get(code, code)


def short_day(day: date) -> str:
    """Return a day as it stands in a list: its weekday, its number and its month."""
    return str(format_date(day, format="EEE d MMM", locale=get_locale()))


def quantity(interest: Interest) -> str:
    """Return how much is offered or needed, "" where nothing was said."""
    if interest.quantity is None:
        return ""
    amount = number(interest.quantity)
    known = {unit.value for unit in QuantityUnit}
    unit = _(QUANTITY_UNIT_NAMES[QuantityUnit(interest.unit)]) if interest.unit in known else ""
    if interest.side is InterestSide.NEED:
        return str(_("about %(amount)s %(unit)s", amount=amount, unit=unit)).strip()
    return str(_("up to %(amount)s %(unit)s", amount=amount, unit=unit)).strip()


def days_of(event: Event) -> list[date]:
    """Return the edition's days."""
    count = (event.ends_on - event.starts_on).days + 1
    return [event.starts_on + timedelta(days=place) for place in range(count)]


def first_names(company: Company, side: InterestSide, most: int) -> list[str]:
    """Return the names of the first things that a company offers or needs."""
    return [node_name(one.node) for one in company.interests if one.side is side][:most]


def companies_counted(count: int) -> str:
    """Return how many companies there are, in words."""
    sentence: str = ngettext("%(num)s company", "%(num)s companies", count)
    return sentence


def joined_kinds(codes: Iterable[str], main: str) -> list[str]:
    """Return the names of a company's kinds, its main one first."""
    return [kind_name(code) for code in sorted(codes, key=lambda code: code != main)]


def other_name(company: Company) -> tuple[str, str]:
    """Return (tag, text) of the company's name in another script or language, ("", "") for none."""
    return shown.other_name(company.name, company.names, current_language())
