"""Tables, hours, nine hundred requests in all states, and the timetable that the optimiser makes of them."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from summit.companies.rules.kinds import KindGroup, group_of
from summit.database import db
from summit.events.models import Event
from summit.jobs.models import Job
from summit.jobs.services import cancel_job
from summit.meetings.rules.hours import Span
from summit.meetings.rules.kinds import DeclineReason, MeetingFormat, Phase, SlotChoice, TableKind
from summit.meetings.rules.optimiser.engine import solve
from summit.meetings.rules.requests import Request
from summit.meetings.rules.timetabling import PlanOptions, build_problem
from summit.meetings.services import (
    answering,
    changing,
    expiring,
    interpreters,
    interpreting,
    optimising,
    publishing,
    requesting,
)
from summit.meetings.services.settings import change_phase, update_settings
from summit.meetings.services.tables import add_tables
from summit.meetings.services.windows import change_grid

from .companies import Planted

Asked = list[tuple[int, Planted]]

REQUESTS = 900
# How many of a hundred requests end how, before some of the agreed ones are cancelled.
_SHARES = {"accepted": 58, "pending": 18, "declined": 9, "withdrawn": 5, "expired": 6, "late": 4}
_ENDS = tuple(end for end, share in _SHARES.items() for _ in range(share))
_CANCELLED_EACH = 14
# So many moves make the same good timetable on every machine, in about two seconds on a slow one.
_MOVES = 60_000
_INTERPRETERS = (("Lívia Tradutora", ["pt-BR", "ru", "en"]), ("Song Yiming", ["zh-Hans", "ru", "en"]))
_HOURS = ((time(10), time(13, 20)), (time(14, 30), time(17, 50)))
_MESSAGES = (
    "We would like to show you our new season and talk about a first order.",
    "Your profile says what we have been looking for. Could we meet for a first talk?",
    "We are new to your market and would value your view of our range.",
    "We need regular deliveries from next spring on. May we discuss quantities and terms?",
    "",
)
# Who buys of whom: a request leads to one of these groups more often than to any other.
_SUITS = {
    KindGroup.BRAND: (KindGroup.MATERIALS, KindGroup.MANUFACTURER, KindGroup.RETAIL, KindGroup.TRIMS),
    KindGroup.MANUFACTURER: (KindGroup.MATERIALS, KindGroup.TRIMS, KindGroup.BRAND),
    KindGroup.MATERIALS: (KindGroup.BRAND, KindGroup.MANUFACTURER, KindGroup.RETAIL),
    KindGroup.TRIMS: (KindGroup.MANUFACTURER, KindGroup.BRAND),
    KindGroup.RETAIL: (KindGroup.BRAND, KindGroup.MANUFACTURER),
}


def plant_meetings(
    event: Event,
    halls: dict[str, int],
    companies: Sequence[Planted],
    *,
    actor_id: int,
    now: datetime,
    chance: random.Random,
) -> None:
    """Open the meetings, let companies ask and answer, and put an optimised timetable into force."""
    _open(event, halls, actor_id=actor_id, now=now)
    open_ones = [company for company in companies if company.is_open]
    if not open_ones:
        return
    agreed, late = _ask(event, open_ones, now, chance)
    _optimise(event, actor_id, now)
    for meeting_id, company in late:
        answering.accept(meeting_id, registration_id=company.people[0], now=now)
    _interpret(event, actor_id, now)
    for meeting_id, company in agreed[::_CANCELLED_EACH]:
        words = "Our plans have changed. We are sorry."
        changing.cancel(meeting_id, registration_id=company.people[0], words=words, now=now)


def _open(event: Event, halls: dict[str, int], *, actor_id: int, now: datetime) -> None:
    update_settings(
        event.id, actor_id=actor_id, slot_choice=SlotChoice.OPTIMISER, most_outgoing=40, most_meetings=24, fairness=None
    )
    change_grid(event.id, _windows(event), slot_minutes=20, gap_minutes=5, walk_minutes=0, actor_id=actor_id, now=now)
    for first, last, hall, row, kind in (
        ("T1", "T20", "business", 0, TableKind.TABLE),
        ("T21", "T40", "business", 2, TableKind.TABLE),
        ("T41", "T56", "gallery", 0, TableKind.TABLE),
        ("R1", "R4", "gallery", 2, TableKind.ROOM),
    ):
        add_tables(event.id, first, last, actor_id=actor_id, hall_id=halls[hall], row=row, kind=kind)
    for phase in (Phase.PREFERENCES, Phase.LIVE):
        change_phase(event.id, phase, actor_id=actor_id)


def _windows(event: Event) -> list[Span]:
    """Return two spans of eight slots on each of the first three days."""
    zone = ZoneInfo(event.time_zone)

    def moment(day: int, at: time) -> datetime:
        return datetime.combine(event.starts_on + timedelta(days=day), at, zone).astimezone(UTC)

    return [(moment(day, first), moment(day, last)) for day in range(3) for first, last in _HOURS]


def _ask(event: Event, companies: Sequence[Planted], now: datetime, chance: random.Random) -> tuple[Asked, Asked]:
    """Let companies ask each other; return the agreed meetings, and those to be agreed after the timetable is made.

    Each comes with the company that was asked.
    """
    asked: set[frozenset[int]] = set()
    agreed: Asked = []
    late: Asked = []
    for number in range(REQUESTS):
        one, other = _pair(companies, asked, chance)
        end = chance.choice(_ENDS)
        moment = now - timedelta(days=_days_ago(end, chance), minutes=chance.randrange(600))
        meeting = requesting.request_meeting(
            event.id, other.id, registration_id=one.people[0], wanted=_wanted(one, number, chance), now=moment
        )
        if end == "accepted":
            later = moment + timedelta(hours=chance.randrange(2, 30))
            answering.accept(meeting.id, registration_id=other.people[0], now=later)
            agreed.append((meeting.id, other))
        elif end == "late":
            late.append((meeting.id, other))
        else:
            _end(meeting.id, end, one, other, moment, now)
    return agreed, late


def _days_ago(end: str, chance: random.Random) -> int:
    """Return when a request was made: what nobody has answered is young enough to be still open, or long over."""
    if end in {"pending", "late"}:
        return chance.randrange(1, 3)
    return 12 if end == "expired" else chance.randrange(3, 15)


def _pair(companies: Sequence[Planted], asked: set[frozenset[int]], chance: random.Random) -> tuple[Planted, Planted]:
    """Return two companies that have not asked each other, one that suits and, now and then, any."""
    while True:
        one = chance.choice(companies)
        suits = _SUITS.get(group_of(one.kind), ())
        other = chance.choice(companies)
        pair = frozenset((one.id, other.id))
        if len(pair) == 2 and pair not in asked and (group_of(other.kind) in suits or chance.random() < 0.1):
            asked.add(pair)
            return one, other


def _wanted(company: Planted, number: int, chance: random.Random) -> Request:
    return Request(
        message=chance.choice(_MESSAGES),
        people=company.people if len(company.people) > 1 and number % 4 == 0 else company.people[:1],
        format=MeetingFormat.ONLINE if number % 45 == 7 else MeetingFormat.ON_SITE,
        online_link="https://meet.example.org/fashion" if number % 45 == 7 else "",
        interpreting=("ru", "pt-BR") if company.country == "BR" and number % 3 == 0 else (),
    )


def _end(meeting_id: int, end: str, one: Planted, other: Planted, asked_at: datetime, now: datetime) -> None:
    """Bring a request to an end; a pending one stays as it is."""
    later = asked_at + timedelta(hours=5)
    if end == "declined":
        reason = list(DeclineReason)[meeting_id % len(DeclineReason)]
        answering.decline(meeting_id, registration_id=other.people[0], reason=reason, now=later)
    elif end == "withdrawn":
        requesting.withdraw(meeting_id, registration_id=one.people[0], now=later)
    elif end == "expired":
        expiring.lapse(meeting_id, now=now)


def _interpret(event: Event, actor_id: int, now: datetime) -> None:
    """Let interpreters work where they are wished for and free; some wishes stay open."""
    for name, languages in _INTERPRETERS:
        interpreters.add_interpreter(event.id, name=name, languages=languages, actor_id=actor_id)
    for meeting_id, interpreter_id in interpreting.list_chosen(event.id, now).items():
        interpreting.assign(meeting_id, interpreter_id, event_id=event.id, actor_id=actor_id, now=now)


def _optimise(event: Event, actor_id: int, now: datetime) -> None:
    """Do what the worker does with a run, here and now, with so many moves that every machine finds the same."""
    run = optimising.order_run(event.id, PlanOptions(), actor_id=actor_id, now=now)
    cancel_job(db.session.scalars(select(Job).where(Job.public_id == run.job_public_id)).one())
    snapshot = optimising.begin_run(run.id, now=now)
    if snapshot is not None:
        timetable = solve(build_problem(snapshot), seconds=60, seed=1, moves=_MOVES)
        optimising.finish_run(run.id, snapshot, timetable, now=now)
        publishing.publish_run(run.id, actor_id=actor_id, now=now)
