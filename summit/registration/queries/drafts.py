"""Finding unfinished forms."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import undefer

from summit.database import db
from summit.registration.models import RegistrationDraft


def find_draft(secret_hash: str, now: datetime, *, lock: bool = False) -> RegistrationDraft | None:
    """Return the draft of a secret unless it has expired; locked and fresh where it is to be changed."""
    statement = select(RegistrationDraft).where(
        RegistrationDraft.secret_hash == secret_hash, RegistrationDraft.expires_at > now
    )
    if lock:
        statement = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    return db.session.scalar(statement)


def get_draft_photo(draft_id: int) -> bytes | None:
    """Return the JPEG that was uploaded into a draft."""
    statement = select(RegistrationDraft).where(RegistrationDraft.id == draft_id)
    loaded = statement.options(undefer(RegistrationDraft.photo)).execution_options(populate_existing=True)
    return db.session.execute(loaded).scalar_one().photo
