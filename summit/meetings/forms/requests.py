"""The shape of a request for a meeting, and of the steps that follow it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length

from summit.events.forms.content import ContentForm
from summit.events.forms.fields import ChoiceField, CountField, ManyOfField, OneOfField
from summit.events.views.filters import language_name

from ..rules.kinds import (
    DECLINE_REASON_NAMES,
    MEETING_FORMAT_NAMES,
    MEETING_KIND_NAMES,
    DeclineReason,
    MeetingFormat,
    MeetingKind,
)
from ..rules.requests import LONGEST_MESSAGE, Request
from ..rules.turns import StartIsUnknown

_LONGEST_LINE = 500
_MESSAGE = Length(max=LONGEST_MESSAGE, message=_l("Please write %(max)d characters at most."))
_LINE = Length(max=_LONGEST_LINE, message=_l("Please write %(max)d characters at most."))
# What interpreters at summits are asked for most, beside the languages of both companies.
COMMON_LANGUAGES = ("ar", "en", "es", "fa", "fr", "hi", "it", "pt-BR", "ru", "th", "tr", "zh-Hans")
Choices = Sequence[tuple[Any, str]]


def read_start(text: str | None) -> datetime | None:
    """Return the aware moment written in ISO 8601, None for nothing; raises StartIsUnknown for anything else."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise StartIsUnknown from error
    if moment.tzinfo is None:
        raise StartIsUnknown
    return moment


class RequestForm(ContentForm):
    """What a company asks for; `start` and `wishes` are drawn as a table of times."""

    refused_fields = {
        "NobodyAttends": "people",
        "IsNoColleague": "people",
        "PlaceIsNeeded": "place",
        "LinkIsNoAddress": "online_link",
        "LanguagesAreTheSame": "interpret_to",
        "OnlineIsNotOffered": "format",
        "TransferIsUneven": "transfer_before",
        "MessageIsTooLong": "message",
    }

    message = TextAreaField(_l("Message"), validators=[_MESSAGE])
    people = ManyOfField(_l("Who attends for your company"), coerce=int)
    kind = OneOfField(_l("What sort of meeting"), default=MeetingKind.MEETING.value)
    format = OneOfField(_l("Where you meet"), default=MeetingFormat.ON_SITE.value)
    place = StringField(_l("Address of the visit"), validators=[_LINE])
    transfer_before = CountField(_l("Journey there, in minutes"), default=0)
    transfer_after = CountField(_l("Journey back, in minutes"), default=0)
    online_link = StringField(_l("Link of the online meeting"), validators=[_LINE])
    interpret_from = ChoiceField(_l("Interpret from"), default="")
    interpret_to = ChoiceField(_l("Interpret into"), default="")
    start = StringField()
    wishes = SelectMultipleField(validate_choice=False)

    def __init__(
        self, *args: Any, colleagues: Choices, languages_spoken: Iterable[str], allows_online: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for question in (self.people, self.kind, self.format):
            question.flags.required = True
        self.people.choices = list(colleagues)
        self.kind.choices = [(kind.value, gettext(name)) for kind, name in MEETING_KIND_NAMES.items()]
        formats = (
            MEETING_FORMAT_NAMES
            if allows_online
            else {MeetingFormat.ON_SITE: MEETING_FORMAT_NAMES[MeetingFormat.ON_SITE]}
        )
        self.format.choices = [(where.value, gettext(name)) for where, name in formats.items()]
        spoken = sorted(((tag, language_name(tag)) for tag in set(languages_spoken)), key=lambda choice: choice[1])
        self.interpret_from.choices = self.interpret_to.choices = [("", gettext("No interpreter")), *spoken]

    def request(self, known: Iterable[datetime]) -> Request:
        """Return what is asked for; of the wishes only those that are times of the edition. Raises StartIsUnknown."""
        starts = {start.isoformat(): start for start in known}
        return Request(
            message=(self.message.data or "").strip(),
            people=tuple(self.people.data or ()),
            wishes=tuple(starts[text] for text in dict.fromkeys(self.wishes.data or ()) if text in starts),
            start=read_start(self.start.data),
            kind=MeetingKind(str(self.kind.data)),
            format=MeetingFormat(str(self.format.data)),
            place=(self.place.data or "").strip(),
            transfer_before=self.transfer_before.data or 0,
            transfer_after=self.transfer_after.data or 0,
            online_link=(self.online_link.data or "").strip(),
            interpreting=tuple(filter(None, (self.interpret_from.data, self.interpret_to.data))),
        )


class StepForm(ContentForm):
    """Words, people, a time and a reason: whatever a step of a meeting carries."""

    words = TextAreaField(_l("Message"), validators=[_MESSAGE])
    people = SelectMultipleField(validate_choice=False)
    start = StringField(validators=[_LINE])
    reason = StringField(validators=[_LINE])
    online_link = StringField(_l("Link of the online meeting"), validators=[_LINE])
    interpret_from = StringField(validators=[_LINE])
    interpret_to = StringField(validators=[_LINE])

    @property
    def said(self) -> str:
        """Return the words without blanks around them."""
        return (self.words.data or "").strip()

    @property
    def colleagues(self) -> list[int]:
        """Return the registrations that were ticked; what is no number was no box of ours."""
        return [int(text) for text in self.people.data or () if text.isascii() and text.isdecimal() and len(text) < 19]

    @property
    def given_reason(self) -> DeclineReason:
        """Return the reason, “another one” for a wrong one."""
        known = {reason.value: reason for reason in DECLINE_REASON_NAMES}
        return known.get(self.reason.data or "", DeclineReason.OTHER)

    def languages(self, known: Iterable[str]) -> list[str]:
        """Return the pair of languages for an interpreter, of those that are offered."""
        offered = set(known)
        return [tag for tag in (self.interpret_from.data, self.interpret_to.data) if tag in offered]
