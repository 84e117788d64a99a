"""From which state a profile may take which step, and who is asked what."""

from enum import StrEnum

from summit.errors import N_, DomainError
from summit.events.rules import ensure_text

from .status import CompanyStatus

LONGEST_WORDS = 2000


class StepIsImpossible(DomainError):
    """The profile is in a state from which this step does not lead on."""

    message = N_("This is not possible in the profile's present state. Please look at it again.")


class WordsAreMissing(DomainError):
    """A profile is sent back without saying why."""

    message = N_("Please tell the company in a few words what to change.")


class CompanyIsWithdrawn(DomainError):
    """A withdrawn company changes nothing any more."""

    message = N_("The company has been withdrawn. Please take it up again first.")


class Step(StrEnum):
    """One step in the life of a profile; the history of profiles keeps them by value."""

    FOUNDED = "founded"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    CHANGED = "changed"
    LISTED = "listed"
    UNLISTED = "unlisted"


STEP_NAMES = {
    Step.FOUNDED: N_("Profile begun"),
    Step.SUBMITTED: N_("Sent for review"),
    Step.APPROVED: N_("Approved"),
    Step.SENT_BACK: N_("Sent back"),
    Step.WITHDRAWN: N_("Withdrawn"),
    Step.REOPENED: N_("Taken up again"),
    Step.CHANGED: N_("Changed after the approval"),
    Step.LISTED: N_("Shown to others"),
    Step.UNLISTED: N_("No longer shown to others"),
}

_S = CompanyStatus
_LEADS: dict[Step, tuple[frozenset[CompanyStatus], CompanyStatus]] = {
    Step.SUBMITTED: (frozenset({_S.DRAFT, _S.REJECTED}), _S.SUBMITTED),
    # An approved profile is approved again when it has changed since.
    Step.APPROVED: (frozenset({_S.SUBMITTED, _S.REJECTED, _S.APPROVED}), _S.APPROVED),
    Step.SENT_BACK: (frozenset({_S.SUBMITTED}), _S.REJECTED),
    Step.WITHDRAWN: (frozenset(_S) - {_S.WITHDRAWN}, _S.WITHDRAWN),
    Step.REOPENED: (frozenset({_S.WITHDRAWN}), _S.DRAFT),
}


def status_after(status: CompanyStatus, step: Step) -> CompanyStatus:
    """Return the state that a step leads to; raises StepIsImpossible."""
    starts, end = _LEADS[step]
    if status not in starts:
        raise StepIsImpossible
    return end


def can_take(status: CompanyStatus, step: Step) -> bool:
    """Tell whether a step is possible from the state."""
    return status in _LEADS[step][0]


def ensure_words(text: str, *, needed: bool) -> str:
    """Return what is said with a step; raises WordsAreMissing, TextIsTooLong, TextTurnsAround."""
    words = ensure_text(text or "", LONGEST_WORDS)
    if needed and not words:
        raise WordsAreMissing
    return words


def ensure_not_withdrawn(status: CompanyStatus) -> None:
    """Refuse changes of a company that has withdrawn; raises CompanyIsWithdrawn."""
    if status is CompanyStatus.WITHDRAWN:
        raise CompanyIsWithdrawn
