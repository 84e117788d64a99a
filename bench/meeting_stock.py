"""Companies that ask each other for meetings: people signed in, tables, opening times and requests, written at once."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlencode

from flask import session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import insert, select, update

from bench.company_stock import fill_companies
from bench.server import Request
from bench.stock import Stock
from summit.accounts.models import Account
from summit.accounts.services import start_session
from summit.clock import utcnow
from summit.companies.models import Company, CompanyMember
from summit.companies.rules.status import MemberRole
from summit.database import db, transaction
from summit.meetings.models import Meeting, MeetingAttendee, MeetingSettings, MeetingTable, MeetingWindow
from summit.meetings.queries.settings import default_settings, list_slots
from summit.meetings.rules.grid import SlotSpan
from summit.meetings.rules.kinds import MeetingStatus, Phase
from summit.registration.models import Registration

DAYS = 3
OPEN_HOURS = 8
FIRST_HOUR = 6


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks for a company: keys, the company's address, and what their browser would send with a form."""

    company_id: int
    public_id: str
    registration_id: int
    cookie: str
    csrf_token: str


@dataclass(frozen=True, slots=True)
class Wish:
    """One company's wish to meet another at a time."""

    requester: Speaker
    partner: Speaker
    slot: SlotSpan


def fill_meetings(stock: Stock, size: int, table_count: int) -> tuple[list[Speaker], tuple[SlotSpan, ...]]:
    """Let so many companies take part, each with somebody signed in, and return these and the slots."""
    fill_companies(stock, size)
    with transaction():
        db.session.add(MeetingSettings(**(default_settings(stock.event.id) | {"phase": Phase.LIVE, **_NO_LIMITS})))
        db.session.execute(insert(MeetingWindow), _windows(stock))
        tables = [{"event_id": stock.event.id, "label": f"T{n}", "position": n} for n in range(1, table_count + 1)]
        db.session.execute(insert(MeetingTable), tables)
        speakers = _speakers(stock)
    return speakers, list_slots(stock.event.id)


_NO_LIMITS: dict[str, object] = {"most_outgoing": None}


def _windows(stock: Stock) -> list[dict[str, object]]:
    first = datetime.combine(stock.event.starts_on, time(FIRST_HOUR), UTC)
    days = [first + timedelta(days=number) for number in range(1, DAYS + 1)]
    return [
        {"event_id": stock.event.id, "starts_at": day, "ends_at": day + timedelta(hours=OPEN_HOURS)} for day in days
    ]


def _speakers(stock: Stock) -> list[Speaker]:
    """Give every company somebody who speaks for it, with an account that is signed in."""
    companies = select(Company.id, Company.public_id).where(Company.event_id == stock.event.id).order_by(Company.id)
    registrations = select(Registration.id, Registration.email).where(Registration.event_id == stock.event.id)
    people = db.session.execute(registrations.order_by(Registration.id)).all()
    found = list(zip(db.session.execute(companies).all(), people, strict=False))
    known = db.session.scalar(select(CompanyMember.company_id))
    token, kept = _csrf(stock)
    return [
        Speaker(company, public_id, person, _cookie(stock, _join(company, person, email, known), kept), token)
        for (company, public_id), (person, email) in found
    ]


def _join(company_id: int, registration_id: int, email: str, known: int | None) -> int:
    """Return the account of who speaks for the company; the first company has somebody already."""
    if company_id == known:
        account_id = select(Registration.account_id).where(Registration.id == registration_id)
        return int(db.session.scalar(account_id) or 0)
    account = Account(email=email)
    db.session.add(account)
    db.session.flush()
    db.session.execute(update(Registration).where(Registration.id == registration_id).values(account_id=account.id))
    db.session.add(CompanyMember(company_id=company_id, registration_id=registration_id, role=MemberRole.MANAGER))
    return account.id


