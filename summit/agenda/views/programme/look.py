"""A programme in the words of one language, made once and kept: what every page of it writes again and again."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import pgettext
from markupsafe import Markup, escape

from summit.registration.rules import search_tokens
from summit.registration.rules.countries import country_name
from summit.registration.rules.languages import language_name
from summit.web.filters import localized, text_for
from summit.web.locale import current_language

from ...rules.kinds import FORMAT_NAMES, ROLE_NAMES, PersonRole, SessionKind
from ...rules.programme import (
    Programme,
    ProgrammeHall,
    ProgrammePart,
    ProgrammePerson,
    ProgrammeSession,
    ProgrammeSlot,
    Texts,
)
from ...rules.showing import Move, days_of, heard_languages, search_texts, turning_points
from ...rules.timing import programme_day
from .shelf import Shelf
from .shown import Shown, Source
from .times import day_and_month, short_day, venue_clock, venue_iso, weekday

Words = str | Markup
_MOST_LOOKS = 48
_MOST_FRAGMENTS = 64
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_INK = "#141311"
_searches: Shelf[dict[int, str]] = Shelf(8)


@dataclass(frozen=True, slots=True)
class HallLook:
    """A hall; `detail` is its floor, or its address where it lies elsewhere."""

    id: int
    name: Words
    plain_name: str
    detail: str
    is_elsewhere: bool
    capacity: int | None


@dataclass(frozen=True, slots=True)
class TrackLook:
    """A track with its colour, #rrggbb."""

    id: int
    name: Words
    plain_name: str
    colour: str


@dataclass(frozen=True, slots=True)
class PersonLook:
    """Somebody on stage."""

    person: ProgrammePerson
    name: str
    affiliation: str
    country: str
    url: str
    photo_url: str


@dataclass(frozen=True, slots=True)
class PartLook:
    """Somebody's part; `language` is what an interpreter speaks."""

    person: PersonLook
    role: PersonRole
    role_name: str
    language: str


@dataclass(frozen=True, slots=True)
class SessionLook:
    """A session without its times; `url` is "" where it has no page (a draft)."""

    session: ProgrammeSession
    title: Words
    plain_title: str
    url: str
    track: TrackLook | None
    format: str
    language: str
    interpretation: str
    dress_code: Words
    parts: tuple[PartLook, ...]
    is_break: bool

    @property
    def on_stage(self) -> tuple[PartLook, ...]:
        """Return those who speak or moderate."""
        return tuple(part for part in self.parts if part.role is not PersonRole.INTERPRETER)


@dataclass(frozen=True, slots=True)
class SlotLook:
    """A slot with its times at the venue; `moved_from` says where it stood in the release before."""

    slot: ProgrammeSlot
    session: SessionLook
    day: date
    weekday: str
    date: str
    starts: str
    ends: str
    starts_iso: str
    ends_iso: str
    halls: tuple[HallLook, ...]
    hall_names: Words
    moved_from: str
    move: Move | None


