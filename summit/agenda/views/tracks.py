"""Tracks of one edition."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.rules import contrast
from summit.permissions import Permission
from summit.web.access import current_edition, requires
from summit.web.filters import number, text_for
from summit.web.forms import translated

from ..forms.tracks import TrackForm
from ..models import Track
from ..queries import sessions as queries
from ..queries.draft import list_tracks
from ..rules.tracks import free_colour
from ..services import tracks as services
from .blueprints import agenda_bp

Answer = Response | tuple[str, int]
_PAPER = "#ffffff"
_LEFT_TO_RIGHT_ISOLATE, _POP_DIRECTIONAL_ISOLATE = "\u2066", "\u2069"


@agenda_bp.app_template_filter()
def paper_contrast(colour: str) -> str:
    """Write the contrast of a colour with white paper, such as “7.2 : 1”, the same way round in every script."""
    return f"{_LEFT_TO_RIGHT_ISOLATE}{number(round(contrast(colour, _PAPER), 1))} : 1{_POP_DIRECTIONAL_ISOLATE}"


@agenda_bp.get("/tracks")
@requires(Permission.MANAGE_AGENDA)
def tracks(edition: str) -> str:
    """List the tracks in their order with the number of their sessions."""
    event = current_edition()
    return render_template(
        "agenda/tracks/list.html",
        event=event,
        tracks=list_tracks(event.id),
        counts=queries.count_by_track(event.id),
    )


@agenda_bp.route("/tracks/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_AGENDA)
def new_track(edition: str) -> Answer:
    """Add a track."""
    event = current_edition()
    colour = free_colour(track.colour for track in list_tracks(event.id))
    form = TrackForm(languages=event.languages, version=0, colour=colour)
    if form.validate_on_submit():
        try:
            with transaction():
                services.create_track(event.id, actor_id=current_user.account_id, now=utcnow(), **form.values())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The track is added."), "success")
            return redirect(url_for(".tracks"), 303)
    return render_template("agenda/tracks/track.html", event=event, form=form, track=None), form.status


@agenda_bp.route("/tracks/<int:track_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_AGENDA)
def track(edition: str, track_id: int) -> Answer:
    """Change a track."""
    event, row = current_edition(), _track(track_id)
    form = TrackForm(obj=row, languages=event.languages)
    if form.validate_on_submit():
        try:
            with transaction():
                values = {"version": form.version.data, "actor_id": current_user.account_id, "now": utcnow()}
                services.update_track(row.id, **values, **form.values())
        except DomainError as error:
            form.refuse(error)
            form.show_version(_track(track_id).version)
        else:
            flash(_("The track is saved."), "success")
            return redirect(url_for(".tracks"), 303)
    return render_template("agenda/tracks/track.html", event=event, form=form, track=row), form.status


@agenda_bp.post("/tracks/<int:track_id>/move/<any(up, down):way>")
@requires(Permission.MANAGE_AGENDA)
def move_track(edition: str, track_id: int, way: str) -> Response:
    """Move a track in the list by one place."""
    row = _track(track_id)
    with transaction():
        services.move_track(row.id, -1 if way == "up" else 1, actor_id=current_user.account_id, now=utcnow())
    return redirect(url_for(".tracks"), 303)


@agenda_bp.get("/tracks/<int:track_id>/delete")
@requires(Permission.MANAGE_AGENDA)
def confirm_delete_track(edition: str, track_id: int) -> str:
    """Ask once before the track is deleted, or say why it must stay."""
    row = _track(track_id)
    return render_template(
        "agenda/tracks/delete.html",
        event=current_edition(),
        track=row,
        question=_("Delete the track “%(name)s”?", name=text_for(row.names)),
        used=queries.count_by_track(row.event_id).get(row.id, 0),
    )


@agenda_bp.post("/tracks/<int:track_id>/delete")
@requires(Permission.MANAGE_AGENDA)
def delete_track(edition: str, track_id: int) -> Response:
    """Delete a track, or say why it must stay."""
    row = _track(track_id)
    try:
        with transaction():
            services.delete_track(row.id, actor_id=current_user.account_id, now=utcnow())
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(_("The track is deleted."), "success")
    return redirect(url_for(".tracks"), 303)


def _track(track_id: int) -> Track:
    return queries.find_track(current_edition().id, track_id) or abort(404)
