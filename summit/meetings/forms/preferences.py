"""The forms of wishes, objections and their answers."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, TextAreaField

from summit.events.forms import ContentForm
from summit.events.forms.fields import ChoiceField, by_rule, needed

from ..rules.kinds import WISH_NAMES, Wish
from ..rules.objections import ensure_words


class WishForm(ContentForm):
    """Says how much a company wants to meet another."""

    wish = ChoiceField(_l("Your wish"))
    met_before = BooleanField(_l("We have met before"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wish.choices = [("", _("Nothing said")), *((wish.value, _(name)) for wish, name in WISH_NAMES.items())]

    def values(self) -> dict[str, Any]:
        """Return what was entered, by the names that the service knows."""
        chosen = self.wish.data
        return {"wish": Wish(chosen) if chosen else None, "met_before": bool(self.met_before.data)}


class ObjectionForm(ContentForm):
    """Says what somebody has against a meeting."""

    message = TextAreaField(
        _l("What does not suit you?"),
        validators=[needed(_l("Please write a few words.")), by_rule(lambda text: ensure_words(text or ""))],
    )


class AnswerForm(ContentForm):
    """Answers an objection."""

    words = TextAreaField(
        _l("Your answer"),
        validators=[needed(_l("Please write a few words.")), by_rule(lambda text: ensure_words(text or ""))],
    )
    act = RadioField(
        _l("The meeting"),
        choices=[("keep", _l("stays as it stands now")), ("cancel", _l("is cancelled"))],
        default="keep",
        validate_choice=False,
    )
