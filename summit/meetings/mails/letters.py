"""One mail about a meeting to one person: words in their language, the entry for their calendar."""

from dataclasses import replace
from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from summit.calendar.ical import MEDIA_TYPE, write_calendar
from summit.companies.models import Company
from summit.mail.rules import Attachment
from summit.mail.services import queue_mail
from summit.registration.models import Registration

from ..queries.entries import entry_of, places_of
from ..queries.notices import Notice
from ..queries.settings import get_settings
from ..rules.clocks import clock_beside

GIVEN, CANCELLED = "PUBLISH", "CANCEL"


def queue_letter(
    notice: Notice,
    template: str,
    person: Registration,
    company_id: int,
    *,
    method: str = "",
    former_start: datetime | None = None,
    **context: object,
) -> None:
    """Write to somebody of a company; with a method (GIVEN, CANCELLED) and a time the calendar's entry is attached.

    A meeting that has lost its time is taken out of calendars at its `former_start`.
    """
    meeting, other = notice.meeting, notice.other_than(company_id)
    base_url = current_app.extensions["summit_config"].base_url
    words = {
        "person": person,
        "event": notice.event,
        "meeting": meeting,
        "own": notice.companies[company_id],
        "other": other,
        "by": notice.by,
        "words": notice.words,
        "places": places_of(meeting, notice.table),
        "own_zone": clock_beside(meeting.format, notice.event.time_zone, person.residence),
        "link": f"{base_url}/e/{notice.event.slug}/meetings/m/{meeting.public_id}",
    }
    start = meeting.starts_at or (former_start if method == CANCELLED else None)
    queue_mail(
        person.email,
        f"meetings/{template}",
        language=person.language,
        context=words | {"former_start": former_start} | context,
        event_id=notice.event.id,
        attachments=[_entry(notice, person, other, method, start)] if method and start else [],
    )


def _entry(notice: Notice, person: Registration, other: Company, method: str, start: datetime) -> Attachment:
    with force_locale(person.language.replace("-", "_")):
        name = _("My agenda")
    settings = get_settings(notice.event.id)
    entry = entry_of(notice.meeting, other, notice.event, notice.table, settings, former_start=start)
    content = write_calendar(
        [replace(entry, is_cancelled=method == CANCELLED)],
        name=name,
        language=person.language,
        time_zone=notice.event.time_zone,
        base_url=current_app.extensions["summit_config"].base_url,
        method=method,
    )
    return Attachment("meeting.ics", f"{MEDIA_TYPE}; charset=utf-8; method={method}", content)


def queue_to_side(
    notice: Notice,
    template: str,
    company_id: int,
    *,
    method: str = "",
    former_start: datetime | None = None,
    **context: object,
) -> None:
    """Write to all of a company whom it concerns; the calendar's entry goes to those who attend."""
    attending = {person.id for person in notice.attending[company_id]}
    for person in notice.concerned(company_id):
        given = method if person.id in attending else ""
        queue_letter(notice, template, person, company_id, method=given, former_start=former_start, **context)


def queue_to_both(notice: Notice, template: str, *, method: str = "", former_start: datetime | None = None) -> None:
    """Write to all who attend, and to those who speak for a company that did not take the step."""
    for company_id in notice.companies:
        if notice.by is not None and notice.by.id == company_id:
            for person in notice.attending[company_id]:
                queue_letter(notice, template, person, company_id, method=method, former_start=former_start)
        else:
            queue_to_side(notice, template, company_id, method=method, former_start=former_start)
