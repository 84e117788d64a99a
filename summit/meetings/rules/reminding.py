"""When people are reminded of a meeting."""

from datetime import datetime, timedelta

# No edition reminds earlier; keeps the search for reminders small.
LONGEST_REMINDER = timedelta(days=1)


def is_reminder_due(starts_at: datetime, minutes: int, informed_at: datetime | None, now: datetime) -> bool:
    """Tell whether people are reminded now; 0 minutes is never, and not those who were told of the time so late."""
    moment = starts_at - min(timedelta(minutes=minutes), LONGEST_REMINDER)
    told_late = informed_at is not None and informed_at >= moment
    return minutes > 0 and moment <= now < starts_at and not told_late
