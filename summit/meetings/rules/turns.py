"""Whose turn it is at a meeting, and which steps are open to each of its two companies.

Acceptance and slot choice make the ways: with acceptance a request waits for the partner. The requester's time comes
with the request as its proposal; the accepter picks one when accepting; the optimiser's comes later. A proposal
(first or counter) is answered by the company that did not make it, and the meeting keeps what it has until then.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from summit.errors import N_, DomainError

from .kinds import LIVE, MeetingStatus, Phase, SlotChoice
from .requests import MeetingsAreClosed


class Act(StrEnum):
    """A step that a company may take."""

    ACCEPT = "accept"
    DECLINE = "decline"
    PROPOSE = "propose"
    REFUSE_PROPOSAL = "refuse_proposal"
    WITHDRAW = "withdraw"
    EDIT = "edit"
    CANCEL = "cancel"
    CHANGE_PEOPLE = "change_people"
    CHANGE_DETAILS = "change_details"


class AlreadyAnswered(DomainError):
    """Somebody answered before."""

    message = N_("This has been answered already. The page shows how the meeting stands now.")


class NotYourTurn(DomainError):
    """The other company has the next word."""

    message = N_("It is the other company’s turn to answer.")


class StepIsNotPossible(DomainError):
    """The meeting has gone on meanwhile, or the phase does not allow it."""

    message = N_("This step is not possible any more. The page shows how the meeting stands now.")


class IsFixed(DomainError):
    """The organiser has fixed the time."""

    message = N_("The organiser has fixed the time of this meeting. Please ask the organiser to move it.")


class StartIsNeeded(DomainError):
    """A time has to be chosen."""

    message = N_("Please choose one of the free times.")


class StartIsUnknown(DomainError):
    """The time is none of the grid's, is over, or a company is not at the venue then."""

    message = N_("This is not one of the times for this meeting. Please choose another one.")


class ProposalHasChanged(DomainError):
    """Another time was proposed while the answer was on its way."""

    message = N_("Another time has been proposed meanwhile. Please look at it before you answer.")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a meeting stands: whose it is, who has proposed a time, and how the edition makes its timetable."""

    status: MeetingStatus
    requester_id: int
    partner_id: int
    phase: Phase
    slot_choice: SlotChoice
    starts_at: datetime | None = None
    proposed_by: int | None = None
    is_pinned: bool = False

    @property
    def answerer_id(self) -> int | None:
        """Return the company whose answer is awaited, None where nobody's is."""
        if self.status not in LIVE:
            return None
        if self.proposed_by is not None:
            return self.requester_id if self.proposed_by == self.partner_id else self.partner_id
        return self.partner_id if self.status is MeetingStatus.PENDING else None

    @property
    def people_choose(self) -> bool:
        """Tell whether companies agree on times themselves: when live, and before unless an optimiser does it."""
        chosen = self.slot_choice is not SlotChoice.OPTIMISER
        return self.phase is Phase.LIVE or (self.phase is Phase.PREFERENCES and chosen)

    @property
    def needs_start(self) -> bool:
        """Tell whether accepting means choosing a time: nobody has proposed one, and no optimiser will find one."""
        chosen = self.slot_choice is not SlotChoice.OPTIMISER or self.status is not MeetingStatus.PENDING
        return self.people_choose and self.proposed_by is None and chosen

    def acts_of(self, company_id: int, now: datetime) -> frozenset[Act]:
        """Return the steps that are open to one of the two companies."""
        if self.phase is Phase.CLOSED or self.status not in LIVE:
            return frozenset()
        if self.status is MeetingStatus.PENDING:
            return frozenset(self._while_pending(company_id))
        if self.starts_at is not None and self.starts_at <= now:
            return frozenset({Act.CHANGE_DETAILS})
        return frozenset(self._while_agreed(company_id))

    def _while_pending(self, company_id: int) -> set[Act]:
        acts = {Act.CHANGE_PEOPLE, Act.CHANGE_DETAILS}
        if company_id == self.requester_id:
            acts |= {Act.WITHDRAW, Act.EDIT}
        else:
            acts |= {Act.DECLINE}
        if company_id == self.answerer_id:
            acts |= {Act.ACCEPT}
        if self.people_choose:
            acts |= {Act.PROPOSE}
        return acts

    def _while_agreed(self, company_id: int) -> set[Act]:
        acts = {Act.CANCEL, Act.CHANGE_PEOPLE, Act.CHANGE_DETAILS}
        if company_id == self.answerer_id:
            acts |= {Act.REFUSE_PROPOSAL} | ({Act.ACCEPT} if self.people_choose else set())
        elif self._may_choose_late(company_id):
            acts |= {Act.ACCEPT}
        if self.people_choose and not self.is_pinned:
            acts |= {Act.PROPOSE}
        return acts

    def _may_choose_late(self, company_id: int) -> bool:
        """Tell whether an agreed meeting without a time gets one from this company alone."""
        untimed = self.status is MeetingStatus.ACCEPTED and self.proposed_by is None
        accepter = self.slot_choice is SlotChoice.ACCEPTER and company_id == self.partner_id
        return untimed and accepter and self.people_choose


def ensure_may(standing: Standing, company_id: int, act: Act, now: datetime) -> None:
    """Raise why a company may not take a step now: MeetingsAreClosed, NotYourTurn, IsFixed, AlreadyAnswered or
    StepIsNotPossible."""
    if act in standing.acts_of(company_id, now):
        return
    raise _refusal(standing, company_id, act)


def _refusal(standing: Standing, company_id: int, act: Act) -> DomainError:
    if standing.phase is Phase.CLOSED:
        return MeetingsAreClosed()
    answers = act in {Act.ACCEPT, Act.DECLINE, Act.REFUSE_PROPOSAL}
    if answers and standing.answerer_id not in {None, company_id}:
        return NotYourTurn()
    if answers and standing.answerer_id is None:
        return AlreadyAnswered()
    if act is Act.PROPOSE and standing.is_pinned:
        return IsFixed()
    return StepIsNotPossible()


def accepted_start(standing: Standing, proposed: datetime | None, chosen: datetime | None) -> datetime | None:
    """Return the time at which an accepted meeting takes place, None where the optimiser will find one.

    A proposal is accepted as it is: raises ProposalHasChanged where the reader saw another one. Raises StartIsNeeded
    where the accepter has to choose and has not.
    """
    if proposed is not None:
        if chosen is not None and chosen != proposed:
            raise ProposalHasChanged
        return proposed
    if chosen is None and standing.needs_start:
        raise StartIsNeeded
    return chosen if standing.people_choose else None
