"""What happens to the programme when its edition gets another time zone or is copied."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from summit.clock import utcnow
from summit.database import db
from summit.events.models import Event
from summit.events.rules import moved_window

from ..models import AgendaDay, AgendaSettings, Slot, Speaker, SpeakerWindow, Track
from ..queries.board import find_settings
from ..queries.draft import list_tracks
from ..queries.settings import list_days
from ..rules.places import REZONED
from ..rules.timing import GRID, LONGEST_SLOT, day_span, programme_day
from .drafting import lock_draft, note_change

Move = Callable[[datetime], datetime]


def rezone(event: Event, move: Move) -> None:
    """Let slots and the speakers' windows keep what the clock on the wall shows; `move` takes and gives UTC.

    A span that a clock change turns over keeps its length, as far as the programme's day has room for it.
    What is released stays as it is until the next release. Every slot counts a new version, those of the pool too:
    a place that somebody chose for it by the old clock, such as a proposal, is refused from now on.
    """
    settings = lock_draft(event.id)
    for slot in _slots(event.id):
        if slot.starts_at and slot.ends_at:
            span = moved_window(slot.starts_at, slot.ends_at, move)
            slot.starts_at, slot.ends_at = _within_day(*span, event.time_zone)
        flag_modified(slot, "updated_at")
    for window in _windows(event.id):
        window.starts_at, window.ends_at = moved_window(window.starts_at, window.ends_at, move)
    note_change(settings, REZONED, actor_id=None, now=utcnow())


def copy_agenda(source: Event, copy: Event, shift: int) -> None:
    """Give a copied edition the tracks and settings of its source, with its own days' hours `shift` days later.

    Sessions and speakers are made anew every year.
    """
    db.session.add_all(
        Track(event_id=copy.id, position=track.position, names=track.names, colour=track.colour)
        for track in list_tracks(source.id)
    )
    known = find_settings(source.id)
    if known is not None:
        db.session.add(
            AgendaSettings(
                event_id=copy.id,
                opens_minute=known.opens_minute,
                closes_minute=known.closes_minute,
                changeover_minutes=known.changeover_minutes,
                levels=dict(known.levels),
                overlap=known.overlap,
            )
        )
    db.session.add_all(
        AgendaDay(event_id=copy.id, day=day + timedelta(days=shift), opens_minute=opens, closes_minute=closes)
        for day, (opens, closes) in list_days(source.id).items()
        if source.starts_on <= day <= source.ends_on
    )
    db.session.flush()


def _slots(event_id: int) -> list[Slot]:
    statement = select(Slot).where(Slot.event_id == event_id).order_by(Slot.id)
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def _windows(event_id: int) -> list[SpeakerWindow]:
    statement = select(SpeakerWindow).join(SpeakerWindow.speaker).where(Speaker.event_id == event_id)
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def _within_day(starts_at: datetime, ends_at: datetime, zone: str) -> tuple[datetime, datetime]:
    """Return the span, cut where it would run into the next day of the programme."""
    latest = min(day_span(programme_day(starts_at, zone), zone)[1], starts_at + LONGEST_SLOT)
    return starts_at, max(min(ends_at, latest), starts_at + GRID)
