"""Words of the delegate's pages: where a registration stands, what happened, refusals in venue time."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from summit.errors import DomainError
from summit.events.models import Event
from summit.registration.models import Decision, Registration
from summit.registration.rules import RegistrationStatus
from summit.registration.rules.status import shown_to_delegate
from summit.web.filters import venue_datetime

_S = RegistrationStatus
NEXT_STEPS = {
    _S.UNCONFIRMED: _l(
        "Please open the link in the mail that we sent you. We look at your registration once it is confirmed."
    ),
    _S.SUBMITTED: _l("An officer is looking at your registration. We will write to you; you need not do anything."),
    _S.APPROVED: _l("You are welcome at the summit. Please bring your badge, on paper or on your phone."),
    _S.ON_HOLD: _l("We need something more from you. Please read our mail and change your answers here if it asks so."),
    _S.WAITLISTED: _l("All places of your category are taken at present. We will write to you when one becomes free."),
    _S.REJECTED: _l("We are sorry that we cannot offer you a place. Our mail gives the reason."),
    _S.WITHDRAWN: _l("You have withdrawn. You may register again while registration is open."),
}
TONES = {
    _S.UNCONFIRMED: "caution",
    _S.SUBMITTED: "info",
    _S.APPROVED: "positive",
    _S.ON_HOLD: "caution",
    _S.WAITLISTED: "info",
    _S.REJECTED: "negative",
    _S.WITHDRAWN: "neutral",
}
_OWN_STEPS = {
    "registered": _l("You registered."),
    "confirmed": _l("You confirmed your e-mail address."),
    "edited": _l("You changed your answers."),
    "withdrawn": _l("You withdrew your registration."),
}
_ARRIVALS = {
    _S.SUBMITTED: _l("Your registration came into review."),
    _S.APPROVED: _l("Your registration was approved."),
    _S.WAITLISTED: _l("You were placed on the waiting list."),
    _S.ON_HOLD: _l("Your registration was put on hold."),
    _S.REJECTED: _l("Your registration was not accepted."),
}


def timeline(registration: Registration) -> list[tuple[datetime, str]]:
    """Return what happened, oldest first, as far as the delegate is told; history must be loaded."""
    lines: list[tuple[datetime, str]] = []
    for step in registration.decisions:
        lines += [(step.created_at, str(words)) for words in _words_of(step)]
    return lines


def _words_of(step: Decision) -> list[object]:
    own = [_OWN_STEPS[step.action]] if step.action in _OWN_STEPS else []
    before = shown_to_delegate(_S(step.from_status)) if step.from_status else None
    after = shown_to_delegate(_S(step.to_status)) if step.to_status else None
    arrived = [_ARRIVALS[after]] if after != before and after in _ARRIVALS else []
    return [*own, *arrived]


def in_venue_time(error: DomainError, event: Event) -> DomainError:
    """Return the refusal with its moment written in the venue's time."""
    moment = error.params.get("moment")
    if not isinstance(moment, datetime):
        return error
    return type(error)(moment=venue_datetime(moment, event.time_zone))


def yes_or_no(value: object) -> str:
    """Return the word for a flag."""
    return str(_("Yes") if value else _("No"))
