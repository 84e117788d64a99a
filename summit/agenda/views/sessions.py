"""The organisers' list of sessions, and the form of one."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.models import Event
from summit.events.queries import list_categories
from summit.permissions import Permission
from summit.web.access import current_edition, requires
from summit.web.filters import number, text_for
from summit.web.locale import current_language

from ..forms.listing import read_filter, read_page, write_filter
from ..forms.sessions import SessionForm
from ..models import Session
from ..queries import listing
from ..queries import sessions as queries
from ..queries.board import count_confirmed
from ..queries.draft import list_tracks
from ..rules.kinds import FORMAT_NAMES, KIND_NAMES, STATE_NAMES, SessionKind, SessionState
from ..rules.listing import NO_TRACK, SORT_NAMES, ListCounts, SessionFilter, counts_of, in_order, matching
from ..rules.timing import days_between
from ..services import sessions as services
from .blueprints import agenda_bp
from .words import TONES

Answer = Response | tuple[str, int]
PAGE_SIZE = 50


@agenda_bp.get("/sessions")
@requires(Permission.MANAGE_AGENDA)
def sessions(edition: str) -> str:
    """List the sessions that the URL's filter leaves, a page at a time."""
    event, wanted = current_edition(), read_filter(request.args)
    rows = listing.list_narrow(event.id, with_people=bool(wanted.q))
    found = in_order(matching(rows, wanted, zone=event.time_zone), wanted.sort, current_language())
    last = max(1, -(-len(found) // PAGE_SIZE))
    page = min(read_page(request.args), last)
    shown = [row.id for row in found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]]
    whole = listing.list_whole(shown)
    return render_template(
        "agenda/sessions/list.html",
        event=event,
        wanted=wanted,
        rows=[whole[key] for key in shown if key in whole],
        total=len(found),
        is_empty=not rows,
        state_tabs=_state_tabs(wanted, counts_of(rows, wanted, zone=event.time_zone)),
        **_choices(event),
        **_neighbours(wanted, page, last),
    )


@agenda_bp.route("/sessions/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_AGENDA)
def new_session(edition: str) -> Answer:
    """Make a session; it waits in the pool for a place."""
    event = current_edition()
    form = _form(event, None)
    if form.validate_on_submit():
        try:
            with transaction():
                row = services.create_session(event.id, actor_id=current_user.account_id, now=utcnow(), **form.values())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The session is made. It waits for a time and a hall."), "success")
            return redirect(url_for(".session", session_id=row.id), 303)
    return _page(event, form, None), form.status


@agenda_bp.route("/sessions/<int:session_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_AGENDA)
def session(edition: str, session_id: int) -> Answer:
    """Show and change a session."""
    event, row = current_edition(), session_or_404(session_id)
    form = _form(event, row)
    if form.validate_on_submit():
        try:
            with transaction():
                values = {"version": form.version.data, "actor_id": current_user.account_id, "now": utcnow()}
                services.update_session(row.id, **values, **form.values())
        except DomainError as error:
            form.refuse(error)
            form.show_version(session_or_404(session_id).version)
        else:
            flash(_("The session is saved."), "success")
            _warn_of_few_places(row)
            return redirect(url_for(".session", session_id=row.id), 303)
    return _page(event, form, row), form.status


def session_or_404(session_id: int) -> Session:
    """Return a session of the present edition with all that belongs to it."""
    return queries.find_session(current_edition().id, session_id) or abort(404)


def _form(event: Event, row: Session | None) -> SessionForm:
    tracks = [(track.id, text_for(track.names)) for track in list_tracks(event.id)]
    categories = [(one.id, f"{one.letter} · {text_for(one.names)}") for one in list_categories(event.id)]
    known: dict[str, Any] = {"version": 0}
    if row is not None:
        known = {"obj": row, "category_ids": [category.id for category in row.categories]}
    elif request.args.get("kind") in {kind.value for kind in SessionKind}:
        known["kind"] = SessionKind(request.args["kind"])
    return SessionForm(
        languages=event.languages, time_zone=event.time_zone, tracks=tracks, categories=categories, **known
    )


def _page(event: Event, form: SessionForm, row: Session | None) -> str:
    return render_template(
        "agenda/sessions/session.html",
        event=event,
        form=form,
        session=row,
        signed_up=count_confirmed(event.id) if row else {},
        released=bool(row and queries.is_released(row)),
        state_labels=dict(_state_labels()),
        tones=TONES,
    )


def _warn_of_few_places(row: Session) -> None:
    """Tell the organiser when more people hold a place than there are now; nobody loses one."""
    fresh = session_or_404(row.id)
    taken = count_confirmed(fresh.event_id)
    most = max((taken.get(slot.id, 0) for slot in fresh.slots), default=0)
    if fresh.capacity is not None and most > fresh.capacity:
        message = ngettext(
            "%(num)s person already holds a place, more than there are now. Nobody loses a place.",
            "%(num)s people already hold a place, more than there are now. Nobody loses a place.",
            most,
        )
        flash(message, "info")


def _choices(event: Event) -> dict[str, Any]:
    """Return what the filters offer, by the names of the URL's arguments."""
    tracks = [(track.id, text_for(track.names)) for track in list_tracks(event.id)]
    return {
        "kinds": [(kind.value, _(name)) for kind, name in KIND_NAMES.items()],
        "formats": [(one.value, _(name)) for one, name in FORMAT_NAMES.items()],
        "tracks": [*tracks, (NO_TRACK, _("No track"))],
        "days": list(days_between(event.starts_on, event.ends_on)),
        "sorts": [(sort.value, _(name)) for sort, name in SORT_NAMES.items()],
        "format_names": FORMAT_NAMES,
        "kind_names": KIND_NAMES,
        "state_names": STATE_NAMES,
        "state_labels": dict(_state_labels()),
        "tones": TONES,
    }


def _state_tabs(wanted: SessionFilter, counts: ListCounts) -> list[dict[str, Any]]:
    """Return one tab for each state and one for the pool, with numbers; the other filters stay."""
    others = {name: one for name, one in write_filter(wanted).items() if name not in {"state", "unscheduled"}}
    named: list[tuple[str, int, dict[str, Any], bool]] = [
        (_("All"), counts.total, {}, wanted.state is None and not wanted.unscheduled),
        (_("Without a place"), counts.unscheduled, {"unscheduled": "1"}, wanted.unscheduled),
        *(
            (label, counts.by_state[state], {"state": state.value}, wanted.state is state and not wanted.unscheduled)
            for state, label in _state_labels()
        ),
    ]
    return [
        {"label": f"{label} · {number(count)}", "url": url_for(".sessions", **(others | own)), "current": current}
        for label, count, own, current in named
    ]


def _state_labels() -> list[tuple[SessionState, str]]:
    return [
        (SessionState.CONFIRMED, _("Confirmed")),
        (SessionState.DRAFT, pgettext("session", "Draft")),
        (SessionState.CANCELLED, _("Cancelled")),
    ]


def _neighbours(wanted: SessionFilter, page: int, last: int) -> dict[str, str | None]:
    arguments = write_filter(wanted)
    return {
        "newer_url": url_for(".sessions", **arguments, page=page - 1) if page > 1 else None,
        "older_url": url_for(".sessions", **arguments, page=page + 1) if page < last else None,
    }
