"""Reading consent texts and what was agreed to."""

from sqlalchemy import select

from summit.database import db
from summit.registration.models import ConsentRecord, ConsentText
from summit.registration.rules import ConsentPurpose


def list_current_texts(event_id: int) -> list[ConsentText]:
    """Return the newest approved text of each purpose and language."""
    statement = (
        select(ConsentText).where(ConsentText.event_id == event_id, ConsentText.approved).order_by(ConsentText.version)
    )
    newest = {(text.purpose, text.language): text for text in db.session.scalars(statement)}
    return list(newest.values())


def find_latest_version(event_id: int, purpose: ConsentPurpose, language: str) -> int:
    """Return the highest version number of a text, 0 where there is none."""
    statement = select(ConsentText.version).where(
        ConsentText.event_id == event_id, ConsentText.purpose == purpose, ConsentText.language == language
    )
    return db.session.scalar(statement.order_by(ConsentText.version.desc()).limit(1)) or 0


def has_texts(event_id: int) -> bool:
    """Tell whether the edition has published any text."""
    return db.session.scalar(select(ConsentText.id).where(ConsentText.event_id == event_id).limit(1)) is not None


def given_purposes(registration_id: int) -> set[ConsentPurpose]:
    """Return the purposes to which the person agrees at present: the last record of each decides."""
    statement = select(ConsentRecord.purpose, ConsentRecord.given).where(
        ConsentRecord.registration_id == registration_id
    )
    latest = dict(db.session.execute(statement.order_by(ConsentRecord.id)).all())
    return {purpose for purpose, given in latest.items() if given}
