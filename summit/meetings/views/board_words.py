"""The sentences of the organiser's board."""

from flask_babel import gettext as _

from summit.events.models import Event
from summit.web.filters import isolated, text_for, venue_time

from ..models import Meeting
from ..queries.conflicts import ConflictReport
from ..rules.conflicts import Conflict, ConflictKind
from ..rules.kinds import MeetingStatus


def pair_name(meeting: Meeting) -> str:
    """Write the two companies of a meeting; they must be loaded."""
    return f"{isolated(meeting.requester.name)} – {isolated(meeting.partner.name)}"


def time_span(meeting: Meeting, zone: str) -> str:
    """Write from when to when a meeting lasts, empty without a time."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return ""
    return f"{venue_time(meeting.starts_at, zone)}–{venue_time(meeting.ends_at, zone)}"


def outcome_sentence(meeting: Meeting, event: Event) -> str:
    """Say where a meeting stands after a change; companies and table must be loaded."""
    pair = pair_name(meeting)
    if meeting.status is MeetingStatus.CANCELLED:
        return str(_("%(pair)s: called off. Both companies are told.", pair=pair))
    if meeting.starts_at is None:
        return str(_("%(pair)s: taken out of the timetable, still agreed.", pair=pair))
    time = time_span(meeting, event.time_zone)
    if meeting.table is None:
        return str(_("%(pair)s: now at %(time)s.", pair=pair, time=time))
    return str(
        _("%(pair)s: now at %(time)s, table %(table)s.", pair=pair, time=time, table=isolated(meeting.table.label))
    )


def conflict_sentence(conflict: Conflict, report: ConflictReport) -> str:
    """Say what stands against a meeting."""
    values = {
        "person": isolated(report.people.get(conflict.person_id or 0, "")),
        "company": isolated(report.companies.get(conflict.company_id or 0, "")),
        "what": isolated(text_for(report.engagements.get(conflict.what, {}))),
    }
    return str(_sentences(values)[conflict.kind])


def _sentences(values: dict[str, str]) -> dict[ConflictKind, str]:
    kind = ConflictKind
    return {
        kind.ENGAGED: _("%(person)s (%(company)s) is at “%(what)s” at that time.", **values),
        kind.BLOCKED: _("The time of %(person)s (%(company)s) is blocked.", **values),
        kind.PERSON_GONE: _("The registration of %(person)s (%(company)s) is not approved any more.", **values),
        kind.COMPANY_GONE: _("%(company)s is not approved any more.", **values),
        kind.NOBODY: _("Nobody attends for %(company)s.", **values),
        kind.NO_TABLE: _("The meeting has no table."),
        kind.TABLE_CLOSED: _("The table is out of use."),
        kind.OUTSIDE: _("The meeting lies outside the opening times of the meetings."),
        kind.TABLE_SMALL: _("More people attend than the table has seats."),
        kind.FOREIGN_TABLE: _("The table belongs to %(company)s.", **values),
        kind.NEAR: _("%(person)s (%(company)s) comes straight from another table and has no time to walk.", **values),
        kind.LANGUAGE: _("The interpreter does not speak the languages asked for."),
        kind.NO_INTERPRETER: _("An interpreter is wished for, and nobody is assigned yet."),
    }


def script_words() -> dict[str, str]:
    """Return the sentences that the board's script says."""
    return {
        "picked": _("“%(title)s” is in your hand. Arrow keys choose the place, Enter puts it down, Escape cancels."),
        "place": _("%(time)s, %(row)s."),
        "free": _("Free."),
        "taken": _("Taken."),
        "in_pool": _("Out of the timetable, still agreed."),
        "put_back": _("“%(title)s” stays where it was."),
        "fixed": _("“%(title)s” is fixed at its time. Release it first."),
        "over": _("“%(title)s” is over and keeps its place."),
        "offline": _("The server cannot be reached. Nothing was changed."),
        "failed": _("This did not work. Nothing was changed."),
        "stale": _("The timetable has changed since you opened it."),
    }
