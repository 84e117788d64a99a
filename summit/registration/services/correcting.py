"""What staff correct about a person, and the record of what staff looked at or took away."""

from datetime import datetime

from summit.audit.services import record
from summit.database import ROW_LOCK, db
from summit.registration.models import Registration
from summit.registration.rules.desk import ChangedMeanwhile, QueueFilter, StaffNames
from summit.registration.rules.names import WHITE_SPACE, clean_name
from summit.registration.rules.search import sort_key

from .answers import write_keys


def edit_names(
    registration_id: int, names: StaffNames, *, actor_id: int, expected_version: int, now: datetime
) -> Registration:
    """Write the names that staff keep, and the keys by which the person is found and sorted.

    Raises ChangedMeanwhile and the refusals of `rules.clean_name`.
    """
    person = db.session.get_one(Registration, registration_id, with_for_update=ROW_LOCK, populate_existing=True)
    if person.version != expected_version:
        raise ChangedMeanwhile
    wanted = {name: _cleaned(getattr(names, name)) for name in ("name_cyrillic", "patronymic")}
    wanted |= {name: _cleaned(getattr(names, name)) for name in ("badge_line1", "badge_line2")}
    wanted["sort_key"] = sort_key(names.sort_key) or sort_key(person.name_latin)
    changed = [name for name, value in wanted.items() if getattr(person, name) != value]
    if not changed:
        return person
    for name, value in wanted.items():
        setattr(person, name, value)
    write_keys(person)
    person.sort_key, person.updated_at = wanted["sort_key"], now
    db.session.flush()
    _record("registration.names_edited", person, actor_id, fields=changed)
    return person


def _cleaned(text: str) -> str:
    return clean_name(text) if WHITE_SPACE.sub("", text) else ""


def record_sensitive_view(registration_id: int, *, actor_id: int) -> None:
    """Write down that an officer looked at the sensitive answers."""
    _record("registration.sensitive_viewed", db.session.get_one(Registration, registration_id), actor_id)


def _record(action: str, person: Registration, actor_id: int, **detail: object) -> None:
    record(action, "registration", person.id, actor_id=actor_id, event_id=person.event_id, **detail)


def record_export(event_id: int, wanted: QueueFilter, *, actor_id: int) -> None:
    """Write down that an officer took the filtered list away; of a text search only that there was one."""
    record(
        "registrations.exported",
        "event",
        event_id,
        actor_id=actor_id,
        event_id=event_id,
        statuses=[status.value for status in wanted.statuses],
        categories=list(wanted.letters),
        represents=list(wanted.represents),
        has_photo=wanted.has_photo,
        second_officer=wanted.second_officer,
        searched=bool(wanted.q),
    )
