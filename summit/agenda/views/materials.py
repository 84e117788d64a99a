"""Files of sessions: the organisers' page of them, and their download by everybody once they are released."""

from flask import abort, current_app, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.web.access import current_edition, public, requires
from summit.web.forms import translated

from ..forms.sessions import MaterialForm
from ..models import Material
from ..queries import sessions as queries
from ..queries.releases import find_current_programme
from ..rules.materials import FILE_KINDS
from ..services import materials as services
from .blueprints import agenda_bp, programme_bp
from .sessions import session_or_404

Answer = Response | tuple[str, int]
# A file of somebody else's must never act as a page of ours.
_SANDBOX = "default-src 'none'; sandbox"


@agenda_bp.route("/sessions/<int:session_id>/materials", methods=["GET", "POST"])
@requires(Permission.MANAGE_AGENDA)
def materials(edition: str, session_id: int) -> Answer:
    """List the files of a session and take another one."""
    event, row = current_edition(), session_or_404(session_id)
    form = MaterialForm(languages=event.languages)
    if form.validate_on_submit():
        try:
            with transaction():
                _add(form, row.id)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The file is added. The next release shows it."), "success")
            return redirect(url_for(".materials", session_id=row.id), 303)
    page = render_template(
        "agenda/sessions/materials.html",
        event=event,
        session=session_or_404(session_id),
        form=form,
        endings=[f".{ending}" for ending in FILE_KINDS],
        limit_mb=current_app.extensions["summit_config"].upload_limit_mb,
    )
    return page, form.status


@agenda_bp.post("/materials/<int:material_id>/delete")
@requires(Permission.MANAGE_AGENDA)
def delete_material(edition: str, material_id: int) -> Response:
    """Take a file away."""
    row = _material(material_id)
    try:
        with transaction():
            services.delete_material(row.id, actor_id=current_user.account_id, now=utcnow())
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(_("The file is deleted and can no longer be downloaded."), "success")
    return redirect(url_for(".materials", session_id=row.session_id), 303)


@agenda_bp.get("/materials/<int:material_id>/<name>")
@requires(Permission.MANAGE_AGENDA)
def material(edition: str, material_id: int, name: str) -> Response:
    """Hand a file to an organiser, also before it is released."""
    return _answer(_material(material_id), name)


@programme_bp.get("/materials/<int:material_id>/<name>", endpoint="material")
@public
def released_material(edition: str, material_id: int, name: str) -> Response:
    """Hand out a file that belongs to the programme as it is published now."""
    programme = find_current_programme(current_edition().id)
    shown = programme is not None and any(
        one.id == material_id for session in programme.sessions for one in session.materials
    )
    return _answer(_material(material_id), name) if shown else abort(404)


def _add(form: MaterialForm, session_id: int) -> None:
    upload = form.file.data
    services.add_material(
        session_id,
        file_name=upload.filename or "",
        data=upload.read(),
        titles=form.titles.data,
        actor_id=current_user.account_id,
        now=utcnow(),
    )


def _material(material_id: int) -> Material:
    return queries.find_material(current_edition().id, material_id) or abort(404)


def _answer(row: Material, name: str) -> Response:
    """Return the file as a download; 404 under another name, or where it is lost."""
    path = services.material_path(row)
    if name != row.file_name or not path.exists():
        abort(404)
    answer = send_file(path, row.media_type, as_attachment=True, download_name=row.file_name, conditional=True)
    answer.headers["Content-Security-Policy"] = _SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
