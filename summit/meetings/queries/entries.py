"""Meetings as entries of their people's calendars."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from summit.calendar.rules import CalendarEntry, EntryKind
from summit.companies.models import Company
from summit.database import db
from summit.events.models import Event
from summit.web.locale import LAUNCH_LANGUAGES

from ..models import Meeting, MeetingAttendee, MeetingSettings, MeetingTable
from ..rules.kinds import MeetingFormat, MeetingStatus, Phase, SlotChoice
from .settings import get_settings

_SHOWN = (MeetingStatus.SCHEDULED, MeetingStatus.HELD, MeetingStatus.MISSED, MeetingStatus.CANCELLED)
Texts = Mapping[str, str]
# Stands for a name in a sentence that is translated once; no name has it.
_GAP = "\x00"


def list_calendar_entries(event_id: int, registration_ids: Collection[int]) -> dict[int, list[CalendarEntry]]:
    """Return each person's meetings with a time, cancelled ones too; a provisional timetable only once it is shown."""
    found: dict[int, list[CalendarEntry]] = {key: [] for key in registration_ids}
    rows = _rows(event_id, registration_ids)
    if not rows:
        return found
    event, settings = db.session.get_one(Event, event_id), get_settings(event_id)
    for registration_id, company_id, meeting in rows:
        if is_announced(meeting, settings):
            other = meeting.partner if company_id == meeting.requester_id else meeting.requester
            found[registration_id].append(entry_of(meeting, other, event, meeting.table, settings))
    return found


def _rows(event_id: int, registration_ids: Collection[int]) -> list[tuple[int, int, Meeting]]:
    statement = (
        select(MeetingAttendee.registration_id, MeetingAttendee.company_id, Meeting)
        .join(Meeting, Meeting.id == MeetingAttendee.meeting_id)
        .where(
            Meeting.event_id == event_id,
            MeetingAttendee.registration_id.in_(registration_ids),
            Meeting.status.in_(_SHOWN),
            Meeting.starts_at.is_not(None),
        )
        .options(
            joinedload(Meeting.requester, innerjoin=True),
            joinedload(Meeting.partner, innerjoin=True),
            joinedload(Meeting.table).joinedload(MeetingTable.hall),
        )
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(statement)]


def is_announced(meeting: Meeting, settings: MeetingSettings) -> bool:
    """Tell whether people know of a meeting's time: what an optimiser has found is shown with its timetable."""
    found_by_optimiser = meeting.run_id is not None and settings.slot_choice is SlotChoice.OPTIMISER
    return not (found_by_optimiser and settings.phase in {Phase.PROFILE, Phase.PREFERENCES})


def is_provisional(meeting: Meeting, settings: MeetingSettings) -> bool:
    """Tell whether a meeting's time may still be changed by objections."""
    return meeting.run_id is not None and settings.phase is Phase.PROVISIONAL


def entry_of(
    meeting: Meeting,
    other: Company,
    event: Event,
    table: MeetingTable | None,
    settings: MeetingSettings,
    *,
    former_start: datetime | None = None,
) -> CalendarEntry:
    """Return a timed meeting with another company as an entry; the table's hall is loaded.

    One that has lost its time is the entry of its former start, for calendars that have to forget it.
    """
    starts_at, ends_at = meeting.starts_at or former_start, meeting.ends_at
    provisional = is_provisional(meeting, settings)
    if starts_at is None:
        raise ValueError("A meeting without a time is no entry of a calendar.")
    return CalendarEntry(
        uid=meeting.uid,
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        starts_at=starts_at,
        ends_at=ends_at or starts_at + timedelta(minutes=settings.slot_minutes),
        titles=_titles(other, provisional=provisional),
        places=places_of(meeting, table),
        descriptions=_ways(meeting, event),
        path=f"/e/{event.slug}/meetings/m/{meeting.public_id}",
        kind=EntryKind.MEETING,
        is_cancelled=meeting.status is MeetingStatus.CANCELLED,
        is_provisional=provisional,
    )


def _titles(other: Company, *, provisional: bool) -> Texts:
    sentences = _provisional_sentences() if provisional else _title_sentences()
    return {tag: text.replace(_GAP, other.names.get(tag) or other.name) for tag, text in sentences.items()}


def places_of(meeting: Meeting, table: MeetingTable | None) -> Texts:
    """Return where a meeting takes place, per language: its address, its link, or its table and hall."""
    if meeting.place:
        return {"": meeting.place}
    if meeting.format is MeetingFormat.ONLINE:
        return {"": meeting.online_link} if meeting.online_link else dict(_online_words())
    if table is None:
        return {}
    halls = table.hall.names if table.hall else {}
    return {
        tag: ", ".join(filter(None, (text.replace(_GAP, table.label), halls.get(tag) or halls.get("en", ""))))
        for tag, text in _table_sentences().items()
    }


def _ways(meeting: Meeting, event: Event) -> Texts:
    """Return when to leave for a meeting elsewhere, by the venue's clock."""
    if meeting.leave_at is None:
        return {}
    clock = meeting.leave_at.astimezone(ZoneInfo(event.time_zone)).strftime("%H:%M")
    return {tag: text.replace(_GAP, clock) for tag, text in _leaving_sentences().items()}


@cache
def _leaving_sentences() -> Texts:
    return _in_every_language(lambda: _("Leave at %(time)s", time=_GAP))


@cache
def _title_sentences() -> Texts:
    return _in_every_language(lambda: _("Meeting: %(company)s", company=_GAP))


@cache
def _provisional_sentences() -> Texts:
    return _in_every_language(lambda: _("Provisional meeting: %(company)s", company=_GAP))


@cache
def _table_sentences() -> Texts:
    return _in_every_language(lambda: _("Table %(table)s", table=_GAP))


@cache
def _online_words() -> Texts:
    return _in_every_language(lambda: _("Online"))


def _in_every_language(write: Callable[[], str]) -> Texts:
    """Return a sentence in all languages of the site."""
    found = {}
    for tag in LAUNCH_LANGUAGES:
        with force_locale(tag.replace("-", "_")):
            found[tag] = str(write())
    return found
