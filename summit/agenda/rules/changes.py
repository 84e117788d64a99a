"""What one release changes against the one before it, as plain values that a release keeps beside its programme."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from summit.errors import N_

from .programme import Texts
from .timing import Placement


class ChangeKind(StrEnum):
    """What became of a slot."""

    NEW = "new"
    MOVED = "moved"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    RETURNED = "returned"


CHANGE_NAMES = {
    ChangeKind.NEW: N_("New"),
    ChangeKind.MOVED: N_("Moved"),
    ChangeKind.CHANGED: N_("Details changed"),
    ChangeKind.CANCELLED: N_("Cancelled"),
    ChangeKind.RETURNED: N_("Takes place after all"),
}
# The public fields of a session, and the place of a slot that is and stays cancelled.
FIELD_NAMES = {
    "kind": N_("Kind"),
    "format": N_("Format"),
    "titles": N_("Title"),
    "minutes": N_("Length"),
    "track_id": N_("Track"),
    "abstracts": N_("Abstract"),
    "notes": N_("Notes"),
    "language": N_("Working language"),
    "channels": N_("Interpretation"),
    "capacity": N_("Number of places"),
    "age_limit": N_("Age limit"),
    "dress_codes": N_("Dress code"),
    "recording_url": N_("Recording"),
    "stream_url": N_("Live stream"),
    "is_featured": N_("Featured"),
    "takes_feedback": N_("Feedback"),
    "categories": N_("Who may attend"),
    "parts": N_("People"),
    "materials": N_("Downloads"),
    "place": N_("Time or hall"),
}
OTHER_NAMES = {
    "time_zone": N_("Time zone"),
    "halls": N_("Halls"),
    "tracks": N_("Tracks"),
    "people": N_("Speakers and their biographies"),
}


@dataclass(frozen=True, slots=True)
class SlotChange:
    """What became of one slot: its session by id, code and titles as they are now (as they were, if it is gone).

    `before` and `after` are its places in the two programmes, None where a programme does not know the slot;
    `fields` are the keys of FIELD_NAMES that differ, for ChangeKind.CHANGED.
    """

    slot_id: int
    session_id: int
    code: str
    titles: Texts
    before: Placement | None = None
    after: Placement | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences of two programmes, each list by start and slot id; a slot may be moved and changed at once.

    `halls` names the halls that the places mention, old ones too, so that a reader needs no programme beside it.
    `others` are the keys of OTHER_NAMES that differ apart from the slots; `zone` is the new programme's (IANA).
    """

    new: tuple[SlotChange, ...] = ()
    moved: tuple[SlotChange, ...] = ()
    changed: tuple[SlotChange, ...] = ()
    cancelled: tuple[SlotChange, ...] = ()
    returned: tuple[SlotChange, ...] = ()
    halls: Mapping[int, Texts] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    zone: str = "UTC"

    def __iter__(self) -> Iterator[tuple[ChangeKind, tuple[SlotChange, ...]]]:
        """Yield each kind with its slots, in the order in which people read them."""
        for kind in (ChangeKind.NEW, ChangeKind.RETURNED, ChangeKind.MOVED, ChangeKind.CHANGED, ChangeKind.CANCELLED):
            yield kind, self.of(kind)

    def of(self, kind: ChangeKind) -> tuple[SlotChange, ...]:
        """Return the slots of which this became."""
        found: tuple[SlotChange, ...] = getattr(self, kind.value)
        return found

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing differs."""
        return not self.others and not any(slots for _, slots in self)

    @property
    def counts(self) -> dict[ChangeKind, int]:
        """Return how many slots there are of each kind."""
        return {kind: len(slots) for kind, slots in self}

    @property
    def touches_places(self) -> bool:
        """Tell whether a slot is new, moved, cancelled or back: what people must be told of."""
        return bool(self.new or self.moved or self.cancelled or self.returned)


def changes_to_json(changes: Changes) -> dict[str, Any]:
    """Return the changes as JSON values; `changes_from_json` gives them back, equal."""
    values: dict[str, Any] = {kind.value: [_slot_to_json(one) for one in slots] for kind, slots in changes}
    halls = {str(key): dict(names) for key, names in changes.halls.items()}
    return values | {"halls": halls, "others": list(changes.others), "zone": changes.zone}


def changes_from_json(values: Mapping[str, Any]) -> Changes:
    """Return the changes that `changes_to_json` wrote; an empty mapping is no change."""
    return Changes(
        **{kind.value: tuple(map(_slot_from_json, values.get(kind.value, ()))) for kind in ChangeKind},
        halls={int(key): names for key, names in values.get("halls", {}).items()},
        others=tuple(values.get("others", ())),
        zone=values.get("zone", "UTC"),
    )


def _slot_to_json(change: SlotChange) -> dict[str, Any]:
    values = {one.name: getattr(change, one.name) for one in fields(change)}
    places = {name: place_to_json(values[name]) for name in ("before", "after")}
    return values | places | {"titles": dict(change.titles), "fields": list(change.fields)}


def _slot_from_json(values: Mapping[str, Any]) -> SlotChange:
    places = {name: place_from_json(values[name]) for name in ("before", "after")}
    return SlotChange(**{**values, **places, "fields": tuple(values["fields"])})


def place_to_json(place: Placement | None) -> dict[str, Any] | None:
    """Return a place in the form of models.DraftChange: halls and ISO 8601 moments, None for no place."""
    if place is None:
        return None
    moments = {"starts_at": place.starts_at.isoformat(), "ends_at": place.ends_at.isoformat()}
    return {"halls": list(place.hall_ids)} | moments


def place_from_json(values: Mapping[str, Any] | None) -> Placement | None:
    """Return the place that `place_to_json` wrote."""
    if values is None:
        return None
    moments = (datetime.fromisoformat(values[name]) for name in ("starts_at", "ends_at"))
    return Placement(tuple(values["halls"]), *moments)
