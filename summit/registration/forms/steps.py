"""The steps of the staged form, one question group each; `data_of` gives what a draft keeps."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from summit.events.rules import Ask
from summit.registration.rules import FormStep
from summit.registration.rules.languages import NAME_LANGUAGES, SPOKEN_LANGUAGES
from summit.web.forms import SummitForm

from .fields import (
    LONGEST_TEXT,
    CheckboxesField,
    country_field,
    language_options,
    line_field,
    name_field,
    refuse_reordering,
    stripped,
    valid_email,
    valid_phone,
)

_BAD_DATE = _l("Please write the date as year, month and day, such as 2026-11-28.")


class StepForm(SummitForm):
    """A step whose fields are named as the answers."""

    def without(self, *names: str) -> "StepForm":
        """Drop the questions that the category does not ask."""
        for name in names:
            if name in self:
                del self[name]
        return self

    def data_of(self) -> dict[str, Any]:
        """Return the answers of this step as JSON values."""
        return {field.name: field.data or "" for field in self if field.name != "csrf_token"}


class CategoryForm(StepForm):
    """As what somebody takes part; the view lists the open categories."""

    category = RadioField(
        _l("How will you take part?"),
        [DataRequired(_l("Please choose how you will take part."))],
        validate_choice=False,
    )


class IdentityForm(StepForm):
    """A person's names, after the W3C note on personal names."""

    name_latin = name_field(
        _l("Full name in Latin letters"),
        _l("As in your passport if you travel on one. In the order in which you use it."),
        _l("Please write your full name in Latin letters."),
        autocomplete="name",
    )
    name_native = name_field(
        _l("Full name in your own script"),
        _l("For example in Chinese, Cyrillic, Arabic or Devanagari; it stands on your badge as well."),
    )
    native_language = SelectField(
        _l("Language of that name"),
        choices=language_options(NAME_LANGUAGES, _l("Choose a language")),
        validate_choice=False,
        description=_l("So that it is printed with the right letter forms."),
    )
    call_me = name_field(
        _l("What should we call you?"),
        _l("If people call you by another or a shorter name, we print it large on the badge."),
        autocomplete="nickname",
    )
    honorific = name_field(
        _l("Title or form of address"),
        _l("As you use it, for example Dr., Prof. or H. E.; we never guess it."),
        autocomplete="honorific-prefix",
    )

    def validate_native_language(self, field: SelectField) -> None:
        """Ask for the language where there is a name in it."""
        if field.data and field.data not in NAME_LANGUAGES:
            raise ValidationError(_l("Please choose a language from the list."))
        if self.name_native.data and not field.data:
            raise ValidationError(_l("Please choose the language of the name in your own script."))


class ContactForm(StepForm):
    """How a person is reached, and the four facts about countries."""

    email = line_field(
        _l("E-mail address"),
        _l("We send a link to it that you need to open before we look at your registration."),
        _l("Please write your e-mail address."),
        autocomplete="email",
        inputmode="email",
        type="email",
        dir="ltr",
    )
    phone = line_field(
        _l("Mobile number"),
        _l("With the country code, for example +55 11 96123 4567."),
        autocomplete="tel",
        inputmode="tel",
        type="tel",
        dir="ltr",
    )
    citizenship = country_field(
        _l("Citizenship"),
        _l("The country or territory of your passport."),
        _l("Please choose your citizenship."),
    )
    residence = country_field(
        _l("Where you live"),
        "",
        _l("Please choose the country or territory where you live."),
        autocomplete="country",
    )
    represents = country_field(
        _l("Country you represent"),
        _l("It stands on your badge. Leave it empty if you come for yourself or for an organisation only."),
    )
    represents_name = line_field(
        _l("Or the organisation you represent"),
        _l("For example an international association."),
    )
    document_issuer = country_field(
        _l("Country that issued your travel document"),
        _l("We need it for visa and invitation letters."),
    )

    def validate_email(self, field: Any) -> None:
        """Check the address itself."""
        valid_email(self, field)

    def validate_phone(self, field: Any) -> None:
        """Check the number itself."""
        valid_phone(self, field)


