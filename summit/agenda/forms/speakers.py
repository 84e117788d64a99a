"""Forms about people on stage: the organisers' and the speaker's own."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, StringField, TextAreaField

from summit.events.forms import ContentForm, TextsField, VersionedForm
from summit.events.forms.fields import ChoiceField, OneOfField, WindowsField, by_rule, needed
from summit.registration.forms.fields import country_field
from summit.registration.rules import clean_name
from summit.registration.rules.languages import NAME_LANGUAGES, language_choices
from summit.web.locale import LANGUAGE_NAMES, current_language

from ..rules.kinds import ROLE_NAMES, PersonRole
from ..rules.speakers import (
    LONGEST_BIOGRAPHY,
    Part,
    ensure_email,
    ensure_line,
    ensure_name_or_blank,
    ensure_needs,
)

_ANSWERS = {"yes": True, "no": False, "": None}


def _line(label: Any, rule: Callable[[str], object] = ensure_line, **attributes: str) -> StringField:
    """Return a field for one line of text that the rule checks."""
    return StringField(
        label, default="", validators=[by_rule(lambda text: rule(text or ""))], render_kw={"dir": "auto", **attributes}
    )


def _needs(label: Any) -> TextAreaField:
    checks = [by_rule(lambda text: ensure_needs(text or ""))]
    return TextAreaField(label, default="", validators=checks, render_kw={"dir": "auto", "rows": 4})


class AnswerField(OneOfField):
    """Yes, no, or not answered yet; `data` is True, False or None."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, coerce=str, **kwargs)

    def process_data(self, value: Any) -> None:
        """Show the answer that there is."""
        super().process_data({True: "yes", False: "no"}.get(value, ""))

    @property
    def answer(self) -> bool | None:
        """Return the answer that was chosen."""
        return _ANSWERS.get(str(self.data))


class _SpeakerFields(VersionedForm):
    organisation = _line(_l("Organisation, brand or publication"), autocomplete="organization")
    job_title = _line(_l("Position"), autocomplete="organization-title")
    biographies = TextsField(_l("Biography"), needed=False, longest=LONGEST_BIOGRAPHY, multiline=True)
    windows = WindowsField(_l("When the speaker is available"))
    arrival = _line(_l("Arrival and departure"))
    needs = _needs(_l("What is needed in the hall"))
    recording_consent = AnswerField(_l("May the session be recorded and shown?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recording_consent.choices = [("yes", _("Yes")), ("no", _("No")), ("", _("Not answered yet"))]

    def values(self) -> dict[str, Any]:
        """Return what was entered, by the names that the services know."""
        return super().values() | {"recording_consent": self.recording_consent.answer}


class SpeakerForm(_SpeakerFields):
    """Adds or changes a speaker."""

    refused_fields = {"EmailIsInvalid": "email"}

    name_latin = StringField(
        _l("Full name in Latin letters"),
        validators=[needed(_l("Please write the name.")), by_rule(lambda text: clean_name(text or ""))],
        render_kw={"dir": "auto", "spellcheck": "false", "autocomplete": "off"},
    )
    name_native = _line(_l("Full name in the person's own script"), ensure_name_or_blank, spellcheck="false")
    native_language = ChoiceField(_l("Language of that name"), default="")
    honorific = _line(_l("Title or form of address"), ensure_name_or_blank)
    country = country_field(_l("Country or territory"))
    email = StringField(
        _l("E-mail address"),
        default="",
        validators=[by_rule(lambda text: ensure_email(text or ""))],
        render_kw={"type": "email", "dir": "ltr", "autocomplete": "off"},
    )
    language = ChoiceField(_l("Language of mails"), default="en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = language_choices(NAME_LANGUAGES, current_language())
        self.native_language.choices = [("", _("Choose a language")), *names]
        self.language.choices = list(LANGUAGE_NAMES.items())


class OwnForm(_SpeakerFields):
    """What speakers say of themselves."""

    windows = WindowsField(_l("When are you available?"))
    needs = _needs(_l("What do you need in the hall?"))
    recording_consent = AnswerField(_l("May your sessions be recorded and shown?"))


class SpeakerPhotoForm(ContentForm):
    """Sends a photo of a speaker."""

    photo = FileField(_l("Photo"))


class SlidesForm(ContentForm):
    """Sends slides to one of the speaker's sessions; `sessions` are (id, title)."""

    session_id = ChoiceField(_l("Session"), coerce=int, validators=[needed(_l("Please choose from the list."))])
    file = FileField(_l("File"))

    def __init__(self, *args: Any, sessions: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session_id.choices = list(sessions)


class LinkForm(ContentForm):
    """Finds the registration that a speaker is linked to."""

    refused_fields = {"RegistrationIsUnknown": "registration", "RegistrationIsLinked": "registration"}

    registration = StringField(
        _l("Number or e-mail address of the registration"),
        validators=[needed(_l("Please enter a number or an e-mail address."))],
        render_kw={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"},
    )


class PartForm(ContentForm):
    """Adds somebody to a session; `people` are (id, label), `languages` the tags that an interpreter may speak."""

    refused_fields = {
        "PartIsDoubled": "speaker_id",
        "SpeakerIsUnknown": "speaker_id",
        "InterpreterNeedsLanguage": "language",
        "LanguageIsUnknown": "language",
    }

    speaker_id = ChoiceField(_l("Person"), coerce=int, validators=[needed(_l("Please choose from the list."))])
    role = ChoiceField(
        _l("Part in the session"),
        coerce=PersonRole,
        default=PersonRole.SPEAKER,
        validators=[needed(_l("Please choose from the list."))],
    )
    language = ChoiceField(_l("Language, for interpreters"), default="")
    q = HiddenField(default="")

    def __init__(
        self, *args: Any, people: Iterable[tuple[int, str]] = (), spoken: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.speaker_id.choices = list(people)
        self.role.choices = [(role.value, _(name)) for role, name in ROLE_NAMES.items()]
        names = dict(language_choices(NAME_LANGUAGES, current_language()))
        first = [(tag, names.pop(tag)) for tag in dict.fromkeys(spoken) if tag in names]
        self.language.choices = [("", _("Choose a language")), *first, *names.items()]

    @property
    def part(self) -> Part:
        """Return the part that was entered."""
        values = self.data
        return Part(values["speaker_id"], values["role"], values["language"] or "")
