"""Photos of speakers: where their files come from and when they go."""

import os
from datetime import timedelta

import pytest

from summit.agenda.queries.speakers import find_speaker
from summit.agenda.services import speaker_photos as services
from summit.agenda.services.speakers import delete_speaker
from summit.clock import utcnow
from summit.database import transaction
from summit.registration.rules.photos import PhotoIsUnreadable
from tests.agenda.factories import make_release, make_session, make_slot, make_speaker
from tests.factories import make_event, make_hall
from tests.registration.delegates import picture


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def speaker(event):
    return make_speaker(event)


def do(service, *args):
    with transaction():
        return service(*args, actor_id=None, now=utcnow())


def test_a_photo_is_encoded_anew_under_a_random_name(speaker):
    name = do(services.set_photo, speaker.id, picture(comment=b"secret")).photo_name
    data = services.photo_file(name).read_bytes()
    assert (data[:2], b"secret" in data, len(name)) == (b"\xff\xd8", False, 36)


def test_an_earlier_photo_goes_with_the_next(speaker):
    first = do(services.set_photo, speaker.id, picture()).photo_name
    second = do(services.set_photo, speaker.id, picture()).photo_name
    assert (services.photo_file(first), services.photo_file(second) is not None) == (None, True)
    do(services.remove_photo, speaker.id)
    do(services.remove_photo, speaker.id)
    assert services.photo_file(second) is None


def test_a_photo_goes_with_its_speaker(event, speaker):
    name = do(services.set_photo, speaker.id, picture()).photo_name
    do(delete_speaker, speaker.id)
    assert services.photo_file(name) is None


def test_a_released_photo_stays_until_the_next_release(event, speaker):
    make_slot(make_session(event, "", speaker), make_hall(event))
    shown = do(services.set_photo, speaker.id, picture()).photo_name
    make_release(event)
    do(services.remove_photo, speaker.id)
    assert services.photo_file(shown) is not None
    os.utime(services.photo_file(shown), times=(0, 0))
    services.delete_orphans(utcnow())
    assert services.photo_file(shown) is not None
    make_release(event)
    services.delete_orphans(utcnow())
    assert services.photo_file(shown) is None


def test_a_broken_picture_changes_nothing(event, speaker):
    with pytest.raises(PhotoIsUnreadable):
        do(services.set_photo, speaker.id, b"\x89PNG\r\n\x1a\n nothing")
    assert find_speaker(event.id, speaker.id).version == speaker.version


def test_files_that_nobody_names_are_swept_after_a_day(speaker):
    kept = services.photo_file(do(services.set_photo, speaker.id, picture()).photo_name)
    orphan, fresh = kept.with_name("0.jpg.part"), kept.with_name("1.jpg")
    for path in (orphan, fresh):
        path.write_bytes(b"left over")
    yesterday = (utcnow() - timedelta(days=2)).timestamp()
    for path in (kept, orphan):
        os.utime(path, times=(yesterday, yesterday))
    assert services.delete_orphans(utcnow()) == 1
    assert (kept.exists(), orphan.exists(), fresh.exists()) == (True, False, True)
    fresh.unlink()


@pytest.mark.parametrize("name", ["", "..", "../summit.sqlite3", "/etc/passwd", "nothing.jpg"])
def test_no_other_file_is_ever_a_photo(db, name):
    assert services.photo_file(name) is None
