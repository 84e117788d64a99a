"""The rules of an entry one by one, in their order (PROTOCOLS.md): each passes or says why not.

What a zone asks and what its gate asks stand side by side: a gate narrows its zone, and only its re-entry mode
replaces the zone's. `decision.decide` takes the first refusal, `explaining.explain` shows them all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from summit.entrance.rules.facts import CredentialFacts, HolderFacts, PresenceFacts, ScanRequest, ZoneFacts
from summit.entrance.rules.gate_rules import GateRules
from summit.entrance.rules.hall import ChosenSession, Refusal
from summit.entrance.rules.outcomes import Direction, Outcome
from summit.errors import N_
from summit.events.rules import AntiPassback
from summit.registration.rules import RegistrationStatus

_OTHER_GATE = N_("Show the way to another gate of this zone.")


@dataclass(frozen=True, slots=True)
class Case:
    """Everything one scan is decided on; `stay` is what a second entry is measured by (at a hall: the session's)."""

    request: ScanRequest
    credential: CredentialFacts | None
    holder: HolderFacts | None
    zone: ZoneFacts
    gate: GateRules
    presence: PresenceFacts
    stay: PresenceFacts
    chosen: ChosenSession | None
    now: datetime


class Check(StrEnum):
    """The rules by name, in their order."""

    KNOWN = "known"
    VALID = "valid"
    EVENT = "event"
    STATUS = "status"
    ZONE = "zone"
    WAY = "way"
    GATE_CATEGORY = "gate_category"
    ADULT = "adult"
    ESCORT = "escort"
    ZONE_TIME = "zone_time"
    GATE_TIME = "gate_time"
    CAPACITY = "capacity"
    SESSION = "session"
    ONCE_PER_DAY = "once_per_day"
    REENTRY = "reentry"


Rule = Callable[[Case], Refusal | None]


def known(case: Case) -> Refusal | None:
    """Refuse a code that nobody has."""
    return Refusal(Outcome.UNKNOWN, N_("No badge has this code.")) if case.credential is None else None


def valid(case: Case) -> Refusal | None:
    """Refuse a badge that was blocked or replaced by a newer issue."""
    badge = case.credential
    if badge is None or (badge.is_current and not badge.is_revoked):
        return None
    if badge.is_current:
        return Refusal(Outcome.REVOKED, N_("This badge has been blocked."))
    explanation = N_("This badge (issue %(issue)s) has been replaced by a newer one.")
    return Refusal(Outcome.REVOKED, explanation, {"issue": badge.issue})


def event(case: Case) -> Refusal | None:
    """Refuse another event's badge."""
    if case.credential is None or case.credential.event_id == case.request.event_id:
        return None
    return Refusal(Outcome.WRONG_EVENT, N_("This badge belongs to another event."))


def way(case: Case) -> Refusal | None:
    """Refuse to pass a gate of one direction the other way."""
    if case.gate.takes(case.request.direction):
        return None
    if case.request.direction is Direction.ENTRY:
        explanation, step = N_("This gate is an exit only."), N_("Show the way to a gate for entry.")
    else:
        explanation, step = N_("This gate is an entry only."), N_("Show the way to a gate for exit.")
    return Refusal(Outcome.WRONG_ZONE, explanation, next_step=step)


def _status(case: Case) -> Refusal | None:
    if case.holder is None or case.holder.status is RegistrationStatus.WITHDRAWN:
        return Refusal(Outcome.CANCELLED, N_("This registration has been cancelled."))
    if case.holder.status is not RegistrationStatus.APPROVED:
        return Refusal(Outcome.NOT_APPROVED, N_("This registration is not approved."))
    return None


def _zone(case: Case) -> Refusal | None:
    if case.holder is None or case.zone.letter in case.holder.zones:
        return None
    explanation = N_("Category %(category)s has no access to zone %(zone)s.")
    params = {"category": case.holder.category_letter, "zone": case.zone.letter}
    return Refusal(Outcome.WRONG_ZONE, explanation, params)


def _gate_category(case: Case) -> Refusal | None:
    if case.holder is None or not case.gate.categories or case.holder.category_letter in case.gate.categories:
        return None
    explanation = N_("Category %(category)s does not pass by this gate; please use another gate of zone %(zone)s.")
    params = {"category": case.holder.category_letter, "zone": case.zone.letter}
    return Refusal(Outcome.WRONG_ZONE, explanation, params, _OTHER_GATE)


def _adult(case: Case) -> Refusal | None:
    if case.holder is None or not case.holder.needs_adult or case.request.accompanied:
        return None
    return Refusal(Outcome.MINOR_WITHOUT_ADULT, N_("A child enters together with an adult."))


def _escort(case: Case) -> Refusal | None:
    if case.holder is None or case.request.accompanied:
        return None
    if case.holder.needs_escort:
        return Refusal(Outcome.ESCORT_NEEDED, N_("This person enters together with an escort."))
    if case.zone.needs_escort or case.gate.needs_escort:
        return Refusal(Outcome.ESCORT_NEEDED, N_("Everybody enters here together with an escort."))
    return None


def _zone_time(case: Case) -> Refusal | None:
    opens, closed = N_("This zone opens at %(moment)s."), N_("This zone closed at %(moment)s.")
    return _closed(case.zone.windows, case.now, opens, closed)


def _gate_time(case: Case) -> Refusal | None:
    opens, closed = N_("This gate opens at %(moment)s."), N_("This gate closed at %(moment)s.")
    step = N_("Show the way to another gate, or ask the person to come back when this gate is open.")
    return _closed(case.gate.windows, case.now, opens, closed, step)


def _closed(
    windows: Iterable[tuple[datetime, datetime]], now: datetime, opens: str, closed: str, step: str = ""
) -> Refusal | None:
    spans = tuple(windows)
    if not spans or any(start <= now < end for start, end in spans):
        return None
    later = [start for start, _ in spans if start > now]
    if later:
        return Refusal(Outcome.WRONG_TIME, opens, {"moment": min(later)}, step)
    return Refusal(Outcome.WRONG_TIME, closed, {"moment": max(end for _, end in spans)}, step)


def _capacity(case: Case) -> Refusal | None:
    zone = case.zone
    if zone.capacity is None or case.presence.is_inside or zone.inside < zone.capacity:
        return None
    return Refusal(Outcome.FULL, N_("All %(capacity)s places of this zone are taken."), {"capacity": zone.capacity})


def _session(case: Case) -> Refusal | None:
    return case.chosen.refusal if case.chosen else None


def _once_per_day(case: Case) -> Refusal | None:
    if not (case.zone.once_per_day or case.gate.once_per_day):
        return None
    entered, day = case.stay.last_entry_at, case.zone.day_starts_at
    if entered is None or day is None or entered < day:
        return None
    explanation = N_("One entry a day is allowed here, and this badge entered at %(moment)s.")
    step = N_("Ask the person to come back tomorrow, or call the supervisor.")
    return Refusal(Outcome.ALREADY_INSIDE, explanation, {"moment": entered}, step)


def reentry_mode(zone: ZoneFacts, gate: GateRules) -> tuple[AntiPassback, timedelta]:
    """Return how strictly a second entry is watched, and for how long: the gate's word, or else the zone's."""
    if gate.anti_passback is not None:
        return gate.anti_passback, timedelta(minutes=gate.anti_passback_minutes)
    return zone.anti_passback, timedelta(minutes=zone.anti_passback_minutes)


def _reentry(case: Case) -> Refusal | None:
    mode, pause = reentry_mode(case.zone, case.gate)
    if not case.stay.is_inside or mode in {AntiPassback.OFF, AntiPassback.LOG}:
        return None
    entered = case.stay.last_entry_at
    if mode is AntiPassback.TIMED and (entered is None or case.now >= entered + pause):
        return None
    if entered is None:
        return Refusal(Outcome.ALREADY_INSIDE, N_("This badge has already entered."))
    return Refusal(Outcome.ALREADY_INSIDE, N_("This badge already entered at %(moment)s."), {"moment": entered})


def second_entry(case: Case) -> Refusal | None:
    """Refuse somebody who has entered already, and say nothing of what else is asked."""
    return _once_per_day(case) or _reentry(case)


# What is asked of the badge tells nothing about the person, so these answers carry no name's flags.
BADGE_CHECKS: tuple[tuple[Check, Rule], ...] = ((Check.KNOWN, known), (Check.VALID, valid), (Check.EVENT, event))
ENTRY_CHECKS: tuple[tuple[Check, Rule], ...] = (
    (Check.STATUS, _status),
    (Check.ZONE, _zone),
    (Check.WAY, way),
    (Check.GATE_CATEGORY, _gate_category),
    (Check.ADULT, _adult),
    (Check.ESCORT, _escort),
    (Check.ZONE_TIME, _zone_time),
    (Check.GATE_TIME, _gate_time),
    (Check.CAPACITY, _capacity),
    (Check.SESSION, _session),
    (Check.ONCE_PER_DAY, _once_per_day),
    (Check.REENTRY, _reentry),
)
# An exit asks no more than who leaves and whether this door lets out.
EXIT_CHECKS: tuple[tuple[Check, Rule], ...] = ((Check.KNOWN, known), (Check.EVENT, event), (Check.WAY, way))


def first_refusal(checks: Iterable[tuple[Check, Rule]], case: Case) -> Refusal | None:
    """Return what the first rule that does not pass says; rules after it are not asked."""
    for _name, rule in checks:
        refusal = rule(case)
        if refusal is not None:
            return refusal
    return None
