"""Who looked at the list of people inside, and who took it out of the house."""

from summit.audit.services import record


def note_roster_look(event_id: int, *, actor_id: int, zone: str, people: int, kept: bool) -> None:
    """Write down a look at the list of a zone ("" for all); `kept` where a device fetched it to keep it."""
    detail = {"zone": zone, "people": people, "kept": kept}
    record("roster.viewed", "event", event_id, actor_id=actor_id, event_id=event_id, **detail)


def note_roster_export(event_id: int, *, actor_id: int, zone: str, people: int, form: str) -> None:
    """Write down an export of the list of a zone ("" for all) as CSV or XLSX."""
    detail = {"zone": zone, "people": people, "form": form}
    record("roster.exported", "event", event_id, actor_id=actor_id, event_id=event_id, **detail)
