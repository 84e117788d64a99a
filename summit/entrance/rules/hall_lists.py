"""What a device at the door of a hall holds of a session: its rules, and whose badge has what part in it.

A badge is the first 8 bytes of its key, as among the presences of the snapshot (decision 0014): without the badge
they say nothing.
"""

import base64
import json
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from summit.entrance.rules.facts import HallSession

KEY_BYTES: Final = 8
# Somebody who waits or stands inside without a valid badge still takes a place in the list.
NOBODY: Final = bytes(KEY_BYTES)


@dataclass(frozen=True, slots=True)
class DoorList:
    """A session with the badges of those who have a place, wait (in their order), stand on stage or are inside."""

    session: HallSession
    places: Sequence[bytes] = ()
    queue: Sequence[bytes] = ()
    stage: Sequence[bytes] = ()
    entered: Sequence[tuple[bytes, datetime]] = ()


def short_key(token_hash: bytes | None) -> bytes:
    """Return the 8 bytes that stand for a badge in a list; zeros for somebody without a valid one."""
    return token_hash[:KEY_BYTES] if token_hash is not None else NOBODY


def lists_as_json(
    lists: Iterable[DoorList], halls: Mapping[int, Iterable[int]], known: Collection[str], made_at: datetime
) -> dict[str, Any]:
    """Return {"made_at", "halls": {hall id: [slot id, …]}, "sessions": [{"slot_id", "tag", …}, …]}.

    Of a session whose tag the device knows already only that is said. Lists are base64: 8 bytes a badge; in `entered`
    followed by the seconds since 1970 in 4 bytes.
    """
    sessions = [_list_as_json(one) for one in lists]
    return {
        "made_at": made_at.isoformat(),
        "halls": {str(hall_id): list(slot_ids) for hall_id, slot_ids in halls.items()},
        "sessions": [_brief(values) if values["tag"] in known else values for values in sessions],
    }


def _brief(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in ("slot_id", "tag")}


def _list_as_json(one: DoorList) -> dict[str, Any]:
    """Return a session under the names of HallSession, with the lists and a tag that changes with any of it."""
    session = one.session
    values: dict[str, Any] = {
        "slot_id": session.slot_id,
        "titles": dict(session.titles),
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "capacity": session.capacity,
        "categories": list(session.categories),
        "age_limit": session.age_limit,
        "admits_waiting": session.admits_waiting,
        "places": _text(one.places),
        "queue": _text(one.queue),
        "stage": _text(one.stage),
        "entered": _text(key + int(moment.timestamp()).to_bytes(4, "big") for key, moment in one.entered),
    }
    return values | {"tag": f"{zlib.crc32(json.dumps(values).encode()):08x}"}


def _text(parts: Iterable[bytes]) -> str:
    return base64.b64encode(b"".join(parts)).decode()
