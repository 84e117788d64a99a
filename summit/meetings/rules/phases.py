"""Through which phases the meetings of an edition go, and what each of them does."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from summit.companies.rules.kinds import KindGroup
from summit.errors import N_, DomainError

from .kinds import Phase

LONGEST_HOURS = 24 * 60
MOST_MEETINGS = 500
ORDER = tuple(Phase)
PHASE_WORDS = {
    Phase.PROFILE: N_("Companies describe themselves and are reviewed. Nobody can ask for a meeting yet."),
    Phase.PREFERENCES: N_("Companies say whom they must meet, would like to meet or do not wish to meet."),
    Phase.PROVISIONAL: N_("The timetable is shown to those who attend, marked as provisional. They may object."),
    Phase.LIVE: N_("Companies ask, answer, cancel and move their meetings within the rules below."),
    Phase.CLOSED: N_("Nothing can be changed any more. What took place and its outcome can still be noted."),
}


class PhaseIsOutOfReach(DomainError):
    """From the present phase no way leads to that one."""

    message = N_("The meetings cannot go to this phase from the present one.")


class LimitsAreReversed(DomainError):
    """At least more than at most."""

    message = N_("The least number of meetings must not be larger than the greatest.")


class DeadlinesAreReversed(DomainError):
    """Objections end before the wishes do."""

    message = N_("Objections must end after the preferences do.")


def phases_ahead(phase: Phase) -> tuple[Phase, ...]:
    """Return the later phases that can follow: the next one, and live where companies only ask each other."""
    place = ORDER.index(phase)
    following = ORDER[place + 1 : place + 2]
    direct = (Phase.LIVE,) if phase in {Phase.PROFILE, Phase.PREFERENCES} else ()
    return (*following, *direct)


def phase_behind(phase: Phase) -> Phase | None:
    """Return the phase before, to which the meetings can go back; None at the first."""
    place = ORDER.index(phase)
    return ORDER[place - 1] if place else None


def ensure_step(present: Phase, wanted: Phase) -> None:
    """Raise PhaseIsOutOfReach unless a step leads from one phase to the other."""
    if wanted not in phases_ahead(present) and wanted is not phase_behind(present):
        raise PhaseIsOutOfReach


def ensure_limits(least: int | None, most: int | None) -> None:
    """Raise LimitsAreReversed where the least is above the most; None is no limit."""
    if least is not None and most is not None and least > most:
        raise LimitsAreReversed


def ensure_deadlines(preferences_until: datetime | None, objections_until: datetime | None) -> None:
    """Raise DeadlinesAreReversed where objections end first; None is no deadline."""
    if preferences_until and objections_until and objections_until <= preferences_until:
        raise DeadlinesAreReversed


def clean_matrix(wanted: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return who may ask whom by groups of company kinds, {} where everybody may ask everybody.

    A group without an entry may ask nobody as soon as another has one.
    """
    groups = [group.value for group in KindGroup]
    chosen = {key: [one for one in groups if one in wanted.get(key, ())] for key in groups}
    if all(found == groups for found in chosen.values()) or not any(chosen.values()):
        return {}
    return chosen
