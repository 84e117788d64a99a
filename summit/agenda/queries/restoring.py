"""What restoring a release would do to the draft as it stands."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from summit.database import db
from summit.errors import DomainError
from summit.events.models import Event
from summit.events.queries import list_halls

from ..models import Slot
from ..rules.programme import Programme
from ..rules.restoring import Restoration, Standing, in_zone, plan_restoration
from ..rules.timing import Placement, ensure_span_fits


def load_restoration(event: Event, programme: Programme) -> Restoration:
    """Return what brings the draft of the edition back to a programme that was released.

    A release of before another time zone is brought back as the clock on the wall showed it.
    """
    return plan_restoration(
        in_zone(programme, event.time_zone),
        {slot.id: _standing(slot) for slot in _list_slots(event.id)},
        hall_ids={hall.id for hall in list_halls(event.id)},
        fits=lambda place: _fits(event, place),
    )


def _list_slots(event_id: int) -> list[Slot]:
    statement = (
        select(Slot)
        .where(Slot.event_id == event_id)
        .options(joinedload(Slot.session, innerjoin=True), selectinload(Slot.joined_halls))
        .order_by(Slot.id)
    )
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def _standing(slot: Slot) -> Standing:
    placed = slot.starts_at is not None and slot.ends_at is not None
    return Standing(
        slot_id=slot.id,
        session_id=slot.session_id,
        kind=slot.session.kind,
        state=slot.session.state,
        placement=Placement(slot.hall_ids, slot.starts_at, slot.ends_at) if placed else None,  # type: ignore[arg-type]
        is_locked=slot.is_locked,
    )


def _fits(event: Event, place: Placement) -> bool:
    days = {"first_day": event.starts_on, "last_day": event.ends_on}
    try:
        ensure_span_fits(place.starts_at, place.ends_at, zone=event.time_zone, **days)
    except DomainError:
        return False
    return True
