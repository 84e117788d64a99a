"""Everything that is wrong with the draft, on one page, with a way to each place."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, TypeVar

from flask import render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from summit.errors import N_
from summit.permissions import Permission
from summit.web.access import current_edition, requires

from ..queries.board import load_board
from ..queries.names import Names, load_names
from ..rules.board import CONFLICT_NAMES, Board, BoardSlot, ConflictKind, Level
from ..rules.conflicts import Conflict, find_conflicts
from ..rules.timing import programme_day
from .blueprints import agenda_bp
from .conflict_words import hall_words, marked, marked_sentence, title_words

LEVEL_TITLES = {Level.BLOCK: N_("Must be resolved"), Level.WARN: N_("Warnings")}
_MOST_SHOWN = 300
Choice = TypeVar("Choice", ConflictKind, Level)


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow the list: its words, how many conflicts it leaves, and its address."""

    label: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A slot that a conflict touches, with the ways to it."""

    title: Markup
    halls: Markup
    slot_id: int
    session_id: int
    starts_at: datetime
    ends_at: datetime
    day: date


@dataclass(frozen=True, slots=True)
class Line:
    """One conflict as the page shows it."""

    conflict: Conflict
    kind: str
    sentence: Markup
    day: date
    places: tuple[Place, ...]
    person: str


@agenda_bp.get("/conflicts")
@requires(Permission.MANAGE_AGENDA)
def conflicts(edition: str) -> str:
    """List the conflicts of the draft, the grave ones first, each day by day."""
    event = current_edition()
    board, names = load_board(event), load_names(event)
    found = find_conflicts(board)
    level, kind = _chosen("level", Level), _chosen("kind", ConflictKind)
    kept = [one for one in found if level in (None, one.level) and kind in (None, one.kind)]
    return render_template(
        "agenda/conflicts.html",
        event=event,
        total=len(found),
        kept=len(kept),
        shown=min(len(kept), _MOST_SHOWN),
        groups=_groups(kept[:_MOST_SHOWN], board, names),
        levels=_level_facets(found, level, kind),
        kinds=_kind_facets(found, level, kind),
    )


def _chosen(name: str, kinds: type[Choice]) -> Choice | None:
    """Return what the address asks for; a value that is none of the words means everything."""
    value = request.args.get(name, "")
    return next((one for one in kinds if one.value == value), None)


def _level_facets(found: Sequence[Conflict], level: Level | None, kind: ConflictKind | None) -> list[Facet]:
    counts = Counter(one.level for one in found if kind in (None, one.kind))
    chosen: dict[str, Any] = {"kind": kind.value if kind else None}
    facets = [
        Facet(_(title), counts[one], url_for(".conflicts", level=one.value, **chosen), one is level)
        for one, title in LEVEL_TITLES.items()
    ]
    return [Facet(_("All levels"), counts.total(), url_for(".conflicts", **chosen), level is None), *facets]


def _kind_facets(found: Sequence[Conflict], level: Level | None, kind: ConflictKind | None) -> list[Facet]:
    counts = Counter(one.kind for one in found if level in (None, one.level))
    chosen: dict[str, Any] = {"level": level.value if level else None}
    facets = [
        Facet(_(title), counts[one], url_for(".conflicts", kind=one.value, **chosen), one is kind)
        for one, title in CONFLICT_NAMES.items()
    ]
    return [Facet(_("All kinds"), counts.total(), url_for(".conflicts", **chosen), kind is None), *facets]


def _groups(kept: Sequence[Conflict], board: Board, names: Names) -> list[tuple[str, list[tuple[date, list[Line]]]]]:
    """Return the lines by level and day; within a day they keep their order."""
    lines = [_line(one, board, names) for one in kept]
    groups = []
    for level, title in LEVEL_TITLES.items():
        own = sorted((line for line in lines if line.conflict.level is level), key=lambda line: line.day)
        days = [(day, list(group)) for day, group in groupby(own, key=lambda line: line.day)]
        if days:
            groups.append((_(title), days))
    return groups


def _line(conflict: Conflict, board: Board, names: Names) -> Line:
    places = tuple(_place(board.slots[slot_id], names) for slot_id in conflict.slot_ids)
    return Line(
        conflict=conflict,
        kind=_(CONFLICT_NAMES[conflict.kind]),
        sentence=marked_sentence(conflict, names),
        day=places[0].day,
        places=places,
        person=names.people.get(conflict.person_id or 0, ""),
    )


def _place(slot: BoardSlot, names: Names) -> Place:
    if slot.placement is None:
        raise ValueError("Only slots with a place have conflicts.")
    return Place(
        title=Markup(title_words(slot.id, names, marked)),  # noqa: S704 - escaped by `marked`
        halls=Markup(hall_words(slot.placement.hall_ids, names, marked)),  # noqa: S704 - escaped by `marked`
        slot_id=slot.id,
        session_id=slot.session_id,
        starts_at=slot.placement.starts_at,
        ends_at=slot.placement.ends_at,
        day=programme_day(slot.placement.starts_at, names.zone),
    )
