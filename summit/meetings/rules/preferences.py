"""What companies wish before the timetable is made, and which meetings follow from it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from summit.errors import N_, DomainError

from .kinds import Acceptance, Phase, Wish

MOST_MUSTS = 10


class PreferencesAreNotTaken(DomainError):
    """Another phase, or the deadline has passed."""

    message = N_("Preferences are not taken at present.")


class TooManyMusts(DomainError):
    """Everything is important: then nothing is."""

    message = N_("You can name %(most)s companies at most that you must meet. Please change another one first.")


class TooManyWishes(DomainError):
    """More meetings wished for than the edition allows."""

    message = N_("You can wish for %(most)s meetings at most. Please take another wish back first.")


@dataclass(frozen=True, slots=True)
class Wished:
    """A meeting that follows from wishes: asked by `requester_id`, a must where either side says so."""

    requester_id: int
    partner_id: int
    is_must: bool


def ensure_taken(phase: Phase, until: datetime | None, now: datetime) -> None:
    """Raise PreferencesAreNotTaken unless the phase takes them and the deadline (None: no) is yet to come."""
    if phase is not Phase.PREFERENCES or (until is not None and now >= until):
        raise PreferencesAreNotTaken


def ensure_within(wish: Wish, others: Collection[Wish], most: int | None) -> None:
    """Raise TooManyMusts or TooManyWishes where one more wish beside the others is too many; None is no limit."""
    if wish is Wish.MUST and sum(other is Wish.MUST for other in others) >= MOST_MUSTS:
        raise TooManyMusts(most=MOST_MUSTS)
    wanted = sum(other is not Wish.NO_THANKS for other in others)
    if wish is not Wish.NO_THANKS and most is not None and wanted >= most:
        raise TooManyWishes(most=most)


def meetings_wished(wishes: Mapping[tuple[int, int], Wish], acceptance: Acceptance) -> list[Wished]:
    """Return the meetings that follow from wishes by (company, other company), the musts first.

    Where a request needs a yes both sides must wish for it, otherwise one is enough; “no thanks” of either forbids it.
    """
    found = []
    for pair in sorted({tuple(sorted(pair)) for pair in wishes}):
        one, other = wishes.get((pair[0], pair[1])), wishes.get((pair[1], pair[0]))
        said = [wish for wish in (one, other) if wish is not None]
        if Wish.NO_THANKS in said or (acceptance is Acceptance.REQUIRED and len(said) < 2):
            continue
        turned = one is None or (one is not Wish.MUST and other is Wish.MUST)
        asking, asked = (pair[1], pair[0]) if turned else (pair[0], pair[1])
        found.append(Wished(asking, asked, Wish.MUST in said))
    return sorted(found, key=lambda wished: (not wished.is_must, wished.requester_id, wished.partner_id))


def still_open(wished: Iterable[Wished], living: Collection[tuple[int, int]], able: Collection[int]) -> list[Wished]:
    """Return the wished meetings whose companies are able to meet and have none that lives, by sorted pairs of ids."""
    return [
        one
        for one in wished
        if {one.requester_id, one.partner_id} <= set(able)
        and (min(one.requester_id, one.partner_id), max(one.requester_id, one.partner_id)) not in living
    ]
