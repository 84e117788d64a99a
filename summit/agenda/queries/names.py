"""The names behind the numbers of a board: what sentences about slots, halls and people are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from summit.database import db
from summit.events.models import Event, Hall

from ..models import Session, Slot, SlotHall, Speaker

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NamedSlot:
    """A slot with the titles of its session; no halls and no times in the pool."""

    session_id: int
    titles: Texts
    hall_ids: tuple[int, ...] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Names:
    """Slots, halls (in the venue's order) and people of an edition by their numbers, and its time zone."""

    zone: str
    slots: Mapping[int, NamedSlot] = field(default_factory=dict)
    halls: Mapping[int, Texts] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)


def load_names(event: Event) -> Names:
    """Return the names of everything on the board of an edition."""
    halls = select(Hall.id, Hall.names).where(Hall.event_id == event.id).order_by(Hall.position, Hall.id)
    people = select(Speaker.id, Speaker.name_latin).where(Speaker.event_id == event.id)
    return Names(
        zone=event.time_zone,
        slots=_slots(event.id),
        halls=dict(db.session.execute(halls).all()),
        people=dict(db.session.execute(people).all()),
    )


def _slots(event_id: int) -> dict[int, NamedSlot]:
    joined: dict[int, tuple[int, ...]] = {}
    rooms = select(SlotHall.slot_id, SlotHall.hall_id).join(SlotHall.slot).where(Slot.event_id == event_id)
    for slot_id, hall_id in db.session.execute(rooms.order_by(SlotHall.hall_id)):
        joined[slot_id] = (*joined.get(slot_id, ()), hall_id)
    statement = (
        select(Slot.id, Slot.hall_id, Slot.starts_at, Slot.ends_at, Slot.version, Session.id, Session.titles)
        .join(Slot.session)
        .where(Slot.event_id == event_id)
    )
    return {
        slot_id: NamedSlot(
            session_id, titles, (hall_id, *joined.get(slot_id, ())) if hall_id else (), starts_at, ends_at, version
        )
        for slot_id, hall_id, starts_at, ends_at, version, session_id, titles in db.session.execute(statement)
    }
