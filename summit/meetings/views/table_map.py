"""The map of tables, hall by hall, with a list that says the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort, render_template

from summit.calendar.rules import calendar_day
from summit.clock import utcnow
from summit.events.models import Event, Hall
from summit.permissions import Permission
from summit.web.access import current_edition, may, signed_in

from ..models import MeetingTable
from ..queries.onsite import list_attended, list_map_tables, list_tables_in_use
from ..queries.settings import get_settings
from ..rules.table_map import Spot, spots_of
from .blueprints import meetings_bp
from .looks import MeetingLook, look_at
from .reader import find_reader

# Of a table on the map: its side, and the distance from one to the next.
_SIDE, _STEP = 64, 76


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table on the map, with the reader's meetings of the day there; `is_busy` is told to the organiser only."""

    table: MeetingTable
    spot: Spot
    meetings: tuple[MeetingLook, ...]
    is_busy: bool

    @property
    def x(self) -> int:
        """Return its left edge in the units of the drawing."""
        return self.spot.column * _STEP + 6

    @property
    def y(self) -> int:
        """Return its upper edge in the units of the drawing."""
        return self.spot.row * _STEP + 6


@dataclass(frozen=True, slots=True)
class DrawnHall:
    """A hall with its tables."""

    hall: Hall | None
    tables: tuple[Drawn, ...]

    @property
    def width(self) -> int:
        """Return the width of the drawing in its units."""
        return max(one.x for one in self.tables) + _STEP

    @property
    def height(self) -> int:
        """Return the height of the drawing in its units."""
        return max(one.y for one in self.tables) + _STEP


@meetings_bp.get("/map")
@signed_in
def table_map(edition: str) -> str:
    """Show where the tables stand, the reader's of the day among them; to the organiser which are in use now."""
    event, now = current_edition(), utcnow()
    organises = may(Permission.MANAGE_MEETINGS)
    if find_reader() is None and not organises:
        abort(404)
    busy = list_tables_in_use(event.id, now) if organises else set()
    halls = _halls(list_map_tables(event.id), _own_tables(event, now), busy)
    frame = "meetings/participant.html" if find_reader() else "meetings/layout.html"
    return render_template(
        "meetings/table_map.html", halls=halls, organises=organises, in_use=len(busy), side=_SIDE, frame=frame
    )


def _own_tables(event: Event, now: datetime) -> dict[int, list[MeetingLook]]:
    reader, found = find_reader(), dict[int, list[MeetingLook]]()
    if reader is None:
        return found
    settings, today = get_settings(event.id), calendar_day(now, event.time_zone)
    for row in list_attended(event.id, reader.registration_id):
        look = look_at(row, reader.company_id, settings)
        if look.starts_at and row.table_id and calendar_day(look.starts_at, event.time_zone) == today:
            found.setdefault(row.table_id, []).append(look)
    return found


def _halls(tables: Sequence[MeetingTable], own: Mapping[int, list[MeetingLook]], busy: set[int]) -> list[DrawnHall]:
    by_hall: dict[int | None, list[MeetingTable]] = {}
    for table in tables:
        by_hall.setdefault(table.hall_id, []).append(table)
    halls = []
    for found in by_hall.values():
        spots = spots_of([(one.row, one.column) for one in found])
        drawn = (
            Drawn(one, spot, tuple(own.get(one.id, ())), one.id in busy) for one, spot in zip(found, spots, strict=True)
        )
        halls.append(DrawnHall(found[0].hall, tuple(drawn)))
    return halls
