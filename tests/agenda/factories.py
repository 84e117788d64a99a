"""Things of the programme to test with; every name is invented."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from summit.agenda.models import (
    AgendaSettings,
    Proposal,
    Release,
    Session,
    SessionPerson,
    Slot,
    SlotHall,
    Speaker,
    Track,
)
from summit.agenda.queries.draft import draft_programme
from summit.agenda.queries.releases import find_current_release, programme_of
from summit.agenda.rules.autoschedule import Options, propose
from summit.agenda.rules.kinds import PersonRole
from summit.agenda.rules.programme import content_hash, to_json
from summit.agenda.rules.versions import next_programme
from summit.agenda.services import proposing
from summit.clock import utcnow
from summit.database import db, transaction
from summit.events.models import Event, Hall
from summit.registration.rules import search_key, sort_key
from tests.factories import NOON

_numbers = count(1)
_ALPHABET = "3479ACDEFHJKLMNPQRTUVWXY"


def _keep(thing: Any) -> Any:
    db.session.add(thing)
    db.session.commit()
    return thing


def _code() -> str:
    number, code = next(_numbers), ""
    for _ in range(6):
        number, rest = divmod(number, len(_ALPHABET))
        code += _ALPHABET[rest]
    return code


def make_settings(event: Event, **values: Any) -> AgendaSettings:
    """Settings of the edition's programme: open from 9 to 22."""
    return _keep(AgendaSettings(event_id=event.id, **({"levels": {}} | values)))


def make_track(event: Event, **values: Any) -> Track:
    """A track of the edition."""
    defaults = {"names": {"en": "Business", "ru": "Бизнес"}, "colour": "#1f5f8b"}
    return _keep(Track(event_id=event.id, **(defaults | values)))


def make_speaker(event: Event, name: str = "", **values: Any) -> Speaker:
    """Somebody on stage."""
    number = next(_numbers)
    defaults = {
        "code": _code(),
        "guid": str(uuid4()),
        "name_latin": name or f"Speaker {number}",
        "email": f"speaker{number}@example.org",
        "biographies": {"en": "Designs coats."},
    }
    row = Speaker(event_id=event.id, **(defaults | values))
    row.sort_key = row.sort_key or sort_key(row.name_latin)
    row.search_key = row.search_key or search_key(row.name_latin, row.name_native, row.organisation, row.email)
    return _keep(row)


def make_session(event: Event, title: str = "", *people: Speaker, **values: Any) -> Session:
    """A session without a place; the people speak in it."""
    defaults = {
        "code": _code(),
        "guid": str(uuid4()),
        "titles": {"en": title or f"Session {next(_numbers)}"},
        "abstracts": {},
        "notes": {},
        "channels": {},
        "dress_codes": {},
    }
    row = _keep(Session(event_id=event.id, **(defaults | values)))
    for position, speaker in enumerate(people):
        add_part(row, speaker, position=position)
    return row


def add_part(session: Session, speaker: Speaker, role: PersonRole = PersonRole.SPEAKER, **values: Any) -> SessionPerson:
    """A part of somebody in a session."""
    return _keep(SessionPerson(session_id=session.id, speaker_id=speaker.id, role=role, **values))


def make_slot(
    session: Session,
    hall: Hall | None = None,
    starts_at: datetime | None = None,
    *,
    minutes: int | None = None,
    joined: tuple[Hall, ...] = (),
    **values: Any,
) -> Slot:
    """A slot of the session; without a hall it waits in the pool, without a start it begins at NOON."""
    start = (starts_at or NOON) if hall else None
    end = start + timedelta(minutes=minutes or session.minutes) if start else None
    row = Slot(
        event_id=session.event_id,
        session_id=session.id,
        guid=str(uuid4()),
        uid=f"{uuid4().hex}@example.org",
        hall_id=hall.id if hall else None,
        joined_halls=[SlotHall(hall_id=one.id) for one in joined],
        starts_at=start,
        ends_at=end,
        **values,
    )
    return _keep(row)


def make_placed(event: Event, hall: Hall, starts_at: datetime | None = None, title: str = "", **values: Any) -> Slot:
    """A session with a place in the programme."""
    return make_slot(make_session(event, title, **values), hall, starts_at)


def make_release(event: Event, name: str = "", now: datetime | None = None, number: int | None = None) -> Release:
    """A release of the present draft, without telling anybody."""
    before = find_current_release(event.id)
    moment = now or utcnow()
    programme = next_programme(programme_of(before) if before else None, draft_programme(event), moment)
    number = number or (before.number + 1 if before else 1)
    values = to_json(programme)
    return _keep(
        Release(
            event_id=event.id,
            number=number,
            name=name or f"{number}.0",
            messages={},
            programme=values,
            changes={},
            content_hash=content_hash(values),
            slot_count=len(programme.taking_place),
            created_at=moment,
        )
    )


def make_proposal(event: Event, *slots: Slot, **values: Any) -> Proposal:
    """A proposal that is ready, for these waiting slots, or else for a new one; worked out in this process."""
    waiting = slots or (make_slot(make_session(event)),)
    wanted = Options(**({"slot_ids": tuple(slot.id for slot in waiting), "iterations": 30} | values))
    with transaction():
        proposal = proposing.order_proposal(event.id, wanted, actor_id=None, now=utcnow())
    with transaction():
        snapshot = proposing.read_draft(proposal.id)
        proposing.finish_proposal(proposal.id, snapshot, propose(snapshot.board, snapshot.options))
    return proposal
