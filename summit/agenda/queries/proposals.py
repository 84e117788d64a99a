"""Reading proposals of the automatic schedule."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from summit.database import ROW_LOCK, db

from ..models import Proposal, Session, Slot
from ..rules.kinds import ProposalStatus, SessionFormat

_MOST_LISTED = 50


def list_proposals(event_id: int) -> list[Proposal]:
    """Return the edition's latest proposals with their jobs, the newest first."""
    statement = select(Proposal).where(Proposal.event_id == event_id).order_by(Proposal.id.desc()).limit(_MOST_LISTED)
    return list(db.session.scalars(statement.options(joinedload(Proposal.job))))


def find_proposal(event_id: int, proposal_id: int) -> Proposal | None:
    """Return one proposal of this very edition with its job."""
    statement = select(Proposal).where(Proposal.event_id == event_id, Proposal.id == proposal_id)
    return db.session.scalar(statement.options(joinedload(Proposal.job)).execution_options(populate_existing=True))


def get_proposal(proposal_id: int) -> Proposal:
    """Return a proposal; raises sqlalchemy's NoResultFound where there is none."""
    return db.session.execute(select(Proposal).where(Proposal.id == proposal_id)).scalar_one()


def lock_proposal(proposal_id: int) -> Proposal:
    """Return a proposal, locked and fresh; the lock of the draft comes before it."""
    return db.session.get_one(Proposal, proposal_id, with_for_update=ROW_LOCK, populate_existing=True)


def list_unfinished(event_id: int) -> list[Proposal]:
    """Return the proposals that are being worked on, with their jobs."""
    statement = select(Proposal).where(Proposal.event_id == event_id, Proposal.status == ProposalStatus.QUEUED)
    return list(db.session.scalars(statement.options(joinedload(Proposal.job)).order_by(Proposal.id)))


def count_proposals(event_id: int) -> int:
    """Return how many proposals the edition has had."""
    return db.session.scalar(select(func.count(Proposal.id)).where(Proposal.event_id == event_id)) or 0


def list_prominent(event_id: int) -> set[int]:
    """Return the slots of featured and plenary sessions, which belong into good hours."""
    is_prominent = or_(Session.is_featured, Session.format == SessionFormat.PLENARY)
    statement = select(Slot.id).join(Slot.session).where(Slot.event_id == event_id, is_prominent)
    return set(db.session.scalars(statement))
