"""The automatic schedule: order a proposal, look at it, accept it whole or in part, discard it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.models import Event
from summit.permissions import Permission
from summit.web.access import current_edition, requires, wants_json
from summit.web.filters import number, plain_date
from summit.web.forms import translated

from ..forms.proposals import ProposalForm
from ..models import Proposal
from ..queries.board import load_board
from ..queries.names import Names, load_names
from ..queries.proposals import find_proposal, list_proposals
from ..rules.autoschedule import Options
from ..rules.board import Board
from ..rules.conflicts import find_conflicts, with_places
from ..rules.kinds import SessionKind
from ..rules.places import PlaceChangedMeanwhile, SlotIsGone
from ..rules.proposals import PROPOSAL_NAMES, SECONDS, ProposedPlace, places_from_json, unplaced_from_json
from ..rules.timing import programme_day
from ..services import proposing
from .blueprints import agenda_bp
from .board_words import BoardWords, names_at, refusal_sentence
from .conflict_words import hall_words, isolated, marked, marked_sentence, title_words
from .proposal_words import PROPOSAL_TONES, reason_sentence, score_rows, state_of

Page = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A proposed place as the page shows it."""

    slot_id: int
    title: Markup
    starts_at: datetime
    ends_at: datetime
    before: str
    state: str
    warnings: list[Markup]


@agenda_bp.route("/proposals", methods=["GET", "POST"])
@requires(Permission.MANAGE_AGENDA)
def proposals(edition: str) -> Response | Page:
    """List the proposals, and order another one."""
    event = current_edition()
    form = _form(event)
    if form.validate_on_submit():
        try:
            with transaction():
                ordered = proposing.order_proposal(
                    event.id, _options(form), actor_id=current_user.account_id, now=utcnow()
                )
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(url_for(".proposal", proposal_id=ordered.id), 303)
    return _list_page(event, form)


def _list_page(event: Event, form: ProposalForm) -> Page:
    rows = [(one, state_of(one)) for one in list_proposals(event.id)]
    page = render_template(
        "agenda/proposals.html", event=event, form=form, rows=rows, names=PROPOSAL_NAMES, tones=PROPOSAL_TONES
    )
    return page, 422 if form.errors else 200


def _form(event: Event) -> ProposalForm:
    board, names = load_board(event), load_names(event)
    waiting = [slot.id for slot in board.pool if slot.kind is SessionKind.SESSION]
    return ProposalForm(
        slots=[(key, title_words(key, names, isolated)) for key in waiting],
        days=[(day.isoformat(), plain_date(day)) for day in sorted(board.hours)],
        halls=[(key, hall_words((key,), names, isolated)) for key in board.halls],
        hidden={key for key, hall in board.halls.items() if hall.is_hidden},
    )


def _options(form: ProposalForm) -> Options:
    return Options(
        slot_ids=tuple(form.slots.data or ()),
        days=tuple(map(date.fromisoformat, form.days.data or ())),
        hall_ids=tuple(form.halls.data or ()),
        most_moves=form.most_moves.data or 0,
        seconds=form.seconds.data or SECONDS[0],
    )


@agenda_bp.get("/proposals/<int:proposal_id>")
@requires(Permission.MANAGE_AGENDA)
def proposal(edition: str, proposal_id: int) -> Response | Page:
    """Show how far a proposal is, or what it would change."""
    found = _found(proposal_id)
    if wants_json():
        done, total = (found.job.done, found.job.total) if found.job else (0, 0)
        return jsonify(state=state_of(found).value, done=done, total=total)
    return _page(found), 200


def _found(proposal_id: int) -> Proposal:
    return find_proposal(current_edition().id, proposal_id) or abort(404)


@agenda_bp.post("/proposals/<int:proposal_id>/accept")
@requires(Permission.MANAGE_AGENDA)
def accept_proposal(edition: str, proposal_id: int) -> Response | Page:
    """Put the ticked sessions into their places, all of them or none."""
    event, found = current_edition(), _found(proposal_id)
    chosen = set(request.form.getlist("slot", type=int))
    try:
        with transaction():
            done = proposing.accept_proposal(found.id, chosen, actor_id=current_user.account_id, now=utcnow())
    except DomainError as error:
        status = 409 if isinstance(error, PlaceChangedMeanwhile | SlotIsGone) else 422
        return _page(_found(proposal_id), chosen, refusal_sentence(error, event)), status
    flash(_done(len(done.steps)), "success")
    return redirect(url_for(".proposal", proposal_id=proposal_id), 303)


