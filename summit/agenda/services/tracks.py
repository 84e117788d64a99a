"""Tracks of the programme."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict, Unpack

from summit.database import db
from summit.events.rules import moved_by
from summit.events.services.changing import next_position, refused_as

from ..models import Track
from ..queries.draft import list_tracks
from ..rules import tracks as rules
from .drafting import lock_draft, note_change
from .editing import edition_of, lock_row, note, revise


class TrackValues(TypedDict, total=False):
    """What may be set of a track: names per language tag, colour as #rrggbb."""

    names: Mapping[str, str]
    colour: str


def create_track(event_id: int, *, actor_id: int | None, now: datetime, **values: Unpack[TrackValues]) -> Track:
    """Add a track at the end of the list; needs names, takes a free colour where none is given.

    Raises the refusals of events.rules about texts and colours.
    """
    settings = lock_draft(event_id)
    proposed = rules.free_colour(track.colour for track in list_tracks(event_id))
    clean = rules.clean({"names": {}, "colour": proposed, **values})
    track = Track(event_id=event_id, position=next_position(Track.position, event_id), **clean)
    db.session.add(track)
    db.session.flush()
    note_change(settings, "track_created", actor_id=actor_id, now=now)
    note("created", track, actor_id)
    return track


def update_track(
    track_id: int, *, version: int | None = None, actor_id: int | None, now: datetime, **values: Unpack[TrackValues]
) -> Track:
    """Change a track; raises ChangedMeanwhile, IsGone and the refusals of events.rules."""
    settings = lock_draft(edition_of(Track, track_id))
    track = lock_row(Track, track_id, version)
    changed = revise(track, rules.clean(values))
    note_change(settings, "track_updated", actor_id=actor_id, now=now)
    note("updated", track, actor_id, fields=changed)
    return track


def move_track(track_id: int, steps: int, *, actor_id: int | None, now: datetime) -> Track:
    """Move a track in the list by `steps` places, negative towards the start; raises IsGone."""
    settings = lock_draft(edition_of(Track, track_id))
    track = lock_row(Track, track_id)
    tracks = {other.id: other for other in list_tracks(track.event_id)}
    for position, key in enumerate(moved_by(list(tracks), track.id, steps)):
        tracks[key].position = position
    note_change(settings, "track_moved", actor_id=actor_id, now=now)
    note("moved", track, actor_id, steps=steps)
    return track


def delete_track(track_id: int, *, version: int | None = None, actor_id: int | None, now: datetime) -> None:
    """Delete a track that no session belongs to; raises TrackIsStillUsed, ChangedMeanwhile, IsGone."""
    settings = lock_draft(edition_of(Track, track_id))
    track = lock_row(Track, track_id, version)
    note("deleted", track, actor_id)
    with refused_as(rules.TrackIsStillUsed()):
        db.session.delete(track)
        db.session.flush()
    note_change(settings, "track_deleted", actor_id=actor_id, now=now)
