"""The mails about who interprets a meeting: to those who attend, and to interpreters who are delegates."""

from dataclasses import replace

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from summit.calendar.ical import MEDIA_TYPE, write_calendar
from summit.mail.rules import Attachment
from summit.mail.services import queue_mail
from summit.registration.models import Registration

from ..models import Interpreter
from ..queries.entries import entry_of, places_of
from ..queries.notices import Notice
from ..queries.settings import get_settings
from .letters import CANCELLED, GIVEN, queue_letter


def queue_interpreter_changed(notice: Notice, interpreter: Interpreter | None) -> None:
    """Tell those who attend who interprets for them now, or that nobody does any more."""
    for company_id, people in notice.attending.items():
        for person in people:
            name = interpreter.name if interpreter else ""
            queue_letter(notice, "interpreter_changed", person, company_id, method=GIVEN, interpreter=name)


def queue_assigned(notice: Notice, person: Registration) -> None:
    """Tell an interpreter who is a delegate of a meeting to interpret."""
    _queue(notice, "you_interpret", person, GIVEN)


def queue_unassigned(notice: Notice, person: Registration) -> None:
    """Tell an interpreter who is a delegate that they need not come to a meeting any more."""
    _queue(notice, "you_interpret_no_more", person, CANCELLED)


def _queue(notice: Notice, template: str, person: Registration, method: str) -> None:
    meeting = notice.meeting
    words = {
        "person": person,
        "event": notice.event,
        "meeting": meeting,
        "own": notice.companies[meeting.requester_id],
        "other": notice.companies[meeting.partner_id],
        "places": places_of(meeting, notice.table),
        "link": f"{_base_url()}/e/{notice.event.slug}/",
    }
    queue_mail(
        person.email,
        f"meetings/{template}",
        language=person.language,
        context=words,
        event_id=notice.event.id,
        attachments=[_entry(notice, person, method)] if meeting.starts_at is not None else [],
    )


def _base_url() -> str:
    return str(current_app.extensions["summit_config"].base_url)


def _entry(notice: Notice, person: Registration, method: str) -> Attachment:
    meeting = notice.meeting
    own, other = notice.companies[meeting.requester_id], notice.companies[meeting.partner_id]
    known = entry_of(meeting, other, notice.event, notice.table, get_settings(notice.event.id))
    entry = replace(known, titles={"": f"{own.name} · {other.name}"}, is_cancelled=method == CANCELLED)
    with force_locale(person.language.replace("-", "_")):
        name = _("My agenda")
    parts = {"time_zone": notice.event.time_zone, "base_url": _base_url(), "method": method}
    content = write_calendar([entry], name=name, language=person.language, **parts)
    return Attachment("meeting.ics", f"{MEDIA_TYPE}; charset=utf-8; method={method}", content)
