"""What a reader is shown of a programme: which slots, in which days, what runs now, what stands beside it."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from summit.registration.rules import fold, search_key

from .kinds import PersonRole, SessionFormat, SessionKind
from .programme import Programme, ProgrammePerson, ProgrammeSession, ProgrammeSlot
from .timing import programme_day

Slots = tuple[ProgrammeSlot, ...]
MOST_RELATED = 6


class Stage(StrEnum):
    """Where a slot stands at a moment."""

    PAST = "past"
    NOW = "now"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader wants to see; a field without a value lets everything pass.

    `tokens` are folded words (registration.rules.search_tokens), `language` is heard on stage or in a channel,
    `session_ids` are the reader's own sessions.
    """

    day: date | None = None
    hall_id: int | None = None
    track_id: int | None = None
    language: str = ""
    format: SessionFormat | None = None
    tokens: tuple[str, ...] = ()
    session_ids: frozenset[int] | None = None

    @property
    def is_set(self) -> bool:
        """Tell whether anything but the day narrows the programme."""
        wanted = (self.hall_id, self.track_id, self.format, self.session_ids)
        return bool(self.language or self.tokens) or any(one is not None for one in wanted)


@dataclass(frozen=True, slots=True)
class Move:
    """Where a slot stood in the release before."""

    starts_at: datetime
    ends_at: datetime
    hall_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HallNow:
    """What takes place in a hall, and what comes next there."""

    hall_id: int
    running: Slots
    coming: ProgrammeSlot | None


def wanted_slots(programme: Programme, filters: Filters, texts: Mapping[int, str]) -> Slots:
    """Return the slots that pass the filters, by start; `texts` are `search_texts` of the programme."""
    sessions = {one.id for one in programme.sessions if _passes(one, filters, texts)}
    return tuple(slot for slot in programme.slots if slot.session_id in sessions and _stands(programme, slot, filters))


def _passes(session: ProgrammeSession, filters: Filters, texts: Mapping[int, str]) -> bool:
    return (
        (filters.track_id is None or session.track_id == filters.track_id)
        and (filters.format is None or (session.format is filters.format and session.kind is SessionKind.SESSION))
        and (not filters.language or filters.language in heard_languages(session))
        and (filters.session_ids is None or session.id in filters.session_ids)
        and all(token in texts.get(session.id, "") for token in filters.tokens)
    )


def _stands(programme: Programme, slot: ProgrammeSlot, filters: Filters) -> bool:
    return (filters.hall_id is None or filters.hall_id in slot.hall_ids) and (
        filters.day is None or programme_day(slot.starts_at, programme.time_zone) == filters.day
    )


def heard_languages(session: ProgrammeSession) -> set[str]:
    """Return the languages in which a session can be heard: on stage, and through the interpreters' channels."""
    return {session.language, *session.channels.values()} - {""}


def search_texts(programme: Programme) -> dict[int, str]:
    """Return by session id the folded text that a search looks into: titles, abstracts, people, code."""
    people = {person.id: _person_text(person) for person in programme.people}
    return {session.id: _session_text(session, people) for session in programme.sessions}


def _session_text(session: ProgrammeSession, people: Mapping[int, str]) -> str:
    words = fold("\n".join((session.code, *session.titles.values(), *session.abstracts.values())))
    return "\n".join((words, *(people[part.person_id] for part in session.parts)))


def _person_text(person: ProgrammePerson) -> str:
    return search_key(person.name, person.name_native, person.organisation)


def search_people(programme: Programme, tokens: Sequence[str]) -> tuple[ProgrammePerson, ...]:
    """Return the people on stage, in their order, whose names and organisation hold every folded word."""
    return tuple(one for one in people_on_stage(programme) if all(word in _person_text(one) for word in tokens))


def people_on_stage(programme: Programme) -> tuple[ProgrammePerson, ...]:
    """Return those who speak or moderate, in their order; interpreters stay in their booths."""
    seen = {
        part.person_id
        for session in programme.sessions
        for part in session.parts
        if part.role is not PersonRole.INTERPRETER
    }
    return tuple(person for person in programme.people if person.id in seen)


def count_sessions(programme: Programme, slots: Iterable[ProgrammeSlot]) -> int:
    """Return how many sessions stand in these slots: repeats count once, breaks not at all."""
    return len({slot.session_id for slot in slots if _is_session(programme, slot)})


