"""What a release made now would show, and how it differs from what is public."""

from dataclasses import dataclass
from datetime import datetime

from summit.events.models import Event

from ..models import Release
from ..rules.board import Level
from ..rules.changes import Changes
from ..rules.conflicts import Conflict, find_conflicts
from ..rules.programme import Programme
from ..rules.versions import compare, next_programme
from .board import load_board
from .draft import draft_programme
from .releases import find_current_release, programme_of


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The next release: the one before it with its programme (None: there is none), its own, and the differences."""

    before: Release | None
    previous: Programme | None
    programme: Programme
    changes: Changes

    @property
    def number(self) -> int:
        """Return the number that it will have."""
        return self.before.number + 1 if self.before else 1


def load_upcoming(event: Event, now: datetime) -> Upcoming:
    """Return what a release of the draft at `now` would show."""
    before = find_current_release(event.id)
    previous = programme_of(before) if before else None
    programme = next_programme(previous, draft_programme(event), now)
    return Upcoming(before, previous, programme, compare(previous, programme))


def list_blocking(event: Event) -> tuple[Conflict, ...]:
    """Return the conflicts of the draft that the edition's settings refuse."""
    return tuple(one for one in find_conflicts(load_board(event)) if one.level is Level.BLOCK)
