"""Wishes before the timetable is made, and turning them into meetings."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from summit.audit import services as audit
from summit.companies.models import Company, CompanyMember
from summit.companies.rules.status import CompanyIsNotApproved, CompanyStatus
from summit.database import db, savepoint

from ..models import Meeting, MeetingAttendee, Preference
from ..queries.asking import groups_of
from ..queries.preferences import list_wished, spokespeople, wishes_of
from ..queries.settings import get_settings
from ..rules.kinds import MeetingOrigin, MeetingStatus, StepAction, Wish
from ..rules.preferences import Wished, ensure_taken, ensure_within
from ..rules.requests import MayNotAsk, ensure_may_ask
from .acting import lock_companies
from .placing import note_step
from .requesting import new_row
from .settings import lock_settings


def set_preference(
    member: CompanyMember, target: Company, wish: Wish | None, *, met_before: bool = False, now: datetime
) -> None:
    """Say how much the member's company wants to meet another, None takes the wish back; nobody else learns of it.

    Raises PreferencesAreNotTaken, CompanyIsNotApproved, MayNotAsk, TooManyMusts, TooManyWishes.
    """
    settings = get_settings(target.event_id)
    ensure_taken(settings.phase, settings.preferences_until, now)
    companies = lock_companies([member.company_id, target.id])
    if any(row.status is not CompanyStatus.APPROVED for row in companies.values()):
        raise CompanyIsNotApproved
    if member.company_id == target.id:
        raise MayNotAsk
    if wish is not None:
        others = [row.wish for key, row in wishes_of(member.company_id).items() if key != target.id]
        ensure_within(wish, others, settings.most_outgoing)
        groups = groups_of(companies.values())
        if wish is not Wish.NO_THANKS:
            ensure_may_ask(settings.may_request, groups[member.company_id], groups[target.id])
    _write(member.company_id, target, wish, met_before, now)


def _write(company_id: int, target: Company, wish: Wish | None, met_before: bool, now: datetime) -> None:
    row = db.session.get(Preference, (company_id, target.id), populate_existing=True)
    if wish is None:
        if row is not None:
            db.session.delete(row)
    elif row is None:
        key = {"company_id": company_id, "target_id": target.id, "event_id": target.event_id}
        db.session.add(Preference(**key, wish=wish, met_before=met_before, updated_at=now))
    else:
        row.wish, row.met_before, row.updated_at = wish, met_before, now
    db.session.flush()


def turn_preferences(event_id: int, *, actor_id: int | None, now: datetime) -> int:
    """Make agreed meetings without a time of the wishes, and return how many; what lives already stays as it is.

    One person who speaks for each company attends; doing it again makes only what is new.
    """
    lock_settings(event_id)
    wished = list_wished(event_id)
    people = spokespeople({key for one in wished for key in (one.requester_id, one.partner_id)})
    made = sum(_make(event_id, one, people, now) for one in wished)
    audit.record("meetings.preferences_turned", "event", event_id, actor_id=actor_id, event_id=event_id, meetings=made)
    return made


def _make(event_id: int, wished: Wished, people: dict[int, int], now: datetime) -> bool:
    meeting = new_row(event_id, wished.requester_id, wished.partner_id, now)
    meeting.status, meeting.origin, meeting.is_must = MeetingStatus.ACCEPTED, MeetingOrigin.PREFERENCE, wished.is_must
    meeting.answered_at, meeting.wishes, meeting.interpreting = now, [], []
    if not _is_new(meeting):
        return False
    db.session.add_all(
        MeetingAttendee(meeting_id=meeting.id, registration_id=people[company], company_id=company)
        for company in (wished.requester_id, wished.partner_id)
    )
    note_step(meeting, StepAction.ACCEPTED, now=now)
    return True


def _is_new(meeting: Meeting) -> bool:
    """Insert the meeting; where the two have agreed otherwise meanwhile, theirs counts."""
    try:
        with savepoint():
            db.session.add(meeting)
            db.session.flush()
    except IntegrityError:
        return False
    return True
