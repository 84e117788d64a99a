"""What the door of a hall asks: which session a person comes for, and whether there is a place for them.

The session that counts is the one the person has a place in (or stands on stage in); else the one that runs, but in
its last quarter of an hour the next one. From a session's start on, places that are not used go to whoever stands
at the door; before it, to those on the waiting list only, and only once an organiser lets them in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from summit.agenda.rules.sign_ups import NOT_FOR_CHILDREN, NOT_FOR_MINORS
from summit.entrance.rules.facts import HallFacts, HallSession, HolderFacts, PresenceFacts
from summit.entrance.rules.outcomes import Outcome
from summit.errors import N_, DomainError

# So long before its beginning a session is what people come to the door for.
DOORS_OPEN = timedelta(minutes=45)
# So long before its end nobody comes for a session any more, but for the next one.
LAST_CALL = timedelta(minutes=15)
_OTHER_SESSIONS = N_("Show the person the programme: other sessions are open to them.")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody is not let in; `next_step` "" means that of the outcome."""

    outcome: Outcome
    explanation: str
    params: Mapping[str, Any] = field(default_factory=dict)
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class ChosenSession:
    """The session that a person comes for, and why they are not let in for it."""

    session: HallSession
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class DoorSession:
    """A session as its door sees it: how many are in for it, how many wait, and whether they are called in early.

    `capacity` None: everybody may come.
    """

    slot_id: int
    titles: Mapping[str, str]
    starts_at: datetime
    ends_at: datetime
    capacity: int | None
    inside: int
    waiting: int
    is_called: bool

    def may_call(self, now: datetime) -> bool:
        """Tell whether letting in who waits would change anything: places are limited and it has not begun."""
        return self.capacity is not None and now < self.starts_at


class SessionIsNotHere(DomainError):
    """No session with limited places begins soon in the hall behind this gate."""

    message = N_("This session does not begin here soon, so there is no waiting list to let in.")


def choose_session(hall: HallFacts | None, holder: HolderFacts | None, now: datetime) -> ChosenSession | None:
    """Return the session that the person most likely comes for; None where none is in play."""
    sessions = [one for one in hall.sessions if is_in_play(one.starts_at, one.ends_at, now)] if hall else []
    if holder is None or not sessions:
        return None
    session = min(sessions, key=lambda one: (not _is_theirs(one), *_unlikeliness(one, now), one.slot_id))
    return ChosenSession(session, _refusal(session, holder, now))


def is_in_play(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Tell whether people come to the door for what lasts from `starts_at` until `ends_at`."""
    return starts_at - DOORS_OPEN <= now < ends_at


def answered_for(hall: HallFacts, slot_id: int | None) -> HallFacts:
    """Return the one session that a device has answered for, where it was in play here; else all that were."""
    named = tuple(one for one in hall.sessions if one.slot_id == slot_id)
    return HallFacts(named) if named else hall


def _unlikeliness(session: HallSession, now: datetime) -> tuple[bool, timedelta]:
    runs_on = session.starts_at <= now < session.ends_at - LAST_CALL
    return not runs_on, abs(session.starts_at - now)


def stay_in(chosen: ChosenSession | None) -> PresenceFacts:
    """Return whether the person was let in for the session before: within a zone, that is all a hall's door asks."""
    if chosen is None or chosen.session.entered_at is None:
        return PresenceFacts()
    return PresenceFacts(is_inside=True, last_entry_at=chosen.session.entered_at)


def _is_theirs(session: HallSession) -> bool:
    return session.has_place or session.is_on_stage or session.entered_at is not None


def _refusal(session: HallSession, holder: HolderFacts, now: datetime) -> Refusal | None:
    if session.is_on_stage:
        return None
    return _audience_refusal(session, holder) or _seat_refusal(session, now)


def _audience_refusal(session: HallSession, holder: HolderFacts) -> Refusal | None:
    """Refuse those for whom the session is not meant, by category and by what is known of their age."""
    name = {"session": session.titles}
    if session.categories and holder.category_letter not in session.categories:
        explanation = N_("“%(session)s” is not open to category %(category)s.")
        params = name | {"category": holder.category_letter}
        return Refusal(Outcome.NOT_SIGNED_UP, explanation, params, _OTHER_SESSIONS)
    child_is_late = holder.needs_adult and session.age_limit >= NOT_FOR_CHILDREN
    if child_is_late or (holder.is_minor and session.age_limit >= NOT_FOR_MINORS):
        explanation = N_("“%(session)s” is for people of %(age)s and older.")
        return Refusal(Outcome.NOT_SIGNED_UP, explanation, name | {"age": session.age_limit}, _OTHER_SESSIONS)
    return None


def _seat_refusal(session: HallSession, now: datetime) -> Refusal | None:
    """Refuse who has no place before the beginning, and everybody once all places are in use."""
    if session.capacity is None or session.entered_at is not None:
        return None
    name = {"session": session.titles}
    if session.inside >= session.capacity:
        explanation = N_("All %(capacity)s places of “%(session)s” are in use.")
        return Refusal(Outcome.FULL, explanation, name | {"capacity": session.capacity})
    if session.has_place or now >= session.starts_at or (session.admits_waiting and session.position is not None):
        return None
    if session.position is not None:
        explanation = N_("This person is number %(position)s on the waiting list of “%(session)s”.")
        return Refusal(Outcome.NOT_SIGNED_UP, explanation, name | {"position": session.position})
    return Refusal(Outcome.NOT_SIGNED_UP, N_("“%(session)s” needs a sign-up, and this person has none."), name)
