"""What happens to meetings as time goes by, looked at every minute."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from summit.database import transaction

from ..queries.due import list_absent, list_absent_interpreters, list_lapsed, list_to_remind
from ..queries.onsite import list_beginning, list_ended
from ..services.attending import close
from ..services.expiring import lapse, remind
from ..services.interpreters import set_in_use
from ..services.leaving import leave_meeting
from ..services.reminding import remind_attendees

log = structlog.get_logger(__name__)


def keep_meetings(now: datetime) -> None:
    """Let open questions lapse and remind of others, remind of meetings and close them, replace whoever has gone."""
    acts = ((list_lapsed, lapse), (list_to_remind, remind), (list_beginning, remind_attendees), (list_ended, close))
    for find, act in acts:
        for meeting_id in find(now):
            _do(act, meeting_id, now)
    for meeting_id, registration_id in list_absent(now):
        _do(partial(leave_meeting, registration_id=registration_id), meeting_id, now)
    for event_id, interpreter_id in list_absent_interpreters():
        with transaction():
            set_in_use(event_id, interpreter_id, False, actor_id=None, now=now)


def _do(act: Callable[..., Any], meeting_id: int, now: datetime) -> None:
    """Do one thing in a transaction of its own; what fails is logged and keeps nobody else waiting."""
    try:
        with transaction():
            act(meeting_id, now=now)
    except Exception:
        log.exception("meeting not kept", meeting=meeting_id)
