"""Whom a release concerns, and with what: people on stage and in booths, and delegates who follow a session.

Changes of texts alone are no news: nobody has to be elsewhere because of them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from summit.calendar.rules import EntryKind
from summit.errors import N_

from .changes import ChangeKind, Changes
from .kinds import PersonRole, SignUpStatus
from .programme import Programme, ProgrammeSlot
from .versions import place_of

Roles = tuple[PersonRole, ...]


class NewsKind(StrEnum):
    """What somebody must know of a slot."""

    NEW = "new"
    RETURNED = "returned"
    MOVED = "moved"
    ROLE = "role"
    LEFT = "left"
    CANCELLED = "cancelled"


class RecipientKind(StrEnum):
    """Who is told; the recipient's id is the speaker's or the registration's."""

    SPEAKER = "speaker"
    DELEGATE = "delegate"


NEWS_NAMES = {
    NewsKind.NEW: N_("New"),
    NewsKind.RETURNED: N_("Takes place after all"),
    NewsKind.MOVED: N_("Moved"),
    NewsKind.ROLE: N_("Your part has changed"),
    NewsKind.LEFT: N_("You no longer have a part in it"),
    NewsKind.CANCELLED: N_("Cancelled"),
}
_OF_DELEGATES = {
    ChangeKind.MOVED: NewsKind.MOVED,
    ChangeKind.CANCELLED: NewsKind.CANCELLED,
    ChangeKind.RETURNED: NewsKind.RETURNED,
}
# What a release itself has cancelled was confirmed until then.
_ENTRIES = {SignUpStatus.WAITING: EntryKind.WAITING}


@dataclass(frozen=True, slots=True)
class News:
    """One thing that somebody is told of a slot.

    `roles` are their parts in it (the last they had), none for a delegate; `entry` is how it stands in their calendar.
    """

    kind: NewsKind
    slot_id: int
    roles: Roles = ()
    entry: EntryKind = EntryKind.SPEAKING


@dataclass(frozen=True, slots=True)
class _Stand:
    """A slot in one programme, seen by somebody: is it held, and what do they do in it?"""

    slot: ProgrammeSlot | None
    roles: Roles

    @property
    def is_held(self) -> bool:
        return self.slot is not None and not self.slot.is_cancelled


def news_of_people(old: Programme | None, new: Programme) -> dict[int, tuple[News, ...]]:
    """Return what each person with a part in the old or the new programme must know, by person id.

    The news are in the order of the slots' start; who has nothing to know is left out.
    """
    past = old or Programme(time_zone=new.time_zone)
    before, after = _parts(past), _parts(new)
    found: dict[int, list[News]] = defaultdict(list)
    for key in ordered_slots(past, new):
        for person_id in {**before.get(key, {}), **after.get(key, {})}:
            one = _Stand(past.slot_of.get(key), before.get(key, {}).get(person_id, ()))
            other = _Stand(new.slot_of.get(key), after.get(key, {}).get(person_id, ()))
            kind = _kind_of(one, other)
            if kind is not None:
                found[person_id].append(News(kind, key, other.roles or one.roles))
    return {person_id: tuple(news) for person_id, news in sorted(found.items())}


def _parts(programme: Programme) -> dict[int, dict[int, Roles]]:
    """Return {slot id: {person id: roles}}."""
    of_session: dict[int, dict[int, Roles]] = {}
    for session in programme.sessions:
        roles: dict[int, Roles] = {}
        for part in session.parts:
            roles[part.person_id] = (*roles.get(part.person_id, ()), part.role)
        of_session[session.id] = roles
    return {slot.id: of_session[slot.session_id] for slot in programme.slots}


def ordered_slots(old: Programme, new: Programme) -> list[int]:
    """Return the ids of all slots of both programmes, by their start now (of old, where it is gone) and id."""
    starts: dict[int, datetime] = {slot.id: slot.starts_at for slot in (*old.slots, *new.slots)}
    return sorted(starts, key=lambda key: (starts[key], key))


def _kind_of(before: _Stand, after: _Stand) -> NewsKind | None:
    was, is_now = before.is_held and bool(before.roles), after.is_held and bool(after.roles)
    if was and not is_now:
        return NewsKind.LEFT if after.is_held else NewsKind.CANCELLED
    if is_now and not was:
        known = before.slot is not None and not before.is_held and before.roles
        return NewsKind.RETURNED if known else NewsKind.NEW
    if was and place_of(before.slot) != place_of(after.slot):
        return NewsKind.MOVED
    return NewsKind.ROLE if was and set(before.roles) != set(after.roles) else None


def news_of_slots(changes: Changes) -> dict[int, News]:
    """Return what those who follow a slot must know of it, by slot id, in the order of their start."""
    found = [
        (change.after or change.before, News(kind, change.slot_id, entry=EntryKind.STARRED))
        for change_kind, kind in _OF_DELEGATES.items()
        for change in changes.of(change_kind)
        if change.before is not None
    ]
    ordered = sorted((place.starts_at, news.slot_id, news) for place, news in found if place)
    return {slot_id: news for _, slot_id, news in ordered}


def merged(own: Iterable[News], followed: Iterable[News], order: Mapping[int, int]) -> tuple[News, ...]:
    """Return both as one list in the order of the slots; what concerns somebody's own part is said once, as that."""
    of_slot = {news.slot_id: news for news in followed} | {news.slot_id: news for news in own}
    return tuple(sorted(of_slot.values(), key=lambda news: order[news.slot_id]))


def followed_slots(
    news: Mapping[int, News],
    sessions: Mapping[int, int],
    starred: Collection[int],
    signed_up: Mapping[int, SignUpStatus],
) -> Iterator[News]:
    """Yield the news of the slots that somebody follows.

    `sessions` is {slot id: session id} of the slots of the edition; `starred` are session ids, `signed_up` is
    {slot id: status}. Who has signed up for some slots of a session follows those of it only.
    """
    chosen = {sessions[slot_id] for slot_id in signed_up if slot_id in sessions}
    for slot_id, one in news.items():
        if slot_id in signed_up:
            yield replace(one, entry=_ENTRIES.get(signed_up[slot_id], EntryKind.SIGNED_UP))
        elif sessions[slot_id] in starred and sessions[slot_id] not in chosen:
            yield one
