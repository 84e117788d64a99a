"""Reading sessions whole: for their own page and for the services that change them."""

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from summit.database import db

from ..models import Feedback, Material, Session, SessionPerson, SignUp, Slot, Star, Track
from ..rules.kinds import SignUpStatus
from .releases import find_current_programme


def find_session(event_id: int, session_id: int) -> Session | None:
    """Return one session of this very edition with all that belongs to it."""
    return db.session.scalar(_whole().where(Session.event_id == event_id, Session.id == session_id))


def get_session(session_id: int) -> Session:
    """Return one session with all that belongs to it; raises sqlalchemy's NoResultFound where there is none."""
    return db.session.execute(_whole().where(Session.id == session_id)).scalar_one()


def find_slot(event_id: int, slot_id: int) -> Slot | None:
    """Return one slot of this very edition with its session."""
    statement = select(Slot).where(Slot.event_id == event_id, Slot.id == slot_id)
    return db.session.scalar(statement.options(joinedload(Slot.session, innerjoin=True)))


def find_track(event_id: int, track_id: int) -> Track | None:
    """Return one track of this very edition."""
    statement = select(Track).where(Track.event_id == event_id, Track.id == track_id)
    return db.session.scalar(statement.execution_options(populate_existing=True))


def count_by_track(event_id: int) -> dict[int, int]:
    """Return how many sessions belong to each track; a track without any is left out."""
    statement = select(Session.track_id, func.count()).where(
        Session.event_id == event_id, Session.track_id.is_not(None)
    )
    return {key: count for key, count in db.session.execute(statement.group_by(Session.track_id)) if key is not None}


def find_material(event_id: int, material_id: int) -> Material | None:
    """Return one file of this very edition, with its session."""
    statement = select(Material).join(Material.session).where(Session.event_id == event_id, Material.id == material_id)
    return db.session.scalar(statement.options(joinedload(Material.session, innerjoin=True)))


def is_released(session: Session) -> bool:
    """Tell whether any release has shown the session; the newest still holds what earlier ones have shown."""
    programme = find_current_programme(session.event_id)
    return programme is not None and session.id in programme.session_of


def is_followed(session_id: int) -> bool:
    """Tell whether a delegate has starred the session, has ever signed up for it or has rated it."""
    signed_up = exists().where(SignUp.slot_id == Slot.id, Slot.session_id == session_id)
    starred, rated = exists().where(Star.session_id == session_id), exists().where(Feedback.session_id == session_id)
    return bool(db.session.scalar(select(signed_up | starred | rated)))


def is_signed_up_for(session_id: int) -> bool:
    """Tell whether somebody holds a place in the session or waits for one."""
    live = exists().where(
        SignUp.slot_id == Slot.id, Slot.session_id == session_id, SignUp.status != SignUpStatus.CANCELLED
    )
    return bool(db.session.scalar(select(live)))


def has_sign_ups(slot_id: int) -> bool:
    """Tell whether somebody has ever signed up for the slot."""
    return bool(db.session.scalar(select(exists().where(SignUp.slot_id == slot_id))))


def _whole() -> Select[Session]:
    parts = selectinload(Session.people).joinedload(SessionPerson.speaker, innerjoin=True)
    slots = selectinload(Session.slots)
    return (
        select(Session)
        .options(
            joinedload(Session.track),
            selectinload(Session.categories),
            selectinload(Session.materials),
            parts,
            slots.joinedload(Slot.hall),
            slots.selectinload(Slot.joined_halls),
        )
        .execution_options(populate_existing=True)
    )
