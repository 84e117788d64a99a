"""The mail that answers an objection to the provisional timetable."""

from ..queries.notices import Notice
from .letters import queue_letter


def queue_resolved(notice: Notice, registration_id: int, company_id: int) -> None:
    """Tell whoever objected what the organiser has decided."""
    for person in notice.concerned(company_id):
        if person.id == registration_id:
            queue_letter(notice, "objection_resolved", person, company_id)
