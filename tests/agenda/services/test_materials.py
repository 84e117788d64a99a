"""Files for those who attend."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import select

from summit.agenda.models import DraftChange, Material
from summit.agenda.queries.sessions import find_material, find_session
from summit.agenda.rules import materials as rules
from summit.agenda.services import materials, sessions
from summit.clock import utcnow
from summit.database import transaction
from summit.events.rules import IsGone, TextIsTooLong
from tests.agenda.factories import make_session
from tests.factories import NOON, make_event

PDF = b"%PDF-1.7\nlinen"


@pytest.fixture
def event(db):
    return make_event()


def add(session, name="Linen.pdf", data=PDF, **values):
    with transaction():
        return materials.add_material(session.id, file_name=name, data=data, actor_id=None, now=NOON, **values)


def delete(material_id):
    with transaction():
        materials.delete_material(material_id, actor_id=None, now=NOON)


def files():
    return {path.name for path in materials._folder().iterdir()}


def test_a_file_is_kept_under_a_name_that_nobody_can_guess(event):
    session = make_session(event)
    one, other = add(session), add(session)
    assert materials.material_path(one).read_bytes() == PDF
    assert one.stored_name != other.stored_name
    assert "Linen" not in one.stored_name
    assert (one.file_name, one.media_type, one.byte_count) == ("Linen.pdf", "application/pdf", len(PDF))
    assert [row.id for row in find_session(event.id, session.id).materials] == [one.id, other.id]


def test_a_file_is_called_by_its_name_unless_it_has_a_title(event):
    session = make_session(event)
    assert add(session, "Look_book.pdf").titles == {"en": "Look book"}
    assert add(session, titles={"ru": "Лён", "en": ""}).titles == {"ru": "Лён"}


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"name": "film.mp4"}, rules.FileKindIsRefused),
        ({"data": b"<html>"}, rules.FileIsSomethingElse),
        ({"data": b""}, rules.FileIsMissing),
        ({"titles": {"en": "x" * 201}}, TextIsTooLong),
    ],
)
def test_a_file_that_is_refused_leaves_nothing_behind(event, db, values, refusal):
    session, before = make_session(event), files()
    with pytest.raises(refusal):
        add(session, **values)
    assert files() == before
    assert db.session.scalars(select(Material)).all() == []


def test_a_session_has_only_so_many_files(event):
    session = make_session(event)
    for _ in range(rules.MOST_MATERIALS):
        add(session)
    with pytest.raises(rules.TooManyMaterials):
        add(session)


def test_a_deleted_file_is_gone_from_disk_and_programme(event):
    session = make_session(event)
    material = add(session)
    delete(material.id)
    assert not materials.material_path(material).exists()
    assert find_material(event.id, material.id) is None
    with pytest.raises(IsGone):
        delete(material.id)


def test_a_file_stays_when_its_deletion_is_undone(event):
    material = add(make_session(event))

    def delete_and_fail():
        with transaction():
            materials.delete_material(material.id, actor_id=None, now=NOON)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        delete_and_fail()
    assert materials.material_path(material).exists()


def test_the_files_of_a_deleted_session_go_with_it(event):
    session = make_session(event)
    material = add(session)
    with transaction():
        sessions.delete_session(session.id, actor_id=None, now=NOON)
    assert not materials.material_path(material).exists()


def test_files_are_changes_of_the_draft(event, db):
    delete(add(make_session(event)).id)
    assert db.session.scalars(select(DraftChange.kind).order_by(DraftChange.number)).all() == [
        "material_added",
        "material_deleted",
    ]


def test_a_file_that_no_row_names_is_swept_after_a_day(event):
    material, now = add(make_session(event)), utcnow()
    lost, fresh = materials._folder() / "lost.pdf", materials._folder() / "fresh.pdf.part"
    for path in (lost, fresh, materials.material_path(material)):
        path.write_bytes(PDF)
    old = (now - timedelta(days=2)).timestamp()
    os.utime(lost, (old, old))
    os.utime(materials.material_path(material), (old, old))
    assert materials.delete_orphans(now) == 1
    assert (lost.exists(), fresh.exists(), materials.material_path(material).exists()) == (False, True, True)
    fresh.unlink()
