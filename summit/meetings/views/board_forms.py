"""Moving, calling off and arranging meetings without a script."""

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.companies.queries.companies import list_approved
from summit.database import transaction
from summit.errors import DomainError
from summit.events.models import Event
from summit.events.views.filters import venue_short
from summit.permissions import Permission
from summit.web.access import current_edition, requires

from ..forms.board import ArrangeForm, CancelForm, MoveForm, read_moment, read_number
from ..models import Meeting
from ..queries.busy import list_offers, needs_table, reach_of
from ..queries.one import find_company_plain, find_meeting, get_with_people
from ..queries.settings import list_slots, list_tables
from ..rules.moving import CALLED_OFF
from ..services import organising
from .blueprints import meetings_bp
from .board import board_url
from .board_words import outcome_sentence, pair_name

Answer = Response | tuple[str, int]
_MOST_OFFERS = 24


@meetings_bp.route("/board/<meeting>/move", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEETINGS)
def move(edition: str, meeting: str) -> Answer:
    """Move one meeting to a slot and a table; offers places that suit everybody."""
    event, found = current_edition(), _meeting(meeting)
    form = _move_form(event, found)
    if form.validate_on_submit():
        try:
            done = _move(found, form)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(outcome_sentence(get_with_people(done.id), event), "success")
            return redirect(board_url(event, done, moved=done.public_id), 303)
    return _shown(event, _meeting(meeting), form), 422 if form.errors else 200


@meetings_bp.route("/board/<meeting>/call-off", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEETINGS)
def call_off(edition: str, meeting: str) -> Answer:
    """Call one meeting off, with words to both companies."""
    event, found = current_edition(), _meeting(meeting)
    form = CancelForm(version=found.version)
    if form.validate_on_submit():
        asked = {"version": read_number(form.version.data), "message": form.message.data, "now": utcnow()}
        try:
            with transaction():
                organising.cancel_meeting(found.id, actor_id=current_user.account_id, **asked)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(outcome_sentence(get_with_people(found.id), event), "success")
            return redirect(board_url(event, found), 303)
    return _asked(event, _meeting(meeting), form), 422 if form.errors else 200


@meetings_bp.route("/arrange", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEETINGS)
def arrange(edition: str) -> Answer:
    """Arrange a meeting of two companies that neither asked for."""
    event = current_edition()
    form = _arrange_form(event)
    if form.validate_on_submit():
        try:
            done = _arrange(event, form)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The meeting is arranged. Both companies are told."), "success")
            return redirect(board_url(event, done), 303)
    return render_template("meetings/arrange.html", event=event, form=form), 422 if form.errors else 200


def _move_form(event: Event, meeting: Meeting) -> MoveForm:
    present = meeting.starts_at.isoformat() if meeting.starts_at else ""
    form = MoveForm(version=meeting.version, start=present, table=str(meeting.table_id or ""))
    form.start.choices = _slots(event)
    form.table.choices = [("", _("The best free table"))] + [(str(one.id), one.label) for one in list_tables(event.id)]
    return form


def _slots(event: Event) -> list[tuple[str, str]]:
    slots = list_slots(event.id)
    return [(one.starts_at.isoformat(), venue_short(one.starts_at, event.time_zone)) for one in slots]


def _move(meeting: Meeting, form: MoveForm) -> Meeting:
    starts_at = read_moment(form.start.data) or abort(400)
    with transaction():
        return organising.move_meeting(
            meeting.id,
            starts_at,
            table_id=read_number(form.table.data) if needs_table(meeting) else None,
            version=read_number(form.version.data),
            actor_id=current_user.account_id,
            now=utcnow(),
        )


def _shown(event: Event, meeting: Meeting, form: MoveForm) -> str:
    if form.is_submitted():
        form.version.data = meeting.version
    offers = [] if meeting.is_pinned else list_offers(meeting, reach=reach_of(meeting), now=utcnow())
    offers = [one for one in offers if one[0].starts_at != meeting.starts_at]
    return render_template(
        "meetings/board_move.html",
        event=event,
        meeting=meeting,
        pair=pair_name(meeting),
        form=form,
        seated=needs_table(meeting),
        offers=offers[:_MOST_OFFERS],
        further=len(offers) - _MOST_OFFERS,
    )


def _asked(event: Event, meeting: Meeting, form: CancelForm) -> str:
    if form.is_submitted():
        form.version.data = meeting.version
    is_over = meeting.status in CALLED_OFF
    return render_template("meetings/board_call_off.html", event=event, meeting=meeting, form=form, is_over=is_over)


def _arrange_form(event: Event) -> ArrangeForm:
    form = ArrangeForm(one=request.args.get("one", ""), other=request.args.get("other", ""))
    companies = [("", _("Please choose"))] + [(one.public_id, one.name) for one in list_approved(event.id)]
    form.one.choices = form.other.choices = companies
    form.start.choices = [("", _("No time yet: the optimiser finds one")), *_slots(event)]
    return form


def _arrange(event: Event, form: ArrangeForm) -> Meeting:
    pair = [find_company_plain(event.id, code) for code in (form.one.data, form.other.data)]
    # Without a choice, or with the same one twice, there are no two companies.
    one, other = (company.id if company else 0 for company in pair)
    with transaction():
        return organising.arrange_meeting(
            event.id,
            one,
            other,
            starts_at=read_moment(form.start.data),
            message=form.message.data,
            actor_id=current_user.account_id,
            now=utcnow(),
        )


def _meeting(public_id: str) -> Meeting:
    return find_meeting(current_edition().id, public_id) or abort(404)
