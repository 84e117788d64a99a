"""What a page shows: a programme, where it comes from, and its parts in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask import g

from summit.events.models import Event
from summit.web.access import edition_in_url

from ...models import Release
from ...queries.draft import draft_programme
from ...queries.releases import find_current_release, find_release, programme_of
from ...rules.programme import Programme, content_hash, to_json
from ...rules.showing import Move, moves_between


class Source(StrEnum):
    """Where a programme that is shown comes from."""

    CURRENT = "current"
    OLD = "old"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Shown:
    """A programme as one answer shows it; `mark` changes whenever it does, `number` is its release's."""

    event: Event
    programme: Programme
    source: Source
    mark: str
    release: Release | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """Return what caches know it by: two editions may hold the same, and its edition's names may change."""
        return self.event.slug, self.event.version, self.source, self.mark, self.number

    @property
    def number(self) -> int:
        """Return the number of the release, 0 for the draft."""
        return self.release.number if self.release else 0

    @property
    def zone(self) -> str:
        """Return the venue's time zone."""
        return self.programme.time_zone

    def moves(self) -> Mapping[int, Move]:
        """Return what stood elsewhere in the release before."""
        if self.source is Source.DRAFT:
            before = current_release(self.event)
        else:
            before = find_release(self.event.id, self.number - 1)
        return moves_between(programme_of(before) if before else None, self.programme)


def current_release(event: Event) -> Release | None:
    """Return the newest release of the edition, read once a request."""
    if "current_release" not in g:
        g.current_release = find_current_release(event.id)
    release: Release | None = g.current_release
    return release


def has_release() -> bool:
    """Tell the menu whether the edition of this page has a programme to show."""
    event = edition_in_url()
    return event is not None and current_release(event) is not None


def shown_now(event: Event) -> Shown | None:
    """Return what the public sees, None before the first release."""
    release = current_release(event)
    return _released(event, release, Source.CURRENT) if release else None


def shown_version(event: Event, number: int) -> Shown | None:
    """Return an old release, None where the edition has no such number."""
    release = find_release(event.id, number) if number < 2**31 else None
    return _released(event, release, Source.OLD) if release else None


def shown_draft(event: Event) -> Shown:
    """Return what a release made now would show."""
    programme = draft_programme(event)
    return Shown(event, programme, Source.DRAFT, content_hash(to_json(programme)))


def _released(event: Event, release: Release, source: Source) -> Shown:
    return Shown(event, programme_of(release), source, release.content_hash, release)
