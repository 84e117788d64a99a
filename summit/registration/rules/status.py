"""A registration's way from the form to the decision (the Indico.UN accreditation model, PRODUCT.md)."""

from enum import StrEnum

from summit.errors import N_, DomainError


class RegistrationStatus(StrEnum):
    """Where a registration stands."""

    UNCONFIRMED = "unconfirmed"
    SUBMITTED = "submitted"
    PRE_APPROVED = "pre_approved"
    APPROVED = "approved"
    ON_HOLD = "on_hold"
    WAITLISTED = "waitlisted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ReviewAction(StrEnum):
    """What an accreditation officer may do."""

    PRE_APPROVE = "pre_approve"
    APPROVE = "approve"
    HOLD = "hold"
    WAITLIST = "waitlist"
    REJECT = "reject"
    RESET = "reset"


class RejectionReason(StrEnum):
    """Why a registration was not accepted."""

    INCOMPLETE = "incomplete"
    NOT_ELIGIBLE = "not_eligible"
    DUPLICATE = "duplicate"
    CAPACITY = "capacity"
    NO_CONFIRMATION_FROM_ORGANISATION = "no_confirmation_from_organisation"
    OTHER = "other"


class DecisionMail(StrEnum):
    """Which mail a decision sends; a pre-approval sends none."""

    APPROVED = "approved"
    ON_HOLD = "on_hold"
    WAITLISTED = "waitlisted"
    REJECTED = "rejected"
    REOPENED = "reopened"


STATUS_NAMES: dict[RegistrationStatus, str] = {
    RegistrationStatus.UNCONFIRMED: N_("E-mail not confirmed"),
    RegistrationStatus.SUBMITTED: N_("In review"),
    RegistrationStatus.PRE_APPROVED: N_("Pre-approved"),
    RegistrationStatus.APPROVED: N_("Approved"),
    RegistrationStatus.ON_HOLD: N_("On hold"),
    RegistrationStatus.WAITLISTED: N_("On the waiting list"),
    RegistrationStatus.REJECTED: N_("Not accepted"),
    RegistrationStatus.WITHDRAWN: N_("Withdrawn"),
}

REASON_NAMES: dict[RejectionReason, str] = {
    RejectionReason.INCOMPLETE: N_("The registration is incomplete"),
    RejectionReason.NOT_ELIGIBLE: N_("The chosen category does not fit"),
    RejectionReason.DUPLICATE: N_("There is another registration of the same person"),
    RejectionReason.CAPACITY: N_("All places are taken"),
    RejectionReason.NO_CONFIRMATION_FROM_ORGANISATION: N_("The organisation did not confirm this person"),
    RejectionReason.OTHER: N_("Another reason"),
}

PENDING = frozenset(
    {
        RegistrationStatus.SUBMITTED,
        RegistrationStatus.PRE_APPROVED,
        RegistrationStatus.ON_HOLD,
        RegistrationStatus.WAITLISTED,
    }
)
HOLDS_PLACE = frozenset(
    {
        RegistrationStatus.SUBMITTED,
        RegistrationStatus.PRE_APPROVED,
        RegistrationStatus.APPROVED,
        RegistrationStatus.ON_HOLD,
    }
)
DECIDED = frozenset({RegistrationStatus.APPROVED, RegistrationStatus.REJECTED})

_OUTCOMES: dict[ReviewAction, tuple[RegistrationStatus, DecisionMail | None]] = {
    ReviewAction.PRE_APPROVE: (RegistrationStatus.PRE_APPROVED, None),
    ReviewAction.APPROVE: (RegistrationStatus.APPROVED, DecisionMail.APPROVED),
    ReviewAction.HOLD: (RegistrationStatus.ON_HOLD, DecisionMail.ON_HOLD),
    ReviewAction.WAITLIST: (RegistrationStatus.WAITLISTED, DecisionMail.WAITLISTED),
    ReviewAction.REJECT: (RegistrationStatus.REJECTED, DecisionMail.REJECTED),
    ReviewAction.RESET: (RegistrationStatus.SUBMITTED, DecisionMail.REOPENED),
}


class EmailNotConfirmed(DomainError):
    """There is nothing to decide before the e-mail is confirmed."""

    message = N_("This person has not confirmed the e-mail address yet, so there is nothing to decide.")


class RegistrationIsWithdrawn(DomainError):
    """The delegate has withdrawn."""

    message = N_("This registration has been withdrawn.")


class AlreadyDecided(DomainError):
    """A decision stands until it is reset."""

    message = N_("This registration has already been decided. Reset it first to decide again.")


class DecisionIsTheSame(DomainError):
    """The action would change nothing."""

    message = N_("This registration already has that status.")


class RejectionNeedsReason(DomainError):
    """A rejection without a reason code."""

    message = N_("Please choose a reason, so that the person learns why.")


