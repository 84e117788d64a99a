"""What happens to meetings as time goes by, looked at every minute."""

from datetime import datetime

from summit.database import transaction

from ..queries.due import list_absent, list_absent_interpreters, list_lapsed, list_to_remind
from ..queries.onsite import list_beginning, list_ended
from ..services.attending import close
from ..services.expiring import lapse, remind
from ..services.interpreters import set_in_use
from ..services.leaving import leave_meeting
from ..services.reminding import remind_attendees


def keep_meetings(now: datetime) -> None:
    """Let open questions lapse and remind of others, remind of meetings and close them, replace whoever has gone."""
    for meeting_id in list_lapsed(now):
        with transaction():
            lapse(meeting_id, now=now)
    for meeting_id in list_to_remind(now):
        with transaction():
            remind(meeting_id, now=now)
    for meeting_id in list_beginning(now):
        with transaction():
            remind_attendees(meeting_id, now=now)
    for meeting_id in list_ended(now):
        with transaction():
            close(meeting_id, now=now)
    for meeting_id, registration_id in list_absent(now):
        with transaction():
            leave_meeting(meeting_id, registration_id, now=now)
    for event_id, interpreter_id in list_absent_interpreters():
        with transaction():
            set_in_use(event_id, interpreter_id, False, actor_id=None, now=now)
