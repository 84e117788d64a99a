"""Making, changing, ordering and deleting tracks."""

import pytest

from summit.agenda.queries.draft import list_tracks
from summit.agenda.rules.tracks import PALETTE, TrackIsStillUsed
from summit.agenda.services import tracks
from summit.database import transaction
from summit.events.rules import ChangedMeanwhile, ColourIsUnreadable, IsGone, TextIsMissing
from tests.agenda.factories import make_session, make_track
from tests.factories import NOON, make_event


@pytest.fixture
def event(db):
    return make_event()


def create(event, name="Business", **values):
    with transaction():
        return tracks.create_track(event.id, actor_id=None, now=NOON, names={"en": name}, **values)


def update(track, **values):
    with transaction():
        return tracks.update_track(track.id, actor_id=None, now=NOON, **values)


def delete(track, **values):
    with transaction():
        tracks.delete_track(track.id, actor_id=None, now=NOON, **values)


def names(event):
    return [track.names["en"] for track in list_tracks(event.id)]


def test_tracks_come_one_after_the_other_in_colours_of_their_own(event):
    created = [create(event, name) for name in "ABC"]
    assert names(event) == ["A", "B", "C"]
    assert [track.colour for track in created] == list(PALETTE[:3])


@pytest.mark.parametrize(
    ("values", "refusal"), [({"names": {"en": " "}}, TextIsMissing), ({"colour": "#ffee99"}, ColourIsUnreadable)]
)
def test_a_wrong_value_is_refused(event, values, refusal):
    track = create(event)
    with pytest.raises(refusal):
        update(track, **values)
    assert names(event) == ["Business"]


def test_a_track_needs_a_name(event):
    with pytest.raises(TextIsMissing), transaction():
        tracks.create_track(event.id, actor_id=None, now=NOON)


def test_a_stale_form_changes_nothing(event):
    track = create(event)
    seen = track.version
    update(track, version=seen, names={"en": "First"})
    with pytest.raises(ChangedMeanwhile):
        update(track, version=seen, names={"en": "Second"})
    with pytest.raises(ChangedMeanwhile):
        delete(track, version=seen)
    assert names(event) == ["First"]


def test_tracks_are_moved_and_stay_within_the_list(event):
    created = [create(event, name) for name in "ABC"]
    with transaction():
        tracks.move_track(created[2].id, -1, actor_id=None, now=NOON)
    with transaction():
        tracks.move_track(created[1].id, 5, actor_id=None, now=NOON)
    assert names(event) == ["A", "C", "B"]


def test_a_track_is_deleted_once(event):
    track = create(event)
    delete(track)
    assert names(event) == []
    with pytest.raises(IsGone):
        delete(track)


def test_a_track_with_sessions_stays(event):
    track = make_track(event)
    make_session(event, track_id=track.id)
    with pytest.raises(TrackIsStillUsed):
        delete(track)
    assert names(event) == ["Business"]