def _done(count: int) -> Any:
    return ngettext(
        "%(count)s session has its place in the draft now.",
        "%(count)s sessions have their places in the draft now.",
        count,
        count=number(count),
    )


@agenda_bp.post("/proposals/<int:proposal_id>/discard")
@requires(Permission.MANAGE_AGENDA)
def discard_proposal(edition: str, proposal_id: int) -> Response:
    """Give up a proposal; the draft stays as it is."""
    found = _found(proposal_id)
    try:
        with transaction():
            proposing.discard_proposal(found.id, actor_id=current_user.account_id)
    except DomainError as error:
        flash(translated(error), "error")
        return redirect(url_for(".proposal", proposal_id=proposal_id), 303)
    flash(_("The proposal is discarded. The draft is as it was."), "success")
    return redirect(url_for(".proposals"), 303)


def _page(found: Proposal, chosen: set[int] | None = None, refusal: str = "") -> str:
    event = current_edition()
    board, names = load_board(event), load_names(event)
    state, places = state_of(found), places_from_json(found.placements)
    states = [_state(one, names) for one in places]
    return render_template(
        "agenda/proposal.html",
        event=event,
        proposal=found,
        state=state,
        state_name=_(PROPOSAL_NAMES[state]),
        tone=PROPOSAL_TONES[state],
        is_outdated=any(one in {"changed", "gone"} for one in states),
        score=score_rows(found.score) if found.score else [],
        days=_by_day(places, board, names),
        left=states.count("open"),
        chosen=chosen,
        refusal=refusal,
        unplaced=_unplaced(found, names),
    )


def _unplaced(found: Proposal, names: Names) -> list[tuple[int, Markup, Markup]]:
    """Return what has no place: number of the session, title, reason; what is deleted since is left out."""
    return [
        (names.slots[one.slot_id].session_id, _title(one.slot_id, names), reason_sentence(one.reason, names))
        for one in unplaced_from_json(found.unplaced)
        if one.slot_id in names.slots
    ]


def _title(slot_id: int, names: Names) -> Markup:
    return Markup(title_words(slot_id, names, marked))  # noqa: S704 - escaped by `marked`


def _state(one: ProposedPlace, names: Names) -> str:
    """Return whether a place is accepted, open, or out of date because its slot was changed or deleted since."""
    if one.is_accepted:
        return "accepted"
    slot = names.slots.get(one.slot_id)
    if slot is None:
        return "gone"
    return "open" if slot.version == one.version else "changed"


Days = list[tuple[date, list[tuple[Markup, list[Row]]]]]


def _by_day(places: list[ProposedPlace], board: Board, names: Names) -> Days:
    """Return the places by day and hall, in the order of the venue and of time."""
    warnings = _warnings(places, board, names)
    days: dict[date, dict[int, list[Row]]] = {}
    for one in sorted(places, key=lambda one: (one.place.starts_at, one.slot_id)):
        halls = days.setdefault(programme_day(one.place.starts_at, names.zone), {})
        halls.setdefault(one.place.hall_ids[0], []).append(_row(one, names, warnings.get(one.slot_id, [])))
    order = {key: number for number, key in enumerate(names.halls)}
    return [
        (day, [(_hall(key, names), halls[key]) for key in sorted(halls, key=lambda key: order.get(key, len(order)))])
        for day, halls in sorted(days.items())
    ]


def _hall(hall_id: int, names: Names) -> Markup:
    return Markup(hall_words((hall_id,), names, marked))  # noqa: S704 - escaped by `marked`


def _row(one: ProposedPlace, names: Names, warnings: list[Markup]) -> Row:
    words = BoardWords(names)
    return Row(
        slot_id=one.slot_id,
        title=_title(one.slot_id, names),
        starts_at=one.place.starts_at,
        ends_at=one.place.ends_at,
        before=words.place(one.before) if one.before else "",
        state=_state(one, names),
        warnings=warnings,
    )


def _warnings(places: list[ProposedPlace], board: Board, names: Names) -> dict[int, list[Markup]]:
    """Return what would be wrong with each slot if all that is open were accepted."""
    wanted = {one.slot_id: one.place for one in places if _state(one, names) == "open" and one.slot_id in board.slots}
    then = names_at(names, wanted)
    found: dict[int, list[Markup]] = {}
    for conflict in find_conflicts(with_places(board, wanted)):
        for key in wanted.keys() & set(conflict.slot_ids):
            found.setdefault(key, []).append(marked_sentence(conflict, then))
    return found
