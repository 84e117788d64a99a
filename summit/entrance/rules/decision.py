"""The one decision function for camera, scanner, typed code, bulk and offline upload (PROTOCOLS.md).

Order of an entry, the first refusal wins: token, revoked, event, status, zone by category (with the adult or
escort that the category needs), time window, capacity, the session at a hall's door, anti-passback. The repeat of
a scan_id is answered by the service before this is asked. Who is inside already takes no second place, so capacity
does not refuse them and anti-passback answers. What the door of a hall asks stands in rules/hall.py.

An exit is never refused to somebody inside: not for a revoked badge, a lost approval, the time or the number
of people. Only an unknown code and another event's badge stay unanswered, since nobody is known to leave.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from summit.entrance.rules.facts import (
    CredentialFacts,
    Decision,
    HallFacts,
    HolderFacts,
    PresenceFacts,
    ScanRequest,
    ZoneFacts,
)
from summit.entrance.rules.hall import ChosenSession, Refusal, choose_session, stay_in
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
        Outcome.NOT_SIGNED_UP,
        Outcome.ALREADY_INSIDE,
    }
)


def decide(
    request: ScanRequest,
    credential: CredentialFacts | None,
    holder: HolderFacts | None,
    zone: ZoneFacts,
    presence: PresenceFacts,
    now: datetime,
    hall: HallFacts | None = None,
) -> Decision:
    """Return the answer to one scan; every outcome is a normal answer, so nothing is raised.

    `credential` is None for a code nobody has; `holder` is None when the registration is gone. `now` is the
    moment the person stood at the door (the server's clock when live, the device's after an upload). `hall` is None
    at a gate that is not the door of a hall.
    """
    if request.direction is Direction.EXIT:
        return _exit(request, credential, presence, holder)
    refusal = _badge_refusal(request, credential)
    if refusal is not None:
        return _refuse(refusal)
    chosen = choose_session(hall, holder, now)
    stay = presence if hall is None else stay_in(chosen)
    refusal = (
        _person_refusal(request, holder, zone)
        or _time_refusal(zone, now)
        or _capacity_refusal(zone, presence)
        or (chosen.refusal if chosen else None)
        or _passback_refusal(zone, stay, now)
    )
    if refusal is None or (request.override_reason and refusal.outcome in OVERRIDABLE):
        admitted = _admit(zone, presence, stay, holder, chosen)
        return admitted if refusal is None else _overridden(admitted, refusal)
    return _refuse(refusal, _attention(holder), chosen)


def _badge_refusal(request: ScanRequest, credential: CredentialFacts | None) -> Refusal | None:
    return _unknown(credential) or _blocked(credential) or _foreign(request, credential)


def _unknown(credential: CredentialFacts | None) -> Refusal | None:
    return Refusal(Outcome.UNKNOWN, N_("No badge has this code.")) if credential is None else None


def _blocked(credential: CredentialFacts | None) -> Refusal | None:
    if credential is None or (credential.is_current and not credential.is_revoked):
        return None
    if credential.is_current:
        return Refusal(Outcome.REVOKED, N_("This badge has been blocked."))
    explanation = N_("This badge (issue %(issue)s) has been replaced by a newer one.")
    return Refusal(Outcome.REVOKED, explanation, {"issue": credential.issue})


def _foreign(request: ScanRequest, credential: CredentialFacts | None) -> Refusal | None:
    if credential is None or credential.event_id == request.event_id:
        return None
    return Refusal(Outcome.WRONG_EVENT, N_("This badge belongs to another event."))


def _person_refusal(request: ScanRequest, holder: HolderFacts | None, zone: ZoneFacts) -> Refusal | None:
    if holder is None or holder.status is RegistrationStatus.WITHDRAWN:
        return Refusal(Outcome.CANCELLED, N_("This registration has been cancelled."))
    if holder.status is not RegistrationStatus.APPROVED:
        return Refusal(Outcome.NOT_APPROVED, N_("This registration is not approved."))
    if zone.letter not in holder.zones:
        explanation = N_("Category %(category)s has no access to zone %(zone)s.")
        params = {"category": holder.category_letter, "zone": zone.letter}
        return Refusal(Outcome.WRONG_ZONE, explanation, params)
    if holder.needs_adult and not request.accompanied:
        return Refusal(Outcome.MINOR_WITHOUT_ADULT, N_("A child enters together with an adult."))
    if holder.needs_escort and not request.accompanied:
        return Refusal(Outcome.ESCORT_NEEDED, N_("This person enters together with an escort."))
    return None


def _time_refusal(zone: ZoneFacts, now: datetime) -> Refusal | None:
    if not zone.windows or any(start <= now < end for start, end in zone.windows):
        return None
    later = [start for start, _ in zone.windows if start > now]
    if later:
        return Refusal(Outcome.WRONG_TIME, N_("This zone opens at %(moment)s."), {"moment": min(later)})
    closed = max(end for _, end in zone.windows)
    return Refusal(Outcome.WRONG_TIME, N_("This zone closed at %(moment)s."), {"moment": closed})


def _capacity_refusal(zone: ZoneFacts, presence: PresenceFacts) -> Refusal | None:
    if zone.capacity is None or presence.is_inside or zone.inside < zone.capacity:
        return None
    return Refusal(Outcome.FULL, N_("All %(capacity)s places of this zone are taken."), {"capacity": zone.capacity})


def _passback_refusal(zone: ZoneFacts, presence: PresenceFacts, now: datetime) -> Refusal | None:
    if not presence.is_inside or zone.anti_passback in {AntiPassback.OFF, AntiPassback.LOG}:
        return None
    entered = presence.last_entry_at
    pause = timedelta(minutes=zone.anti_passback_minutes)
    if zone.anti_passback is AntiPassback.TIMED and (entered is None or now >= entered + pause):
        return None
    if entered is None:
        return Refusal(Outcome.ALREADY_INSIDE, N_("This badge has already entered."))
    return Refusal(Outcome.ALREADY_INSIDE, N_("This badge already entered at %(moment)s."), {"moment": entered})


def _attention(holder: HolderFacts | None, *extra: Attention) -> tuple[Attention, ...]:
    return (*(holder.attention if holder else ()), *extra)


def _refuse(refusal: Refusal, attention: tuple[Attention, ...] = (), chosen: ChosenSession | None = None) -> Decision:
    return Decision(
        refusal.outcome,
        refusal.explanation,
        refusal.next_step or NEXT_STEPS[refusal.outcome],
        refusal.params,
        attention=attention,
        slot_id=chosen.session.slot_id if chosen else None,
    )


def _admit(
    zone: ZoneFacts,
    presence: PresenceFacts,
    stay: PresenceFacts,
    holder: HolderFacts | None,
    chosen: ChosenSession | None,
) -> Decision:
    noted = stay.is_inside and zone.anti_passback is not AntiPassback.OFF
    extra = (Attention.ENTERED_TWICE,) if noted else ()
    return Decision(
        Outcome.ADMITTED,
        N_("This badge is valid for “%(session)s”.") if chosen else N_("This badge is valid here and now."),
        NEXT_STEPS[Outcome.ADMITTED],
        {"session": chosen.session.titles} if chosen else {},
        counts_as_entry=True,
        opens_presence=not presence.is_inside,
        attention=_attention(holder, *extra),
        slot_id=chosen.session.slot_id if chosen else None,
    )


def _overridden(admitted: Decision, refusal: Refusal) -> Decision:
    return replace(
        admitted,
        explanation=N_("A supervisor has let this person in."),
        params={},
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


def _not_inside(presence: PresenceFacts) -> Refusal:
    if presence.last_exit_at is None:
        return Refusal(Outcome.NOT_INSIDE, N_("No entry of this badge is on record; the exit is noted."))
    params = {"moment": presence.last_exit_at}
    return Refusal(Outcome.NOT_INSIDE, N_("This badge already left at %(moment)s; the exit is noted."), params)
