"""What the pages of the automatic schedule say: states, reasons, what a proposal is worth."""

from collections.abc import Callable, Iterable
from typing import Any

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from summit.jobs.rules import JobStatus
from summit.web.filters import number

from ..models import Proposal
from ..queries.names import Names
from ..rules.autoschedule import Reason, ReasonKind
from ..rules.kinds import ProposalStatus
from .conflict_words import marked, title_words

PROPOSAL_TONES = {
    ProposalStatus.QUEUED: "caution",
    ProposalStatus.READY: "positive",
    ProposalStatus.ACCEPTED: "neutral",
    ProposalStatus.DISCARDED: "neutral",
    ProposalStatus.FAILED: "negative",
}


def state_of(proposal: Proposal) -> ProposalStatus:
    """Return where a proposal stands: one whose job was given up has failed."""
    job = proposal.job
    is_given_up = job is None or job.status in {JobStatus.FAILED, JobStatus.CANCELLED}
    return ProposalStatus.FAILED if proposal.status is ProposalStatus.QUEUED and is_given_up else proposal.status


def reason_sentence(reason: Reason, names: Names) -> Markup:
    """Say in HTML why a slot has no place."""
    # Names are escaped by `marked`; the sentences are our own.
    return Markup(_REASONS[reason.kind](reason.params, names))  # noqa: S704


def _nowhere(params: Any, names: Names) -> Any:
    return _("No hall or no day was left to choose from.")


def _too_long(params: Any, names: Names) -> Any:
    return ngettext(
        "It takes %(count)s minute, which is longer than any of the chosen days is open.",
        "It takes %(count)s minutes, which is longer than any of the chosen days is open.",
        params["minutes"],
        count=number(params["minutes"]),
    )


def _too_small(params: Any, names: Names) -> Any:
    return _(
        "No hall is large enough: places needed: %(people)s, places in the largest of the chosen halls: %(room)s.",
        people=number(params["people"]),
        room=number(params["room"]),
    )


def _closed(params: Any, names: Names) -> Any:
    return ngettext(
        "No hall that is large enough can be used for %(count)s minute in the opening hours of the chosen days.",
        "No hall that is large enough can be used for %(count)s minutes at a stretch in the opening hours of the "
        "chosen days.",
        params["minutes"],
        count=number(params["minutes"]),
    )


def _unavailable(params: Any, names: Names) -> Any:
    person = _people([params["person_id"]], names)
    return _("%(person)s is not available at any time at which a fitting hall is open.", person=person)


def _never_together(params: Any, names: Names) -> Any:
    people = _people(params["person_ids"], names)
    return _("These people are never available together while a fitting hall is open: %(people)s.", people=people)


def _busy(params: Any, names: Names) -> Any:
    people = _people(params["person_ids"], names)
    if not params["slot_ids"]:
        return _("At every fitting time somebody has a business meeting: %(people)s.", people=people)
    return _(
        "At every fitting time somebody is busy: %(people)s. Other sessions in which they are needed: %(titles)s.",
        people=people,
        titles=_titles(params["slot_ids"], names),
    )


def _taken(params: Any, names: Names) -> Any:
    if not params["slot_ids"]:
        return _("All fitting places are taken.")
    return _("All fitting places are taken, most of them by: %(titles)s.", titles=_titles(params["slot_ids"], names))


_REASONS: dict[ReasonKind, Callable[[Any, Names], Any]] = {
    ReasonKind.NOWHERE: _nowhere,
    ReasonKind.TOO_LONG: _too_long,
    ReasonKind.HALL_TOO_SMALL: _too_small,
    ReasonKind.HALLS_CLOSED: _closed,
    ReasonKind.PERSON_UNAVAILABLE: _unavailable,
    ReasonKind.PEOPLE_NEVER_TOGETHER: _never_together,
    ReasonKind.PEOPLE_BUSY: _busy,
    ReasonKind.TAKEN: _taken,
}


def score_rows(score: dict[str, int]) -> list[tuple[str, str]]:
    """Return what a proposal is worth, line by line."""
    rows = [
        (_("Sessions placed"), number(score["placed"])),
        (_("Sessions without a place"), number(score["unplaced"])),
        (_("Scheduled sessions moved"), number(score["moved"])),
        (_("Sessions of one track at the same time"), _minutes(score["track"])),
        (_("Sessions with the same audience at the same time"), _minutes(score["audience"])),
        (_("Halls empty between two sessions"), _minutes(score["idle"])),
        (_("Featured and plenary sessions outside of 10:00–18:00"), _minutes(score["prominent"])),
    ]
    return [(str(label), str(value)) for label, value in rows]


def _minutes(count: int) -> Any:
    return ngettext("%(count)s minute", "%(count)s minutes", count, count=number(count))


def _people(keys: Iterable[int], names: Names) -> str:
    return _row(marked("", names.people[key]) for key in keys if key in names.people)


def _titles(keys: Iterable[int], names: Names) -> str:
    return _row(title_words(key, names, marked) for key in keys if key in names.slots)


def _row(words: Iterable[str]) -> str:
    return format_list(list(words), locale=get_locale())
