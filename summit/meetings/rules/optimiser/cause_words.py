"""The sentences that say why not everything can be held."""

from collections.abc import Callable, Sequence

from summit.errors import N_
from summit.meetings.rules.optimiser.problem import Cause

Namer = Callable[[int], str]

SENTENCES = {
    "participant_overfull": N_(
        "%(participants)s: %(needed)s meetings are wanted, but there is time for %(available)s only."
    ),
    "slots_overfull": N_(
        "%(needed)s meetings can only be held in the slots %(slots)s, which have room for %(available)s."
    ),
    "group_overfull": N_(
        "%(participants)s: the meetings %(encounters)s need %(needed)s of the slots "
        "%(slots)s; %(available)s can be used."
    ),
    "fixed_clash": N_("The meetings %(encounters)s are fixed in the same slot %(slots)s, but share %(participants)s."),
    "fixed_forbidden": N_("Meeting %(encounters)s is fixed in slot %(slots)s, which it may not take."),
    "precedence_cycle": N_(
        "The meetings %(encounters)s are each to be held before the next, and the last before the first."
    ),
    "precedence_too_long": N_(
        "The meetings %(encounters)s are to be held one after another, but the slots they may take do not allow it."
    ),
    "fairness": N_("Everything can only be held if the breaks of two participants differ by more than %(available)s."),
    "conflict": N_("The meetings %(encounters)s cannot all be held together."),
}


def name_number(number: int) -> str:
    """Return the name of something counted from 0 that has none: its number, counted from 1."""
    return str(number + 1)


def reason_sentence(
    cause: Cause,
    *,
    name_participant: Namer = name_number,
    name_encounter: Namer = name_number,
    name_slot: Namer = name_number,
) -> tuple[str, dict[str, str]]:
    """Return the sentence of a cause, to be translated, and what is put in its places.

    What is named is joined by commas, in the order of the cause; the callbacks name one participant, encounter or slot.
    """
    return SENTENCES[cause.kind], {
        "participants": _join(cause.participants, name_participant),
        "encounters": _join(cause.encounters, name_encounter),
        "slots": _join(cause.slots, name_slot),
        "needed": str(cause.needed),
        "available": str(cause.available),
    }


def _join(numbers: Sequence[int], name: Namer) -> str:
    return ", ".join(map(name, numbers))
