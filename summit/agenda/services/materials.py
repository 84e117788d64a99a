"""Files for those who attend: kept outside the web root under names that nobody can guess."""

import os
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path, PurePosixPath

from flask import current_app
from sqlalchemy import select

from summit.audit import services as audit
from summit.database import after_commit, db
from summit.events.queries import get_event
from summit.events.rules import IsGone

from ..models import Material, Session
from ..queries import sessions as queries
from ..rules import materials as rules
from ..rules.sessions import ensure_lines
from .drafting import lock_draft, note_change
from .editing import edition_of, lock_row

_ORPHAN_AGE = timedelta(days=1)


def add_material(
    session_id: int,
    *,
    file_name: str,
    data: bytes,
    titles: Mapping[str, str] | None = None,
    actor_id: int | None,
    now: datetime,
) -> Material:
    """Keep a file for a session; the public sees it with the next release.

    The file is complete on disk before the row names it. Without titles its name serves as one.
    Raises the refusals of rules.materials, TooManyMaterials, IsGone.
    """
    settings = lock_draft(edition_of(Session, session_id))
    session = queries.get_session(lock_row(Session, session_id).id)
    if len(session.materials) >= rules.MOST_MATERIALS:
        raise rules.TooManyMaterials(most=rules.MOST_MATERIALS)
    clean_name, media_type = rules.ensure_file(file_name, data, limit_mb=_limit_mb())
    material = Material(
        session_id=session.id,
        position=max((one.position for one in session.materials), default=-1) + 1,
        titles=ensure_lines(titles or {}) or _title(session, clean_name),
        file_name=clean_name,
        stored_name=secrets.token_hex(16) + PurePosixPath(clean_name).suffix.lower(),
        media_type=media_type,
        byte_count=len(data),
        created_at=now,
    )
    _write_file(material.stored_name, data)
    db.session.add(material)
    db.session.flush()
    note_change(settings, "material_added", actor_id=actor_id, now=now, session_id=session.id)
    _note("added", material, session, actor_id)
    return material


def delete_material(material_id: int, *, actor_id: int | None, now: datetime) -> None:
    """Take a file away, also from the programme that is published now; its bytes go after the commit. Raises IsGone."""
    session_id = db.session.scalar(select(Material.session_id).where(Material.id == material_id))
    if session_id is None:
        raise IsGone
    settings = lock_draft(edition_of(Session, session_id))
    session = queries.get_session(lock_row(Session, session_id).id)
    material = next((one for one in session.materials if one.id == material_id), None)
    if material is None:
        raise IsGone
    delete_files_after_commit([material])
    _note("deleted", material, session, actor_id)
    session.materials.remove(material)
    db.session.flush()
    note_change(settings, "material_deleted", actor_id=actor_id, now=now, session_id=session.id)


def material_path(material: Material) -> Path:
    """Return where the file lies."""
    return _folder() / material.stored_name


def delete_files_after_commit(materials: Iterable[Material]) -> None:
    """Delete the files once the rows are surely gone."""
    for path in [material_path(material) for material in materials]:
        after_commit(partial(path.unlink, missing_ok=True))


def delete_orphans(now: datetime) -> int:
    """Delete files older than a day that no row names (left by a crash or a rollback) and return how many."""
    oldest = (now - _ORPHAN_AGE).timestamp()
    files = [path for path in _folder().iterdir() if path.stat().st_mtime < oldest]
    named = set(db.session.scalars(select(Material.stored_name))) if files else set()
    orphans = [path for path in files if path.name not in named]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _title(session: Session, file_name: str) -> dict[str, str]:
    """Return the file's name as a title in the edition's first language."""
    languages = get_event(session.event_id).languages or ["en"]
    return {languages[0]: rules.title_of(file_name)}


def _limit_mb() -> int:
    limit: int = current_app.extensions["summit_config"].upload_limit_mb
    return limit


def _folder() -> Path:
    folder: Path = current_app.extensions["summit_config"].var / "materials"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _write_file(name: str, data: bytes) -> None:
    """Write the whole file under a temporary name, then give it its own, so that a crash leaves no half file."""
    temporary = _folder() / f"{name}.part"
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(_folder() / name)


def _note(action: str, material: Material, session: Session, actor_id: int | None) -> None:
    audit.record(
        f"material.{action}",
        "material",
        material.id,
        actor_id=actor_id,
        event_id=session.event_id,
        code=session.code,
        media_type=material.media_type,
    )