class OrganisationForm(StepForm):
    """Where somebody works, what they speak, and what their badge says."""

    organisation = line_field(
        _l("Organisation, brand or publication"),
        _l("As it should stand on your badge. Write “independent” if there is none."),
        _l("Please write your organisation, or “independent”."),
        autocomplete="organization",
    )
    job_title = line_field(_l("Position"), autocomplete="organization-title")
    languages_spoken = CheckboxesField(
        _l("Languages you speak"),
        [Optional()],
        choices=language_options(SPOKEN_LANGUAGES),
        description=_l("For meetings and interpretation. Choose all that apply."),
    )
    badge_line1 = line_field(
        _l("Large line on your badge"),
        _l("Filled in from your name; change it if you wish."),
        _l("Please write what should stand large on your badge."),
    )
    badge_line2 = line_field(_l("Small line below it"))

    def data_of(self) -> dict[str, Any]:
        """Return the answers of this step; nobody's languages are an empty list."""
        return super().data_of() | {"languages_spoken": list(self.languages_spoken.data or [])}


class PhotoForm(StepForm):
    """A portrait, uploaded or taken with the camera."""

    photo = FileField(
        _l("Your photo"),
        description=_l("Your face from the front, JPEG, PNG or WebP, up to 10 MB. We crop it to 3 : 4."),
    )
    remove = BooleanField(_l("Remove the present photo"))


class ExtrasForm(StepForm):
    """What only some categories are asked."""

    diet = TextAreaField(
        _l("What should we know about your diet?"),
        [Length(max=LONGEST_TEXT), refuse_reordering],
        filters=[stripped],
        description=_l("For example vegetarian, halal, kosher, or allergies."),
        render_kw={"rows": 3, "dir": "auto"},
    )
    access_needs = TextAreaField(
        _l("What would make your visit easier?"),
        [Length(max=LONGEST_TEXT), refuse_reordering],
        filters=[stripped],
        description=_l("For example a step-free way, sign language, or a quiet place."),
        render_kw={"rows": 3, "dir": "auto"},
    )
    arrival_on = DateField(_l("Arrival in the host country"), [Optional()])
    departure_on = DateField(_l("Departure"), [Optional()])
    needs_visa_letter = BooleanField(_l("I need an invitation letter for my visa"))
    travel_note = line_field(
        _l("Flight or train, if you know it already"),
        _l("Please write no passport numbers here."),
    )
    guardian = name_field(
        _l("Name of the adult who comes with the child"),
        _l("The adult needs a registration of their own."),
        _l("Please write the name of the adult who comes with the child."),
    )

    def validate_departure_on(self, field: DateField) -> None:
        """Refuse a departure before the arrival."""
        if self.arrival_on.data and field.data and field.data < self.arrival_on.data:
            raise ValidationError(_l("The departure must not be before the arrival."))

    def data_of(self) -> dict[str, Any]:
        """Return the answers of this step, the travel facts together."""
        data = super().data_of()
        travel = {name: _json(data.pop(name)) for name in TRAVEL_FIELDS if name in data}
        return data | ({"travel": travel} if travel else {})


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value or ""


TRAVEL_FIELDS = ("arrival_on", "departure_on", "needs_visa_letter", "travel_note")
_EXTRA_FIELDS = {
    Ask.DIET: ("diet",),
    Ask.ACCESS: ("access_needs",),
    Ask.TRAVEL: TRAVEL_FIELDS,
    Ask.GUARDIAN: ("guardian",),
}
_FORMS: dict[FormStep, type[StepForm]] = {
    FormStep.CATEGORY: CategoryForm,
    FormStep.IDENTITY: IdentityForm,
    FormStep.CONTACT: ContactForm,
    FormStep.ORGANISATION: OrganisationForm,
    FormStep.PHOTO: PhotoForm,
    FormStep.EXTRAS: ExtrasForm,
}


def make_step_form(step: FormStep, kept: dict[str, Any], asks: list[Ask]) -> StepForm:
    """Return the form of a step, filled with what a draft keeps, with the questions that are asked."""
    form = _FORMS[step](data=_form_values(kept))
    _say_what_is_wrong_with_dates(form)
    if step is FormStep.CONTACT and Ask.TRAVEL not in asks:
        form.without("document_issuer")
    if step is FormStep.EXTRAS:
        form.without(*(name for ask, names in _EXTRA_FIELDS.items() if ask not in asks for name in names))
    return form


def _form_values(kept: dict[str, Any]) -> dict[str, Any]:
    values = {**kept, **kept.get("travel", {})}
    for name in ("arrival_on", "departure_on"):
        if values.get(name):
            values[name] = date.fromisoformat(values[name])
    return {name: value for name, value in values.items() if value != ""}


def _say_what_is_wrong_with_dates(form: StepForm) -> None:
    for field in form:
        if isinstance(field, DateField) and field.process_errors:
            field.process_errors = [_BAD_DATE]
