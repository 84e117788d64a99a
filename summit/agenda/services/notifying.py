"""Telling the people whom a release concerns: each of them once, in batches that can be resumed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import insert

from summit.audit import services as audit
from summit.database import ROW_LOCK, db
from summit.events.queries import get_event
from summit.jobs.services import enqueue
from summit.mail.services import Letter, queue_mails

from ..mails.releases import ReleasePost
from ..models import Release, ReleaseNotice
from ..queries import notices
from ..queries.releases import find_release, get_release, programme_of
from ..rules.news import News, RecipientKind, followed_slots, merged, news_of_people, news_of_slots, ordered_slots
from ..rules.programme import Programme
from ..rules.releases import AlreadyNotified, ReleaseIsGone
from ..rules.versions import compare

KIND = "agenda.notify"
Recipient = tuple[RecipientKind, int]
Notice = tuple[Recipient, Letter]


@dataclass(frozen=True)
class Plan:
    """Whom a release concerns: the recipients in their order, and what each of them must know."""

    release: Release
    post: ReleasePost
    own: dict[int, tuple[News, ...]]
    followed: dict[int, News]
    sessions: dict[int, int]
    order: dict[int, int]
    recipients: tuple[Recipient, ...]

    @cached_property
    def followed_sessions(self) -> dict[int, int]:
        """Return all slots of the sessions that have news, also the slots that stay as they were."""
        touched = {self.sessions[slot_id] for slot_id in self.followed}
        return {slot_id: session_id for slot_id, session_id in self.sessions.items() if session_id in touched}


def notify(event_id: int, number: int, *, actor_id: int | None, now: datetime) -> Release:
    """Tell the people concerned by a release in the background; raises ReleaseIsGone, AlreadyNotified."""
    found = find_release(event_id, number)
    if found is None:
        raise ReleaseIsGone
    row = db.session.get_one(Release, found.id, with_for_update=ROW_LOCK, populate_existing=True)
    if row.notified_job_id is not None:
        raise AlreadyNotified
    queue_notices(row, actor_id=actor_id)
    audit.record("release.notified", "release", row.id, actor_id=actor_id, event_id=event_id, number=number)
    return row


def queue_notices(release: Release, *, actor_id: int | None) -> None:
    """Write down the job that tells the people concerned."""
    job = enqueue(KIND, {"release_id": release.id}, event_id=release.event_id, created_by=actor_id)
    release.notified_job_id = job.id
    db.session.flush()


def plan_notices(release_id: int) -> Plan:
    """Return whom the release concerns; computed anew it is the same but for who has starred or left since."""
    release = get_release(release_id)
    event, old = get_event(release.event_id), _previous(release)
    new = programme_of(release)
    own, followed = news_of_people(old, new), news_of_slots(compare(old, new))
    past = old or Programme(time_zone=new.time_zone)
    sessions = {slot.id: slot.session_id for slot in (*past.slots, *new.slots)}
    touched = {slot_id: sessions[slot_id] for slot_id in followed}
    on_stage = set(notices.registrations_of_speakers(own).values())
    delegates = (key for key in notices.list_followers(release, touched) if key not in on_stage)
    return Plan(
        release=release,
        post=ReleasePost(event, release, old, new),
        own=own,
        followed=followed,
        sessions=sessions,
        order={key: number for number, key in enumerate(ordered_slots(past, new))},
        recipients=(
            *((RecipientKind.SPEAKER, key) for key in own),
            *((RecipientKind.DELEGATE, key) for key in delegates),
        ),
    )


def _previous(release: Release) -> Programme | None:
    before = find_release(release.event_id, release.number - 1)
    return programme_of(before) if before else None


def tell(plan: Plan, recipients: Sequence[Recipient], now: datetime) -> list[int]:
    """Queue one mail to each of the recipients who was not told yet; a constant number of statements.

    Returns the ids of the speakers who have no address.
    """
    told = notices.list_told(plan.release.id, recipients)
    waiting = [recipient for recipient in recipients if recipient not in told]
    speakers, silent = _letters_to_speakers(plan, _ids(waiting, RecipientKind.SPEAKER))
    found = [*speakers, *_letters_to_delegates(plan, _ids(waiting, RecipientKind.DELEGATE))]
    if found:
        db.session.execute(insert(ReleaseNotice), [_row(plan.release, recipient, now) for recipient, _ in found])
        queue_mails([letter for _, letter in found], event_id=plan.release.event_id)
    return silent


def _ids(recipients: Iterable[Recipient], kind: RecipientKind) -> list[int]:
    return [key for own, key in recipients if own is kind]


def _row(release: Release, recipient: Recipient, now: datetime) -> dict[str, Any]:
    kind, key = recipient
    return {"release_id": release.id, "recipient_kind": kind, "recipient_id": key, "created_at": now}


def _letters_to_speakers(plan: Plan, keys: Sequence[int]) -> tuple[list[Notice], list[int]]:
    """Return the letters, and the ids of those without an address; what they follow as delegates stands in them too."""
    rows = notices.list_speakers(keys) if keys else []
    linked = {row.registration_id for row in rows if row.registration_id is not None}
    following = _followed_by(plan, linked)
    letters: list[Notice] = []
    silent = []
    for row in rows:
        news = merged(plan.own[row.id], following.get(row.registration_id or 0, ()), plan.order)
        letter = plan.post.to_speaker(row, news)
        if letter is None:
            silent.append(row.id)
        else:
            letters.append(((RecipientKind.SPEAKER, row.id), letter))
    return letters, silent


def _letters_to_delegates(plan: Plan, keys: Sequence[int]) -> list[Notice]:
    following = _followed_by(plan, keys)
    rows = notices.list_delegates(keys) if keys else []
    return [
        ((RecipientKind.DELEGATE, row.id), plan.post.to_delegate(row, following[row.id]))
        for row in rows
        if following[row.id]
    ]


def _followed_by(plan: Plan, registration_ids: Iterable[int]) -> dict[int, tuple[News, ...]]:
    keys = list(registration_ids)
    if not keys or not plan.followed:
        return {}
    found = notices.list_following(plan.release, plan.followed_sessions, keys)
    return {
        key: tuple(followed_slots(plan.followed, plan.sessions, one.starred, one.signed_up))
        for key, one in found.items()
    }
