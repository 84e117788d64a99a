"""Who may belong to a company, who may leave it, and how long an invitation holds."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email

from summit.errors import N_, DomainError

from .status import MemberRole

INVITATION_HOLDS = timedelta(days=14)
# A second press of the button within a minute sends no second mail.
INVITATION_PAUSE = timedelta(minutes=1)
MOST_COLLEAGUES = 60
MOST_INVITATIONS = 40
LONGEST_EMAIL = 254


class AlreadyInACompany(DomainError):
    """Nobody belongs to two companies at one edition."""

    message = N_("You already belong to a company at this edition. Please leave it before you join or begin another.")


class MinorsTakeNoPart(DomainError):
    """Companies are for grown-ups."""

    message = N_("Delegates who come with a responsible adult cannot act for a company.")


class NotApprovedYet(DomainError):
    """Only approved delegates act for a company."""

    message = N_("Only delegates whose registration is approved can act for a company.")


class LastManagerStays(DomainError):
    """A company with colleagues and nobody who speaks for it could do nothing any more."""

    message = N_("Nobody else speaks for the company. Please give this role to a colleague first.")


class MemberIsGone(DomainError):
    """The colleague has left meanwhile."""

    message = N_("This person does not belong to the company any more.")


class CompanyIsFull(DomainError):
    """More colleagues than any stand holds."""

    message = N_("A company has %(most)s colleagues at most.")


class TooManyInvitations(DomainError):
    """More open invitations than colleagues come."""

    message = N_("Please withdraw some of the open invitations first; %(most)s at most are open at a time.")


class InvitationEmailIsInvalid(DomainError):
    """Nothing that a mail could be sent to."""

    message = N_("Please enter an e-mail address such as name@example.org.")


class InvitationIsOpen(DomainError):
    """Somebody was invited twice."""

    message = N_("This person has an open invitation already. You can send it again.")


class InvitationPauses(DomainError):
    """The mail went out a moment ago."""

    message = N_("The invitation was sent a moment ago. Please wait a minute before you send it again.")


class InvitationState(StrEnum):
    """What an invitation is good for at a moment."""

    OPEN = "open"
    EXPIRED = "expired"
    REVOKED = "revoked"
    USED = "used"
    CLOSED = "closed"


class InvitationIsOver(DomainError):
    """The link opens nothing any more."""

    message = N_("This invitation cannot be used any more.")


INVITATION_ANSWERS = {
    InvitationState.EXPIRED: N_("This invitation has expired. Please ask your colleague to send you a new one."),
    InvitationState.REVOKED: N_("This invitation was withdrawn. If you expected it, please ask your colleague."),
    InvitationState.USED: N_("This invitation has been used already."),
    InvitationState.CLOSED: N_("The company has withdrawn from this edition, so nobody can join it at present."),
}


def state_of_invitation(
    *, expires_at: datetime, accepted: bool, revoked: bool, withdrawn: bool, now: datetime
) -> InvitationState:
    """Return what an invitation is good for: used and revoked ones stay so, also once they would have expired."""
    if accepted:
        return InvitationState.USED
    if revoked:
        return InvitationState.REVOKED
    if withdrawn:
        return InvitationState.CLOSED
    return InvitationState.EXPIRED if expires_at <= now else InvitationState.OPEN


def ensure_invitation(state: InvitationState) -> None:
    """Refuse an invitation that is not open, in the words of its state; raises InvitationIsOver."""
    if state is not InvitationState.OPEN:
        raise InvitationIsOver(INVITATION_ANSWERS[state])


def ensure_grown_up(*, approved: bool, minor: bool) -> None:
    """Refuse who may not act for a company; raises NotApprovedYet, MinorsTakeNoPart."""
    if not approved:
        raise NotApprovedYet
    if minor:
        raise MinorsTakeNoPart


def ensure_manager_left(roles: Mapping[int, MemberRole], member_id: int) -> None:
    """Refuse to lose the last one who speaks for a company with colleagues; `roles` by member id.

    Raises MemberIsGone, LastManagerStays. Whoever is alone may leave.
    """
    if member_id not in roles:
        raise MemberIsGone
    others = [role for key, role in roles.items() if key != member_id]
    if roles[member_id] is MemberRole.MANAGER and others and MemberRole.MANAGER not in others:
        raise LastManagerStays


def ensure_address(text: str) -> str:
    """Return the e-mail address in its one spelling; raises InvitationEmailIsInvalid."""
    try:
        address: str = validate_email((text or "").strip(), check_deliverability=False).normalized.lower()
    except (EmailNotValidError, UnicodeError) as error:
        raise InvitationEmailIsInvalid from error
    if len(address) > LONGEST_EMAIL:
        raise InvitationEmailIsInvalid
    return address
