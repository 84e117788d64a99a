"""What a run of the optimiser found, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from summit.errors import N_
from summit.events.models import Event
from summit.web.filters import isolated, number

from ..models import MeetingRun
from ..queries.runs import RunNames
from ..rules.kinds import RUN_STATUS_NAMES, RunStatus
from ..rules.optimiser.cause_words import reason_sentence
from ..rules.optimiser.problem import Cause
from ..rules.timetabling import CHANGE_NAMES, ChangeKind, StoredPlace, compare, from_json

TONES = {
    RunStatus.QUEUED: "neutral",
    RunStatus.RUNNING: "accent",
    RunStatus.DONE: "caution",
    RunStatus.FAILED: "negative",
    RunStatus.PUBLISHED: "positive",
    RunStatus.ROLLED_BACK: "neutral",
}
CHANGE_TONES = {
    ChangeKind.ADDED: "positive",
    ChangeKind.MOVED: "caution",
    ChangeKind.RESEATED: "neutral",
    ChangeKind.REMOVED: "negative",
}
VERDICTS = {
    "optimal": N_("Nothing better is possible: this is proved."),
    "feasible": N_("A good timetable; whether a better one exists is not proved."),
    "unsatisfiable": N_("Not every meeting can be held: this is proved. The reasons are below."),
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What becomes of one meeting."""

    meeting_id: int
    public_id: str
    companies: tuple[str, str]
    kind: ChangeKind
    before: str
    after: str


def state_name(run: MeetingRun) -> str:
    """Return how far the run is, in words."""
    return str(_(RUN_STATUS_NAMES[run.status]))


def score_rows(run: MeetingRun) -> list[tuple[str, str]]:
    """Return the figures of a finished run with their meaning."""
    summary: Mapping[str, Any] = run.summary
    if "verdict" not in summary:
        return []
    breaks = number(summary["breaks"])
    bound = number(summary["bound"])
    return [
        (_("What is known of it"), _(VERDICTS[summary["verdict"]])),
        (_("Meetings held"), number(summary["held"])),
        (_("Meetings without a place"), number(summary["unplaced"])),
        (
            _("Breaks between meetings"),
            _("%(breaks)s (no timetable has fewer than %(bound)s)", breaks=breaks, bound=bound),
        ),
        (_("Changes of table"), number(summary["table_changes"])),
        (_("People who find a meeting moved"), number(summary["moves"])),
        (_("Seconds of looking"), number(summary["seconds"])),
    ]


def change_rows(run: MeetingRun, names: RunNames, event: Event) -> list[ChangeRow]:
    """Return what the run changes, meeting by meeting, those that stay as they are left out; by kind, then by time.

    Once published, a run is compared with what stood before it, otherwise with what it read.
    """
    before = run.previous.get("places") or run.result.get("before", [])
    changes = compare(from_json(before), from_json(run.result.get("places", [])))
    order = list(CHANGE_TONES)
    found = [
        (
            order.index(kind),
            (after or was or StoredPlace(key)).starts_at or run.created_at,
            _row(key, kind, was, after, names, event),
        )
        for key, (kind, was, after) in changes.items()
        if kind is not ChangeKind.KEPT and key in names.meetings
    ]
    return [row for _rank, _moment, row in sorted(found, key=lambda one: (one[0], one[1], one[2].meeting_id))]


def _row(
    key: int, kind: ChangeKind, was: StoredPlace | None, after: StoredPlace | None, names: RunNames, event: Event
) -> ChangeRow:
    meeting = names.meetings[key]
    companies = (meeting.requester.name, meeting.partner.name)
    return ChangeRow(key, meeting.public_id, companies, kind, _place(was, names, event), _place(after, names, event))


def _place(place: StoredPlace | None, names: RunNames, event: Event) -> str:
    """Write a place, such as “Sat 28, 10:25, table T4”; "" for none."""
    if place is None or place.starts_at is None:
        return ""
    when = short_moment(place.starts_at, event)
    if place.table_id is None:
        return when
    label = isolated(names.tables.get(place.table_id, "?"))
    return str(_("%(when)s, table %(table)s", when=when, table=label))


def short_moment(moment: datetime, event: Event) -> str:
    """Write a moment of the edition at the venue with its weekday, such as “Sat, 28 Nov, 10:25”."""
    local, locale = moment.astimezone(ZoneInfo(event.time_zone)), get_locale()
    day = format_skeleton("MMMEd", local, locale=locale)
    time = format_time(local, format="short", locale=locale)
    return str(_("%(day)s, %(time)s", day=day, time=time))


def counted_changes(rows: Iterable[ChangeRow]) -> list[tuple[str, str, str]]:
    """Return (name, number, tone) of each kind of change that occurs."""
    counts: dict[ChangeKind, int] = {}
    for row in rows:
        counts[row.kind] = counts.get(row.kind, 0) + 1
    return [(_(CHANGE_NAMES[kind]), number(count), CHANGE_TONES[kind]) for kind, count in counts.items()]


def cause_sentences(run: MeetingRun, names: RunNames, event: Event) -> list[str]:
    """Return why not everything fits, a sentence for each cause."""
    return [_sentence(one, names, event) for one in run.result.get("causes", [])]


def _sentence(stored: Mapping[str, Any], names: RunNames, event: Event) -> str:
    people, meetings, slots = stored["people"], stored["meetings"], stored["slots"]
    cause = Cause(
        kind=stored["kind"],
        participants=tuple(range(len(people))),
        encounters=tuple(range(len(meetings))),
        slots=tuple(range(len(slots))),
        needed=stored["needed"],
        available=stored["available"],
    )
    message, params = reason_sentence(
        cause,
        name_participant=lambda index: isolated(names.people.get(people[index], "?")),
        name_encounter=lambda index: _pair(meetings[index], names),
        name_slot=lambda index: short_moment(datetime.fromisoformat(slots[index]), event),
    )
    return str(_(message, **params))


def _pair(meeting_id: int, names: RunNames) -> str:
    meeting = names.meetings.get(meeting_id)
    return isolated(f"{meeting.requester.name} – {meeting.partner.name}") if meeting else "?"


def published_sentence(counts: Mapping[ChangeKind, int]) -> str:
    """Say how many meetings a publication has changed."""
    total = sum(counts.values())
    return str(
        ngettext(
            "The timetable is in force: %(count)s meeting has changed, and everybody concerned gets a mail.",
            "The timetable is in force: %(count)s meetings have changed, and everybody concerned gets a mail.",
            total,
            count=number(total),
        )
    )
