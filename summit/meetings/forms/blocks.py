"""The forms of blocked times: the organiser's, and what people say of themselves."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField

from summit.calendar.rules import ClaimKind
from summit.events.forms import ContentForm
from summit.events.forms.fields import ChoiceField, VenueMomentField, by_rule, needed
from summit.events.rules import ensure_text
from summit.web.forms import SummitForm

from ..rules.blocks import LONGEST_REASON

Named = Iterable[tuple[int, str]]
_WHEN = _l("Please enter day and time.")


class BlockForm(ContentForm):
    """Blocks a time of a person, a table or an interpreter."""

    refused_fields = {
        "NobodyIsMeant": "person",
        "SeveralAreMeant": "person",
        "SpanIsReversed": "ends_at",
        "BlockIsTooLong": "ends_at",
        "MeetingIsThen": "starts_at",
        "BlockIsThen": "starts_at",
        "SomethingIsThen": "starts_at",
    }

    what = ChoiceField(_l("Who or what"), default=ClaimKind.PERSON.value)
    person = StringField(
        _l("Reference or name of the person"), validators=[by_rule(lambda text: ensure_text(text or "", 120))]
    )
    starts_at = VenueMomentField(_l("From"), validators=[needed(_WHEN)])
    ends_at = VenueMomentField(_l("Until"), validators=[needed(_WHEN)])
    reason = StringField(_l("Reason"), validators=[by_rule(lambda text: ensure_text(text or "", LONGEST_REASON))])

    def __init__(self, *args: Any, tables: Named = (), interpreters: Named = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.what.choices = [
            (ClaimKind.PERSON.value, _("A person, named below")),
            *((f"{ClaimKind.TABLE}-{key}", _("Table %(table)s", table=name)) for key, name in tables),
            *((f"{ClaimKind.INTERPRETER}-{key}", _("Interpreter: %(name)s", name=name)) for key, name in interpreters),
        ]

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Return the half-open span of a valid form; raises ValueError without both ends."""
        if self.starts_at.data is None or self.ends_at.data is None:
            raise ValueError("The form has to be valid.")
        return self.starts_at.data, self.ends_at.data

    @property
    def resource(self) -> tuple[ClaimKind, int]:
        """Return what is blocked; a person, still to be found by the words, has the id 0."""
        kind, _dash, key = (self.what.data or ClaimKind.PERSON.value).partition("-")
        return ClaimKind(kind), int(key or 0)


class OwnTimesForm(SummitForm):
    """Says in which slots somebody is not available."""

    slot = SelectMultipleField(validate_choice=False)

    @property
    def starts(self) -> set[datetime]:
        """Return the starts of the slots that were ticked; what is no moment is left out."""
        return {found for text in self.slot.data or [] if (found := _moment(text)) is not None}


def _moment(text: str) -> datetime | None:
    """Read the seconds of Unix time that stand in the page's check boxes."""
    if not (text.isascii() and text.isdigit() and len(text) < 11):
        return None
    return datetime.fromtimestamp(int(text), UTC)
