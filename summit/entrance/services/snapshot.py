"""Bringing the snapshot for devices up to date: what has changed is found by reading, then sealed under a lock."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, update

from summit.credentials.rules import derive_token
from summit.credentials.services import badge_keys
from summit.database import db, savepoint

from ..models import SnapshotRecord, SnapshotState
from ..queries import snapshot as stored
from ..rules.snapshot import REFRESH_EVERY, Holder, fingerprint, plaintext, record_key, seal

# A new number here makes every device begin anew: the epoch begins with it.
_FORMAT: Final = "1-"
_records: Any = SnapshotRecord.__table__
_RESEAL = (
    update(_records)
    .where(_records.c.event_id == bindparam("in_event"), _records.c.key == bindparam("with_key"))
    .values({name: bindparam(f"new_{name}") for name in ("credential_id", "sequence", "fingerprint", "sealed")})
)


@dataclass(frozen=True, slots=True)
class _Plain:
    """A record before it is sealed."""

    key: bytes
    credential_id: int
    token: str
    text: bytes
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from the stored snapshot: records to seal, and the keys of those that left it."""

    sealed_anew: tuple[_Plain, ...]
    gone: tuple[bytes, ...]
    known: frozenset[bytes]


def claim_refresh(event_id: int, *, now: datetime) -> datetime | None:
    """Return the mark of a refresh that the caller has to make now; None within 15 s of the one before.

    An edition's first snapshot is made at once under the lock, so that no device ever sees half of one.
    """
    state = stored.lock_state(event_id) or _first_state(event_id)
    if not state.epoch.startswith(_FORMAT):
        begin_anew(event_id, now=now)
        return None
    if state.refreshed_at is not None and now - state.refreshed_at < REFRESH_EVERY:
        return None
    state.refreshed_at = now
    db.session.flush()
    return now


def begin_anew(event_id: int, *, now: datetime) -> None:
    """Seal every record under a new epoch, so that all devices fetch the whole snapshot again."""
    state = stored.lock_state(event_id)
    if state is None:
        return
    db.session.execute(delete(SnapshotRecord).where(SnapshotRecord.event_id == event_id))
    state.epoch, state.refreshed_at = _FORMAT + secrets.token_hex(8), now
    _write(state, find_changes(event_id))


def _first_state(event_id: int) -> SnapshotState:
    """Make the row that is locked; two first devices at once want the same one."""
    with savepoint():
        db.session.add(SnapshotState(event_id=event_id, epoch="", sequence=0))
        db.session.flush()
    return db.session.get_one(SnapshotState, event_id)


def find_changes(event_id: int) -> Changes:
    """Compare people and badges with the stored fingerprints; reads only, so it holds up no scan."""
    known = stored.list_fingerprints(event_id)
    present = {plain.key: plain for plain in _plain_records(event_id)}
    changed = tuple(plain for key, plain in present.items() if known.get(key) != plain.fingerprint)
    gone = tuple(key for key, mark in known.items() if mark is not None and key not in present)
    return Changes(changed, gone, frozenset(known))


def _plain_records(event_id: int) -> list[_Plain]:
    """Return every record; a badge whose key was taken out of the settings is left out, it works online only."""
    keys = badge_keys()
    return [_plain(row, event_id, keys) for row in stored.list_holders(event_id) if row.key_id in keys]


def _plain(row: Any, event_id: int, keys: Mapping[int, bytes]) -> _Plain:
    token = derive_token(keys[row.key_id], event_id, row.registration_id, row.issue)
    text = plaintext(
        Holder(
            row.category_id,
            row.issue,
            row.name_latin,
            row.name_native,
            row.native_language,
            row.organisation,
            row.needs_assistance,
            row.is_minor,
        )
    )
    return _Plain(record_key(row.token_hash), row.id, token, text, fingerprint(token, text))


def write_changes(event_id: int, claim: datetime, changes: Changes) -> None:
    """Seal and number what changed; nothing where somebody else has claimed the refresh since."""
    state = stored.lock_state(event_id)
    if state is not None and state.refreshed_at == claim:
        _write(state, changes)


def _write(state: SnapshotState, changes: Changes) -> None:
    """Give each change the next number: a number is never used twice in an epoch, hence no key is."""
    start = state.sequence
    state.sequence = start + len(changes.sealed_anew) + len(changes.gone)
    rows = [_row(state, plain, start + place) for place, plain in enumerate(changes.sealed_anew, 1)]
    new = [row for row in rows if row["key"] not in changes.known]
    old = [_renamed(row) for row in rows if row["key"] in changes.known]
    if new:
        db.session.execute(insert(SnapshotRecord), new)
    if old:
        db.session.connection().execute(_RESEAL, old)
    _bury(state, changes.gone, start + len(rows))
    db.session.flush()


def _row(state: SnapshotState, plain: _Plain, sequence: int) -> dict[str, Any]:
    return {
        "event_id": state.event_id,
        "key": plain.key,
        "credential_id": plain.credential_id,
        "sequence": sequence,
        "fingerprint": plain.fingerprint,
        "sealed": seal(plain.token, state.epoch, sequence, plain.text),
    }


def _renamed(row: dict[str, Any]) -> dict[str, Any]:
    values = {f"new_{name}": row[name] for name in ("credential_id", "sequence", "fingerprint", "sealed")}
    return values | {"in_event": row["event_id"], "with_key": row["key"]}


def _bury(state: SnapshotState, gone: tuple[bytes, ...], start: int) -> None:
    """Keep what left as a tombstone: devices learn of it, and answer "not valid" rather than "unknown"."""
    buried = (
        update(_records)
        .where(_records.c.event_id == state.event_id, _records.c.key == bindparam("with_key"))
        .values(sealed=None, sequence=bindparam("new_sequence"))
    )
    rows = [{"with_key": key, "new_sequence": start + place} for place, key in enumerate(gone, 1)]
    if rows:
        db.session.connection().execute(buried, rows)
