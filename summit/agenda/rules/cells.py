"""How a cell is read and written: times, spans, numbers, answers, lists, people; and what is refused of it.

Every `read_…` takes the text and the venue's zone (IANA), every `write_…` the value and the zone.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from summit.errors import N_, DomainError
from summit.events.rules import moment_at

from .kinds import PersonRole

Span = tuple[datetime, datetime]
_SERIAL = re.compile(r"[0-9]{5}(\.[0-9]+)?")
_CLOCKS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%d.%m.%Y")
_SERIAL_EPOCH = datetime(1899, 12, 30)
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


class CellIsNoTime(DomainError):
    """Not a day with a time."""

    message = N_("“%(text)s” is not a time. Please write it such as 2026-11-28 09:30.")


class CellIsNoAnswer(DomainError):
    """Neither yes nor no."""

    message = N_("“%(text)s” is not an answer. Please write yes or no.")


class CellIsNoSpan(DomainError):
    """Not a list of times from and to."""

    message = N_("“%(text)s” is not a span of time. Please write it such as 2026-11-28 09:00 to 2026-11-28 12:00.")


class CellIsNoPart(DomainError):
    """Not somebody with a role."""

    message = N_("“%(text)s” is not a part. Please write it such as: Ada Invented [CODE] | moderator.")


class ListIsTooLong(DomainError):
    """More parts in one cell than anybody can mean."""

    message = N_("Please list %(most)s entries at most in one cell.")


@dataclass(frozen=True, slots=True)
class PersonRef:
    """Somebody's part in a session, the person named by code, key, address or name."""

    who: str
    role: PersonRole = PersonRole.SPEAKER
    language: str = ""
    name: str = field(default="", compare=False)


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
        raise CellIsNoNumber(text=_short(text)) from error


def read_flag(text: str, zone: str) -> bool:
    """Return whether the answer is yes; raises CellIsNoAnswer."""
    word = text.casefold()
    if word not in _YES | _NO:
        raise CellIsNoAnswer(text=_short(text))
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
            raise CellIsNoChoice(text=_short(text), choices=", ".join(kind)) from error

    return read


def write_choice(value: Any, zone: str) -> str:
    """Return the word."""
    return str(value.value)


def read_moment(text: str, zone: str) -> datetime | None:
    """Return the UTC moment of a time at the venue, of one with an offset, or of a spreadsheet's serial number.

    None for a blank cell; raises CellIsNoTime, TimeDoesNotExist, TimeIsImplausible.
    """
    if not text:
        return None
    try:
        wall = _clock(text)
        moment = None if wall.tzinfo is None else wall.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise CellIsNoTime(text=_short(text)) from error
    return moment_at(moment.replace(tzinfo=None), "UTC") if moment else moment_at(wall, zone)


def _clock(text: str) -> datetime:
    """Return the time that a text means, naive where it names no offset; raises ValueError, OverflowError."""
    if _SERIAL.fullmatch(text):
        moment = _SERIAL_EPOCH + timedelta(days=float(text), seconds=30)
        return moment.replace(second=0, microsecond=0)
    for form in _CLOCKS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return datetime.fromisoformat(text)


def write_moment(moment: datetime | None, zone: str) -> datetime | str | None:
    """Return the naive time at the venue for a cell; as text with its offset where the clock shows it twice."""
    if moment is None:
        return None
    local = moment.astimezone(ZoneInfo(zone))
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        return local.isoformat(sep=" ", timespec="minutes")
    return local.replace(tzinfo=None)


def _listed(text: str) -> list[str]:
    parts = [part.strip() for part in text.replace("\n", ";").split(";")]
    found = [part for part in parts if part]
    if len(found) > MOST_LISTED:
        raise ListIsTooLong(most=MOST_LISTED)
    return found


def read_spans(text: str, zone: str) -> tuple[Span, ...]:
    """Return spans separated by semicolons; raises CellIsNoSpan and what `read_moment` raises."""
    return tuple(_span(part, zone) for part in _listed(text))


def _span(text: str, zone: str) -> Span:
    parts = re.split(r"\s+(?:to|–|—|-|…)\s+", text)
    if len(parts) != 2:
        raise CellIsNoSpan(text=_short(text))
    start, end = (read_moment(part, zone) for part in parts)
    if start is None or end is None:
        raise CellIsNoSpan(text=_short(text))
    return start, end


def write_spans(spans: Iterable[Span], zone: str) -> str:
    """Return the spans, separated by semicolons."""
    return "; ".join(f"{written(start, zone)} to {written(end, zone)}" for start, end in spans)


def written(moment: datetime, zone: str) -> str:
    """Return a moment as text at the venue, to the minute."""
    value = write_moment(moment, zone)
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)


def read_names(text: str, zone: str) -> tuple[str, ...]:
    """Return names separated by semicolons, once each; raises ListIsTooLong."""
    return tuple(dict.fromkeys(_listed(text)))


def write_names(names: Iterable[str], zone: str) -> str:
    """Return the names, separated by semicolons."""
    return "; ".join(names)


def listable(name: str) -> str:
    """Return a name as it can stand in a list of names."""
    return " ".join(re.sub(r"[;|\[\]]", " ", name).split())


def read_channels(text: str, zone: str) -> dict[str, str]:
    """Read "1=en; 2=ru"; what is no pair is left to the rule of the channels."""
    pairs = [part.partition("=") for part in _listed(text.replace(",", ";"))]
    return {number.strip(): tag.strip() for number, _, tag in pairs}


def write_channels(channels: Mapping[str, str], zone: str) -> str:
    """Return the channels such as 1=en; 2=ru."""
    return "; ".join(f"{number}={tag}" for number, tag in channels.items())


def read_people(text: str, zone: str) -> tuple[PersonRef, ...]:
    """Return the people of a session in their order; raises CellIsNoPart, CellIsNoChoice, ListIsTooLong."""
    return tuple(_person(part) for part in _listed(text))


def _person(text: str) -> PersonRef:
    who, *rest = [part.strip() for part in text.split("|")]
    if not who or len(rest) > 2:
        raise CellIsNoPart(text=_short(text))
    match = re.fullmatch(r"(.*?)\s*\[([^\[\]]+)\]", who)
    role = read_choice(PersonRole)(rest[0], "") if rest and rest[0] else PersonRole.SPEAKER
    language = rest[1] if len(rest) > 1 else ""
    return PersonRef(match[2] if match else who, role, language, match[1] if match else who)


def write_people(people: Iterable[PersonRef], zone: str) -> str:
    """Return the people, separated by semicolons."""
    return "; ".join(map(_write_person, people))


def _write_person(person: PersonRef) -> str:
    parts = [f"{listable(person.name)} [{person.who}]" if person.name != person.who else person.who]
    if person.role is not PersonRole.SPEAKER or person.language:
        parts.append(person.role.value)
    return " | ".join([*parts, person.language] if person.language else parts)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
