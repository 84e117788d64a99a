"""What every form about an edition's content shares."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.widgets import HiddenInput

from summit.errors import DomainError
from summit.web.forms import SummitForm
from summit.web.locale import LAUNCH_LANGUAGES

from ..rules import ChangedMeanwhile
from .fields import needed


class ContentForm(SummitForm):
    """A form whose texts exist per language and whose moments are the venue's wall-clock times.

    `languages` (BCP 47 tags) and `time_zone` (IANA name) serve TextsField and VenueMomentField.
    """

    refused_fields: dict[str, str] = {}

    def __init__(
        self, *args: Any, languages: Iterable[str] = LAUNCH_LANGUAGES, time_zone: str = "UTC", **kwargs: Any
    ) -> None:
        self.text_languages = tuple(languages)
        self.venue_zone = time_zone
        self.refusal: DomainError | None = None
        super().__init__(*args, **kwargs)

    def refuse(self, error: DomainError, field: str | None = None) -> None:
        """Show a refusal at the field that it is about, or at the top."""
        self.refusal = error
        known = self.refused_fields.get(type(error).__name__)
        super().refuse(error, field or (known if known in self else None))

    def values(self) -> dict[str, Any]:
        """Return what was entered, by the names that the services know."""
        return {name: value for name, value in self.data.items() if name not in {"csrf_token", "version"}}

    @property
    def is_stale(self) -> bool:
        """Tell whether somebody else's change came first."""
        return isinstance(self.refusal, ChangedMeanwhile)

    @property
    def status(self) -> int:
        """Return the HTTP status for the page that shows this form."""
        if not self.is_submitted():
            return 200
        return 409 if self.is_stale else 422


class VersionedForm(ContentForm):
    """A form that knows the version it was opened with."""

    version = IntegerField(
        widget=HiddenInput(), validators=[needed(_l("Please open the page anew and send it again."))]
    )

    def show_version(self, version: int) -> None:
        """Let the next attempt replace the version that is there now, after the refusal has said so."""
        if self.is_stale:
            self.version.data = version
            self.version.raw_data = [str(version)]
