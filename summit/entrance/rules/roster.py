"""Who is inside, for the warden of an evacuation, and how far the list can be trusted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from summit.errors import N_
from summit.events.rules import AntiPassback

# Nobody stays so long without leaving: the exit was not scanned.
LONGEST_STAY = timedelta(hours=12)


class Doubt(StrEnum):
    """Why a zone's list may name too many people or too few."""

    EXITS_NOT_SCANNED = "exits_not_scanned"
    NOT_WATCHED = "not_watched"
    LONG_STAYS = "long_stays"
    DEVICE_SILENT = "device_silent"
    SCANS_NOT_SENT = "scans_not_sent"


DOUBT_SENTENCES: dict[Doubt, str] = {
    Doubt.EXITS_NOT_SCANNED: N_("No exit has been scanned here: people who have left are still listed."),
    Doubt.NOT_WATCHED: N_("Repeated entries are not watched here: one badge may have let in several people."),
    Doubt.LONG_STAYS: N_("Some entered more than 12 hours ago: they have probably left without a scan."),
    Doubt.DEVICE_SILENT: N_("A device of a gate here has not reported for some minutes: people may be missing."),
    Doubt.SCANS_NOT_SENT: N_("A device of a gate here still holds scans that it has not sent: people may be missing."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonInside:
    """Somebody who entered the zone and has not been scanned out.

    `needs` is what they wrote about access, `phone` their number; both "" where the reader may not see them.
    """

    presence_id: int
    registration_id: int
    zone_id: int
    entered_at: datetime
    reference: str
    name_latin: str
    name_native: str
    native_language: str
    organisation: str
    category_letter: str
    sort_key: str
    needs_assistance: bool
    needs: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneWatch:
    """A zone, and what tells how well its doors are watched."""

    zone_id: int
    letter: str
    names: Mapping[str, str]
    anti_passback: AntiPassback
    has_exits: bool
    silent_devices: int = 0
    unsent_scans: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A person on the list, and the letters of the other zones that they are inside of too."""

    person: PersonInside
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ZoneRoster:
    """The list of one zone: those who need assistance first, then by name."""

    zone: ZoneWatch
    lines: tuple[Line, ...]
    doubts: tuple[Doubt, ...]

    @property
    def assisted(self) -> int:
        """Return how many on the list need assistance."""
        return sum(line.person.needs_assistance for line in self.lines)


def doubts_of(zone: ZoneWatch, people: Sequence[PersonInside], now: datetime) -> tuple[Doubt, ...]:
    """Return why the zone's list is an estimate; none where nothing speaks against it."""
    found = {
        Doubt.EXITS_NOT_SCANNED: bool(people) and not zone.has_exits,
        Doubt.NOT_WATCHED: zone.anti_passback in {AntiPassback.OFF, AntiPassback.LOG},
        Doubt.LONG_STAYS: any(now - person.entered_at > LONGEST_STAY for person in people),
        Doubt.DEVICE_SILENT: zone.silent_devices > 0,
        Doubt.SCANS_NOT_SENT: zone.unsent_scans > 0,
    }
    return tuple(doubt for doubt, holds in found.items() if holds)


def arrange(zones: Iterable[ZoneWatch], people: Sequence[PersonInside], now: datetime) -> tuple[ZoneRoster, ...]:
    """Return each zone's list; whoever is inside of several zones stands in each of their lists."""
    zones = tuple(zones)
    letters = {zone.zone_id: zone.letter for zone in zones}
    places: dict[int, list[str]] = {}
    for person in people:
        places.setdefault(person.registration_id, []).append(letters[person.zone_id])
    return tuple(_roster(zone, [one for one in people if one.zone_id == zone.zone_id], places, now) for zone in zones)


def _roster(
    zone: ZoneWatch, people: Sequence[PersonInside], places: Mapping[int, Sequence[str]], now: datetime
) -> ZoneRoster:
    ordered = sorted(people, key=lambda one: (not one.needs_assistance, one.sort_key, one.registration_id))
    lines = (
        Line(one, tuple(sorted(letter for letter in places[one.registration_id] if letter != zone.letter)))
        for one in ordered
    )
    return ZoneRoster(zone, tuple(lines), doubts_of(zone, people, now))


def count_people(rosters: Iterable[ZoneRoster]) -> int:
    """Return how many different people the lists name."""
    return len({line.person.registration_id for roster in rosters for line in roster.lines})
