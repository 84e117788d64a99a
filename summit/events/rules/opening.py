"""Whether a category takes registrations now."""

from datetime import datetime
from enum import StrEnum

from summit.errors import N_


class Opening(StrEnum):
    """What a category answers to somebody who would like to register."""

    OPEN = "open"
    NOT_YET = "not_yet"
    WAITLIST = "waitlist"
    CLOSED = "closed"


OPENING_NAMES = {
    Opening.OPEN: N_("Open"),
    Opening.NOT_YET: N_("Not open yet"),
    Opening.WAITLIST: N_("Waiting list"),
    Opening.CLOSED: N_("Closed"),
}


def opening_of(
    *,
    is_open: bool,
    opens_at: datetime | None,
    closes_at: datetime | None,
    quota: int | None,
    taken: int,
    now: datetime,
) -> Opening:
    """Return the state at `now` of a category with a half-open opening time (None: no limit on that side).

    `taken` places of `quota` (None: no limit) are held; from then on a newcomer joins the waiting list.
    """
    if not is_open or (closes_at is not None and now >= closes_at):
        return Opening.CLOSED
    if opens_at is not None and now < opens_at:
        return Opening.NOT_YET
    return Opening.WAITLIST if quota is not None and taken >= quota else Opening.OPEN
