"""For which company the reader stands, and which meetings they may see."""

from flask import abort, g

from summit.companies.models import CompanyMember
from summit.companies.views.onlooker import find_onlooker
from summit.companies.views.reader import find_reader
from summit.permissions import Permission
from summit.web.access import current_edition, may

from ..models import Meeting
from ..queries.meetings import find_meeting

__all__ = ["belongs_to_a_company", "find_reader", "forget_reader", "meeting_or_404", "reader_or_404", "side_of"]


def reader_or_404() -> CompanyMember:
    """Return the reader's membership; to whoever belongs to no company the page does not exist."""
    return find_reader() or abort(404)


def forget_reader() -> None:
    """Have the reader be asked for anew: a refusal has undone the transaction, and what was read went with it."""
    g.pop("companies_reader", None)


def belongs_to_a_company() -> bool:
    """Tell whether the reader is a delegate who belongs to a company; asks nothing that the menu has not asked."""
    return find_onlooker().membership is not None


def side_of(meeting: Meeting) -> int | None:
    """Return which of the two companies the reader belongs to, None for everybody else."""
    member = find_reader()
    pair = {meeting.requester_id, meeting.partner_id}
    return member.company_id if member is not None and member.company_id in pair else None


def meeting_or_404(public_id: str) -> Meeting:
    """Return a meeting of the reader's company, or any of the edition for who manages them; others find nothing."""
    meeting = find_meeting(current_edition().id, public_id) or abort(404)
    if side_of(meeting) is None and not may(Permission.MANAGE_MEETINGS):
        abort(404)
    return meeting
