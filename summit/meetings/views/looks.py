"""Meetings as their pages show them: whose word is next, when by which clock, who comes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from summit.companies.models import Company
from summit.events.models import Event
from summit.registration.models import Registration

from ..models import Meeting, MeetingSettings
from ..queries.entries import is_announced, is_provisional, places_of
from ..rules.grid import SlotSpan, days_of
from ..rules.kinds import LIVE, MEETING_STATUS_NAMES, MeetingFormat, MeetingStatus
from ..rules.turns import Standing
from ..services.acting import standing_of

_TONES = {
    MeetingStatus.PENDING: "caution",
    MeetingStatus.ACCEPTED: "positive",
    MeetingStatus.SCHEDULED: "positive",
    MeetingStatus.HELD: "neutral",
    MeetingStatus.MISSED: "negative",
    MeetingStatus.CANCELLED: "negative",
}


@dataclass(frozen=True, slots=True)
class MeetingLook:
    """A meeting seen from one company's side."""

    meeting: Meeting
    own: Company
    other: Company
    standing: Standing
    starts_at: datetime | None
    ends_at: datetime | None
    is_provisional: bool = False

    @property
    def url(self) -> str:
        """Return the address of its page."""
        return url_for("meetings.meeting", meeting=self.meeting.public_id)

    @property
    def is_mine_to_answer(self) -> bool:
        """Tell whether the own company has the next word."""
        return self.standing.answerer_id == self.own.id

    @property
    def waits_for_other(self) -> bool:
        """Tell whether the other company has the next word."""
        return self.standing.answerer_id == self.other.id

    @property
    def is_sent(self) -> bool:
        """Tell whether the own company has asked."""
        return self.meeting.requester_id == self.own.id

    @property
    def status(self) -> str:
        """Return how it stands in the reader's language."""
        known = self.meeting.status
        if known is MeetingStatus.SCHEDULED and self.starts_at is None:
            known = MeetingStatus.ACCEPTED
        return str(_("Provisional") if self.is_provisional else _(MEETING_STATUS_NAMES[known]))

    @property
    def tone(self) -> str:
        """Return the tone of its mark."""
        return "caution" if self.is_provisional else _TONES.get(self.meeting.status, "neutral")

    @property
    def places(self) -> Any:
        """Return where it takes place, per language."""
        return places_of(self.meeting, self.meeting.table)

    @property
    def is_online(self) -> bool:
        """Tell whether people meet online."""
        return self.meeting.format is MeetingFormat.ONLINE


def look_at(meeting: Meeting, company_id: int, settings: MeetingSettings) -> MeetingLook:
    """Return a meeting as a company sees it; a time that is not announced yet is not shown."""
    own, other = meeting.requester, meeting.partner
    if company_id == meeting.partner_id:
        own, other = other, own
    known = is_announced(meeting, settings)
    return MeetingLook(
        meeting=meeting,
        own=own,
        other=other,
        standing=standing_of(meeting),
        starts_at=meeting.starts_at if known else None,
        ends_at=meeting.ends_at if known else None,
        is_provisional=meeting.status is MeetingStatus.SCHEDULED and known and is_provisional(meeting, settings),
    )


@dataclass(frozen=True, slots=True)
class Sections:
    """A company's meetings by what there is to do."""

    to_answer: list[MeetingLook]
    days: list[tuple[str, list[MeetingLook]]]
    untimed: list[MeetingLook]
    waiting: list[MeetingLook]
    past: list[MeetingLook]

    @property
    def timed(self) -> int:
        """Return how many stand in the timetable."""
        return sum(len(looks) for _day, looks in self.days)


def sections_of(looks: Iterable[MeetingLook], event: Event, now: datetime) -> Sections:
    """Sort a company's meetings: what waits for its answer, the timetable by day, the rest, and what is over.

    A meeting with a time stands in the timetable also while a proposal about it is open.
    """
    every = list(looks)
    over = [one for one in every if _is_over(one, now)]
    live = [one for one in every if not _is_over(one, now)]
    timed = sorted((one for one in live if one.starts_at is not None), key=lambda one: one.starts_at or now)
    untimed = [one for one in live if one.starts_at is None and not one.is_mine_to_answer and not one.waits_for_other]
    return Sections(
        to_answer=[one for one in live if one.is_mine_to_answer],
        days=_by_day(timed, event.time_zone),
        untimed=untimed,
        waiting=[one for one in live if one.waits_for_other],
        past=over,
    )


def _is_over(look: MeetingLook, now: datetime) -> bool:
    return look.meeting.status not in LIVE or (look.ends_at is not None and look.ends_at <= now)


def _by_day(looks: list[MeetingLook], zone: str) -> list[tuple[str, list[MeetingLook]]]:
    spans = {SlotSpan(one.starts_at, one.ends_at): one for one in looks if one.starts_at and one.ends_at}
    found: dict[str, list[MeetingLook]] = {}
    for day, slots in days_of(sorted(spans), zone).items():
        starts = {(slot.starts_at, slot.ends_at) for slot in slots}
        found[day_name(day)] = [one for one in looks if (one.starts_at, one.ends_at) in starts]
    return list(found.items())


def day_name(day: date) -> str:
    """Write a day with its weekday in the reader's language."""
    return format_date(day, format="full", locale=get_locale())


def times_by_day(slots: Collection[SlotSpan], zone: str) -> list[tuple[str, tuple[SlotSpan, ...]]]:
    """Return free times for a table of days."""
    return [(day_name(day), found) for day, found in days_of(sorted(slots), zone).items()]


def name_for(person: Registration, visible: Collection[int], *, is_own: bool) -> str:
    """Return how a person is named: colleagues always, others only with their consent."""
    return person.name_latin if is_own or person.id in visible else _("A colleague")
