"""Who is busy when: packages that know of engagements hand them in, everybody asks here."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from summit.database import db
from summit.registration.models import Registration
from summit.registration.rules import RegistrationStatus

from .models import Claim, Feed
from .rules import FIRM, CalendarEntry, ClaimKind, overlap, spans_of

Source = Callable[[int, Collection[int]], Mapping[int, list[CalendarEntry]]]
_sources: dict[str, Source] = {}


def add_source(name: str, source: Source) -> None:
    """Tell of a package's engagements: source(event id, registration ids) returns {registration id: entries}.

    Packages that know of engagements lie above, so they hand their source in from their setup.
    """
    _sources[name] = source


def list_entries(
    event_id: int, registration_ids: Collection[int], *, without: str = ""
) -> dict[int, list[CalendarEntry]]:
    """Return everybody's entries in the order of their start, cancelled ones too; `without` leaves out one source."""
    found: dict[int, list[CalendarEntry]] = {key: [] for key in registration_ids}
    for name, source in _sources.items():
        for key, entries in source(event_id, registration_ids).items() if name != without else ():
            found[key].extend(entries)
    return {key: sorted(entries, key=lambda entry: (entry.starts_at, entry.uid)) for key, entries in found.items()}


def list_engagements(
    event_id: int, registration_id: int, starts_at: datetime, ends_at: datetime
) -> list[CalendarEntry]:
    """Return what keeps a person busy within a half-open span: nothing means that they are free."""
    entries = list_entries(event_id, [registration_id])[registration_id]
    span = (starts_at, ends_at)
    return [
        entry
        for entry in entries
        if entry.kind in FIRM and not entry.is_cancelled and overlap((entry.starts_at, entry.ends_at), span)
    ]


def list_claimed(
    event_id: int, registration_ids: Collection[int], *, without: str
) -> dict[int, list[tuple[datetime, datetime]]]:
    """Return the spans of each person's time that are claimed, but by owners of the kind `without`."""
    statement = select(Claim.resource_id, Claim.owner_kind, Claim.owner_id, Claim.tick).where(
        Claim.event_id == event_id,
        Claim.kind == ClaimKind.PERSON,
        Claim.resource_id.in_(registration_ids),
        Claim.owner_kind != without,
    )
    held: dict[tuple[int, str, int], list[int]] = {}
    for person, kind, owner, tick in db.session.execute(statement):
        held.setdefault((person, kind, owner), []).append(tick)
    found: dict[int, list[tuple[datetime, datetime]]] = {key: [] for key in registration_ids}
    for (person, _, _), steps in held.items():
        found[person] += spans_of(steps)
    return {person: sorted(spans) for person, spans in found.items()}


def list_taken(
    event_id: int, kind: ClaimKind, resource_ids: Collection[int], *, without: tuple[str, int] | None = None
) -> dict[int, set[int]]:
    """Return the claimed five-minute steps of each resource; `without` leaves out one owner, such as ("meeting", 7)."""
    statement = select(Claim.resource_id, Claim.tick).where(
        Claim.event_id == event_id, Claim.kind == kind, Claim.resource_id.in_(resource_ids)
    )
    if without is not None:
        statement = statement.where((Claim.owner_kind != without[0]) | (Claim.owner_id != without[1]))
    taken: dict[int, set[int]] = {key: set() for key in resource_ids}
    for resource, tick in db.session.execute(statement):
        taken[resource].add(tick)
    return taken


@dataclass(frozen=True, slots=True)
class FeedOwner:
    """A calendar's address that is switched on, and whose it is."""

    registration: Registration
    feed: Feed


def find_feed_owner(public_id: str) -> FeedOwner | None:
    """Return an approved delegate, with the edition, whose calendar has an address that is switched on."""
    statement = (
        select(Registration, Feed)
        .join(Feed, Feed.registration_id == Registration.id)
        .where(
            Registration.public_id == public_id,
            Registration.status == RegistrationStatus.APPROVED,
            Feed.is_revoked.is_(False),
        )
        .options(joinedload(Registration.event, innerjoin=True))
    )
    row = db.session.execute(statement).first()
    return FeedOwner(row[0], row[1]) if row else None


def find_feed(registration_id: int) -> Feed | None:
    """Return the address that a person's calendar has now; None without one or while it is switched off."""
    statement = select(Feed).where(Feed.registration_id == registration_id, Feed.is_revoked.is_(False))
    return db.session.scalar(statement)
