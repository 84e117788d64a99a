"""Inviting speakers to their own pages, and making a link useless."""

from datetime import datetime

from sqlalchemy import select

from summit.database import db
from summit.events.queries import get_event

from ..mails.speakers import queue_speaker_invitation
from ..models import Speaker
from ..queries import speakers as queries
from ..rules.speakers import INVITATION_PAUSE, SpeakerHasNoEmail
from .drafting import lock_draft
from .speaker_rows import lock_speaker, note_speaker, record_speaker


def invite_speaker(speaker_id: int, *, actor_id: int | None, now: datetime) -> Speaker:
    """Send a speaker the link of their own page; a repeat within a minute sends nothing.

    Raises SpeakerHasNoEmail, IsGone.
    """
    speaker, _settings = lock_speaker(speaker_id)
    if not speaker.email:
        raise SpeakerHasNoEmail(name=speaker.name_latin)
    if speaker.invited_at is None or now - speaker.invited_at >= INVITATION_PAUSE:
        _invite([speaker], actor_id, now)
    return speaker


def invite_all(event_id: int, *, actor_id: int | None, now: datetime) -> int:
    """Invite everybody who has an address and was never invited; return how many there were."""
    lock_draft(event_id)
    statement = select(Speaker).where(*queries.to_invite(event_id)).order_by(Speaker.id)
    speakers = list(db.session.scalars(statement.execution_options(populate_existing=True)))
    _invite(speakers, actor_id, now)
    return len(speakers)


def _invite(speakers: list[Speaker], actor_id: int | None, now: datetime) -> None:
    for speaker in speakers:
        queue_speaker_invitation(speaker, get_event(speaker.event_id))
        speaker.invited_at = now
        record_speaker("invited", speaker, actor_id)
    db.session.flush()


def revoke_link(speaker_id: int, *, actor_id: int | None, now: datetime) -> Speaker:
    """Make every link that was ever sent to the speaker useless; the next invitation carries a new one."""
    speaker, settings = lock_speaker(speaker_id)
    speaker.link_issue += 1
    speaker.invited_at = None
    db.session.flush()
    note_speaker("link_revoked", speaker, settings, actor_id, now)
    return speaker
