"""How a plain cell is read and written: texts, numbers, answers, words of a list, names; and what is refused of it.

Every `read_…` takes the text and the venue's zone (IANA), every `write_…` the value and the zone, so that a column
can hold either; these here do not mind the zone.
"""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

from summit.errors import N_, DomainError

_YES = {"yes", "y", "true", "1", "x", "да", "是", "sim", "نعم"}
_NO = {"no", "n", "false", "0", "нет", "否", "não", "nao", "لا"}
MOST_LISTED = 100


class CellIsBroken(DomainError):
    """An error of the spreadsheet itself, or a formula without its result."""

    message = N_("This cell holds an error or a formula without a result. Please enter the value itself.")


class CellIsNoChoice(DomainError):
    """A word that the column does not know."""

    message = N_("“%(text)s” is not possible here. Please use one of: %(choices)s.")


class CellIsNoNumber(DomainError):
    """Not a whole number."""

    message = N_("“%(text)s” is not a whole number.")


class CellIsNoAnswer(DomainError):
    """Neither yes nor no."""

    message = N_("“%(text)s” is not an answer. Please write yes or no.")


class ListIsTooLong(DomainError):
    """More parts in one cell than anybody can mean."""

    message = N_("Please list %(most)s entries at most in one cell.")


def read_text(text: str, zone: str) -> str:
    """Return the text as it is."""
    return text


def write_as_is(value: Any, zone: str) -> Any:
    """Return the value as it is."""
    return value


def read_number(text: str, zone: str) -> int | None:
    """Return a whole number, None for a blank cell; raises CellIsNoNumber."""
    if not text:
        return None
    try:
        return int(text.replace("\u00a0", "").replace(" ", ""))
    except ValueError as error:
        raise CellIsNoNumber(text=short(text)) from error


def read_flag(text: str, zone: str) -> bool:
    """Return whether the answer is yes; raises CellIsNoAnswer."""
    word = text.casefold()
    if word not in _YES | _NO:
        raise CellIsNoAnswer(text=short(text))
    return word in _YES


def write_flag(value: Any, zone: str) -> str:
    """Return yes or no."""
    return "yes" if value else "no"


def read_choice(kind: type[StrEnum]) -> Callable[[str, str], Any]:
    """Return the reader of a cell that holds one of these words; it raises CellIsNoChoice."""

    def read(text: str, zone: str) -> Any:
        try:
            return kind(re.sub(r"[\s-]+", "_", text.lower()))
        except ValueError as error:
            raise CellIsNoChoice(text=short(text), choices=", ".join(kind)) from error

    return read


def write_choice(value: Any, zone: str) -> str:
    """Return the word."""
    return str(value)


def listed(text: str) -> list[str]:
    """Return the parts between semicolons or line breaks; raises ListIsTooLong."""
    parts = [part.strip() for part in text.replace("\n", ";").split(";")]
    found = [part for part in parts if part]
    if len(found) > MOST_LISTED:
        raise ListIsTooLong(most=MOST_LISTED)
    return found


def read_names(text: str, zone: str) -> tuple[str, ...]:
    """Return names separated by semicolons, once each; raises ListIsTooLong."""
    return tuple(dict.fromkeys(listed(text)))


def write_names(names: Iterable[str], zone: str) -> str:
    """Return the names, separated by semicolons."""
    return "; ".join(names)


def short(text: str) -> str:
    """Return the text as a refusal quotes it."""
    return text if len(text) <= 60 else f"{text[:60]}…"