@dataclass
class Look:
    """The parts of one programme in one language, made when they are first asked for; holds plain values only.

    `moves` says by slot id what stood elsewhere in the release before; `fragments` keeps finished parts of pages.
    """

    programme: Programme
    language: str
    source: Source
    moves: Mapping[int, Move]
    fragments: Shelf[tuple[Markup, Markup]] = field(default_factory=lambda: Shelf(_MOST_FRAGMENTS))
    _slots: dict[int, SlotLook] = field(default_factory=dict)
    _sessions: dict[int, SessionLook] = field(default_factory=dict)
    _people: dict[int, PersonLook] = field(default_factory=dict)

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Return the days that have something."""
        return days_of(self.programme)

    @cached_property
    def turning_points(self) -> list[datetime]:
        """Return the moments at which the stage of some slot changes."""
        return turning_points(self.programme)

    @cached_property
    def halls(self) -> dict[int, HallLook]:
        """Return the halls by id, in their order."""
        return {hall.id: _hall(hall) for hall in self.programme.halls}

    @cached_property
    def tracks(self) -> dict[int, TrackLook]:
        """Return the tracks by id, in their order."""
        return {
            one.id: TrackLook(one.id, localized(one.names), text_for(one.names), _safe_colour(one.colour))
            for one in self.programme.tracks
        }

    @cached_property
    def languages(self) -> frozenset[str]:
        """Return the languages in which anything can be heard."""
        return frozenset(tag for session in self.programme.sessions for tag in heard_languages(session))

    @cached_property
    def has_limits(self) -> bool:
        """Tell whether the places of any session are counted."""
        return any(session.capacity is not None for session in self.programme.sessions)

    def person(self, person_id: int) -> PersonLook:
        """Return somebody on stage; raises KeyError for nobody of this programme."""
        if person_id not in self._people:
            person = self.programme.person_of[person_id]
            # People of old versions and of the draft may have no page among what is public.
            is_current = self.source is Source.CURRENT
            page = url_for("programme.speaker", code=person.code) if is_current else ""
            self._people[person_id] = _person(person, self.language, page, _photo(person) if is_current else "")
        return self._people[person_id]

    def session(self, session_id: int) -> SessionLook:
        """Return a session; raises KeyError where the programme has none of this id."""
        if session_id not in self._sessions:
            self._sessions[session_id] = self._session(self.programme.session_of[session_id])
        return self._sessions[session_id]

    def slot(self, slot: ProgrammeSlot) -> SlotLook:
        """Return a slot of this programme."""
        if slot.id not in self._slots:
            self._slots[slot.id] = self._slot(slot)
        return self._slots[slot.id]

    def slots(self, slots: Iterable[ProgrammeSlot]) -> list[SlotLook]:
        """Return slots of this programme, in the same order."""
        return [self.slot(slot) for slot in slots]

    def language_name(self, tag: str) -> str:
        """Return a language's name in the reader's."""
        return language_name(tag, self.language)

    def _session(self, session: ProgrammeSession) -> SessionLook:
        is_break = session.kind is SessionKind.BREAK
        spoken = dict.fromkeys(tag for tag in session.channels.values() if tag and tag != session.language)
        return SessionLook(
            session=session,
            title=localized(session.titles) or session.code,
            plain_title=text_for(session.titles) or session.code,
            url="" if self.source is Source.DRAFT else url_for("programme.session", code=session.code),
            track=self.tracks.get(session.track_id or 0),
            format=_("Break") if is_break else _(FORMAT_NAMES[session.format]),
            language=self.language_name(session.language) if session.language else "",
            interpretation=comma().join(map(self.language_name, spoken)),
            dress_code=_text(session.dress_codes),
            parts=tuple(map(self._part, session.parts)),
            is_break=is_break,
        )

    def _part(self, part: ProgrammePart) -> PartLook:
        language = self.language_name(part.language) if part.language else ""
        return PartLook(self.person(part.person_id), part.role, _(ROLE_NAMES[part.role]), language)

    def _slot(self, slot: ProgrammeSlot) -> SlotLook:
        zone, move = self.programme.time_zone, self.moves.get(slot.id)
        day = programme_day(slot.starts_at, zone)
        halls = tuple(self.halls[hall_id] for hall_id in slot.hall_ids if hall_id in self.halls)
        return SlotLook(
            slot=slot,
            session=self.session(slot.session_id),
            day=day,
            weekday=weekday(day, self.language),
            date=day_and_month(day, self.language),
            starts=venue_clock(slot.starts_at, zone),
            ends=venue_clock(slot.ends_at, zone),
            starts_iso=venue_iso(slot.starts_at, zone),
            ends_iso=venue_iso(slot.ends_at, zone),
            halls=halls,
            hall_names=escape(comma()).join(hall.name for hall in halls),
            moved_from=self._moved_from(slot, move) if move else "",
            move=move,
        )

    def _moved_from(self, slot: ProgrammeSlot, move: Move) -> str:
        """Say where the slot stood: the day where it differs, the time, the hall where it differs."""
        zone = self.programme.time_zone
        day = programme_day(move.starts_at, zone)
        halls = [self.halls[one].plain_name for one in move.hall_ids if one in self.halls]
        words = [
            short_day(day, self.language) if day != programme_day(slot.starts_at, zone) else "",
            f"{venue_clock(move.starts_at, zone)}–{venue_clock(move.ends_at, zone)}",
            *(halls if move.hall_ids != slot.hall_ids else ()),
        ]
        return comma().join(filter(None, words))


_looks: Shelf[Look] = Shelf(_MOST_LOOKS)


def look_of(shown: Shown) -> Look:
    """Return the programme in the reader's language; what a release says is made once per language and process."""
    language = current_language()
    return _looks.get((*shown.key, language, request.script_root), lambda: _new_look(shown, language))


def _new_look(shown: Shown, language: str) -> Look:
    return Look(shown.programme, language, shown.source, shown.moves())


def texts_to_search(shown: Shown) -> dict[int, str]:
    """Return what a search looks into; it is the same in every language."""
    return _searches.get(shown.mark, lambda: search_texts(shown.programme))


def tokens_of(query: str) -> tuple[str, ...]:
    """Return the folded words of a search."""
    return tuple(search_tokens(query[:200]))


def _hall(hall: ProgrammeHall) -> HallLook:
    name, plain = localized(hall.names), text_for(hall.names)
    detail = hall.address or (_("Floor %(floor)s", floor=hall.floor) if hall.floor else "")
    return HallLook(hall.id, name, plain, detail, bool(hall.address), hall.capacity)


def _photo(person: ProgrammePerson) -> str:
    return url_for("programme.speaker_photo", code=person.code, v=person.photo) if person.photo else ""


def _person(person: ProgrammePerson, language: str, page: str, photo: str) -> PersonLook:
    name = f"{person.honorific} {person.name}".strip()
    affiliation = comma().join(filter(None, (person.job_title, person.organisation)))
    country = country_name(person.country, language) if person.country else ""
    return PersonLook(person, name, affiliation, country, page, photo)


def comma() -> str:
    """Return what stands between the items of a list."""
    return str(pgettext("between the items of a list", ", "))


def _text(texts: Texts) -> Words:
    return localized(texts) if texts else ""


def _safe_colour(colour: str) -> str:
    """Return the colour, or ink for anything that is none: it is written into a style."""
    return colour if _COLOUR.fullmatch(colour) else _INK
