"""Writing calendars that programs subscribe to: iCalendar, RFC 5545 with the properties of RFC 7986.

The lines are written here: the icalendar library folds them character by character (60 ms for 120 sessions), takes
the text "\\N" for a line break and begins summer time an hour late. The tests read what is written with it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from summit.events.rules.content import localized
from summit.sheets.rules import without_controls

from .rules import FIRM, CalendarEntry, EntryKind

MEDIA_TYPE = "text/calendar"
_LONGEST_LINE = 75
_TAG = re.compile(r"[A-Za-z0-9-]+")
_UTC_NAMES = {"UTC", "Etc/UTC", "Etc/UCT", "Etc/Zulu", "Etc/Universal", "UCT", "Zulu", "Universal"}
# A calendar without entries still needs a component (RFC 5545, section 3.6); this year's rules of its zone serve.
_SOME_YEAR = 2026
_MINUTE = timedelta(minutes=1)
_STRIDE = timedelta(days=1)


def write_calendar(
    entries: Iterable[CalendarEntry],
    *,
    name: str,
    language: str,
    time_zone: str,
    base_url: str,
    method: str = "PUBLISH",
) -> bytes:
    """Return the entries as an iCalendar file, equal bytes for equal entries.

    Texts are in `language` (BCP 47) or the next that there is; times are in `time_zone` (IANA), but in UTC where
    its clock shows a time twice. `base_url` stands before the entries' paths.
    """
    ordered = sorted(entries, key=lambda entry: (entry.starts_at, entry.uid))
    zone = None if time_zone in _UTC_NAMES else time_zone
    lines = [*_heading(without_controls(name), time_zone, method), *_zone_lines(ordered, time_zone)]
    for entry in ordered:
        lines += _event(entry, language, zone, base_url)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _heading(name: str, time_zone: str, method: str) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Summit//Agenda//EN"
    yield "CALSCALE:GREGORIAN"
    yield f"METHOD:{method}"
    yield f"NAME:{_escaped(name)}"
    yield f"X-WR-CALNAME:{_escaped(name)}"
    yield f"X-WR-TIMEZONE:{time_zone}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:PT1H"
    yield "X-PUBLISHED-TTL:PT1H"


def _event(entry: CalendarEntry, language: str, zone: str | None, base_url: str) -> Iterator[str]:
    changed = _utc(entry.changed_at)
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(without_controls(entry.uid))}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield from _span(entry, zone)
    yield from _text("SUMMARY", entry.titles, language)
    yield from _text("LOCATION", entry.places, language)
    yield from _text("DESCRIPTION", entry.descriptions, language)
    for category in entry.categories:
        yield from _text("CATEGORIES", category, language)
    if entry.path:
        yield f"URL:{base_url}{without_controls(entry.path)}"
    yield f"STATUS:{_status(entry)}"
    yield f"TRANSP:{'OPAQUE' if entry.kind in FIRM and not entry.is_cancelled else 'TRANSPARENT'}"
    yield "END:VEVENT"


def _status(entry: CalendarEntry) -> str:
    if entry.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if entry.is_provisional or entry.kind is EntryKind.WAITING else "CONFIRMED"


def _text(name: str, texts: Mapping[str, str], language: str) -> Iterator[str]:
    text, tag = localized(texts, language)
    text = without_controls(text).strip()
    if text:
        parameter = f";LANGUAGE={tag}" if _TAG.fullmatch(tag) else ""
        yield f"{name}{parameter}:{_escaped(text)}"


def _escaped(text: str) -> str:
    """Return a TEXT value (RFC 5545, section 3.3.11)."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _span(entry: CalendarEntry, zone: str | None) -> Iterator[str]:
    """Write both ends in the same form; in UTC where a local time comes twice, which programs read differently."""
    ends = (("DTSTART", entry.starts_at), ("DTEND", entry.ends_at))
    local = [moment.astimezone(ZoneInfo(zone)) for _, moment in ends] if zone else []
    if zone is None or any(map(_comes_twice, local)):
        yield from (f"{name}:{_utc(moment)}" for name, moment in ends)
        return
    for (name, _), moment in zip(ends, local, strict=True):
        yield f"{name};TZID={zone}:{moment:%Y%m%dT%H%M%S}"


def _comes_twice(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _zone_lines(entries: list[CalendarEntry], time_zone: str) -> tuple[str, ...]:
    """Return the zone's rules for the years of the entries."""
    if time_zone in _UTC_NAMES and entries:
        return ()
    years = [moment.year for entry in entries for moment in (entry.starts_at, entry.ends_at)] or [_SOME_YEAR]
    return _rules_of(time_zone, min(years), max(years))


@lru_cache(maxsize=64)
def _rules_of(time_zone: str, first: int, last: int) -> tuple[str, ...]:
    """Return a VTIMEZONE whose rules hold from a year before the first to a year after the last.

    Each clock change is an observance of its own, its onset in the time before it (RFC 5545, section 3.6.5).
    """
    zone = ZoneInfo(time_zone)
    start, end = datetime(first - 1, 1, 1, tzinfo=UTC), datetime(last + 2, 1, 1, tzinfo=UTC)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{time_zone}", *_observance(zone, start, start)]
    for moment in _clock_changes(zone, start, end):
        lines += _observance(zone, moment - _MINUTE, moment)
    return (*lines, "END:VTIMEZONE")


def _clock_changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the moments, exact to the minute, from which the zone's clock differs from before."""
    while start < end:
        following = start + _STRIDE
        if _clock(zone, start) != _clock(zone, following):
            low, high = start, following
            while high - low > _MINUTE:
                middle = low + (high - low) // _MINUTE // 2 * _MINUTE
                low, high = (middle, high) if _clock(zone, middle) == _clock(zone, low) else (low, middle)
            yield high
        start = following


def _clock(zone: ZoneInfo, moment: datetime) -> tuple[object, ...]:
    local = moment.astimezone(zone)
    return local.utcoffset(), local.tzname(), bool(local.dst())


def _observance(zone: ZoneInfo, before: datetime, onset: datetime) -> Iterator[str]:
    old, new = before.astimezone(zone), onset.astimezone(zone)
    shift = old.utcoffset() or timedelta()
    kind = "DAYLIGHT" if new.dst() else "STANDARD"
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{onset + shift:%Y%m%dT%H%M%S}"
    yield f"TZOFFSETFROM:{old:%z}"
    yield f"TZOFFSETTO:{new:%z}"
    yield f"TZNAME:{new.tzname()}"
    yield f"END:{kind}"


def _folded(line: str) -> bytes:
    """Return the line in pieces of 75 octets at most, never breaking a character (RFC 5545, section 3.1)."""
    rest = line.encode()
    if len(rest) <= _LONGEST_LINE:
        return rest + b"\r\n"
    pieces: list[bytes] = []
    while len(rest) > _LONGEST_LINE - bool(pieces):
        cut = _LONGEST_LINE - bool(pieces)
        while rest[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(rest[:cut])
        rest = rest[cut:]
    return b"\r\n ".join([*pieces, rest]) + b"\r\n"
