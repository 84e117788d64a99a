"""What a speaker does on their own page: found by the secret link, every change made as nobody's but theirs."""

import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypedDict, Unpack

from summit.database import db

from ..mails.links import speaker_secret
from ..models import Speaker
from ..queries import speakers as queries
from ..rules.speakers import Span
from .speakers import update_speaker

__all__ = ["OwnValues", "answer", "find_by_secret", "speaker_secret"]


class OwnValues(TypedDict, total=False):
    """What speakers may change themselves; their name stays with the organisers, because badges and visas follow it."""

    organisation: str
    job_title: str
    biographies: Mapping[str, str]
    needs: str
    arrival: str
    recording_consent: bool | None


def find_by_secret(secret: str) -> Speaker | None:
    """Return the speaker that a link belongs to, with windows, sessions and registration; None for a forged one."""
    guid, dot, _ = secret.partition(".")
    speaker = queries.find_speaker_by_guid(guid) if dot and secret.isascii() else None
    if speaker is None:
        return None
    return speaker if hmac.compare_digest(speaker_secret(speaker), secret) else None


def answer(
    speaker_id: int, *, version: int, windows: Iterable[Span], now: datetime, **values: Unpack[OwnValues]
) -> Speaker:
    """Keep what a speaker says of themselves.

    Raises ChangedMeanwhile where another version was seen, IsGone, and the refusals of rules.speakers.
    """
    speaker = update_speaker(speaker_id, version=version, windows=windows, actor_id=None, now=now, **values)
    speaker.answered_at = now
    db.session.flush()
    return speaker
