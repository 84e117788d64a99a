"""A delegate's own lists of companies."""

from summit.errors import N_, DomainError

MOST_LISTS = 30
LONGEST_NAME = 80
LONGEST_NOTE = 5_000
# The list that a delegate has without naming it; pages call it by this word in the reader's language.
DEFAULT_LIST = ""
DEFAULT_LIST_NAME = N_("Shortlist")


class ListNameIsTaken(DomainError):
    """Another list of the same delegate has this name."""

    message = N_("You already have a list with this name. Please choose another name.")


class ListNameIsMissing(DomainError):
    """A list without a name."""

    message = N_("Please give the list a name.")


class TooManyLists(DomainError):
    """More lists than anybody needs."""

    message = N_("You have %(most)s lists, which is the most possible. Please delete one first.")


def ensure_name(name: str) -> str:
    """Return the name with single blanks; raises ListNameIsMissing."""
    clean = " ".join(name.split())[:LONGEST_NAME]
    if not clean:
        raise ListNameIsMissing
    return clean
