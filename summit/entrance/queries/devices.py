"""Reading the devices of an edition."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from summit.database import db

from ..models import Device
from ..rules.tokens import secret_hash


def find_device_by_token(event_id: int, token: str) -> Device | None:
    """Return the device of this very edition that holds the token, with its gates; None where it was taken away."""
    statement = select(Device).where(
        Device.event_id == event_id, Device.token_hash == secret_hash(token), Device.revoked_at.is_(None)
    )
    return db.session.scalar(statement.options(selectinload(Device.gates)))
