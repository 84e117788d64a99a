"""The programme is made and released twice, as an organiser would; nothing is written past the services."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle

from summit.agenda.models import Session, Slot
from summit.agenda.rules.kinds import PersonRole, SessionFormat, SessionKind, SessionState
from summit.agenda.rules.speakers import Part
from summit.agenda.rules.timing import Placement, at_minute
from summit.agenda.services.parts import set_parts
from summit.agenda.services.placing import place_many
from summit.agenda.services.releasing import release
from summit.agenda.services.sessions import add_slot, create_session, set_state
from summit.agenda.services.settings import update_settings
from summit.agenda.services.speaker_photos import set_photo
from summit.agenda.services.speakers import create_speaker
from summit.agenda.services.tracks import create_track
from summit.events.models import Event
from summit.events.queries import list_categories
from summit.seed.portraits import portrait
from summit.web.locale import LAUNCH_LANGUAGES, best_language

from .people import StagePerson, stage_people
from .sessions import SessionFacts, session_facts
from .tracks import BLOCKERS, BREAKS, TRACKS

INTERPRETERS = 16
# Sessions for some categories only, by letter; everything else is for everybody.
_CLOSED = {"lookbook": "BOVW", "buyersbreakfast": "BX"}
_FEATURED = {"opening", "steppe", "embroidery", "onethread"}
# What the second release moves: key, day, start; and what it cancels.
_MOVED = {"dyes": (0, "14:30"), "silk": (1, "09:05"), "children": (2, "15:30")}
_CANCELLED = "jewellery"
_ADDED_LATER = {"home", "night", "atelier5"}
_MESSAGES = (
    {
        "en": "The first programme of the summit.",
        "ru": "Первая программа саммита.",
        "zh-Hans": "峰会首版日程。",
        "pt-BR": "A primeira programação da cúpula.",
        "ar": "البرنامج الأول للقمة.",
    },
    {
        "en": "Three sessions have moved, one is cancelled, and the closing night is new.",
        "ru": "Три события перенесены, одно отменено, добавлена ночь закрытия.",
        "zh-Hans": "三场活动调整时间,一场取消,新增闭幕之夜。",
        "pt-BR": "Três sessões mudaram de horário, uma foi cancelada e a noite de encerramento é nova.",
        "ar": "نُقلت ثلاث جلسات وأُلغيت واحدة وأُضيفت ليلة الختام.",
    },
)


@dataclass
class Stage:
    """What is being planted on: the edition, its halls by key, the organiser, and what stands already."""

    event: Event
    halls: dict[str, int]
    actor_id: int
    sessions: dict[str, Session] = field(default_factory=dict)
    slots: dict[str, Slot] = field(default_factory=dict)
    speakers: list[int] = field(default_factory=list)
    parts: dict[str, list[Part]] = field(default_factory=dict)

    def placement(self, day: int, halls: tuple[str, ...], start: str, minutes: int) -> Placement:
        """Return a place by the demo's own words: number of the day, keys of halls, HH:MM at the venue."""
        hours, _, rest = start.partition(":")
        minute = int(hours) * 60 + int(rest)
        starts_at = at_minute(self.event.starts_on + timedelta(days=day), minute, self.event.time_zone)
        return Placement(tuple(self.halls[key] for key in halls), starts_at, starts_at + timedelta(minutes=minutes))


def plant_programme(
    event: Event, halls: dict[str, int], *, actor_id: int, now: datetime, chance: random.Random
) -> Stage:
    """Make the programme of forty-five sessions and release it twice, the second time a week before `now`."""
    stage = Stage(event, halls, actor_id)
    first, second = now - timedelta(days=30), now - timedelta(days=7)
    update_settings(event.id, version=None, actor_id=actor_id, now=first, closes_minute=25 * 60 + 30)
    _make_sessions(stage, first)
    _make_people(stage, first, chance)
    _make_breaks(stage, first)
    _place_first(stage, first)
    release(event.id, name="1.0", messages=_MESSAGES[0], notify=False, actor_id=actor_id, now=first)
    _change_plans(stage, second)
    release(event.id, name="2.0", messages=_MESSAGES[1], notify=False, actor_id=actor_id, now=second)
    return stage


