"""Why a company is recommended, and what a profile lacks, in the reader's language."""

from collections.abc import Callable, Iterable

from babel.dates import format_skeleton
from babel.lists import format_list
from babel.units import format_unit
from flask_babel import get_locale, gettext, ngettext

from summit.companies.rules.matching import Gap, Reason, ReasonKind
from summit.companies.rules.status import PRICE_SEGMENT_NAMES, PriceSegment, QuantityUnit
from summit.companies.rules.taxonomy import is_known, node
from summit.errors import N_
from summit.events.views.filters import language_name, territory
from summit.web.filters import isolated

_UNITS = {
    QuantityUnit.METRES: "length-meter",
    QuantityUnit.KILOGRAMS: "mass-kilogram",
    QuantityUnit.SQUARE_METRES: "area-square-meter",
}
GAP_WORDS = {
    Gap.NEEDS: N_("Say what you need: the strongest matches are found by it."),
    Gap.OFFERS: N_("Say what you offer, so that those who need it find you."),
    Gap.LANGUAGES: N_("Name the languages that your people speak."),
    Gap.QUANTITIES: N_("Give the quantities that you need: suppliers look at their minimum orders."),
    Gap.PRICE: N_("Choose your price segment."),
    Gap.MARKETS: N_("Name the markets that you look for."),
    Gap.MINIMUM: N_("Give your minimum order."),
    Gap.TAGS: N_("Add a few words of your own, such as “organic” or “small series”."),
}


def _(message: str, **values: object) -> str:
    return str(gettext(message, **values))


def sentence(reason: Reason) -> str:
    """Return a reason as one sentence, addressed to the reader ("you")."""
    return _SENTENCES[reason.kind](reason)


def quantity_words(quantity: int, unit: str) -> str:
    """Write how much, with its unit in the plural that the number asks for."""
    if unit == QuantityUnit.PIECES:
        return str(ngettext("%(num)s piece", "%(num)s pieces", quantity))
    if unit == QuantityUnit.PAIRS:
        return str(ngettext("%(num)s pair", "%(num)s pairs", quantity))
    measure = _UNITS.get(QuantityUnit(unit)) if unit in set(QuantityUnit) else None
    return format_unit(quantity, measure, locale=get_locale()) if measure else str(quantity)


def _name(code: str) -> str:
    return _(node(code).name) if is_known(code) else code


def _all(words: Iterable[str]) -> str:
    return format_list(list(words), locale=get_locale())


def _things(reason: Reason) -> str:
    names = [_name(code) for code in reason.nodes]
    if reason.quantity:
        # Translators: something that is needed and how much of it, as "Cotton jersey (300 metres)"
        names[0] = _("%(thing)s (%(quantity)s)", thing=names[0], quantity=quantity_words(reason.quantity, reason.unit))
    return _all(names)


def _they_need(reason: Reason) -> str:
    if reason.minimum is None:
        return _("They need: %(things)s. You offer it.", things=_things(reason))
    minimum = quantity_words(reason.minimum, reason.unit)
    return _(
        "They need: %(things)s. You offer it, and the quantity reaches your minimum order of %(minimum)s.",
        things=_things(reason),
        minimum=minimum,
    )


def _they_offer(reason: Reason) -> str:
    if reason.minimum is None:
        return _("They offer what you need: %(things)s.", things=_things(reason))
    minimum = quantity_words(reason.minimum, reason.unit)
    return _(
        "They offer what you need: %(things)s. Your quantity reaches their minimum order of %(minimum)s.",
        things=_things(reason),
        minimum=minimum,
    )


def _they_need_like(reason: Reason) -> str:
    need, offer = map(_name, reason.nodes)
    return _("They need something close to what you offer: %(need)s – %(offer)s.", need=need, offer=offer)


def _they_offer_like(reason: Reason) -> str:
    need, offer = map(_name, reason.nodes)
    return _("They offer something close to what you need: %(offer)s – %(need)s.", need=need, offer=offer)


def _tags(reason: Reason) -> str:
    words = [isolated(word) for word in reason.words]
    return _("You both name: %(words)s.", words=_all(words))


def _segments(reason: Reason) -> str:
    ordered = [segment for segment in PriceSegment if segment in reason.words]
    return _all(_(PRICE_SEGMENT_NAMES[segment]) for segment in ordered)


def _countries(reason: Reason) -> str:
    return _all(territory(code) for code in reason.words)


def _days(reason: Reason) -> str:
    return _all(format_skeleton("MMMMd", day, locale=get_locale()) for day in reason.days)


def _free(reason: Reason) -> str:
    return _("Both free on: %(days)s.", days=_days(reason))


_SENTENCES: dict[ReasonKind, Callable[[Reason], str]] = {
    ReasonKind.THEY_NEED: _they_need,
    ReasonKind.THEY_OFFER: _they_offer,
    ReasonKind.THEY_NEED_LIKE: _they_need_like,
    ReasonKind.THEY_OFFER_LIKE: _they_offer_like,
    ReasonKind.TAGS: _tags,
    ReasonKind.PRICE: lambda reason: _("The same price segment: %(segments)s.", segments=_segments(reason)),
    ReasonKind.NEAR_PRICE: lambda reason: _("A neighbouring price segment: %(segments)s.", segments=_segments(reason)),
    ReasonKind.YOUR_MARKET: lambda reason: _(
        "They are at home in markets that you look for: %(countries)s.", countries=_countries(reason)
    ),
    ReasonKind.THEIR_MARKET: lambda reason: _(
        "They look for markets in which you are at home: %(countries)s.", countries=_countries(reason)
    ),
    ReasonKind.LANGUAGE: lambda reason: _(
        "Common language: %(languages)s.", languages=_all(map(language_name, reason.words))
    ),
    ReasonKind.INTERPRETER: lambda reason: _("No common language: ask for an interpreter with your request."),
    ReasonKind.DAYS: lambda reason: _("Both here on: %(days)s.", days=_days(reason)),
    ReasonKind.FREE: _free,
}
