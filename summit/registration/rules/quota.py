"""Who gets a place: the category's quota and its opening and closing times."""

from datetime import date, datetime
from enum import StrEnum

from summit.errors import N_, DomainError
from summit.registration.rules.status import RegistrationStatus, ensure_editable, holds_place


class Place(StrEnum):
    """What the quota has for one more person."""

    SEAT = "seat"
    WAITLIST = "waitlist"


class RegistrationNotOpenYet(DomainError):
    """The category's registration has not begun."""

    message = N_("Registration opens on %(moment)s. Please come back then.")


class RegistrationClosed(DomainError):
    """The category's registration is over."""

    message = N_("Registration closed on %(moment)s. Please write to the organisers if you still wish to come.")


class CategoryIsFull(DomainError):
    """The decision would exceed the category's quota."""

    message = N_("All places of this category are taken. Raise the quota or keep the person on the waiting list.")


class CategoryIsNotOffered(DomainError):
    """The edition has no such category, or does not open it to the public."""

    message = N_("Registration in this category is not open. Please choose another category.")


class EditionIsOver(DomainError):
    """The last day has passed."""

    message = N_("This edition is over, so its registration is closed.")


def place_for(*, quota: int | None, held: int) -> Place:
    """Return the place for one more person when `held` places of `quota` are taken (None: no limit)."""
    return Place.SEAT if quota is None or held < quota else Place.WAITLIST


def status_on_confirm(*, place: Place, needs_approval: bool) -> RegistrationStatus:
    """Return the status that a registration gets when its e-mail address is confirmed."""
    if place is Place.WAITLIST:
        return RegistrationStatus.WAITLISTED
    return RegistrationStatus.SUBMITTED if needs_approval else RegistrationStatus.APPROVED


def status_on_category_change(status: RegistrationStatus, *, place: Place, needs_approval: bool) -> RegistrationStatus:
    """Return the status after a delegate has changed the category; raises RegistrationIsLocked.

    The new category's quota decides as on arrival, but nobody whom an officer has looked at is approved
    by moving to a category that needs no approval.
    """
    ensure_editable(status)
    if status is RegistrationStatus.UNCONFIRMED:
        return status
    seen_by_officer = status in {RegistrationStatus.PRE_APPROVED, RegistrationStatus.ON_HOLD}
    return status_on_confirm(place=place, needs_approval=needs_approval or seen_by_officer)


def takes_place(old: RegistrationStatus, new: RegistrationStatus) -> bool:
    """Tell whether a change of status needs one more place of the quota."""
    return holds_place(new) and not holds_place(old)


def ensure_place_left(old: RegistrationStatus, new: RegistrationStatus, *, quota: int | None, held: int) -> None:
    """Refuse an officer's decision that would exceed the quota; raises CategoryIsFull.

    `held` is counted under the lock, without this person unless their old status holds a place.
    """
    if takes_place(old, new) and place_for(quota=quota, held=held) is Place.WAITLIST:
        raise CategoryIsFull


def ensure_open(opens_at: datetime | None, closes_at: datetime | None, now: datetime) -> None:
    """Refuse outside the half-open opening time (None: no limit on that side).

    Raises RegistrationNotOpenYet or RegistrationClosed, whose `moment` is an aware datetime.
    """
    if opens_at is not None and now < opens_at:
        raise RegistrationNotOpenYet(moment=opens_at)
    if closes_at is not None and now >= closes_at:
        raise RegistrationClosed(moment=closes_at)


def ensure_not_over(ends_on: date, today: date) -> None:
    """Refuse registration after the edition's last day at the venue; raises EditionIsOver."""
    if today > ends_on:
        raise EditionIsOver
