"""What must hold around a scan: its id, its undoing and a supervisor's reason."""

from datetime import datetime, timedelta
from uuid import UUID

from summit.entrance.rules.outcomes import Outcome
from summit.errors import N_, DomainError

UNDO_WINDOW = timedelta(minutes=15)
# Whom a device let in against the rules stands inside, so that entry can be taken back too.
UNDOABLE = frozenset({Outcome.ADMITTED, Outcome.CONFLICT, Outcome.EXITED})
SHORTEST_REASON = 3
LONGEST_REASON = 300


class ScanIdIsInvalid(DomainError):
    """The device sent no UUID."""

    message = N_("The scan has no valid identifier. Please reload the gate page and scan again.")


class ScanIsUnreadable(DomainError):
    """A field of the scan has the wrong shape."""

    message = N_("This scan could not be read. Please reload the gate page and scan again.")


class GateIsUnknown(DomainError):
    """The edition has no such gate."""

    message = N_("This gate does not exist in this edition.")


class ZoneIsUnknown(DomainError):
    """The edition has no such zone."""

    message = N_("This zone does not exist in this edition.")


class HallIsUnknown(DomainError):
    """The edition has no such hall."""

    message = N_("This hall does not exist in this edition.")


class GateIsClosed(DomainError):
    """An organiser has switched the gate off."""

    message = N_("This gate has been switched off. Please choose another gate.")


class ScanIsUnknown(DomainError):
    """The edition has no such scan."""

    message = N_("This scan does not exist in this edition.")


class UndoIsTooLate(DomainError):
    """The time for undoing is over."""

    message = N_("A scan can be undone within %(minutes)s minutes only.")


class ScanIsUndone(DomainError):
    """Somebody undid the scan before."""

    message = N_("This scan has been undone already.")


class NothingToUndo(DomainError):
    """The scan changed nothing: it was refused, or was a repeat."""

    message = N_("This scan let nobody in or out, so there is nothing to undo.")


class NewerScanExists(DomainError):
    """A later scan of the same person in the same zone rests upon this one."""

    message = N_("This person was scanned again in this zone afterwards. Please undo the newer scan first.")


class OverrideNeedsReason(DomainError):
    """A supervisor's override without a usable reason."""

    message = N_("Please write in a few words why this person is let in.")


def validate_scan_id(text: str) -> UUID:
    """Return the client's UUID (any version, any usual spelling); raises ScanIdIsInvalid for others and nil."""
    try:
        scan_id = UUID(text)
    except ValueError as error:
        raise ScanIdIsInvalid from error
    if scan_id.int == 0:
        raise ScanIdIsInvalid
    return scan_id


def ensure_newest(*, newer_exists: bool) -> None:
    """Refuse to undo what a later scan of the person in the zone rests upon; raises NewerScanExists."""
    if newer_exists:
        raise NewerScanExists


def ensure_undoable(
    scanned_at: datetime, now: datetime, *, outcome: Outcome, annulled_at: datetime | None = None
) -> None:
    """Refuse to undo a scan that changed nothing, was undone, or is over 15 minutes old.

    Raises NothingToUndo, ScanIsUndone or UndoIsTooLate. `scanned_at` is the server's clock.
    """
    if outcome not in UNDOABLE:
        raise NothingToUndo
    if annulled_at is not None:
        raise ScanIsUndone
    if now - scanned_at > UNDO_WINDOW:
        raise UndoIsTooLate(minutes=int(UNDO_WINDOW.total_seconds() // 60))


def clean_override_reason(text: str) -> str:
    """Return the reason with single spaces, cut to 300 characters; raises OverrideNeedsReason under 3."""
    reason = " ".join(text.split())
    if len(reason) < SHORTEST_REASON:
        raise OverrideNeedsReason
    return reason[:LONGEST_REASON]
