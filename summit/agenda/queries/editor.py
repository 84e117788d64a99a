"""Reading what the editor shows: cards with everything that stands on them, and what others did meanwhile."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from summit.accounts.models import Account
from summit.database import db

from ..models import AgendaSettings, DraftChange, Session, SessionPerson, Slot, Speaker

MOST_CHANGES = 20


@dataclass(frozen=True, slots=True)
class NotedChange:
    """A change of the draft, and who made it (None: the machine, or nobody known)."""

    change: DraftChange
    actor: str | None


def list_cards(event_id: int, begin: datetime, end: datetime) -> list[Slot]:
    """Return the slots that begin within the half-open span, and those of the pool, with all that a card shows."""
    shown = or_(Slot.starts_at.is_(None), (Slot.starts_at >= begin) & (Slot.starts_at < end))
    statement = select(Slot).where(Slot.event_id == event_id, shown).order_by(Slot.starts_at, Slot.id)
    return list(db.session.scalars(statement.options(*_with_card()).execution_options(populate_existing=True)))


def find_card(event_id: int, slot_id: int) -> Slot | None:
    """Return one slot of this very edition, with all that a card shows."""
    statement = select(Slot).where(Slot.event_id == event_id, Slot.id == slot_id)
    return db.session.scalar(statement.options(*_with_card()).execution_options(populate_existing=True))


def _with_card() -> tuple[ORMOption, ...]:
    session = joinedload(Slot.session, innerjoin=True)
    people = session.selectinload(Session.people).joinedload(SessionPerson.speaker, innerjoin=True)
    names = people.load_only(Speaker.name_latin, Speaker.name_native, Speaker.native_language)
    return session.joinedload(Session.track), names, selectinload(Slot.joined_halls)


def list_picked(event_id: int, slot_ids: Collection[int]) -> list[Slot]:
    """Return these slots of the edition, by start; one that is gone is left out."""
    statement = select(Slot).where(Slot.event_id == event_id, Slot.id.in_(slot_ids))
    ordered = statement.order_by(Slot.starts_at, Slot.id).options(selectinload(Slot.joined_halls))
    return list(db.session.scalars(ordered.execution_options(populate_existing=True)))


def draft_number(event_id: int) -> int:
    """Return the number of the newest change of the draft, 0 before the first."""
    return db.session.scalar(select(AgendaSettings.draft_number).where(AgendaSettings.event_id == event_id)) or 0


def list_changes(event_id: int, since: int) -> list[NotedChange]:
    """Return the newest changes of the draft after a number, the oldest first, twenty at most."""
    statement = (
        select(DraftChange, func.coalesce(func.nullif(Account.name, ""), Account.email))
        .outerjoin(Account, Account.id == DraftChange.actor_id)
        .where(DraftChange.event_id == event_id, DraftChange.number > since)
        .order_by(DraftChange.number.desc())
        .limit(MOST_CHANGES)
    )
    return [NotedChange(change, actor) for change, actor in reversed(db.session.execute(statement).all())]


def actor_names(account_ids: Collection[int]) -> dict[int, str]:
    """Return what accounts are called."""
    statement = select(Account.id, Account.name, Account.email).where(Account.id.in_(account_ids))
    return {key: name or email for key, name, email in db.session.execute(statement)}
