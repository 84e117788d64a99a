"""The forms of interpreters and of who interprets what."""

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from summit.events.forms import VersionedForm
from summit.events.forms.fields import ManyOfField, by_rule, needed
from summit.events.rules import ensure_text
from summit.registration.rules.languages import SPOKEN_LANGUAGES, language_choices
from summit.web.forms import SummitForm
from summit.web.locale import current_language

from ..rules.interpreting import LONGEST_NAME, LONGEST_NOTE, LONGEST_PHONE


def _short(longest: int) -> Any:
    return by_rule(lambda text: ensure_text(text or "", longest))


class InterpreterForm(VersionedForm):
    """Adds or changes an interpreter."""

    refused_fields = {
        "InterpreterIsIncomplete": "languages",
        "PersonIsUnknown": "reference",
        "PersonInterpretsAlready": "reference",
    }

    name = StringField(_l("Name"), validators=[needed(_l("Please enter the name.")), _short(LONGEST_NAME)])
    languages = ManyOfField(_l("Languages"))
    phone = StringField(_l("Telephone"), validators=[_short(LONGEST_PHONE)])
    reference = StringField(_l("Reference of the delegate"), validators=[_short(LONGEST_PHONE)])
    note = TextAreaField(_l("Note"), validators=[_short(LONGEST_NOTE)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages.choices = language_choices(SPOKEN_LANGUAGES, current_language())

    def values(self) -> dict[str, Any]:
        """Return what was entered, by the names that the service knows."""
        found = super().values()
        return found | {name: found[name] or "" for name in ("phone", "reference", "note")}


class AssignForm(SummitForm):
    """Chooses who interprets a meeting; nobody where the choice is empty."""

    interpreter = StringField()

    def chosen(self, known: Collection[int]) -> int | None:
        """Return the id that was chosen where it is one of those known, 0 for nobody, None for anything else."""
        text = (self.interpreter.data or "").strip()
        if not text:
            return 0
        return next((key for key in known if str(key) == text), None)
