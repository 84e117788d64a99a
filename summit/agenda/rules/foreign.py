"""Another tool's schedule.json (c3voc, pretalx, frab) as rows of our sheets, so that one import serves both.

Rooms become halls, tracks tracks, persons speakers, events sessions with a time each. The guid of an event is kept
as the key of the session and of its time, so a second import updates instead of doubling; events that share a code
are repeats of one session. Keys that are not known are passed over; wrong values become faults of their row.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from summit.errors import DomainError
from summit.sheets.columns import language_tag
from summit.sheets.rules import FileIsUnreadable, Row, without_controls

from .cells import listable
from .exchange import SheetKind
from .kinds import SessionFormat, SessionKind
from .tracks import clean as clean_track

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-[A-Za-z]{2})?")
_FORMATS = {
    "keynote": SessionFormat.PLENARY,
    "podium": SessionFormat.PANEL,
    "discussion": SessionFormat.PANEL,
    "hands_on": SessionFormat.WORKSHOP,
    "meeting": SessionFormat.NETWORKING,
    "meetup": SessionFormat.NETWORKING,
    "film": SessionFormat.SCREENING,
    "performance": SessionFormat.RUNWAY_SHOW,
} | {one.value: one for one in SessionFormat}


def rows_of_schedule(values: Any, main: str) -> dict[SheetKind, list[Row]]:
    """Return the rows of a schedule.json, its texts under the edition's main language unless it names another.

    Raises FileIsUnreadable for JSON of another shape.
    """
    try:
        conference = values["schedule"]["conference"]
        days = conference["days"]
        events = list(_events(days))
    except (KeyError, TypeError, AttributeError) as error:
        raise FileIsUnreadable from error
    reader = _Reader(conference, main)
    for event in events:
        reader.take(event)
    return reader.rows()


def _events(days: list[Any]) -> Iterator[Mapping[str, Any]]:
    for day in days:
        for room, events in day["rooms"].items():
            for event in events:
                yield {"room": room, **event}


class _Reader:
    """Gathers the rows of one file; each sheet's rows by what they are known by."""

    def __init__(self, conference: Mapping[str, Any], main: str) -> None:
        self.conference = conference
        self.main = _language(_mapping(conference.get("meta")).get("language")) or main
        self.own = _mapping(_mapping(conference.get("meta")).get("events"))
        self.sheets: dict[SheetKind, dict[str, dict[str, str]]] = {sheet: {} for sheet in SheetKind}
        self.keys: dict[str, str] = {}
        for room in _listed(conference.get("rooms")):
            self.hall(_text(room.get("name")), _text(room.get("capacity")))
        for track in _listed(conference.get("tracks")):
            self.track(_text(track.get("name")), _text(track.get("color")))

    def rows(self) -> dict[SheetKind, list[Row]]:
        """Return what was gathered; rows are numbered in the order in which the file names them."""
        return {
            sheet: [Row(number, cells) for number, cells in enumerate(found.values(), start=1)]
            for sheet, found in self.sheets.items()
        }

    def hall(self, name: str, capacity: str = "") -> str:
        """Gather a hall and return its name."""
        if name and name not in self.sheets[SheetKind.HALLS]:
            more = {"capacity": capacity} if capacity else {}
            self.sheets[SheetKind.HALLS][name] = {f"name ({self.main})": name, **more}
        return name

    def track(self, name: str, colour: str = "") -> str:
        """Gather a track, its colour only where text on it can be read, and return its name."""
        if name and name not in self.sheets[SheetKind.TRACKS]:
            more = {"colour": colour} if _is_readable(colour) else {}
            self.sheets[SheetKind.TRACKS][name] = {f"name ({self.main})": name, **more}
        return name

    def person(self, person: Mapping[str, Any]) -> str:
        """Gather a person and return the reference to it."""
        name = _text(person.get("public_name")) or _text(person.get("name"))
        key = _text(person.get("guid")) or _text(person.get("code")) or _text(person.get("id")) or name
        if not key:
            return ""
        biography = _text(person.get("biography")) or _text(person.get("abstract")) or _text(person.get("description"))
        more = {f"biography ({self.main})": biography} if biography else {}
        self.sheets[SheetKind.SPEAKERS].setdefault(key, {"key": key, "name": name, **more})
        return f"{listable(name)} [{listable(key)}]"

    def take(self, event: Mapping[str, Any]) -> None:
        """Gather an event: its session unless it repeats one, its people, its track, its hall and its time."""
        guid = _text(event.get("guid")) or f"event-{_text(event.get('id')) or _text(event.get('slug'))}"
        own = _mapping(self.own.get(guid))
        group = _text(own.get("session")) or _text(event.get("code")) or guid
        key = self.keys.setdefault(group, guid)
        if key not in self.sheets[SheetKind.SESSIONS]:
            self.sheets[SheetKind.SESSIONS][key] = self._session(key, event, own)
        halls = [self.hall(_text(event.get("room")))]
        halls += [self.hall(_text(name)) for name in _plain_list(own.get("halls"))]
        start, end = self._span(event)
        self.sheets[SheetKind.TIMES][guid] = {
            "key": guid,
            "session": key,
            "starts": start,
            "ends": end,
            "halls": "; ".join(dict.fromkeys(listable(name) for name in halls if name)),
        }

    def _session(self, key: str, event: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, str]:
        people = filter(None, map(self.person, _listed(event.get("persons"))))
        kind = _text(event.get("type")).lower().replace("-", "_").replace(" ", "_")
        is_break = kind == SessionKind.BREAK
        titles = {tag: _text(text) for tag, text in _mapping(own.get("titles")).items() if _language(tag)}
        texts = {f"title ({tag})": text for tag, text in (titles or {self.main: _text(event.get("title"))}).items()}
        return {
            "key": key,
            "kind": (SessionKind.BREAK if is_break else SessionKind.SESSION).value,
            "format": _FORMATS.get(kind, SessionFormat.OTHER).value,
            **texts,
            f"abstract ({self.main})": _text(event.get("abstract")),
            f"notes ({self.main})": _text(event.get("description")),
            "track": self.track(_text(event.get("track"))),
            "people": "; ".join(dict.fromkeys(people)),
            "language": _language(event.get("language")),
            "minutes": _minutes(event.get("duration")),
        }

    def _span(self, event: Mapping[str, Any]) -> tuple[str, str]:
        """Return both ends as text; the end from the length where the file does not name it."""
        start, end = _text(event.get("date")), _text(event.get("end"))
        minutes = _minutes(event.get("duration"))
        if start and not end and minutes.isdigit():
            try:
                moment = datetime.fromisoformat(start) + timedelta(minutes=int(minutes))
            except (ValueError, OverflowError):
                return start, end
            return start, moment.isoformat()
        return start, end


def _minutes(value: Any) -> str:
    """Return a length such as 01:30 in minutes; what is none stays as it is and is refused later."""
    text = _text(value)
    match = re.fullmatch(r"([0-9]{1,3}):([0-9]{2})(:[0-9]{2})?", text)
    return str(int(match[1]) * 60 + int(match[2])) if match else text


def _language(value: Any) -> str:
    text = _text(value).replace("_", "-")
    return language_tag(text) if _TAG.fullmatch(text) else ""


def _is_readable(colour: str) -> bool:
    try:
        return bool(clean_track({"colour": colour}))
    except DomainError:
        return False


def _text(value: Any) -> str:
    """Return a value as the text of a cell; texts per language give the first."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return _text(next(iter(value.values()), None))
    return " ".join(without_controls(str(value)).split(" ")).strip()


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _listed(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _plain_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
