"""What schedule.xml and schedule.json share: days, rooms and events in one language, names made fit for both schemas.

Sources: the c3voc schedule schemas (schedule.xml.xsd, schedule.schema.json) and what their readers need
(PROTOCOLS.md): unique names and ids, every event within its day, durations below a day.
"""

import re
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from anyascii import anyascii

from summit.events.rules import localized
from summit.sheets.rules import without_controls

from ..rules.kinds import PersonRole, SessionKind
from ..rules.programme import Programme, ProgrammeHall, ProgrammePerson, ProgrammeSession, ProgrammeSlot, Texts
from ..rules.timing import LONGEST_SLOT, day_span, days_between, programme_day

_CODE = re.compile(r"[0-9A-Z]{6}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class Frame:
    """What an export says around the programme: the edition, the release's name, and where all of it is found.

    `base_url` has no slash at its end; days are those of the edition; `accent` is #rrggbb.
    """

    slug: str
    titles: Texts
    first_day: date
    last_day: date
    version: str
    base_url: str
    language: str = "en"
    accent: str = ""
    generator: str = "Summit"

    @property
    def home(self) -> str:
        """Return the address of the public programme."""
        return f"{self.base_url}/e/{self.slug}/programme"

    @property
    def acronym(self) -> str:
        """Return the slug as both schemas want an acronym: four or more of a-z, 0-9 and underscore."""
        return _word(self.slug).ljust(4, "_")

    @property
    def colour(self) -> str:
        """Return the accent, or black where it is no colour."""
        return self.accent if _COLOUR.fullmatch(self.accent) else "#000000"

    def text(self, texts: Texts) -> str:
        """Return the text in the frame's language or the next that there is, without control characters."""
        return without_controls(localized(texts, self.language)[0]).strip()

    def guid(self, kind: str, key: object) -> str:
        """Return the same UUID for the same thing of this edition, made from its address."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.home}/{kind}/{key}"))


@dataclass(frozen=True, slots=True)
class Room:
    """A hall under a name that no other has."""

    hall: ProgrammeHall
    name: str
    guid: str


@dataclass(frozen=True, slots=True)
class Event:
    """A slot with its session, ready to be written; `starts_at` and `ends_at` are local to the venue."""

    slot: ProgrammeSlot
    session: ProgrammeSession
    room: str
    guid: str
    code: str
    slug: str
    title: str
    subtitle: str
    track: str
    abstract: str
    description: str
    people: tuple[ProgrammePerson, ...]
    starts_at: datetime
    ends_at: datetime
    url: str

    @property
    def type(self) -> str:
        """Return what it is in one word for machines: the format, or "break"."""
        return self.session.format.value if self.session.kind is SessionKind.SESSION else self.session.kind.value

    @property
    def start(self) -> str:
        """Return the clock's time at the beginning, HH:MM."""
        return f"{self.starts_at:%H:%M}"

    @property
    def duration(self) -> str:
        """Return the length, HH:MM, always below a day."""
        minutes = min(self.slot.minutes, LONGEST_SLOT // timedelta(minutes=1))
        return f"{minutes // 60:02}:{minutes % 60:02}"


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the programme with its half-open local span, and the events of each room in the rooms' order."""

    index: int
    date: date
    starts_at: datetime
    ends_at: datetime
    events: Mapping[str, tuple[Event, ...]]


@dataclass(frozen=True, slots=True)
class Plan:
    """The programme laid out for one export."""

    rooms: tuple[Room, ...]
    days: tuple[Day, ...]
    events: tuple[Event, ...]


def make_plan(programme: Programme, frame: Frame) -> Plan:
    """Lay out what takes place; a session over several halls stands in the leading one and names the others."""
    rooms = _rooms(programme, frame)
    events = tuple(_events(programme, frame, {room.hall.id: room.name for room in rooms}))
    return Plan(rooms, _days(programme.time_zone, frame, rooms, events), events)


def _rooms(programme: Programme, frame: Frame) -> tuple[Room, ...]:
    names = _unique_names([(hall, frame.text(hall.names) or f"#{hall.id}") for hall in programme.halls])
    return tuple(Room(hall, name, frame.guid("halls", hall.id)) for hall, name in names)


def _unique_names(halls: list[tuple[ProgrammeHall, str]]) -> Iterator[tuple[ProgrammeHall, str]]:
    """Yield each hall with a name of its own: its floor tells two of one name apart, or else a number."""
    count = Counter(name for _, name in halls)
    taken: set[str] = set()
    for hall, name in halls:
        floor = without_controls(hall.floor).strip()
        wanted = f"{name} ({floor})" if count[name] > 1 and floor else name
        unique, number = wanted, 1
        while unique in taken:
            number += 1
            unique = f"{wanted} ({number})"
        taken.add(unique)
        yield hall, unique


def _events(programme: Programme, frame: Frame, rooms: Mapping[int, str]) -> Iterator[Event]:
    coded: set[int] = set()
    for slot in programme.taking_place:
        session = programme.session_of[slot.session_id]
        # A code stands for the session, and no two events may share it: of repeats the first one has it.
        first = session.id not in coded and bool(_CODE.fullmatch(session.code))
        coded.add(session.id)
        yield _event(programme, frame, rooms, slot, session.code if first else "")


def _event(programme: Programme, frame: Frame, rooms: Mapping[int, str], slot: ProgrammeSlot, code: str) -> Event:
    session = programme.session_of[slot.session_id]
    zone = ZoneInfo(programme.time_zone)
    track = programme.track_of.get(session.track_id or 0)
    title = frame.text(session.titles) or session.code
    return Event(
        slot=slot,
        session=session,
        room=rooms[slot.hall_ids[0]],
        guid=slot.guid if _is_uuid(slot.guid) else frame.guid("slots", slot.id),
        code=code,
        slug=f"{frame.acronym}-{slot.id}-{_slug(title)}",
        title=title,
        subtitle=" + ".join(rooms[key] for key in slot.hall_ids) if len(slot.hall_ids) > 1 else "",
        track=frame.text(track.names) if track else "",
        abstract=frame.text(session.abstracts),
        description=frame.text(session.notes),
        people=tuple(people_of(programme, session)),
        starts_at=slot.starts_at.astimezone(zone),
        ends_at=slot.ends_at.astimezone(zone),
        url=f"{frame.home}/sessions/{session.code}",
    )


def people_of(programme: Programme, session: ProgrammeSession) -> Iterator[ProgrammePerson]:
    """Yield those on stage once each: speakers and moderators, not the interpreters in their booths."""
    on_stage = [part.person_id for part in session.parts if part.role is not PersonRole.INTERPRETER]
    for key in dict.fromkeys(on_stage):
        yield programme.person_of[key]


def name_of(person: ProgrammePerson, language: str) -> str:
    """Return the person's name, in its own script for readers of its language."""
    native = person.name_native if person.native_language == language else ""
    return without_controls(native or person.name).strip() or person.code


def _days(zone: str, frame: Frame, rooms: Iterable[Room], events: Iterable[Event]) -> tuple[Day, ...]:
    by_day: dict[date, list[Event]] = {day: [] for day in days_between(frame.first_day, frame.last_day)}
    for event in events:
        by_day.setdefault(programme_day(event.slot.starts_at, zone), []).append(event)
    return tuple(
        _day(index, day, zone, rooms, found) for index, (day, found) in enumerate(sorted(by_day.items()), start=1)
    )


def _day(index: int, day: date, zone: str, rooms: Iterable[Room], events: list[Event]) -> Day:
    """Return the day; it reaches as far as its events do, because readers crash on one outside of its day."""
    start, end = day_span(day, zone)
    start = min([start, *(event.slot.starts_at for event in events)])
    end = max([end, *(event.slot.ends_at for event in events)])
    held = {room.name: tuple(event for event in events if event.room == room.name) for room in rooms}
    local = ZoneInfo(zone)
    return Day(index, day, start.astimezone(local), end.astimezone(local), {k: v for k, v in held.items() if v})


def _slug(title: str) -> str:
    """Return the title in at least four of a-z, 0-9 and underscore, whatever script it is in."""
    word = _word(title)[:_LONGEST_SLUG].strip("_")
    return word if len(word) >= 4 else f"session_{word}".strip("_")


def _word(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", anyascii(text).lower()).strip("_")


def _is_uuid(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text))
