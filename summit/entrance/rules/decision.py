"""The one decision function for camera, scanner, typed code, bulk and offline upload (PROTOCOLS.md).

Order of an entry, the first refusal wins: token, revoked, event, status, zone by category (with the adult or
escort that the category needs), time window, capacity, anti-passback. The repeat of a scan_id is answered by
the service before this is asked. Who is inside already takes no second place, so capacity does not refuse
them and anti-passback answers.

An exit is never refused to somebody inside: not for a revoked badge, a lost approval, the time or the number
of people. Only an unknown code and another event's badge stay unanswered, since nobody is known to leave.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from summit.entrance.rules.facts import (
    CredentialFacts,
    Decision,
    HolderFacts,
    PresenceFacts,
    ScanRequest,
    ZoneFacts,
)
from summit.entrance.rules.outcomes import NEXT_STEPS, Attention, Direction, Outcome
from summit.errors import N_
from summit.events.rules import AntiPassback
from summit.registration.rules import RegistrationStatus

# A supervisor can open the door to a person, never to a code that stands for nobody (unknown, another event,
# cancelled) nor to a badge that was blocked or replaced: those get a new badge at the help desk.
OVERRIDABLE = frozenset(
    {
        Outcome.NOT_APPROVED,
        Outcome.WRONG_ZONE,
        Outcome.MINOR_WITHOUT_ADULT,
        Outcome.ESCORT_NEEDED,
        Outcome.WRONG_TIME,
        Outcome.FULL,
        Outcome.ALREADY_INSIDE,
    }
)


@dataclass(frozen=True, slots=True)
class _Refusal:
    outcome: Outcome
    explanation: str
    params: Mapping[str, Any] = field(default_factory=dict)


def decide(
    request: ScanRequest,
    credential: CredentialFacts | None,
    holder: HolderFacts | None,
    zone: ZoneFacts,
    presence: PresenceFacts,
    now: datetime,
) -> Decision:
    """Return the answer to one scan; every outcome is a normal answer, so nothing is raised.

    `credential` is None for a code nobody has; `holder` is None when the registration is gone. `now` is the
    moment the person stood at the door (the server's clock when live, the device's after an upload).
    """
    if request.direction is Direction.EXIT:
        return _exit(request, credential, presence, holder)
    refusal = _badge_refusal(request, credential)
    if refusal is not None:
        return _refuse(refusal)
    refusal = _person_refusal(request, holder, zone) or _place_refusal(zone, presence, now)
    if refusal is None:
        return _admit(zone, presence, holder)
    if request.override_reason and refusal.outcome in OVERRIDABLE:
        return _override(refusal, zone, presence, holder)
    return _refuse(refusal, _attention(holder))


def _badge_refusal(request: ScanRequest, credential: CredentialFacts | None) -> _Refusal | None:
    return _unknown(credential) or _blocked(credential) or _foreign(request, credential)


def _unknown(credential: CredentialFacts | None) -> _Refusal | None:
    return _Refusal(Outcome.UNKNOWN, N_("No badge has this code.")) if credential is None else None


def _blocked(credential: CredentialFacts | None) -> _Refusal | None:
    if credential is None or (credential.is_current and not credential.is_revoked):
        return None
    if credential.is_current:
        return _Refusal(Outcome.REVOKED, N_("This badge has been blocked."))
    explanation = N_("This badge (issue %(issue)s) has been replaced by a newer one.")
    return _Refusal(Outcome.REVOKED, explanation, {"issue": credential.issue})


def _foreign(request: ScanRequest, credential: CredentialFacts | None) -> _Refusal | None:
    if credential is None or credential.event_id == request.event_id:
        return None
    return _Refusal(Outcome.WRONG_EVENT, N_("This badge belongs to another event."))


def _person_refusal(request: ScanRequest, holder: HolderFacts | None, zone: ZoneFacts) -> _Refusal | None:
    if holder is None or holder.status is RegistrationStatus.WITHDRAWN:
        return _Refusal(Outcome.CANCELLED, N_("This registration has been cancelled."))
    if holder.status is not RegistrationStatus.APPROVED:
        return _Refusal(Outcome.NOT_APPROVED, N_("This registration is not approved."))
    if zone.letter not in holder.zones:
        explanation = N_("Category %(category)s has no access to zone %(zone)s.")
        params = {"category": holder.category_letter, "zone": zone.letter}
        return _Refusal(Outcome.WRONG_ZONE, explanation, params)
    if holder.needs_adult and not request.accompanied:
        return _Refusal(Outcome.MINOR_WITHOUT_ADULT, N_("A child enters together with an adult."))
    if holder.needs_escort and not request.accompanied:
        return _Refusal(Outcome.ESCORT_NEEDED, N_("This person enters together with an escort."))
    return None


def _place_refusal(zone: ZoneFacts, presence: PresenceFacts, now: datetime) -> _Refusal | None:
    return _time_refusal(zone, now) or _capacity_refusal(zone, presence) or _passback_refusal(zone, presence, now)


def _time_refusal(zone: ZoneFacts, now: datetime) -> _Refusal | None:
    if not zone.windows or any(start <= now < end for start, end in zone.windows):
        return None
    later = [start for start, _ in zone.windows if start > now]
    if later:
        return _Refusal(Outcome.WRONG_TIME, N_("This zone opens at %(moment)s."), {"moment": min(later)})
    closed = max(end for _, end in zone.windows)
    return _Refusal(Outcome.WRONG_TIME, N_("This zone closed at %(moment)s."), {"moment": closed})


def _capacity_refusal(zone: ZoneFacts, presence: PresenceFacts) -> _Refusal | None:
    if zone.capacity is None or presence.is_inside or zone.inside < zone.capacity:
        return None
    return _Refusal(Outcome.FULL, N_("All %(capacity)s places of this zone are taken."), {"capacity": zone.capacity})


def _passback_refusal(zone: ZoneFacts, presence: PresenceFacts, now: datetime) -> _Refusal | None:
    if not presence.is_inside or zone.anti_passback in {AntiPassback.OFF, AntiPassback.LOG}:
        return None
    entered = presence.last_entry_at
    pause = timedelta(minutes=zone.anti_passback_minutes)
    if zone.anti_passback is AntiPassback.TIMED and (entered is None or now >= entered + pause):
        return None
    if entered is None:
        return _Refusal(Outcome.ALREADY_INSIDE, N_("This badge has already entered."))
    return _Refusal(Outcome.ALREADY_INSIDE, N_("This badge already entered at %(moment)s."), {"moment": entered})


def _attention(holder: HolderFacts | None, *extra: Attention) -> tuple[Attention, ...]:
    return (*(holder.attention if holder else ()), *extra)


def _refuse(refusal: _Refusal, attention: tuple[Attention, ...] = ()) -> Decision:
    step = NEXT_STEPS[refusal.outcome]
    return Decision(refusal.outcome, refusal.explanation, step, refusal.params, attention=attention)


def _admit(zone: ZoneFacts, presence: PresenceFacts, holder: HolderFacts | None) -> Decision:
    noted = presence.is_inside and zone.anti_passback is not AntiPassback.OFF
    extra = (Attention.ENTERED_TWICE,) if noted else ()
    return Decision(
        Outcome.ADMITTED,
        N_("This badge is valid here and now."),
        NEXT_STEPS[Outcome.ADMITTED],
        counts_as_entry=True,
        opens_presence=not presence.is_inside,
        attention=_attention(holder, *extra),
    )


def _override(refusal: _Refusal, zone: ZoneFacts, presence: PresenceFacts, holder: HolderFacts | None) -> Decision:
    admitted = _admit(zone, presence, holder)
    return replace(
        admitted,
        explanation=N_("A supervisor has let this person in."),
        attention=(*admitted.attention, Attention.OVERRIDDEN),
        overridden=refusal.outcome,
    )


def _exit(
    request: ScanRequest,
    credential: CredentialFacts | None,
    presence: PresenceFacts,
    holder: HolderFacts | None,
) -> Decision:
    refusal = _unknown(credential) or _foreign(request, credential)
    if refusal is not None:
        return _refuse(refusal)
    attention = _attention(holder, *((Attention.BADGE_REVOKED,) if _blocked(credential) else ()))
    if not presence.is_inside:
        return _refuse(_not_inside(presence), attention)
    explanation = N_("This badge has left the zone.")
    step = NEXT_STEPS[Outcome.EXITED]
    return Decision(Outcome.EXITED, explanation, step, closes_presence=True, attention=attention)


def _not_inside(presence: PresenceFacts) -> _Refusal:
    if presence.last_exit_at is None:
        return _Refusal(Outcome.NOT_INSIDE, N_("No entry of this badge is on record; the exit is noted."))
    params = {"moment": presence.last_exit_at}
    return _Refusal(Outcome.NOT_INSIDE, N_("This badge already left at %(moment)s; the exit is noted."), params)
