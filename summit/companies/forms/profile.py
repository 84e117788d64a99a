"""The steps of a company's profile, one form each."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, StringField, TextAreaField

from summit.events.forms import ContentForm, TextsField, VersionedForm
from summit.events.forms.fields import ChoiceField, CountField, ManyOfField, by_rule, needed
from summit.registration.forms.fields import country_field
from summit.registration.rules import country_choices
from summit.web.filters import plain_date
from summit.web.locale import current_language

from ..models import Company
from ..rules.profile import (
    LONGEST_DESCRIPTION,
    LONGEST_LEAD_TIME,
    ensure_amount,
    ensure_company_name,
    ensure_entries,
    ensure_line,
    ensure_tags,
    ensure_website,
)
from ..rules.status import PRICE_SEGMENT_NAMES, InterestSide
from .fields import InterestsField, LinesField, SpokenField, kind_groups, unit_choices


def _line(label: Any, rule: Callable[[str], object] = ensure_line, **attributes: str) -> StringField:
    checks = [by_rule(lambda text: rule(text or ""))]
    return StringField(label, default="", validators=checks, render_kw={"dir": "auto", **attributes})


def _list(label: Any, rule: Callable[[Iterable[str]], object] = ensure_entries) -> LinesField:
    checks = [by_rule(lambda text: rule((text or "").splitlines()))]
    return LinesField(label, validators=checks, render_kw={"dir": "auto", "rows": 4})


def _name() -> StringField:
    checks = [
        needed(_l("Please write the name of the company.")),
        by_rule(lambda text: ensure_company_name(text or "")),
    ]
    return StringField(
        _l("Name of the company"), validators=checks, render_kw={"dir": "auto", "autocomplete": "organization"}
    )


def _kind() -> ChoiceField:
    return ChoiceField(_l("What the company mainly is"), validators=[needed(_l("Please choose from the list."))])


def _country() -> Any:
    return country_field(_l("Country or territory"), required=_l("Please choose a country or territory from the list."))


class FoundForm(ContentForm):
    """Begins a company."""

    name = _name()
    kind = _kind()
    country = _country()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = {"": [("", _("Choose from the list"))]} | kind_groups()


class ProfileForm(VersionedForm):
    """A step of a profile; `company` is loaded with its parts."""

    refused_fields = {
        "CompanyNameIsMissing": "name",
        "KindIsMissing": "kind",
        "TooManyKinds": "kinds",
        "WebsiteIsInvalid": "website",
        "UnitIsMissing": "minimum_order_unit",
        "LanguageIsNotOffered": "languages",
        "DayIsOutside": "days",
        "TooManyInterests": "interests",
        "InterestIsUnknown": "interests",
    }

    def values(self) -> dict[str, Any]:
        """Return what was entered, by the names that the services know."""
        lines = {field.name: field.lines for field in self if isinstance(field, LinesField)}
        return super().values() | lines


class WhoForm(ProfileForm):
    """Who the company is."""

    name = _name()
    names = TextsField(_l("Name in other languages and scripts"), needed=False)
    kind = _kind()
    kinds = ManyOfField(_l("What it is besides"))
    country = _country()
    city = _line(_l("City"), autocomplete="address-level2")
    website = StringField(
        _l("Website"),
        default="",
        validators=[by_rule(lambda text: ensure_website(text or ""))],
        render_kw={"dir": "ltr", "inputmode": "url", "autocomplete": "url"},
    )
    is_newcomer = BooleanField(_l("This is the company's first summit"))

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        own = {"kinds": [row.kind for row in company.kinds if row.kind != company.kind]}
        super().__init__(*args, obj=company, data=own, **kwargs)
        groups = kind_groups()
        self.kind.choices = groups
        self.kinds.choices = [choice for choices in groups.values() for choice in choices]
        if not self.is_submitted():
            self.kinds.data = own["kinds"]


class WordsForm(ProfileForm):
    """What the company says of itself."""

    descriptions = TextsField(_l("Description"), needed=False, longest=LONGEST_DESCRIPTION, multiline=True)
    brands = _list(_l("Brands"))
    sizes = _line(_l("Sizes"))
    price_segments = ManyOfField(_l("Price segments"))
    certificates = _list(_l("Certificates"))
    tags = _list(_l("Tags"), ensure_tags)

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, obj=company, **kwargs)
        self.price_segments.choices = [(one.value, _(name)) for one, name in PRICE_SEGMENT_NAMES.items()]


class TradeForm(ProfileForm):
    """On which terms the company trades, and where."""

    minimum_order = CountField(_l("Minimum order"), validators=[by_rule(ensure_amount)])
    minimum_order_unit = ChoiceField(_l("Counted in"), default="")
    lead_time_days = CountField(
        _l("Lead time in days"), validators=[by_rule(lambda days: ensure_amount(days, LONGEST_LEAD_TIME))]
    )
    markets_served = ManyOfField(_l("Markets that you serve"))
    markets_sought = ManyOfField(_l("Markets that you look for"))

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, obj=company, **kwargs)
        self.minimum_order_unit.choices = unit_choices()
        countries = country_choices(current_language())
        self.markets_served.choices, self.markets_sought.choices = countries, countries


class PresenceForm(ProfileForm):
    """Which languages the company's people speak, and when and where they are at the venue."""

    languages = SpokenField(_l("Languages"))
    days = ManyOfField(_l("Days at the venue"))
    stand = _line(_l("Stand"))

    def __init__(self, *args: Any, company: Company, event_days: Iterable[date] = (), **kwargs: Any) -> None:
        super().__init__(*args, obj=company, **kwargs)
        self.days.choices = [(day.isoformat(), plain_date(day)) for day in event_days]
        if not self.is_submitted():
            self.days.data = [row.day.isoformat() for row in company.days]

    def values(self) -> dict[str, Any]:
        """Return what was entered, by the names that the services know; all days are the same as none."""
        chosen = [date.fromisoformat(day) for day in self.days.data or ()]
        return super().values() | {"days": [] if len(chosen) == len(self.days.choices) else chosen}


class InterestsForm(ProfileForm):
    """What the company offers, or what it needs."""

    interests = InterestsField(_l("Offers and needs"))

    def __init__(self, *args: Any, company: Company, side: InterestSide, **kwargs: Any) -> None:
        rows = [row for row in company.interests if row.side is side]
        super().__init__(*args, data={"interests": rows, "version": company.version}, **kwargs)


class LogoForm(ContentForm):
    """Sends a logo."""

    logo = FileField(_l("Logo"))


class ListingForm(ContentForm):
    """Agrees that others see the company."""

    agree = BooleanField(_l("We agree"), validators=[needed(_l("Please tick the box if the company agrees."))])


class WordsOnlyForm(ContentForm):
    """Says something with a step."""

    refused_fields = {"WordsAreMissing": "words", "TextIsTooLong": "words", "TextTurnsAround": "words"}

    words = TextAreaField(_l("Your words"), default="", render_kw={"dir": "auto", "rows": 4})
