"""The board as an import would leave it, and the rows whose places a conflict of the level "refuse" stands against."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from summit.errors import N_, DomainError
from summit.events.rules import localized
from summit.sheets.columns import Fault
from summit.sheets.plans import RowState

from .board import CONFLICT_NAMES, Board, BoardHall, BoardPerson, BoardSlot, Level
from .conflicts import Conflict, find_conflicts
from .exchange import SheetKind
from .importing import ImportPlan, PlanRow, Present
from .kinds import SessionKind, SessionState
from .timing import Placement

_WRITTEN = {RowState.NEW, RowState.CHANGED}


class PlaceCollides(DomainError):
    """A conflict of the level "refuse" with another session."""

    message = N_("This place is not possible beside “%(other)s”.")


class PlaceIsRefused(DomainError):
    """A conflict of the level "refuse" that no other session has to do with."""

    message = N_("This place is not possible. Please choose another one.")


def refuse_blocked(board: Board, present: Present, plan: ImportPlan) -> None:
    """Refuse the rows that would put a session into a place that is not possible; the others stay as they are."""
    preview = _Preview(board, present, plan)
    for conflict in find_conflicts(preview.board):
        for slot_id in conflict.slot_ids if conflict.level is Level.BLOCK else ():
            row = preview.moved.get(slot_id)
            if row is not None and row.state is not RowState.REFUSED:
                reason = DomainError(CONFLICT_NAMES[conflict.kind])
                row.faults += [Fault("", reason), Fault("", preview.refusal(conflict, slot_id))]
                row.state = RowState.REFUSED


class _Preview:
    """The board with everything that a plan writes; what is new has negative ids."""

    def __init__(self, board: Board, present: Present, plan: ImportPlan) -> None:
        self.present = present
        self.rows = [row for row in plan.rows if row.state in _WRITTEN]
        self.ids = {sheet: {item.aliases[0]: item.id for item in present.items.get(sheet, ())} for sheet in SheetKind}
        for number, row in enumerate(self.rows, start=1):
            self.ids[row.sheet][row.name] = row.item_id or -number
        self.sessions: dict[int, dict[str, Any]] = {}
        self.moved: dict[int, PlanRow] = {}
        self._gather(SheetKind.SESSIONS)
        halls = {key: _hall(board.halls.get(key), key, values) for key, values in self._values(SheetKind.HALLS)}
        people = {key: _person(board.people.get(key), key, values) for key, values in self._values(SheetKind.SPEAKERS)}
        everybody = {part: BoardPerson(part) for slot in self._slots(board).values() for part in slot.people}
        self.board = replace(
            board,
            halls={**board.halls, **halls},
            people={**everybody, **board.people, **people},
            slots=self._slots(board),
        )

    def refusal(self, conflict: Conflict, slot_id: int) -> DomainError:
        """Return what the conflict means for one of its slots."""
        others = [key for key in conflict.slot_ids if key != slot_id]
        if not others:
            return PlaceIsRefused()
        titles = self.sessions[self.board.slots[others[0]].session_id].get("titles", {})
        return PlaceCollides(other=localized(titles, self.present.main)[0])

    def _values(self, sheet: SheetKind) -> list[tuple[int, dict[str, Any]]]:
        """Return the id and the whole values of every row of a sheet that is written."""
        old: Mapping[int, Mapping[str, Any]] = {item.id: item.values for item in self.present.items.get(sheet, ())}
        rows = [row for row in self.rows if row.sheet is sheet]
        return [(self.ids[sheet][row.name], {**old.get(row.item_id or 0, {}), **row.values}) for row in rows]

    def _gather(self, sheet: SheetKind) -> None:
        self.sessions = {item.id: dict(item.values) for item in self.present.items.get(sheet, ())}
        self.sessions |= dict(self._values(sheet))

    def _slots(self, board: Board) -> dict[int, BoardSlot]:
        slots = {key: self._slot(slot, slot.placement) for key, slot in board.slots.items()}
        times = [row for row in self.rows if row.sheet is SheetKind.TIMES]
        for row, (key, values) in zip(times, self._values(SheetKind.TIMES), strict=True):
            session_id = self.ids[SheetKind.SESSIONS][values["session"]]
            known = slots.get(key) or BoardSlot(key, session_id, 0)
            slots[key] = self._slot(known, self._placement(values))
            if row.values.keys() & {"starts_at", "ends_at", "halls"}:
                self.moved[key] = row
        return slots

    def _slot(self, slot: BoardSlot, placement: Placement | None) -> BoardSlot:
        values = self.sessions[slot.session_id]
        people = (self.ids[SheetKind.SPEAKERS][person.who] for person in values.get("people", ()))
        return replace(
            slot,
            placement=placement,
            minutes=values.get("minutes", 45),
            kind=values.get("kind", SessionKind.SESSION),
            capacity=values.get("capacity"),
            people=tuple(dict.fromkeys(people)),
            is_cancelled=values.get("state") is SessionState.CANCELLED,
        )

    def _placement(self, values: Mapping[str, Any]) -> Placement | None:
        if values.get("starts_at") is None:
            return None
        halls = tuple(self.ids[SheetKind.HALLS][name] for name in values["halls"])
        return Placement(halls, values["starts_at"], values["ends_at"])


def _hall(known: BoardHall | None, key: int, values: Mapping[str, Any]) -> BoardHall:
    windows, hidden = tuple(values.get("windows", ())), bool(values.get("is_hidden"))
    return replace(known or BoardHall(key), capacity=values.get("capacity"), windows=windows, is_hidden=hidden)


def _person(known: BoardPerson | None, key: int, values: Mapping[str, Any]) -> BoardPerson:
    return replace(known or BoardPerson(key), windows=tuple(values.get("windows", ())))
