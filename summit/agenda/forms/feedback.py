"""The shape of feedback and of its filter."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from summit.events.forms.content import ContentForm
from summit.events.forms.fields import ChoiceField, OneOfField, by_rule

from ..rules.feedback import ORDER_NAMES, RATING_NAMES, RATINGS, FeedbackOrder, clean_text


class FeedbackForm(ContentForm):
    """A rating and, if wanted, a text."""

    refused_fields = {"RatingIsMissing": "rating", "FeedbackIsTooLong": "text"}

    rating = OneOfField(_l("How was the session?"), coerce=int, validate_choice=False)
    text = TextAreaField(_l("What would you like to say?"), validators=[by_rule(clean_text)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rating.choices = [(rating, gettext(RATING_NAMES[rating])) for rating in RATINGS]


class FeedbackFilterForm(ContentForm):
    """Which sessions the organiser wants to see."""

    class Meta:
        """A form that changes nothing needs no guard against forgery."""

        csrf = False

    track = ChoiceField(_l("Track"), default="")
    order = ChoiceField(_l("Order"), default=FeedbackOrder.ANSWERS.value)

    def __init__(self, sent: Any, *, tracks: Sequence[tuple[str, str]]) -> None:
        super().__init__(sent)
        self.track.choices = [("", gettext("All")), *tracks]
        self.order.choices = [(order.value, gettext(name)) for order, name in ORDER_NAMES.items()]

    def wanted(self) -> tuple[int | None, FeedbackOrder]:
        """Return the track's id, None for all, and the order; a field that is wrong filters nothing."""
        track = self.track.data if not self.track.errors else ""
        order = self.order.data if not self.order.errors else ""
        return int(track) if track else None, FeedbackOrder(order) if order else FeedbackOrder.ANSWERS
