"""Which colleagues agreed to be shown to others."""

from collections.abc import Iterable

from sqlalchemy import func, select

from summit.database import db
from summit.registration.models import ConsentRecord
from summit.registration.rules import ConsentPurpose


def list_visible(registration_ids: Iterable[int]) -> set[int]:
    """Return who of these people agrees at present to be shown to other participants: the last record decides."""
    latest = (
        select(func.max(ConsentRecord.id))
        .where(
            ConsentRecord.registration_id.in_(list(registration_ids)),
            ConsentRecord.purpose == ConsentPurpose.PROFILE_VISIBLE,
        )
        .group_by(ConsentRecord.registration_id)
    )
    given = select(ConsentRecord.registration_id).where(ConsentRecord.id.in_(latest), ConsentRecord.given)
    return set(db.session.scalars(given))
