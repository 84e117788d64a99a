"""What an upload of scans from a gate without a network may bring to light, and how it is settled."""

from enum import StrEnum

from summit.errors import N_, DomainError


class ConflictKind(StrEnum):
    """Why a scan that a device answered by itself needs a supervisor's eye."""

    ENTERED_TWICE = "entered_twice"
    NOT_ADMISSIBLE = "not_admissible"
    CLOCK_IS_WRONG = "clock_is_wrong"


class Resolution(StrEnum):
    """How a supervisor settled a conflict; nobody is refused in hindsight."""

    ACCEPTED = "accepted"
    BADGE_BLOCKED = "badge_blocked"
    MISTAKE = "mistake"


CONFLICT_NAMES: dict[ConflictKind, str] = {
    ConflictKind.ENTERED_TWICE: N_("The same badge was admitted twice"),
    ConflictKind.NOT_ADMISSIBLE: N_("Admitted without a network, though the rules say no"),
    ConflictKind.CLOCK_IS_WRONG: N_("The device's clock was wrong"),
}

RESOLUTION_NAMES: dict[Resolution, str] = {
    Resolution.ACCEPTED: N_("Accepted: the person was rightly let in"),
    Resolution.BADGE_BLOCKED: N_("The badge was blocked"),
    Resolution.MISTAKE: N_("A mistake at the door"),
}


class ConflictIsUnknown(DomainError):
    """The edition has no such conflict."""

    message = N_("This conflict does not exist in this edition.")


class ConflictIsSettled(DomainError):
    """Another supervisor was quicker."""

    message = N_("This conflict has been settled already.")


class NoBadgeToBlock(DomainError):
    """The code that was scanned stands for nobody."""

    message = N_("No badge of this edition was scanned, so there is none to block.")


def ensure_settleable(resolution: Resolution, *, is_settled: bool, has_holder: bool) -> None:
    """Refuse to settle a conflict twice, and to block the badge of nobody; raises ConflictIsSettled, NoBadgeToBlock."""
    if is_settled:
        raise ConflictIsSettled
    if resolution is Resolution.BADGE_BLOCKED and not has_holder:
        raise NoBadgeToBlock
