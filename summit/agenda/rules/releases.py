"""What may be released, and why not."""

from summit.errors import N_, DomainError
from summit.events.rules import ChangedMeanwhile, TextIsTooLong, ensure_text

from .programme import Programme

LONGEST_RELEASE_NAME = 60
LONGEST_MESSAGE = 4000


class NothingPlaced(DomainError):
    """No session has a place, and none ever had."""

    message = N_("No session has a time and a hall yet. Please place at least one confirmed session first.")


class NothingToRelease(DomainError):
    """The public sees exactly the draft already."""

    message = N_("Nothing has changed since the release “%(name)s”, so there is nothing to release.")


class ReleaseNameIsMissing(DomainError):
    """A release needs a name."""

    message = N_("Please give the release a name, such as “1.0” or “Final programme”.")


class ReleaseNameIsTooLong(DomainError):
    """The name is longer than a line."""

    message = N_("Please use %(longest)s characters at most for the name of the release.")


class ReleaseNameIsTaken(DomainError):
    """Two releases of an edition would have one name."""

    message = N_("There is already a release with the name “%(name)s”. Please choose another name.")


class ReleasedMeanwhile(DomainError):
    """Somebody else released at the same moment."""

    message = N_("Somebody else has just released the programme. Please look at what is released now.")


class DraftChangedMeanwhile(ChangedMeanwhile):
    """The draft is not the one that the organiser looked at."""

    message = N_("The programme was changed while this page was open. Please check what the release shows now.")


class DraftIsBlocked(DomainError):
    """The draft has conflicts that the edition's settings refuse."""

    message = N_("The programme has conflicts. Please resolve them, or confirm that you release it all the same.")


class ReleaseIsGone(DomainError):
    """The edition has no release of this number."""

    message = N_("This release does not exist.")


class NothingToRestore(DomainError):
    """The draft's places are those of the release already."""

    message = N_("The draft already stands as in the release “%(name)s”, so there is nothing to bring back.")


class AlreadyNotified(DomainError):
    """The people concerned are told once per release."""

    message = N_("The people concerned by this release are already being told, or have been.")


def clean_release_name(name: str) -> str:
    """Return the name trimmed and in NFC; raises ReleaseNameIsMissing, ReleaseNameIsTooLong, TextTurnsAround."""
    try:
        clean = " ".join(ensure_text(name, LONGEST_RELEASE_NAME).split())
    except TextIsTooLong as error:
        raise ReleaseNameIsTooLong(longest=LONGEST_RELEASE_NAME) from error
    if not clean:
        raise ReleaseNameIsMissing
    return clean


def ensure_news(previous: Programme | None, new: Programme, *, name: str = "") -> None:
    """Refuse a release that shows nothing at all, or exactly what is public; `name` is that of the release before.

    Raises NothingPlaced, NothingToRelease.
    """
    if not new.slots:
        raise NothingPlaced
    if previous == new:
        raise NothingToRelease(name=name)
