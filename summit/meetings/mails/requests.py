"""The mails about a request: asked, changed, answered, taken back, lapsed."""

from flask_babel import force_locale
from flask_babel import gettext as _

from ..queries.notices import Notice
from ..rules.kinds import DECLINE_REASON_NAMES
from .letters import queue_letter, queue_to_side


def queue_requested(notice: Notice) -> None:
    """Tell a company that another asks for a meeting."""
    queue_to_side(notice, "requested", notice.meeting.partner_id)


def queue_edited(notice: Notice) -> None:
    """Tell a company that a request to it has changed."""
    queue_to_side(notice, "edited", notice.meeting.partner_id)


def queue_agreed(notice: Notice) -> None:
    """Tell both companies that they meet, at a time yet to be found."""
    for company_id in notice.companies:
        queue_to_side(notice, "agreed", company_id)


def queue_declined(notice: Notice) -> None:
    """Tell a company that the other does not want to meet, with the reason in the recipient's language."""
    meeting, company_id = notice.meeting, notice.meeting.requester_id
    for person in notice.concerned(company_id):
        with force_locale(person.language.replace("-", "_")):
            reason = _(DECLINE_REASON_NAMES[meeting.decline_reason]) if meeting.decline_reason else ""
        queue_letter(notice, "declined", person, company_id, reason=reason)


def queue_withdrawn(notice: Notice) -> None:
    """Tell a company that the other has taken its request back."""
    queue_to_side(notice, "withdrawn", notice.meeting.partner_id)


def queue_reminder(notice: Notice, company_id: int) -> None:
    """Remind a company of a question that lapses soon."""
    queue_to_side(notice, "reminder", company_id)


def queue_expired(notice: Notice) -> None:
    """Tell both companies that a request has lapsed."""
    for company_id in notice.companies:
        queue_to_side(notice, "expired", company_id)
