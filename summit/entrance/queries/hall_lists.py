"""Whose badge has what part in the sessions of some halls: what devices at their doors decide by without a network."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, func, select

from summit.agenda.models import Session, SignUp, Slot, Speaker
from summit.agenda.queries.releases import find_current_programme
from summit.agenda.rules.kinds import SessionKind, SignUpStatus
from summit.agenda.rules.programme import Programme, ProgrammeSlot
from summit.credentials.models import Credential
from summit.database import db

from ..models import CalledQueue, Scan
from ..rules.hall import DOORS_OPEN
from ..rules.hall_lists import DoorList, short_key
from .halls import session_at_door, still_in

_SLOTS: BindParameter[list[int]] = bindparam("slot_ids", expanding=True)
_KEY = Credential.token_hash


def _badge_of(registration_id: Any) -> Any:
    return and_(Credential.registration_id == registration_id, Credential.revoked_at.is_(None))


_SIGNED_UP = (
    select(SignUp.slot_id, SignUp.status, _KEY)
    .outerjoin(Credential, _badge_of(SignUp.registration_id))
    .where(SignUp.slot_id.in_(_SLOTS), SignUp.status.in_((SignUpStatus.CONFIRMED, SignUpStatus.WAITING)))
    .order_by(SignUp.slot_id, SignUp.id)
)
_ENTERED = (
    select(Scan.slot_id, _KEY, func.max(Scan.scanned_at).label("at"))
    .outerjoin(Credential, _badge_of(Scan.registration_id))
    .where(still_in(_SLOTS))
    .group_by(Scan.slot_id, Scan.registration_id, _KEY)
    .order_by(Scan.slot_id, Scan.registration_id)
)
_CALLED = select(CalledQueue.slot_id).where(CalledQueue.slot_id.in_(_SLOTS))
_DRAFTED = select(Slot.id, Session.capacity).join(Session, Session.id == Slot.session_id).where(Slot.id.in_(_SLOTS))


def list_doors(
    event_id: int, hall_ids: Collection[int], now: datetime, ahead: timedelta
) -> tuple[dict[int, list[int]], list[DoorList]]:
    """Return the slots of each hall that are in play before `now + ahead`, and each of them once with its badges.

    Breaks are left out. Without such a slot, one statement is asked; with some, six, however many there are.
    """
    programme = find_current_programme(event_id)
    halls = {hall_id: _slots(programme, hall_id, now, ahead) for hall_id in sorted(hall_ids)}
    slots = {slot.id: slot for found in halls.values() for slot in found}
    if programme is None or not slots:
        return {}, []
    known = _Known(programme, slots.values())
    ids = {hall_id: [slot.id for slot in found] for hall_id, found in halls.items()}
    return ids, [known.list_of(slot) for slot in slots.values()]


def _slots(programme: Programme | None, hall_id: int, now: datetime, ahead: timedelta) -> list[ProgrammeSlot]:
    if programme is None:
        return []
    return [
        slot
        for slot in programme.slots_of_hall.get(hall_id, ())
        if now < slot.ends_at
        and slot.starts_at - DOORS_OPEN < now + ahead
        and programme.session_of[slot.session_id].kind is SessionKind.SESSION
    ]


class _Known:
    """What is known of some slots, each kind read at once for all of them."""

    def __init__(self, programme: Programme, slots: Iterable[ProgrammeSlot]) -> None:
        self.programme = programme
        chosen = list(slots)
        values = {"slot_ids": [slot.id for slot in chosen]}
        self.signed_up: dict[tuple[int, SignUpStatus], list[bytes]] = defaultdict(list)
        for slot_id, status, token_hash in db.session.execute(_SIGNED_UP, values):
            self.signed_up[slot_id, status].append(short_key(token_hash))
        self.entered: dict[int, list[tuple[bytes, datetime]]] = defaultdict(list)
        for row in db.session.execute(_ENTERED, values):
            self.entered[row.slot_id].append((short_key(row.token_hash), row.at))
        self.called = set(db.session.scalars(_CALLED, values))
        self.drafted: dict[int, int | None] = {one.id: one.capacity for one in db.session.execute(_DRAFTED, values)}
        self.keys = _keys_of(person for slot in chosen for person in self._on_stage(slot))

    def _on_stage(self, slot: ProgrammeSlot) -> list[int]:
        return [part.person_id for part in self.programme.session_of[slot.session_id].parts]

    def list_of(self, slot: ProgrammeSlot) -> DoorList:
        return DoorList(
            session=session_at_door(
                slot,
                self.programme.session_of[slot.session_id],
                drafted=self.drafted.get(slot.id),
                is_called=slot.id in self.called,
            ),
            places=self.signed_up[slot.id, SignUpStatus.CONFIRMED],
            queue=self.signed_up[slot.id, SignUpStatus.WAITING],
            stage=[self.keys[person] for person in self._on_stage(slot) if person in self.keys],
            entered=self.entered[slot.id],
        )


def _keys_of(speaker_ids: Iterable[int]) -> dict[int, bytes]:
    """Return the badges of those speakers who are registered and have one."""
    statement = select(Speaker.id, _KEY).join(Credential, _badge_of(Speaker.registration_id))
    rows = db.session.execute(statement.where(Speaker.id.in_(sorted(set(speaker_ids)))))
    return {speaker_id: short_key(token_hash) for speaker_id, token_hash in rows}
