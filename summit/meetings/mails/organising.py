"""The mail about a meeting that the organiser has arranged for two companies."""

from ..queries.notices import Notice
from .letters import GIVEN, queue_to_both


def queue_arranged(notice: Notice) -> None:
    """Tell both companies whom the organiser would like them to meet, and when where there is a time."""
    queue_to_both(notice, "arranged", method=GIVEN)
