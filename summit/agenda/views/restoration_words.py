"""What restoring a release does to the draft, in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from summit.web.filters import localized

from ..queries.names import Names
from ..rules.kinds import STATE_NAMES
from ..rules.places import Step
from ..rules.programme import Programme, Texts
from ..rules.restoring import LOSS_NAMES, Loss, Restoration
from .change_words import place_words

MOST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class StepRow:
    """A session that moves: its title, where it stands now and where it will, Markup("") for the pool."""

    title: str | Markup
    before: Markup
    after: Markup
    is_locked: bool


@dataclass(frozen=True, slots=True)
class LossRow:
    """A session that cannot be brought back, where it stood, and why."""

    title: str | Markup
    place: Markup
    reason: str


def restoration_look(found: Restoration, programme: Programme, names: Names) -> dict[str, Any]:
    """Return the lists of the page: what moves, what goes to the pool, whose state changes, what is lost."""
    halls = {**{hall.id: hall.names for hall in programme.halls}, **names.halls}
    rows = [(step, _step_row(step, found, names, halls)) for step in found.steps if step.before != step.after]
    return {
        "is_empty": found.is_empty,
        "moved": [row for step, row in rows if step.after][:MOST_SHOWN],
        "pooled": [row for step, row in rows if not step.after][:MOST_SHOWN],
        "moved_count": sum(1 for step, _row in rows if step.after),
        "pooled_count": sum(1 for step, _row in rows if not step.after),
        "states": _state_rows(found, names),
        "losses": [_loss_row(loss, names.zone, halls) for loss in found.losses[:MOST_SHOWN]],
        "locked_count": len(found.locked),
    }


def _step_row(step: Step, found: Restoration, names: Names, halls: Mapping[int, Texts]) -> StepRow:
    return StepRow(
        title=localized(names.slots[step.slot_id].titles),
        before=place_words(step.before, halls, names.zone),
        after=place_words(step.after, halls, names.zone),
        is_locked=step.slot_id in found.locked,
    )


def _state_rows(found: Restoration, names: Names) -> list[tuple[str | Markup, str]]:
    titles = {slot.session_id: slot.titles for slot in names.slots.values()}
    return [(localized(titles[key]), _(STATE_NAMES[state])) for key, state in found.states.items()]


def _loss_row(loss: Loss, zone: str, halls: Mapping[int, Texts]) -> LossRow:
    return LossRow(localized(loss.titles), place_words(loss.placement, halls, zone), _(LOSS_NAMES[loss.reason]))


def restored_words(found: Restoration) -> str:
    """Return the sentence that says what was done."""
    count = len({step.slot_id for step in found.steps})
    done = ngettext(
        "The draft is brought back: %(num)d session stands as it did. You can undo this in the editor.",
        "The draft is brought back: %(num)d sessions stand as they did. You can undo this in the editor.",
        count,
    )
    return str(done)