class SecondOfficerNeeded(DomainError):
    """The category needs four eyes."""

    message = N_("Two officers decide about this category: one pre-approves, another approves.")


class NeedsPreApproval(SecondOfficerNeeded):
    """Nobody has taken the first of the two steps yet."""

    message = N_("Two officers decide about this category. Please pre-approve first; another officer then approves.")


class NeedsAnotherOfficer(SecondOfficerNeeded):
    """Both steps by one and the same officer."""

    message = N_("You pre-approved this registration yourself. Please ask another officer to approve it.")


class RegistrationIsLocked(DomainError):
    """The delegate may no longer change the registration."""

    message = N_("This registration has been decided and can no longer be changed. Please write to the organisers.")


class CannotWithdraw(DomainError):
    """The registration is closed already."""

    message = N_("This registration is closed, so there is nothing to withdraw.")


def decide(
    status: RegistrationStatus, action: ReviewAction, *, reason: RejectionReason | None = None
) -> RegistrationStatus:
    """Return the status after an officer's action.

    Approved and rejected are final until a reset; the reset itself works from every status an officer set.
    Raises EmailNotConfirmed, RegistrationIsWithdrawn, AlreadyDecided, DecisionIsTheSame or
    RejectionNeedsReason.
    """
    if status is RegistrationStatus.UNCONFIRMED:
        raise EmailNotConfirmed
    if status is RegistrationStatus.WITHDRAWN:
        raise RegistrationIsWithdrawn
    new_status, _ = _OUTCOMES[action]
    if new_status is status:
        raise DecisionIsTheSame
    if status in DECIDED and action is not ReviewAction.RESET:
        raise AlreadyDecided
    if action is ReviewAction.REJECT and reason is None:
        raise RejectionNeedsReason
    return new_status


def actions_for(status: RegistrationStatus) -> tuple[ReviewAction, ...]:
    """Return the actions an officer may be offered, in the order of ReviewAction."""
    if status in DECIDED:
        return (ReviewAction.RESET,)
    if status not in PENDING:
        return ()
    return tuple(action for action, (result, _) in _OUTCOMES.items() if result is not status)


def mail_for(action: ReviewAction) -> DecisionMail | None:
    """Return the mail that an action sends, None for a pre-approval."""
    return _OUTCOMES[action][1]


def ensure_four_eyes(
    *,
    action: ReviewAction,
    status: RegistrationStatus,
    needs_second_officer: bool,
    pre_approved_by: int | None,
    officer: int,
) -> None:
    """Refuse an approval by one officer alone where the category needs two.

    `pre_approved_by` and `officer` are account ids. Raises NeedsPreApproval or NeedsAnotherOfficer, both
    SecondOfficerNeeded.
    """
    if not needs_second_officer or action is not ReviewAction.APPROVE:
        return
    if status is not RegistrationStatus.PRE_APPROVED or pre_approved_by is None:
        raise NeedsPreApproval
    if pre_approved_by == officer:
        raise NeedsAnotherOfficer


def is_editable(status: RegistrationStatus) -> bool:
    """Tell whether the delegate may still change the registration: until the decision."""
    return status is RegistrationStatus.UNCONFIRMED or status in PENDING


def ensure_editable(status: RegistrationStatus) -> None:
    """Refuse a change after the decision; raises RegistrationIsLocked."""
    if not is_editable(status):
        raise RegistrationIsLocked


def status_after_edit(status: RegistrationStatus) -> RegistrationStatus:
    """Return the status after the delegate's own edit; raises RegistrationIsLocked.

    What an officer pre-approved or held has changed, so it is reviewed anew; a waiting place stays one.
    """
    ensure_editable(status)
    reviewed = status in {RegistrationStatus.PRE_APPROVED, RegistrationStatus.ON_HOLD}
    return RegistrationStatus.SUBMITTED if reviewed else status


def can_withdraw(status: RegistrationStatus) -> bool:
    """Tell whether there is something to withdraw; an approved delegate may also give the place back."""
    return is_editable(status) or status is RegistrationStatus.APPROVED


def ensure_can_withdraw(status: RegistrationStatus) -> None:
    """Refuse to withdraw what is rejected or withdrawn already; raises CannotWithdraw."""
    if not can_withdraw(status):
        raise CannotWithdraw


def holds_place(status: RegistrationStatus) -> bool:
    """Tell whether a registration counts for the quota; an unconfirmed e-mail holds nothing."""
    return status in HOLDS_PLACE


def shown_to_delegate(status: RegistrationStatus) -> RegistrationStatus:
    """Return the status as the delegate sees it: a pre-approval is not told, so it is still in review."""
    return RegistrationStatus.SUBMITTED if status is RegistrationStatus.PRE_APPROVED else status
