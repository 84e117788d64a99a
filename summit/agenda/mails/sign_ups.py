"""The mails that follow a sign-up: a place, a number in the queue, a place after waiting, a place missed."""

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from summit.calendar.ical import MEDIA_TYPE, write_calendar
from summit.calendar.rules import EntryKind
from summit.events.models import Event
from summit.mail.rules import Attachment
from summit.mail.services import queue_mail
from summit.registration.models import Registration

from ..queries.entries import entries_of
from ..rules.programme import Programme, ProgrammeSlot, Texts


def queue_confirmed(person: Registration, event: Event, programme: Programme, slot: ProgrammeSlot) -> None:
    """Tell somebody that they have a place, with the entry for their calendar."""
    _queue(person, event, programme, slot, "sign_up_confirmed", entry=EntryKind.SIGNED_UP)


def queue_waiting(
    person: Registration, event: Event, programme: Programme, slot: ProgrammeSlot, *, position: int
) -> None:
    """Tell somebody their number in the waiting list."""
    _queue(person, event, programme, slot, "sign_up_waiting", position=position)


def queue_promoted(person: Registration, event: Event, programme: Programme, slot: ProgrammeSlot) -> None:
    """Tell somebody who waited that they have a place now, with the entry for their calendar."""
    _queue(person, event, programme, slot, "sign_up_promoted", entry=EntryKind.SIGNED_UP)


def queue_passed_over(
    person: Registration, event: Event, programme: Programme, slot: ProgrammeSlot, *, other: Texts
) -> None:
    """Tell somebody that a place went to the next one, because they agreed to something else at that time."""
    _queue(person, event, programme, slot, "sign_up_passed_over", other=other)


def _queue(
    person: Registration,
    event: Event,
    programme: Programme,
    slot: ProgrammeSlot,
    template: str,
    *,
    entry: EntryKind | None = None,
    **context: object,
) -> None:
    base_url = current_app.extensions["summit_config"].base_url
    words = {
        "person": person,
        "event": event,
        "slot": slot,
        "session": programme.session_of[slot.session_id],
        "halls": [programme.hall_of[key] for key in slot.hall_ids],
        "sign_up_link": f"{base_url}/e/{event.slug}/programme/slots/{slot.id}/sign-up",
    }
    attachments = [_entry(person, event, programme, slot, entry)] if entry else []
    queue_mail(
        person.email,
        f"agenda/{template}",
        language=person.language,
        context=words | context,
        event_id=event.id,
        attachments=attachments,
    )


def _entry(
    person: Registration, event: Event, programme: Programme, slot: ProgrammeSlot, kind: EntryKind
) -> Attachment:
    with force_locale(person.language.replace("-", "_")):
        name = _("My agenda")
    content = write_calendar(
        entries_of(programme, [slot], kind=kind, edition=event.slug),
        name=name,
        language=person.language,
        time_zone=event.time_zone,
        base_url=current_app.extensions["summit_config"].base_url,
    )
    return Attachment("session.ics", f"{MEDIA_TYPE}; charset=utf-8; method=PUBLISH", content)
