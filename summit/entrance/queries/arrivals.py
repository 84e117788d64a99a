"""Who was let in, as a condition for other packages' questions."""

from sqlalchemy import ColumnElement, exists

from summit.credentials.rules import Arrival
from summit.registration.models import Registration

from ..models import Presence


def arrival_condition(arrival: Arrival) -> ColumnElement[bool]:
    """Return the condition that a row of registrations has such a stay in any zone of its edition."""
    stay = exists().where(Presence.registration_id == Registration.id)
    if arrival is Arrival.INSIDE:
        return stay.where(Presence.left_at.is_(None))
    return stay if arrival is Arrival.ARRIVED else ~stay