def _csrf(stock: Stock) -> tuple[str, str]:
    """Return a token for forms and what the cookie keeps for it."""
    with stock.app.test_request_context():
        return generate_csrf(), session["csrf_token"]


def _cookie(stock: Stock, account_id: int, kept: str) -> str:
    values = {"_user_id": start_session(account_id), "_permanent": True, "csrf_token": kept}
    text = stock.app.session_interface.get_signing_serializer(stock.app).dumps(values)
    return f"{stock.app.config['SESSION_COOKIE_NAME']}={text}"


def rounds(speakers: Sequence[Speaker], slots: Iterable[SlotSpan]) -> list[Wish]:
    """Return wishes in which everybody meets somebody else in every slot (the circle method; an even number)."""
    fixed, ring = speakers[0], list(speakers[1:])
    wishes = []
    for slot in slots:
        order = [fixed, *ring]
        half = len(order) // 2
        wishes += [Wish(one, other, slot) for one, other in zip(order[:half], reversed(order[half:]), strict=True)]
        ring = [ring[-1], *ring[:-1]]
    return wishes


def crowd(popular: Sequence[Speaker], others: Sequence[Speaker], slots: Sequence[SlotSpan]) -> list[Wish]:
    """Return wishes of everybody to meet everybody popular, all of them within a few slots."""
    chance = random.Random(11)
    return [Wish(other, one, chance.choice(slots)) for other in others for one in popular]


def ask(stock: Stock, wishes: Sequence[Wish]) -> list[str]:
    """Write a request for each wish, as the requester would have sent it; return the meetings' addresses."""
    with transaction():
        rows = [_meeting(stock.event.id, number, wish) for number, wish in enumerate(wishes)]
        statement = insert(Meeting).returning(Meeting.id, sort_by_parameter_order=True)
        ids = list(db.session.scalars(statement, rows))
        attendees = [
            {"meeting_id": key, "registration_id": side.registration_id, "company_id": side.company_id}
            for key, wish in zip(ids, wishes, strict=True)
            for side in (wish.requester, wish.partner)
        ]
        db.session.execute(insert(MeetingAttendee), attendees)
    return [str(row["public_id"]) for row in rows]


def _meeting(event_id: int, number: int, wish: Wish) -> dict[str, object]:
    one, other = wish.requester.company_id, wish.partner.company_id
    now = utcnow()
    return {
        "event_id": event_id,
        "public_id": f"bench-{one}-{other}",
        "uid": f"bench-{number}-{one}-{other}@summit",
        "requester_id": one,
        "partner_id": other,
        "low_id": min(one, other),
        "high_id": max(one, other),
        "requested_by": wish.requester.registration_id,
        "status": MeetingStatus.PENDING,
        "message": "We would like to show you our linen.",
        "wishes": [],
        "interpreting": [],
        "expires_at": now + timedelta(hours=72),
        "changed_at": now,
        "created_at": now,
        "version": 1,
    }


def acceptance(wish: Wish, meeting: str) -> Request:
    """Return the form by which the partner accepts at the wished time."""
    fields = {"start": wish.slot.starts_at.isoformat(), "people": str(wish.partner.registration_id)}
    return _form(f"/e/bench/meetings/m/{meeting}/accept", wish.partner, fields)


def question(wish: Wish) -> Request:
    """Return the form by which the requester asks, preferring the time."""
    fields = {
        "message": "We would like to show you our linen.",
        "people": str(wish.requester.registration_id),
        "kind": "meeting",
        "format": "on_site",
        "wishes": wish.slot.starts_at.isoformat(),
    }
    return _form(f"/e/bench/meetings/new/{wish.partner.public_id}", wish.requester, fields)


def _form(path: str, sender: Speaker, fields: dict[str, str]) -> Request:
    body = urlencode(fields | {"csrf_token": sender.csrf_token}).encode()
    return "POST", path, body, {"Cookie": sender.cookie, "Content-Type": "application/x-www-form-urlencoded"}
