"""The mails that tell a delegate what was decided."""

from summit.mail.models import OutgoingMail
from summit.mail.services import queue_mail
from summit.registration.mails.links import status_link
from summit.registration.models import Registration
from summit.registration.rules.status import REASON_NAMES, DecisionMail, RejectionReason


def queue_decision_mail(
    person: Registration, mail: DecisionMail, *, reason: RejectionReason | None = None, message: str = ""
) -> OutgoingMail:
    """Queue the mail of a decision in the delegate's language; `message` is the officer's own words.

    The person's event must be loaded.
    """
    context = {
        "person": person,
        "event": person.event,
        "reason_name": REASON_NAMES[reason] if reason else "",
        "message": message.strip(),
        "status_link": status_link(person),
    }
    return queue_mail(
        person.email,
        f"registration/decision_{mail.value}",
        language=person.language,
        context=context,
        event_id=person.event_id,
    )
