"""Tables of business meetings."""

from .meetings import Meeting, MeetingAttendee, MeetingOutcome, MeetingStep, Objection
from .planning import BlockedTime, MeetingRun, Preference
from .settings import Interpreter, MeetingSettings, MeetingTable, MeetingWindow

__all__ = [
    "BlockedTime",
    "Interpreter",
    "Meeting",
    "MeetingAttendee",
    "MeetingOutcome",
    "MeetingRun",
    "MeetingSettings",
    "MeetingStep",
    "MeetingTable",
    "MeetingWindow",
    "Objection",
    "Preference",
]
