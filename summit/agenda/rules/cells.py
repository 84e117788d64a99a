"""How a cell is read and written: times, spans, numbers, answers, lists, people; and what is refused of it.

Every `read_…` takes the text and the venue's zone (IANA), every `write_…` the value and the zone.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from summit.errors import N_, DomainError
from summit.events.rules import moment_at
from summit.sheets.answers import listed, read_choice, short

from .kinds import PersonRole

Span = tuple[datetime, datetime]
_SERIAL = re.compile(r"[0-9]{5}(\.[0-9]+)?")
_CLOCKS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%d.%m.%Y")
_SERIAL_EPOCH = datetime(1899, 12, 30)


class CellIsNoTime(DomainError):
    """Not a day with a time."""

    message = N_("“%(text)s” is not a time. Please write it such as 2026-11-28 09:30.")


class CellIsNoSpan(DomainError):
    """Not a list of times from and to."""

    message = N_("“%(text)s” is not a span of time. Please write it such as 2026-11-28 09:00 to 2026-11-28 12:00.")


class CellIsNoPart(DomainError):
    """Not somebody with a role."""

    message = N_("“%(text)s” is not a part. Please write it such as: Ada Invented [CODE] | moderator.")


@dataclass(frozen=True, slots=True)
class PersonRef:
    """Somebody's part in a session, the person named by code, key, address or name."""

    who: str
    role: PersonRole = PersonRole.SPEAKER
    language: str = ""
    name: str = field(default="", compare=False)


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
        raise CellIsNoTime(text=short(text)) from error
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


def read_spans(text: str, zone: str) -> tuple[Span, ...]:
    """Return spans separated by semicolons; raises CellIsNoSpan and what `read_moment` raises."""
    return tuple(_span(part, zone) for part in listed(text))


def _span(text: str, zone: str) -> Span:
    parts = re.split(r"\s+(?:to|–|—|-|…)\s+", text)
    if len(parts) != 2:
        raise CellIsNoSpan(text=short(text))
    start, end = (read_moment(part, zone) for part in parts)
    if start is None or end is None:
        raise CellIsNoSpan(text=short(text))
    return start, end


def write_spans(spans: Iterable[Span], zone: str) -> str:
    """Return the spans, separated by semicolons."""
    return "; ".join(f"{written(start, zone)} to {written(end, zone)}" for start, end in spans)


def written(moment: datetime, zone: str) -> str:
    """Return a moment as text at the venue, to the minute."""
    value = write_moment(moment, zone)
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)


def listable(name: str) -> str:
    """Return a name as it can stand in a list of names."""
    return " ".join(re.sub(r"[;|\[\]]", " ", name).split())


def read_channels(text: str, zone: str) -> dict[str, str]:
    """Read "1=en; 2=ru"; what is no pair is left to the rule of the channels."""
    pairs = [part.partition("=") for part in listed(text.replace(",", ";"))]
    return {number.strip(): tag.strip() for number, _, tag in pairs}


def write_channels(channels: Mapping[str, str], zone: str) -> str:
    """Return the channels such as 1=en; 2=ru."""
    return "; ".join(f"{number}={tag}" for number, tag in channels.items())


def read_people(text: str, zone: str) -> tuple[PersonRef, ...]:
    """Return the people of a session in their order; raises CellIsNoPart, CellIsNoChoice, ListIsTooLong."""
    return tuple(_person(part) for part in listed(text))


def _person(text: str) -> PersonRef:
    who, *rest = [part.strip() for part in text.split("|")]
    if not who or len(rest) > 2:
        raise CellIsNoPart(text=short(text))
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
