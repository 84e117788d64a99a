"""What happens to meetings as time goes by, looked at every minute."""

from datetime import datetime

from summit.database import transaction

from ..queries.due import list_absent, list_lapsed, list_to_remind
from ..services.expiring import lapse, remind
from ..services.leaving import leave_meeting


def keep_meetings(now: datetime) -> None:
    """Let open questions lapse, remind of others, and replace people who are no longer delegates."""
    for meeting_id in list_lapsed(now):
        with transaction():
            lapse(meeting_id, now=now)
    for meeting_id in list_to_remind(now):
        with transaction():
            remind(meeting_id, now=now)
    for meeting_id, registration_id in list_absent():
        with transaction():
            leave_meeting(meeting_id, registration_id, now=now)
