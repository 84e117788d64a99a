"""The mails about a meeting's time: proposed, given, moved, cancelled, and who attends."""

from collections.abc import Collection, Iterable
from datetime import datetime

from summit.registration.models import Registration

from ..queries.notices import Notice
from .letters import CANCELLED, GIVEN, queue_letter, queue_to_both, queue_to_side


def queue_proposed(notice: Notice, company_id: int) -> None:
    """Tell a company that the other proposes a time."""
    queue_to_side(notice, "proposed", company_id)


def queue_proposal_refused(notice: Notice, company_id: int) -> None:
    """Tell a company that its proposal does not suit, and that everything stays as it was."""
    queue_to_side(notice, "proposal_refused", company_id)


def queue_proposal_expired(notice: Notice) -> None:
    """Tell both companies that a proposal has lapsed, and that everything stays as it was."""
    for company_id in notice.companies:
        queue_to_side(notice, "proposal_expired", company_id)


def queue_scheduled(notice: Notice) -> None:
    """Tell both companies when and where they meet."""
    queue_to_both(notice, "scheduled", method=GIVEN)


def queue_moved(notice: Notice, former_start: datetime) -> None:
    """Tell both companies the new time."""
    queue_to_both(notice, "moved", method=GIVEN, former_start=former_start)


def queue_cancelled(notice: Notice) -> None:
    """Tell both companies that the meeting does not take place."""
    queue_to_both(notice, "cancelled", method=CANCELLED)


def queue_missed(notice: Notice, company_id: int) -> None:
    """Tell a company that the other waited for it in vain."""
    queue_to_side(notice, "missed", company_id)


def queue_unscheduled(notice: Notice, former_start: datetime) -> None:
    """Tell both companies that the meeting has lost its time and gets another one."""
    queue_to_both(notice, "unscheduled", method=CANCELLED, former_start=former_start)


def queue_people_changed(
    notice: Notice, company_id: int, joined: Iterable[Registration], left: Iterable[Registration]
) -> None:
    """Tell those who attend instead, those who need not any more, and the other company."""
    for person in joined:
        queue_letter(notice, "you_attend", person, company_id, method=GIVEN)
    queue_left(notice, company_id, left)
    queue_to_side(notice, "people_changed", notice.other_than(company_id).id)


def queue_left(notice: Notice, company_id: int, left: Iterable[Registration]) -> None:
    """Tell those of a company who need not attend any more."""
    for person in left:
        queue_letter(notice, "you_attend_no_more", person, company_id, method=CANCELLED)


def queue_begins_soon(notice: Notice, people: Collection[int]) -> None:
    """Remind those of these people (registrations) who attend that the meeting begins soon."""
    for company_id, attending in notice.attending.items():
        for person in attending:
            if person.id in people:
                queue_letter(notice, "begins_soon", person, company_id)


def queue_offered(notice: Notice, starts_at: datetime, ends_at: datetime) -> None:
    """Tell both companies of an agreed meeting that a place has become free for it."""
    for company_id in notice.companies:
        queue_to_side(notice, "offered", company_id, offered_start=starts_at, offered_end=ends_at)
