"""The shape of what the desk sends."""

from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length

from summit.badges.forms import SeenForm
from summit.badges.rules import REISSUE_NAMES
from summit.errors import N_, DomainError
from summit.registration.forms.fields import name_field
from summit.registration.forms.steps import ContactForm, IdentityForm, OrganisationForm
from summit.registration.rules import ConsentPurpose
from summit.registration.rules.answers import ANSWER_FIELDS, RegistrationAnswers
from summit.registration.rules.languages import language_choices
from summit.web.forms import SummitForm
from summit.web.locale import LAUNCH_LANGUAGES, current_language

from .rules import (
    COLLECTOR_NAMES,
    IDENTITY_NAMES,
    AddressIsRegistered,
    Collector,
    CollectorIsMissing,
    Handing,
    IdentityCheck,
)

# Where the keyboard goes when a page opens; static/js/desk/next.js reads it.
_NEXT = {"data-next": True}
_FOR_OTHERS = _l("Only where it is not the person themselves.")
_NEEDS_ADULT = N_("Please write the name of the adult who comes with the child.")
_TOO_LONG = _l("Please use at most %(max)d characters.")
# What a queue at the desk has no time for; it can be added on the registration's own pages.
_LATER = ("document_issuer", "represents_name", "languages_spoken", "badge_line1", "badge_line2")


class FindForm(SummitForm):
    """Whom to look for."""

    q = StringField(
        _l("Name, number or code"),
        [InputRequired(_l("Please type a name, a number or a code."))],
        render_kw=_NEXT | {"dir": "auto"},
    )


class HandOutForm(SeenForm):
    """How a badge is taken away."""

    collector = RadioField(
        _l("Who takes the badge?"),
        [InputRequired()],
        choices=[SelectChoice(one.value, _l(COLLECTOR_NAMES[one])) for one in Collector if one is not Collector.GROUP],
        default=Collector.SELF.value,
    )
    collected_by = StringField(
        _l("Name of who takes it"),
        [Length(max=200, message=_TOO_LONG)],
        description=_FOR_OTHERS,
        render_kw={"dir": "auto"},
    )
    identity = SelectField(
        _l("Recognised by"),
        [InputRequired(_l("Please choose what you have looked at."))],
        choices=[SelectChoice("", _l("Choose"))] + [SelectChoice(k.value, _l(n)) for k, n in IDENTITY_NAMES.items()],
        description=_l("Look only; numbers of documents are not kept."),
        render_kw=_NEXT,
    )
    note = TextAreaField(_l("Note"), [Length(max=500, message=_TOO_LONG)], render_kw={"dir": "auto", "rows": 2})

    def validate_collected_by(self, field: StringField) -> None:
        """Refuse a name beside "the person themselves": the log would lose it."""
        if "collector" in self and self.collector.data == Collector.SELF.value and (field.data or "").strip():
            raise ValidationError(_FOR_OTHERS)

    def refuse(self, error: DomainError, field: str | None = None) -> None:
        """Show a refusal at the field that it is about, or at the top of the form."""
        super().refuse(error, "collected_by" if isinstance(error, CollectorIsMissing) else field)

    def handing(self) -> Handing:
        """Return how the badges are taken away."""
        return Handing(
            collector=Collector(self.collector.data) if "collector" in self else Collector.GROUP,
            identity=IdentityCheck(self.identity.data),
            collected_by=self.collected_by.data or "",
            note=(self.note.data or "").strip(),
            seen=self.seen if "issue" in self else 0,
        )


class ReplaceForm(SeenForm):
    """A new badge in place of the one that was lost or damaged."""

    reason = SelectField(
        _l("Why is a new badge needed?"),
        [InputRequired(_l("Please choose why a new badge is needed."))],
        choices=[SelectChoice("", _l("Choose"))] + [SelectChoice(k.value, _l(n)) for k, n in REISSUE_NAMES.items()],
    )


class WalkInForm(IdentityForm, ContactForm, OrganisationForm):
    """Somebody who registers at the desk: the same questions as online, the necessary ones of them."""

    category = SelectField(_l("Takes part as"), [InputRequired(_l("Please choose a category."))], render_kw=_NEXT)
    language = SelectField(_l("Language of our mails"), [InputRequired()], default=current_language)
    guardian = name_field(
        _l("Name of the adult who comes with the child"),
        _l("For children only. The adult needs a registration of their own."),
    )
    has_agreed = BooleanField(
        _l("The person has read the text on personal data and agrees"),
        [InputRequired(_l("Nobody can be registered without this consent."))],
    )

    def __init__(
        self, *, categories: Sequence[tuple[str, str]], with_guardian: Collection[str] = (), **values: Any
    ) -> None:
        super().__init__(**values)
        self._with_guardian = with_guardian
        self.without(*_LATER)
        self.category.choices = [("", _l("Choose")), *categories]
        self.language.choices = language_choices(tuple(LAUNCH_LANGUAGES), current_language())
        self.email.description = ""

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the shape of the input, and ask who comes with a child."""
        is_sound = super().validate(extra_validators)
        if self.category.data in self._with_guardian and not self.guardian.data:
            self.guardian.errors = [*self.guardian.errors, gettext(_NEEDS_ADULT)]
            return False
        return is_sound

    def refuse(self, error: DomainError, field: str | None = None) -> None:
        """Show a refusal at the field that it is about, or at the top of the form."""
        super().refuse(error, "email" if isinstance(error, AddressIsRegistered) else field)

    def answers(self) -> RegistrationAnswers:
        """Return the person's answers."""
        given: dict[str, Any] = {field.name: field.data or "" for field in self if field.name in ANSWER_FIELDS}
        return RegistrationAnswers(**given)

    @property
    def consents(self) -> dict[ConsentPurpose, bool]:
        """Return what the person agrees to at the desk: what is necessary, and nothing else."""
        return {ConsentPurpose.REGISTRATION: bool(self.has_agreed.data)}
