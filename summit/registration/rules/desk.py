"""The review desk's list: what it is filtered by, how it is sorted, where a page begins, what a cell may hold."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from summit.errors import N_, DomainError
from summit.registration.rules.status import RegistrationStatus, ReviewAction

NO_COUNTRY = "none"
_LARGEST_ID = 2**63 - 1

ACTION_NAMES: dict[ReviewAction, str] = {
    ReviewAction.PRE_APPROVE: N_("Pre-approve"),
    ReviewAction.APPROVE: N_("Approve"),
    ReviewAction.HOLD: N_("Put on hold"),
    ReviewAction.WAITLIST: N_("Put on the waiting list"),
    ReviewAction.REJECT: N_("Do not accept"),
    ReviewAction.RESET: N_("Reset to review"),
}

# What stands in the history besides decisions: the steps of the delegate and of the house.
STEP_NAMES: dict[str, str] = {
    "registered": N_("Registered"),
    "confirmed": N_("E-mail confirmed"),
    "vouched": N_("Help desk"),
    "edited": N_("Edited by the delegate"),
    "withdrawn": N_("Withdrawn by the delegate"),
} | {action.value: name for action, name in ACTION_NAMES.items()}
SORT_NAMES: dict[str, str] = {
    "-submitted": N_("Newest first"),
    "submitted": N_("Oldest first"),
    "name": N_("By name, A to Z"),
    "-name": N_("By name, Z to A"),
    "-updated": N_("Latest changes first"),
    "updated": N_("Oldest changes first"),
    "waitlist": N_("Waiting list in its order"),
    "-waitlist": N_("Waiting list, latest first"),
}


class ChangedMeanwhile(DomainError):
    """Somebody else changed the registration after this officer's page was drawn."""

    message = N_("Somebody changed this registration meanwhile. Please look at the change below, then decide again.")


class QueueSort(StrEnum):
    """What the list is sorted by."""

    SUBMITTED = "submitted"
    NAME = "name"
    UPDATED = "updated"
    WAITLIST = "waitlist"


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What one list shows; an empty part filters nothing.

    `represents` holds country codes or NO_COUNTRY; `second_officer` keeps those who wait for the second officer.
    """

    q: str = ""
    statuses: tuple[RegistrationStatus, ...] = ()
    letters: tuple[str, ...] = ()
    represents: tuple[str, ...] = ()
    has_photo: bool | None = None
    second_officer: bool = False
    sort: QueueSort = QueueSort.SUBMITTED
    descending: bool = True

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything is filtered out, apart from the status."""
        parts = (self.q, self.letters, self.represents, self.has_photo is not None, self.second_officer)
        return any(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffNames:
    """The names that staff may write; an empty `sort_key` asks for the computed one."""

    name_cyrillic: str = ""
    patronymic: str = ""
    badge_line1: str = ""
    badge_line2: str = ""
    sort_key: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """A row of the list, from which a page goes on (or back)."""

    value: str
    row_id: int


def write_position(position: Position) -> str:
    """Return the position as a piece of a URL."""
    text = json.dumps([position.value, position.row_id], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_position(text: str, sort: QueueSort) -> Position | None:
    """Return the position that a URL names for this order; None where it means nothing (cut off, made up)."""
    try:
        value, row_id = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if type(value) is not str or type(row_id) is not int or not 0 < row_id <= _LARGEST_ID:
            return None
        if sort is QueueSort.NAME:
            return Position(value, row_id) if value.isprintable() else None
        return Position(value, row_id) if _is_moment(value) else None
    except (ValueError, TypeError, binascii.Error, RecursionError, OverflowError):
        return None


def _is_moment(text: str) -> bool:
    """Tell whether the text is an aware moment that UTC can write; raises ValueError, OverflowError for others."""
    moment = datetime.fromisoformat(text)
    return moment.tzinfo is not None and moment.astimezone(UTC) is not None