def days_of(programme: Programme) -> tuple[date, ...]:
    """Return the programme's days that have something, in order."""
    return tuple(sorted({programme_day(slot.starts_at, programme.time_zone) for slot in programme.slots}))


def opening_day(programme: Programme, now: datetime) -> date | None:
    """Return the day that a reader wants first: that of what runs or comes next, after the end the first day.

    None where the programme is empty.
    """
    ahead = next((slot for slot in programme.slots if slot.ends_at > now), None)
    first = ahead or next(iter(programme.slots), None)
    return programme_day(first.starts_at, programme.time_zone) if first else None


def by_day(slots: Iterable[ProgrammeSlot], zone: str) -> dict[date, Slots]:
    """Return the slots, ordered by start, under their days."""
    return {day: tuple(found) for day, found in groupby(slots, lambda slot: programme_day(slot.starts_at, zone))}


def by_start(slots: Iterable[ProgrammeSlot]) -> list[Slots]:
    """Return the slots, ordered by start, in groups that begin together."""
    return [tuple(found) for _, found in groupby(slots, lambda slot: slot.starts_at)]


def stage_of(slot: ProgrammeSlot, now: datetime) -> Stage:
    """Return where the slot stands; its end is no longer part of it."""
    if slot.ends_at <= now:
        return Stage.PAST
    return Stage.NOW if slot.starts_at <= now and not slot.is_cancelled else Stage.COMING


def turning_points(programme: Programme) -> list[datetime]:
    """Return in order the moments at which the stage of some slot changes."""
    return sorted({moment for slot in programme.slots for moment in (slot.starts_at, slot.ends_at)})


def turns_passed(points: Sequence[datetime], now: datetime) -> int:
    """Return how many turning points lie behind: while the number stays, so does what a page says of now."""
    return bisect_right(points, now)


def moves_between(previous: Programme | None, current: Programme) -> dict[int, Move]:
    """Return by slot id where those slots stood before that take place elsewhere or at another time now."""
    if previous is None:
        return {}
    before = {slot.id: slot for slot in previous.taking_place}
    return {
        slot.id: Move(before[slot.id].starts_at, before[slot.id].ends_at, before[slot.id].hall_ids)
        for slot in current.taking_place
        if slot.id in before and _place(before[slot.id]) != _place(slot)
    }


def _place(slot: ProgrammeSlot) -> tuple[datetime, datetime, tuple[int, ...]]:
    return slot.starts_at, slot.ends_at, slot.hall_ids


def now_and_next(programme: Programme, now: datetime) -> tuple[HallNow, ...]:
    """Return what runs and what comes in each hall that something still happens in, in the halls' order."""
    rows = (_hall_now(programme, hall.id, now) for hall in programme.halls)
    return tuple(row for row in rows if row.running or row.coming)


def _hall_now(programme: Programme, hall_id: int, now: datetime) -> HallNow:
    here = [slot for slot in programme.taking_place if hall_id in slot.hall_ids]
    running = tuple(slot for slot in here if stage_of(slot, now) is Stage.NOW)
    return HallNow(hall_id, running, next((slot for slot in here if slot.starts_at > now), None))


def next_turn(points: Sequence[datetime], now: datetime) -> datetime | None:
    """Return the next turning point, None after the last."""
    passed = turns_passed(points, now)
    return points[passed] if passed < len(points) else None


def at_the_same_time(programme: Programme, session: ProgrammeSession) -> Slots:
    """Return what else takes place while the session does, breaks left out."""
    own = [slot for slot in programme.slots_of_session.get(session.id, ()) if not slot.is_cancelled]
    others = (slot for slot in programme.taking_place if slot.session_id != session.id and _is_session(programme, slot))
    return tuple(one for one in others if any(_overlap(one, slot) for slot in own))[:MOST_RELATED]


def of_the_same_track(programme: Programme, session: ProgrammeSession) -> Slots:
    """Return the first slots of the track's other sessions."""
    if session.track_id is None:
        return ()
    first: dict[int, ProgrammeSlot] = {}
    for slot in programme.taking_place:
        if programme.session_of[slot.session_id].track_id == session.track_id and slot.session_id != session.id:
            first.setdefault(slot.session_id, slot)
    return tuple(first.values())[:MOST_RELATED]


def _is_session(programme: Programme, slot: ProgrammeSlot) -> bool:
    return programme.session_of[slot.session_id].kind is SessionKind.SESSION


def _overlap(one: ProgrammeSlot, other: ProgrammeSlot) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
