"""One way through the staged form: a newcomer's, or that of somebody who changes a registration."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from summit.events.models import Event
from summit.events.rules import Ask, on_accent
from summit.registration.models import Registration, RegistrationDraft
from summit.registration.rules import FormStep, next_step, previous_step, steps_for
from summit.registration.services import drafts
from summit.registration.services.status import status_secret

STEP_NAMES = {
    FormStep.CATEGORY: _l("Taking part"),
    FormStep.IDENTITY: _l("Your name"),
    FormStep.CONTACT: _l("Contact and countries"),
    FormStep.ORGANISATION: _l("Work and badge"),
    FormStep.PHOTO: _l("Photo"),
    FormStep.EXTRAS: _l("Your visit"),
    FormStep.CONSENTS: _l("Consents"),
    FormStep.REVIEW: _l("Check and send"),
}


def dress_of(event: Event) -> dict[str, Any]:
    """Return what makes a page outside the edition's own addresses wear its name and colour."""
    return {"event": event, "edition": event, "accent": event.accent, "on_accent": on_accent(event.accent)}


@dataclass(frozen=True, slots=True)
class Journey:
    """Where the draft is found, and which addresses its steps have."""

    event: Event
    key: str
    registration: Registration | None = None

    def url(self, step: FormStep) -> str:
        """Return the address of a step."""
        if self.registration is None:
            return url_for("registration.step", edition=self.event.slug, step=step.value)
        return url_for("registration.edit_step", secret=status_secret(self.registration), step=step.value)

    def photo_url(self, draft: RegistrationDraft) -> str | None:
        """Return the address of the picture that the draft has at present."""
        if not draft.has_photo:
            return None
        if self.registration is None:
            return url_for("registration.draft_photo", edition=self.event.slug)
        return url_for("registration.edit_photo", secret=status_secret(self.registration))

    def away_url(self) -> str:
        """Return where the form is left to: the start, or the status page."""
        if self.registration is None:
            return url_for("registration.start", edition=self.event.slug)
        return url_for("registration.status", secret=status_secret(self.registration))

    def detour(self, step: FormStep, draft: RegistrationDraft | None, asks: list[Ask]) -> FormStep | None:
        """Return the step that must come first, None where this one may be shown."""
        gap = drafts.gap_in(draft, asks)
        order = steps_for(asks)
        if step not in order or order.index(step) > order.index(gap):
            return gap
        return None

    def following(self, step: FormStep, draft: RegistrationDraft) -> str:
        """Return where a saved step leads: to the check page when all is answered, otherwise to the next step."""
        asks = drafts.asks_of(draft)
        done = drafts.gap_in(draft, asks) is FormStep.REVIEW
        following = FormStep.REVIEW if done else next_step(step, asks)
        return self.url(following or FormStep.REVIEW)

    def frame(self, step: FormStep, asks: list[Ask]) -> dict[str, Any]:
        """Return what every step's page needs besides its form."""
        order = steps_for(asks)
        before = previous_step(step, asks)
        return {
            "journey": self,
            **dress_of(self.event),
            "step": step,
            "step_title": STEP_NAMES[step],
            "step_names": [STEP_NAMES[one] for one in order],
            "step_number": order.index(step) + 1,
            "back_url": self.url(before) if before else self.away_url(),
        }
