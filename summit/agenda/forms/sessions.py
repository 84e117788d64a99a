"""The forms of a session and of its files."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Optional

from summit.events.forms import ContentForm, TextsField, VersionedForm
from summit.events.forms.fields import ChoiceField, CountField, ManyOfField, OneOfField, by_rule, needed
from summit.events.rules import ensure_number

from ..rules.kinds import (
    AGE_LIMITS,
    FORMAT_NAMES,
    KIND_NAMES,
    STATE_NAMES,
    SessionFormat,
    SessionKind,
    SessionState,
)
from ..rules.sessions import (
    LONGEST_ABSTRACT,
    LONGEST_NOTE,
    ensure_link,
    ensure_minutes,
    ensure_paragraphs,
)
from .fields import ChannelsField, TitlesField, spoken_choices

Choices = Iterable[tuple[int, str]]
_CHOOSE = _l("Please choose from the list.")
_LINK = {"type": "url", "dir": "ltr", "autocomplete": "off", "spellcheck": "false"}


def _whole_number(text: Any) -> int | None:
    return int(text) if text not in (None, "", "None") else None


def _text(rule: Callable[[str], object]) -> Any:
    return by_rule(lambda text: rule(text or ""))


class SessionForm(VersionedForm):
    """Adds or changes a session, a break or a blocker; `tracks` and `categories` are (id, label) pairs."""

    refused_fields = {
        "TrackIsUnknown": "track_id",
        "CategoriesAreUnknown": "category_ids",
        "SessionHasSignUps": "kind",
        "LengthIsImpossible": "minutes",
    }

    kind = OneOfField(_l("Kind"), coerce=SessionKind, default=SessionKind.SESSION, validators=[needed(_CHOOSE)])
    titles = TitlesField(_l("Title"))
    format = ChoiceField(_l("Format"), coerce=SessionFormat, default=SessionFormat.TALK, validators=[needed(_CHOOSE)])
    track_id = ChoiceField(_l("Track"), coerce=_whole_number)
    abstracts = TextsField(_l("Description"), needed=False, longest=LONGEST_ABSTRACT, multiline=True)
    minutes = CountField(
        _l("Length in minutes"),
        default=45,
        validators=[needed(_l("Please enter the length.")), by_rule(lambda minutes: ensure_minutes(minutes or 0))],
    )
    state = OneOfField(_l("State"), coerce=SessionState, default=SessionState.CONFIRMED, validators=[needed(_CHOOSE)])
    language = ChoiceField(_l("Working language"), default="")
    channels = ChannelsField(_l("Interpretation"))
    capacity = CountField(_l("Places"), validators=[Optional(), by_rule(ensure_number)])
    age_limit = ChoiceField(_l("Age limit"), coerce=int, default=0)
    category_ids = ManyOfField(_l("Who may attend"), coerce=int)
    dress_codes = TextsField(_l("Dress code"), needed=False)
    notes = TextsField(_l("Notes for those who attend"), needed=False, longest=LONGEST_NOTE, multiline=True)
    stream_url = StringField(_l("Live stream"), default="", validators=[_text(ensure_link)], render_kw=_LINK)
    recording_url = StringField(_l("Recording"), default="", validators=[_text(ensure_link)], render_kw=_LINK)
    is_featured = BooleanField(_l("Show this session among the highlights"))
    takes_feedback = BooleanField(_l("Ask delegates for feedback afterwards"), default=True)
    internal_note = TextAreaField(
        _l("Internal note"),
        default="",
        validators=[_text(lambda text: ensure_paragraphs({"en": text}, LONGEST_ABSTRACT))],
    )

    def __init__(self, *args: Any, tracks: Choices = (), categories: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = kwargs.get("obj")
        self.kind.choices = [(kind.value, _(name)) for kind, name in KIND_NAMES.items()]
        self.format.choices = [(kind.value, _(name)) for kind, name in FORMAT_NAMES.items()]
        self.state.choices = [(state.value, _(STATE_NAMES[state])) for state in _states(present)]
        self.track_id.choices = [("", _("No track")), *tracks]
        spoken = spoken_choices([present.language] if present else [])
        self.language.choices = [("", _("Not known yet")), *spoken]
        self.age_limit.choices = [(years, _("%(years)s+", years=years) if years else _("None")) for years in AGE_LIMITS]
        self.category_ids.choices = list(categories)


def _states(present: Any) -> list[SessionState]:
    """Return the states to choose from; cancelling is an act of its own."""
    states = [SessionState.CONFIRMED, SessionState.DRAFT]
    return [*states, SessionState.CANCELLED] if present and present.state is SessionState.CANCELLED else states


class MaterialForm(ContentForm):
    """Adds a file to a session."""

    refused_fields = dict.fromkeys(
        ["FileIsMissing", "FileKindIsRefused", "FileIsSomethingElse", "FileIsTooLarge", "TooManyMaterials"], "file"
    )

    file = FileField(_l("File"), validators=[needed(_l("Please choose a file."))])
    titles = TextsField(_l("Title of the file"), needed=False)
