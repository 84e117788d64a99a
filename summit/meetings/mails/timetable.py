"""The mail that tells somebody what a new timetable means for their meetings, with a calendar file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_name
from flask import current_app
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from sqlalchemy import select

from summit.calendar.ical import MEDIA_TYPE, write_calendar
from summit.calendar.queries import list_entries
from summit.calendar.rules import CalendarEntry, EntryKind
from summit.companies.models import Company
from summit.database import db
from summit.events.models import Event
from summit.events.queries import get_event
from summit.mail.rendering import render_mail
from summit.mail.rules import Attachment
from summit.mail.services import Letter, queue_mails
from summit.registration.models import Registration
from summit.web.filters import isolated

from ..models import Meeting, MeetingTable
from ..queries.settings import get_settings
from ..rules.kinds import Phase
from ..rules.timetabling import CHANGE_NAMES, ChangeKind, StoredPlace

Changed = tuple[Meeting, ChangeKind, StoredPlace]
TEMPLATE = "meetings/timetable"
_ATTACHED = f"{MEDIA_TYPE}; method=PUBLISH; charset=utf-8"


@dataclass(frozen=True, slots=True)
class _Words:
    """What all letters about one timetable share."""

    event: Event
    is_provisional: bool
    companies: Mapping[int, str]
    tables: Mapping[int, str]
    entries: Mapping[int, list[CalendarEntry]]


def queue_timetable_news(changed: Sequence[Changed], *, now: datetime) -> None:
    """Tell everybody who attends a meeting that changed, one mail a person; the attendees must be loaded."""
    if not changed:
        return
    by_person: dict[int, list[Changed]] = {}
    for one in changed:
        for attendee in one[0].attendees:
            by_person.setdefault(attendee.registration_id, []).append(one)
    words = _load_words(changed, by_person)
    people = db.session.scalars(select(Registration).where(Registration.id.in_(by_person)).order_by(Registration.id))
    queue_mails([_letter(words, person, by_person[person.id], now) for person in people], event_id=words.event.id)


def _load_words(changed: Sequence[Changed], people: Collection[int]) -> _Words:
    event = get_event(changed[0][0].event_id)
    ids = set(chain.from_iterable((row.requester_id, row.partner_id) for row, _, _ in changed))
    names = db.session.execute(select(Company.id, Company.name).where(Company.id.in_(ids))).all()
    labels = db.session.execute(
        select(MeetingTable.id, MeetingTable.label).where(MeetingTable.event_id == event.id)
    ).all()
    provisional = get_settings(event.id).phase is Phase.PROVISIONAL
    return _Words(event, provisional, dict(names), dict(labels), list_entries(event.id, list(people)))


def _letter(words: _Words, person: Registration, changed: Sequence[Changed], now: datetime) -> Letter:
    ordered = sorted(changed, key=lambda one: (one[0].starts_at or one[2].starts_at or now, one[0].id))
    with force_locale(person.language.replace("-", "_")):
        lines = [_line(words, person.id, one) for one in ordered]
        zone = get_timezone_name(words.event.time_zone, width="long", locale=get_locale())
    base_url = current_app.extensions["summit_config"].base_url
    context = {
        "event": words.event,
        "name": person.call_me or person.name_latin,
        "is_provisional": words.is_provisional,
        "lines": lines,
        "zone": zone,
        "link": f"{base_url}/e/{words.event.slug}/meetings/",
    }
    rendered = render_mail(TEMPLATE, person.language, context)
    return Letter(person.email, person.language, TEMPLATE, rendered, (_calendar(words, person, ordered, now),))


def _line(words: _Words, person_id: int, one: Changed) -> str:
    """Write what became of a meeting, such as “Moved: Atelier North, Sat 28 November, 10:25, table T4”."""
    meeting, kind, _before = one
    partner = isolated(words.companies[_partner_of(meeting, person_id)])
    parts = {"change": _(CHANGE_NAMES[kind]), "partner": partner}
    if meeting.starts_at is None:
        return str(_("%(change)s: %(partner)s", **parts))
    parts["when"] = _when(meeting.starts_at.astimezone(ZoneInfo(words.event.time_zone)))
    if meeting.table_id is None:
        return str(_("%(change)s: %(partner)s, %(when)s", **parts))
    table = isolated(words.tables[meeting.table_id])
    return str(_("%(change)s: %(partner)s, %(when)s, table %(table)s", table=table, **parts))


def _when(local: datetime) -> str:
    locale = get_locale()
    # Translators: a day and a time on it, such as "Saturday, 28 November 2026, 10:25"
    day, time = format_date(local, format="full", locale=locale), format_time(local, format="short", locale=locale)
    return str(_("%(day)s, %(time)s", day=day, time=time))


def _partner_of(meeting: Meeting, person_id: int) -> int:
    own = next(one.company_id for one in meeting.attendees if one.registration_id == person_id)
    return meeting.partner_id if own == meeting.requester_id else meeting.requester_id


def _calendar(words: _Words, person: Registration, changed: Sequence[Changed], now: datetime) -> Attachment:
    uids = {row.uid for row, _, _ in changed if row.starts_at is not None}
    kept = [entry for entry in words.entries[person.id] if entry.uid in uids]
    gone = [_gone(words, person.id, one, now) for one in changed if one[0].starts_at is None]
    with force_locale(person.language.replace("-", "_")):
        name = _("My agenda")
    content = write_calendar(
        [*kept, *gone],
        name=name,
        language=person.language,
        time_zone=words.event.time_zone,
        base_url=current_app.extensions["summit_config"].base_url,
    )
    return Attachment("meetings.ics", _ATTACHED, content)


def _gone(words: _Words, person_id: int, one: Changed, now: datetime) -> CalendarEntry:
    """Return the entry by which a calendar takes a meeting out that has lost its place (RFC 5546, CANCELLED)."""
    meeting, _kind, before = one
    return CalendarEntry(
        uid=meeting.uid,
        sequence=meeting.sequence,
        changed_at=now,
        starts_at=before.starts_at or now,
        ends_at=before.ends_at or now,
        titles={"": words.companies[_partner_of(meeting, person_id)]},
        kind=EntryKind.MEETING,
        is_cancelled=True,
    )
