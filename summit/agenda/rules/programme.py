"""The programme as plain values: what a release keeps, what public pages, exports and comparisons read.

Everything here is frozen and holds no more than the public may see: no blockers, no drafts, no internal notes,
no addresses of people. Moments are aware UTC; texts are {language tag: text}.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from .kinds import PersonRole, SessionFormat, SessionKind, SlotStatus

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ProgrammeHall:
    """A hall, or a place elsewhere with an address."""

    id: int
    names: Texts
    capacity: int | None = None
    floor: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeTrack:
    """A track with its colour, #rrggbb."""

    id: int
    names: Texts
    colour: str


@dataclass(frozen=True, slots=True)
class ProgrammePerson:
    """Somebody on stage; `photo` is the stored file's name, "" without one."""

    id: int
    code: str
    guid: str
    name: str
    name_native: str = ""
    native_language: str = ""
    honorific: str = ""
    organisation: str = ""
    job_title: str = ""
    country: str = ""
    biographies: Texts = field(default_factory=dict)
    photo: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammePart:
    """What a person does in a session; an interpreter's `language` is the one spoken into the channel."""

    person_id: int
    role: PersonRole = PersonRole.SPEAKER
    language: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeMaterial:
    """A file to download."""

    id: int
    titles: Texts
    file_name: str
    media_type: str
    byte_count: int


@dataclass(frozen=True, slots=True)
class ProgrammeSession:
    """What happens, without when and where; `categories` are letters, none: open to all."""

    id: int
    code: str
    guid: str
    kind: SessionKind
    format: SessionFormat
    titles: Texts
    minutes: int = 45
    track_id: int | None = None
    abstracts: Texts = field(default_factory=dict)
    notes: Texts = field(default_factory=dict)
    language: str = ""
    channels: Mapping[str, str] = field(default_factory=dict)
    capacity: int | None = None
    age_limit: int = 0
    dress_codes: Texts = field(default_factory=dict)
    recording_url: str = ""
    stream_url: str = ""
    is_featured: bool = False
    takes_feedback: bool = True
    categories: tuple[str, ...] = ()
    parts: tuple[ProgrammePart, ...] = ()
    materials: tuple[ProgrammeMaterial, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgrammeSlot:
    """When and where a session is held; `sequence` and `changed_at` are what calendars compare (RFC 5545)."""

    id: int
    session_id: int
    guid: str
    uid: str
    hall_ids: tuple[int, ...]
    starts_at: datetime
    ends_at: datetime
    status: SlotStatus = SlotStatus.CONFIRMED
    sequence: int = 0
    changed_at: datetime | None = None

    @property
    def minutes(self) -> int:
        """Return the length in whole minutes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def is_cancelled(self) -> bool:
        """Tell whether the slot is kept only to say that it does not take place."""
        return self.status is SlotStatus.CANCELLED


@dataclass(frozen=True)
class Programme:
    """A whole programme: halls and tracks in their order, people by sort key, slots by start."""

    time_zone: str
    halls: tuple[ProgrammeHall, ...] = ()
    tracks: tuple[ProgrammeTrack, ...] = ()
    people: tuple[ProgrammePerson, ...] = ()
    sessions: tuple[ProgrammeSession, ...] = ()
    slots: tuple[ProgrammeSlot, ...] = ()

    @cached_property
    def hall_of(self) -> dict[int, ProgrammeHall]:
        """Return the halls by id."""
        return {hall.id: hall for hall in self.halls}

    @cached_property
    def track_of(self) -> dict[int, ProgrammeTrack]:
        """Return the tracks by id."""
        return {track.id: track for track in self.tracks}

    @cached_property
    def person_of(self) -> dict[int, ProgrammePerson]:
        """Return the people by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def session_of(self) -> dict[int, ProgrammeSession]:
        """Return the sessions by id."""
        return {session.id: session for session in self.sessions}

    @cached_property
    def slot_of(self) -> dict[int, ProgrammeSlot]:
        """Return the slots by id."""
        return {slot.id: slot for slot in self.slots}

    @cached_property
    def slots_of_session(self) -> dict[int, tuple[ProgrammeSlot, ...]]:
        """Return each session's slots, in the order of their start."""
        return _grouped(self.slots, lambda slot: (slot.session_id,))

    @cached_property
    def slots_of_hall(self) -> dict[int, tuple[ProgrammeSlot, ...]]:
        """Return what takes place in each hall, joined halls too, in the order of its start."""
        return _grouped(self.taking_place, lambda slot: slot.hall_ids)

    @cached_property
    def slots_of_person(self) -> dict[int, tuple[ProgrammeSlot, ...]]:
        """Return the slots in which each person has a part, in the order of their start."""
        people = {session.id: tuple(part.person_id for part in session.parts) for session in self.sessions}
        return _grouped(self.slots, lambda slot: dict.fromkeys(people[slot.session_id]))

    @cached_property
    def taking_place(self) -> tuple[ProgrammeSlot, ...]:
        """Return the slots that are not cancelled."""
        return tuple(slot for slot in self.slots if not slot.is_cancelled)


def _grouped(slots: Iterable[ProgrammeSlot], keys: Any) -> dict[int, tuple[ProgrammeSlot, ...]]:
    groups: dict[int, list[ProgrammeSlot]] = {}
    for slot in slots:
        for key in keys(slot):
            groups.setdefault(key, []).append(slot)
    return {key: tuple(found) for key, found in groups.items()}


def to_json(programme: Programme) -> dict[str, Any]:
    """Return the programme as JSON values; `from_json` gives it back, equal."""
    values: dict[str, Any] = _plain(asdict(programme))
    return values


def content_hash(values: Mapping[str, Any]) -> str:
    """Return the SHA-256 in hex of a programme's JSON, by which caches know it."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value


def from_json(values: Mapping[str, Any]) -> Programme:
    """Return the programme that `to_json` wrote; raises KeyError or TypeError for anything else."""
    return Programme(
        time_zone=values["time_zone"],
        halls=tuple(ProgrammeHall(**hall) for hall in values["halls"]),
        tracks=tuple(ProgrammeTrack(**track) for track in values["tracks"]),
        people=tuple(ProgrammePerson(**person) for person in values["people"]),
        sessions=tuple(map(_session, values["sessions"])),
        slots=tuple(map(_slot, values["slots"])),
    )


def _session(values: Mapping[str, Any]) -> ProgrammeSession:
    parts = (ProgrammePart(**(part | {"role": PersonRole(part["role"])})) for part in values["parts"])
    read = {
        "kind": SessionKind(values["kind"]),
        "format": SessionFormat(values["format"]),
        "categories": tuple(values["categories"]),
        "parts": tuple(parts),
        "materials": tuple(ProgrammeMaterial(**material) for material in values["materials"]),
    }
    return ProgrammeSession(**{**values, **read})


def _slot(values: Mapping[str, Any]) -> ProgrammeSlot:
    changed_at = values["changed_at"]
    read = {
        "hall_ids": tuple(values["hall_ids"]),
        "starts_at": datetime.fromisoformat(values["starts_at"]),
        "ends_at": datetime.fromisoformat(values["ends_at"]),
        "status": SlotStatus(values["status"]),
        "changed_at": datetime.fromisoformat(changed_at) if changed_at else None,
    }
    return ProgrammeSlot(**{**values, **read})
