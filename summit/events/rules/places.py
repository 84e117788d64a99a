"""What keeps the parts of an edition consistent: letters, numbers, versions, references."""

import re

from summit.errors import N_, DomainError

LETTER = re.compile(r"[A-Z][A-Z0-9]?")
LARGEST_NUMBER = 1_000_000
LONGEST_PASSBACK_MINUTES = 24 * 60
LONGEST_ATTENTION = 300


class LetterIsInvalid(DomainError):
    """A badge cannot carry this letter."""

    message = N_("Please use one Latin capital letter, or a letter and one more letter or digit, such as D or D2.")


class LetterIsTaken(DomainError):
    """Another category or zone of the edition has the letter."""

    message = N_("The letter %(letter)s is already used in this edition. Please choose another one.")


class SlugIsTaken(DomainError):
    """Another edition has the address."""

    message = N_("The address “%(slug)s” belongs to another edition. Please choose another one.")


class NumberIsOutOfRange(DomainError):
    """A count that no venue has."""

    message = N_("Please enter a whole number between %(least)s and %(most)s.")


class ChangedMeanwhile(DomainError):
    """The form was opened before somebody else's change."""

    message = N_(
        "Somebody changed this meanwhile. Your entries are kept below: compare them with the present state, "
        "then save again to replace it."
    )


class IsGone(DomainError):
    """What was to be changed no longer exists."""

    message = N_("This entry no longer exists. Somebody may have deleted it meanwhile.")


class IsStillUsed(DomainError):
    """Something refers to the thing that was to be deleted."""

    message = N_("This is still in use and cannot be deleted.")


class ZoneIsStillUsed(IsStillUsed):
    """A category, a gate or a scan refers to the zone."""

    message = N_(
        "This zone is still opened by a category or has gates or scans, so it cannot be deleted. "
        "Please remove it there first."
    )


class CategoryIsStillUsed(IsStillUsed):
    """Registrations refer to the category."""

    message = N_(
        "People have registered in this category or sessions are kept for it, so it cannot be deleted. "
        "You can close its registration instead."
    )


class HallIsStillUsed(IsStillUsed):
    """Something takes place in the hall."""

    message = N_(
        "Sessions take place or tables for meetings stand in this hall, so it cannot be deleted. Please move them to "
        "another hall first, or hide this hall."
    )


def ensure_letter(text: str) -> str:
    """Return the letter in capitals, as a badge shows it; raises LetterIsInvalid."""
    letter = text.strip().upper()
    if not text.isascii() or not LETTER.fullmatch(letter):
        raise LetterIsInvalid
    return letter


def ensure_number(value: int | None, *, least: int = 0, most: int = LARGEST_NUMBER) -> int | None:
    """Return the number (None: no limit) if it lies in the range; raises NumberIsOutOfRange."""
    if value is not None and not least <= value <= most:
        raise NumberIsOutOfRange(least=least, most=most)
    return value


def ensure_unchanged(*, seen: int | None, present: int) -> None:
    """Refuse a change that was made upon an older version (None: not asked); raises ChangedMeanwhile."""
    if seen is not None and seen != present:
        raise ChangedMeanwhile


def moved_by(order: list[int], key: int, steps: int) -> list[int]:
    """Return the order with `key` moved by `steps` places (negative: towards the start), kept within the ends."""
    rest = [other for other in order if other != key]
    target = max(0, min(len(rest), order.index(key) + steps))
    return [*rest[:target], key, *rest[target:]]
