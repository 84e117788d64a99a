"""Bringing a planned import into the draft: everything of it in one transaction, or nothing."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select

from summit.audit.services import record
from summit.database import db
from summit.errors import DomainError
from summit.events.models import Event
from summit.events.queries import get_event, list_categories
from summit.events.services import places
from summit.events.services.changing import lock
from summit.jobs.models import Job
from summit.jobs.services import enqueue
from summit.sheets.plans import ImportIsRefused, RowState
from summit.sheets.rules import Row

from ..models import Session, Slot, Speaker
from ..queries.board import load_board
from ..queries.exchange import load_present
from ..rules.cells import PersonRef
from ..rules.exchange import SheetKind
from ..rules.import_places import refuse_blocked
from ..rules.importing import DraftHasChanged, ImportPlan, PlanRow, Present, as_guid, own_guids
from ..rules.places import PlaceIsBlocked
from ..rules.planning import plan_import
from ..rules.timing import Placement
from . import placing, sessions, speakers, tracks
from .drafting import lock_draft
from .parts import Part, set_parts

Rows = Mapping[SheetKind, list[Row]]
Tell = Callable[[int, int], None]
KIND = "agenda.import"
# How many rows are brought in while the sender waits: about a second; more are the worker's.
MOST_AT_ONCE = 150
_WRITTEN = {RowState.NEW, RowState.CHANGED}


def _tell_nobody(done: int, total: int) -> None:
    """Stand in where nobody watches the progress."""


def plan_rows(event: Event, rows: Rows, *, adds_missing: bool) -> ImportPlan:
    """Return what an import of the rows would do to the present draft; writes nothing.

    Places that a conflict of the level "refuse" stands against are refused as the import itself would refuse them.
    """
    present, plan = _plan(event, rows, adds_missing)
    if any(row.sheet is SheetKind.TIMES and row.state in _WRITTEN for row in plan.rows):
        refuse_blocked(load_board(event), present, plan)
    return plan


def _plan(event: Event, rows: Rows, adds_missing: bool) -> tuple[Present, ImportPlan]:
    keys = {row.cells.get("key", "") for found in rows.values() for row in found} - {""}
    guids = {guid for key in keys for guid in own_guids(event.id, key)}
    present = load_present(event, guids)
    return present, plan_import(present, rows, adds_missing=adds_missing)


def import_rows(
    event_id: int,
    rows: Rows,
    *,
    adds_missing: bool,
    digest: str,
    actor_id: int | None,
    now: datetime,
    tell: Tell = _tell_nobody,
) -> ImportPlan:
    """Bring the rows into the draft exactly as the plan with this `digest` said, and return the plan.

    `tell` hears how many of how many rows are written.

    Raises DraftHasChanged where the plan would be another one now, ImportIsRefused naming the row that cannot be
    brought in; the caller's transaction undoes the rest.
    """
    # A new hall locks the edition, and whoever gives the edition another zone locks it before the draft.
    lock(Event, event_id)
    lock_draft(event_id)
    present, plan = _plan(get_event(event_id), rows, adds_missing)
    if plan.digest != digest:
        raise DraftHasChanged
    if refused := next((row for row in plan.rows if row.state is RowState.REFUSED), None):
        raise ImportIsRefused(refused, refused.faults[0].error)
    _Importer(present, actor_id, now).bring(plan, tell)
    counts = {state.value: count for state, count in plan.counts.items()}
    record("agenda.imported", "event", event_id, actor_id=actor_id, event_id=event_id, **counts)
    return plan


def order_import(event_id: int, token: str, digest: str, *, actor_id: int) -> Job:
    """Have the worker bring in the file that was sent, as the plan with this `digest` said."""
    arguments = {"token": token, "digest": digest, "actor": actor_id}
    return enqueue(KIND, arguments, event_id=event_id, created_by=actor_id)


class _Importer:
    """Brings the rows in sheet by sheet, and knows by then which ids the new things have."""

    def __init__(self, present: Present, actor_id: int | None, now: datetime) -> None:
        self.present, self.actor_id, self.now = present, actor_id, now
        self.by: dict[str, Any] = {"actor_id": actor_id, "now": now}
        self.categories = {category.letter: category.id for category in list_categories(present.event_id)}
        self.old = {sheet: {item.id: item.values for item in present.items.get(sheet, ())} for sheet in SheetKind}
        self.ids = {sheet: {item.aliases[0]: item.id for item in present.items.get(sheet, ())} for sheet in SheetKind}
        # The slot that a new session was made with waits for the first of its times.
        self.first_slots: dict[int, int] = {}

    def bring(self, plan: ImportPlan, tell: Tell) -> None:
        """Write every row that is new or changed, then all places at once."""
        writers: dict[SheetKind, Callable[[PlanRow], int]] = {
            SheetKind.HALLS: self._hall,
            SheetKind.TRACKS: self._track,
            SheetKind.SPEAKERS: self._speaker,
            SheetKind.SESSIONS: self._session,
            SheetKind.TIMES: self._time,
        }
        wanted = [row for row in plan.rows if row.state in _WRITTEN]
        for number, row in enumerate(wanted):
            tell(number, len(wanted))
            with _refused_at(row):
                self.ids[row.sheet][row.name] = writers[row.sheet](row)
        self._place([row for row in wanted if row.sheet is SheetKind.TIMES])

    def _hall(self, row: PlanRow) -> int:
        values = dict(row.values)
        windows = values.pop("windows", None)
        if row.item_id is None:
            return places.add_hall(self.present.event_id, windows=windows or (), actor_id=self.actor_id, **values).id
        return places.update_hall(row.item_id, windows=windows, actor_id=self.actor_id, **values).id

    def _track(self, row: PlanRow) -> int:
        if row.item_id is None:
            return tracks.create_track(self.present.event_id, **self.by, **row.values).id
        return tracks.update_track(row.item_id, **self.by, **row.values).id

    def _speaker(self, row: PlanRow) -> int:
        values = dict(row.values)
        windows = values.pop("windows", None)
        if row.item_id is not None:
            return speakers.update_speaker(row.item_id, windows=windows, **self.by, **values).id
        speaker = speakers.create_speaker(self.present.event_id, windows=windows or (), **self.by, **values)
        return _known_as(speaker, row.guid)

    def _session(self, row: PlanRow) -> int:
        values = dict(row.values)
        people = values.pop("people", None)
        if "track" in values:
            values["track_id"] = self.ids[SheetKind.TRACKS].get(values.pop("track"))
        if "categories" in values:
            values["category_ids"] = [self.categories[letter] for letter in values.pop("categories")]
        key = row.item_id
        if key is None:
            session = sessions.create_session(self.present.event_id, **self.by, **values)
            key = _known_as(session, row.guid)
            self.first_slots[key] = session.slots[0].id
        elif values:
            sessions.update_session(key, **self.by, **values)
        if people is not None:
            set_parts(key, [self._part(person) for person in people], **self.by)
        return key

    def _part(self, person: PersonRef) -> Part:
        return Part(self.ids[SheetKind.SPEAKERS][person.who], person.role, person.language)

    def _time(self, row: PlanRow) -> int:
        """Return the slot of the row: its own, the one that its new session came with, or a new one."""
        if row.item_id is not None:
            return row.item_id
        session_id = self.ids[SheetKind.SESSIONS][row.values["session"]]
        slot_id = self.first_slots.pop(session_id, None)
        slot = db.session.get(Slot, slot_id) if slot_id else None
        return _known_as(slot or sessions.add_slot(session_id, **self.by), row.guid)

    def _place(self, rows: list[PlanRow]) -> None:
        """Unlock what is unlocked, move everything in one step, then lock what is locked."""
        slots = {self.ids[SheetKind.TIMES][row.name]: row for row in rows}
        moved = {key: row for key, row in slots.items() if row.values.keys() & {"starts_at", "ends_at", "halls"}}
        for key, row in slots.items():
            if row.values.get("is_locked") is False and row.item_id is not None:
                placing.unlock_slot(key, **self.by)
        try:
            placements = {key: self._placement(row) for key, row in moved.items()}
            if placements:
                placing.place_many(self.present.event_id, placements, kind="imported", **self.by)
        except PlaceIsBlocked as error:
            found = [moved[key] for key in error.conflict.slot_ids if key in moved]
            raise ImportIsRefused(found[0] if found else rows[0], error) from error
        except DomainError as error:
            raise ImportIsRefused(next(iter(moved.values())), error) from error
        for key, row in slots.items():
            if row.values.get("is_locked"):
                placing.lock_slot(key, **self.by)

    def _placement(self, row: PlanRow) -> Placement | None:
        place = {**self.old[SheetKind.TIMES].get(row.item_id or 0, {}), **row.values}
        if place.get("starts_at") is None:
            return None
        halls = tuple(self.ids[SheetKind.HALLS][name] for name in place["halls"])
        return Placement(halls, place["starts_at"], place["ends_at"])


def _known_as(row: Session | Speaker | Slot, guid: str) -> int:
    """Give a new row the guid of its key, if it is still free, and return its id."""
    model = type(row)
    if as_guid(guid) and db.session.scalar(select(model.id).where(model.guid == guid)) is None:
        row.guid = guid
        db.session.flush()
    return row.id


@contextmanager
def _refused_at(row: PlanRow) -> Iterator[None]:
    """Say of a refusal at which row it happened."""
    try:
        yield
    except DomainError as error:
        raise ImportIsRefused(row, error) from error
