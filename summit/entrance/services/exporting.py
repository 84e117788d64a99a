"""Who took the log out of the house."""

from summit.audit.services import record


def note_export(event_id: int, *, actor_id: int) -> None:
    """Write down that somebody exported scans of the edition."""
    record("scans.exported", "event", event_id, actor_id=actor_id, event_id=event_id)
