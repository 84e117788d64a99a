"""Mails to people on stage."""

from flask import current_app

from summit.events.models import Event
from summit.mail.models import OutgoingMail
from summit.mail.services import queue_mail

from ..models import Speaker
from .links import speaker_link


def queue_speaker_invitation(speaker: Speaker, event: Event) -> OutgoingMail:
    """Send a speaker the link of their own page, in their language."""
    context = {
        "speaker": speaker,
        "event": event,
        "link": speaker_link(speaker),
        "support_email": event.contact_email or current_app.extensions["summit_config"].support_email,
    }
    return queue_mail(
        speaker.email, "agenda/speaker_invitation", language=speaker.language, context=context, event_id=event.id
    )
