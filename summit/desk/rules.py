"""How badges are handed out at the desk, and what must hold (pure)."""

from dataclasses import dataclass
from enum import StrEnum

from summit.errors import N_, DomainError

LONGEST_NAME = 200
MOST_TOGETHER = 60


class Collector(StrEnum):
    """Who takes a badge away."""

    SELF = "self"
    POWER_OF_ATTORNEY = "power_of_attorney"
    GROUP = "group"


class IdentityCheck(StrEnum):
    """By what the person at the desk was recognised; the document's number is never kept."""

    PASSPORT = "passport"
    IDENTITY_CARD = "identity_card"
    DRIVING_LICENCE = "driving_licence"
    CONFIRMATION = "confirmation"
    KNOWN = "known"


COLLECTOR_NAMES: dict[Collector, str] = {
    Collector.SELF: N_("The person themselves"),
    Collector.POWER_OF_ATTORNEY: N_("Somebody with a power of attorney"),
    Collector.GROUP: N_("The leader of a group"),
}

IDENTITY_NAMES: dict[IdentityCheck, str] = {
    IdentityCheck.PASSPORT: N_("Passport"),
    IdentityCheck.IDENTITY_CARD: N_("Identity card"),
    IdentityCheck.DRIVING_LICENCE: N_("Driving licence"),
    IdentityCheck.CONFIRMATION: N_("Letter of confirmation with a photo"),
    IdentityCheck.KNOWN: N_("Known to the staff in person"),
}


class AlreadyHandedOut(DomainError):
    """The valid badge has been taken away before."""

    message = N_("The badge of %(name)s has been handed out already. If it was lost, please issue a new one.")


class CollectorIsMissing(DomainError):
    """Nobody is named who takes the badge for somebody else."""

    message = N_("Please write the name of the person who takes the badge away.")


class NobodyIsChosen(DomainError):
    """A group without people."""

    message = N_("Please tick the people whose badges are taken away together.")


class TooManyTogether(DomainError):
    """A group larger than one hand-out may hold."""

    message = N_("At most %(most)s badges can be handed out together. Please make two groups.")


class NotApprovedYet(DomainError):
    """Somebody without an approval gets no badge."""

    message = N_("The registration of %(name)s is not approved, so there is no badge to hand out.")


class HandOutIsUnknown(DomainError):
    """The edition has no such hand-out, or it was undone before."""

    message = N_("This hand-out does not exist or has been undone already.")


class AddressIsRegistered(DomainError):
    """Somebody with this address has registered before."""

    message = N_("This e-mail address is registered already: number %(reference)s. Please find that person.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """How badges are taken away: by whom, recognised by what, with which note.

    `seen` is the issue that the desk had before it, 0 where none was made yet and for groups.
    """

    collector: Collector
    identity: IdentityCheck
    collected_by: str = ""
    note: str = ""
    seen: int = 0


def clean_collector(collector: Collector, name: str) -> str:
    """Return who takes the badge away, "" for the person themselves; raises CollectorIsMissing for others."""
    if collector is Collector.SELF:
        return ""
    cleaned = " ".join(name.split())[:LONGEST_NAME]
    if not cleaned:
        raise CollectorIsMissing
    return cleaned


def ensure_group(count: int) -> None:
    """Refuse an empty group and one of more than 60; raises NobodyIsChosen or TooManyTogether."""
    if count == 0:
        raise NobodyIsChosen
    if count > MOST_TOGETHER:
        raise TooManyTogether(most=MOST_TOGETHER)