def _make_sessions(stage: Stage, now: datetime) -> None:
    tracks = {
        key: create_track(stage.event.id, actor_id=stage.actor_id, now=now, names=names, colour=colour).id
        for key, (names, colour) in TRACKS.items()
    }
    letters = {category.letter: category.id for category in list_categories(stage.event.id)}
    for facts in session_facts():
        allowed = [letters[letter] for letter in _CLOSED.get(facts.key, "")]
        session = _make_session(stage, facts, tracks[facts.track], allowed, now)
        stage.sessions[facts.key], stage.slots[facts.key] = session, session.slots[0]
    repeated = stage.sessions["library"]
    stage.slots["library_again"] = add_slot(repeated.id, actor_id=stage.actor_id, now=now)


def _make_session(stage: Stage, facts: SessionFacts, track_id: int, allowed: list[int], now: datetime) -> Session:
    return create_session(
        stage.event.id,
        actor_id=stage.actor_id,
        now=now,
        format=SessionFormat(facts.format),
        track_id=track_id,
        titles=facts.titles,
        abstracts=facts.abstracts,
        language=facts.language,
        channels={str(number): tag for number, tag in enumerate(facts.channels, 1)},
        minutes=facts.minutes,
        capacity=facts.capacity,
        age_limit=facts.age_limit,
        is_featured=facts.key in _FEATURED,
        category_ids=allowed,
    )


def _make_people(stage: Stage, now: datetime, chance: random.Random) -> None:
    people = list(stage_people(chance))
    stage.speakers = [_make_speaker(stage, person, now, chance) for person in people]
    booth, waiting = cycle(stage.speakers[:INTERPRETERS]), iter(stage.speakers[INTERPRETERS:])
    for facts in session_facts():
        on_stage = [next(waiting) for _ in range(facts.people)]
        parts = [Part(key, _role(facts, place)) for place, key in enumerate(on_stage)]
        parts += [Part(next(booth), PersonRole.INTERPRETER, tag) for tag in facts.channels]
        stage.parts[facts.key] = parts
        set_parts(stage.sessions[facts.key].id, parts, actor_id=stage.actor_id, now=now)


def _role(facts: SessionFacts, place: int) -> PersonRole:
    return PersonRole.MODERATOR if place == 0 and facts.people > 3 else PersonRole.SPEAKER


def _make_speaker(stage: Stage, one: StagePerson, now: datetime, chance: random.Random) -> int:
    person = one.person
    spoken = best_language([person.native_language or "en"])
    speaker = create_speaker(
        stage.event.id,
        actor_id=stage.actor_id,
        now=now,
        name_latin=person.name_latin,
        name_native=person.name_native,
        native_language=person.native_language,
        organisation=person.organisation,
        job_title=person.job_title,
        country=person.country,
        email=one.email,
        language=spoken if spoken in LAUNCH_LANGUAGES else "en",
        biographies=one.biographies,
    )
    if chance.random() < 0.5:
        set_photo(speaker.id, portrait(chance), actor_id=stage.actor_id, now=now)
    return speaker.id


def _make_breaks(stage: Stage, now: datetime) -> None:
    rows = [(SessionKind.BREAK, *row) for row in BREAKS] + [(SessionKind.BLOCKER, *row) for row in BLOCKERS]
    placements = {}
    for kind, titles, day, halls, start, minutes in rows:
        session = create_session(
            stage.event.id, actor_id=stage.actor_id, now=now, kind=kind, titles=titles, minutes=minutes
        )
        placements[session.slots[0].id] = stage.placement(day, halls, start, minutes)
    _place(stage, placements, now)


def _place_first(stage: Stage, now: datetime) -> None:
    placements = {
        stage.slots[facts.key].id: stage.placement(facts.day, facts.halls, facts.start, facts.minutes)
        for facts in session_facts()
        if facts.key not in _ADDED_LATER
    }
    placements[stage.slots["library_again"].id] = stage.placement(2, ("studio",), "16:00", 60)
    _place(stage, placements, now)


def _change_plans(stage: Stage, now: datetime) -> None:
    placements = {}
    for facts in session_facts():
        day, start = _MOVED.get(facts.key, (facts.day, facts.start))
        if facts.key in _MOVED or facts.key in _ADDED_LATER:
            placements[stage.slots[facts.key].id] = stage.placement(day, facts.halls, start, facts.minutes)
    _place(stage, placements, now)
    set_state(stage.sessions[_CANCELLED].id, SessionState.CANCELLED, actor_id=stage.actor_id, now=now)


def _place(stage: Stage, placements: Mapping[int, Placement | None], now: datetime) -> None:
    place_many(stage.event.id, placements, actor_id=stage.actor_id, now=now)
