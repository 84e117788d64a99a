"""The one decision function for camera, scanner, typed code, bulk and offline upload (PROTOCOLS.md).

Order of an entry, the first refusal wins: token, revoked, event, status, zone by category, the gate's way and
categories, adult or escort, time windows of zone and gate, capacity, the session at a hall's door, once per day,
anti-passback (rules/checks.py). The repeat of a scan_id is answered by the service before this is asked. Who is
inside already takes no second place, so capacity does not refuse them and anti-passback answers. What the door of a
hall asks stands in rules/hall.py.

An exit is never refused to somebody inside: not for a revoked badge, a lost approval, the time or the number
of people. Only an unknown code and another event's badge stay unanswered, since nobody is known to leave, and a gate
that an organiser made an entry only sends people to another door.
"""

from dataclasses import replace
from datetime import datetime

from summit.entrance.rules.checks import (
    BADGE_CHECKS,
    ENTRY_CHECKS,
    EXIT_CHECKS,
    Case,
    first_refusal,
    reentry_mode,
    valid,
)
from summit.entrance.rules.facts import (
    CredentialFacts,
    Decision,
    HallFacts,
    HolderFacts,
    PresenceFacts,
    ScanRequest,
    ZoneFacts,
)
from summit.entrance.rules.gate_rules import NO_RULES, GateRules
from summit.entrance.rules.hall import ChosenSession, Refusal, choose_session, stay_in
from summit.entrance.rules.outcomes import NEXT_STEPS, Attention, Direction, Outcome
from summit.errors import N_
from summit.events.rules import AntiPassback

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
    gate: GateRules = NO_RULES,
) -> Decision:
    """Return the answer to one scan; every outcome is a normal answer, so nothing is raised.

    `credential` is None for a code nobody has; `holder` is None when the registration is gone. `now` is the
    moment the person stood at the door (the server's clock when live, the device's after an upload). `hall` is None
    at a gate that is not the door of a hall.
    """
    return answer_to(make_case(request, credential, holder, zone, presence, now, hall, gate))


def make_case(
    request: ScanRequest,
    credential: CredentialFacts | None,
    holder: HolderFacts | None,
    zone: ZoneFacts,
    presence: PresenceFacts,
    now: datetime,
    hall: HallFacts | None = None,
    gate: GateRules = NO_RULES,
) -> Case:
    """Return what the rules are asked with: the values of `decide`, and the session that is in question."""
    chosen = choose_session(hall, holder, now)
    stay = presence if hall is None else stay_in(chosen)
    return Case(request, credential, holder, zone, gate, presence, stay, chosen, now)


def answer_to(case: Case) -> Decision:
    """Return the answer to a case."""
    if case.request.direction is Direction.EXIT:
        return _exit(case)
    refusal = first_refusal(BADGE_CHECKS, case)
    if refusal is not None:
        return _refuse(refusal)
    refusal = first_refusal(ENTRY_CHECKS, case)
    if refusal is None:
        return _admit(case)
    if case.request.override_reason and refusal.outcome in OVERRIDABLE:
        return _overridden(_admit(case), refusal)
    return _refuse(refusal, _attention(case), case.chosen)


def _attention(case: Case, *extra: Attention) -> tuple[Attention, ...]:
    return (*(case.holder.attention if case.holder else ()), *extra)


def _refuse(refusal: Refusal, attention: tuple[Attention, ...] = (), chosen: ChosenSession | None = None) -> Decision:
    return Decision(
        refusal.outcome,
        refusal.explanation,
        refusal.next_step or NEXT_STEPS[refusal.outcome],
        refusal.params,
        attention=attention,
        slot_id=chosen.session.slot_id if chosen else None,
    )


def _admit(case: Case) -> Decision:
    chosen = case.chosen
    noted = case.stay.is_inside and reentry_mode(case.zone, case.gate)[0] is not AntiPassback.OFF
    extra = (Attention.ENTERED_TWICE,) if noted else ()
    return Decision(
        Outcome.ADMITTED,
        N_("This badge is valid for “%(session)s”.") if chosen else N_("This badge is valid here and now."),
        NEXT_STEPS[Outcome.ADMITTED],
        {"session": chosen.session.titles} if chosen else {},
        counts_as_entry=True,
        opens_presence=not case.presence.is_inside,
        attention=_attention(case, *extra),
        slot_id=chosen.session.slot_id if chosen else None,
        notes=tuple(texts for texts in (case.zone.attention, case.gate.attention) if texts),
    )


def _overridden(admitted: Decision, refusal: Refusal) -> Decision:
    return replace(
        admitted,
        explanation=N_("A supervisor has let this person in."),
        params={},
        attention=(*admitted.attention, Attention.OVERRIDDEN),
        overridden=refusal.outcome,
    )


def _exit(case: Case) -> Decision:
    refusal = first_refusal(EXIT_CHECKS, case)
    if refusal is not None:
        return _refuse(refusal)
    attention = _attention(case, *((Attention.BADGE_REVOKED,) if valid(case) else ()))
    if not case.presence.is_inside:
        return _refuse(_not_inside(case.presence), attention)
    explanation = N_("This badge has left the zone.")
    step = NEXT_STEPS[Outcome.EXITED]
    return Decision(Outcome.EXITED, explanation, step, closes_presence=True, attention=attention)


def _not_inside(presence: PresenceFacts) -> Refusal:
    if presence.last_exit_at is None:
        return Refusal(Outcome.NOT_INSIDE, N_("No entry of this badge is on record; the exit is noted."))
    params = {"moment": presence.last_exit_at}
    return Refusal(Outcome.NOT_INSIDE, N_("This badge already left at %(moment)s; the exit is noted."), params)
