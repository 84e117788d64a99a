"""The editor of one layout: its boxes, how it looks with real names, its versions."""

from typing import Any

from flask import Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Redirect

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.models import Category
from summit.events.queries import list_categories
from summit.permissions import Permission
from summit.web.access import current_edition, may, requires
from summit.web.forms import translated

from .. import queries
from ..cards import direction_of
from ..layouts import BadgeDesign, DesignRefused, Side, Size, StoredDesign, stored_design
from ..layouts.elements import TEXTLESS
from ..models import BadgeLayout, BadgeLayoutVersion
from ..services import layout_proofs as proofs
from ..services import layouts as services
from ..services.cards import badge_language
from .blueprint import bp
from .layout_form import (
    NUMBERS,
    as_address,
    errors_of,
    fields_of,
    fields_of_version,
    house_of,
    number_in,
    read_design,
    unreadable,
    words,
)

Fields = MultiDict[str, str]
# The longest name of the first language, which needs the most room.
_FIRST_SHOWN = 2


def _layout(layout_id: int) -> BadgeLayout:
    return queries.find_layout(current_edition().id, layout_id) or abort(404)


def _version(layout: BadgeLayout) -> tuple[BadgeLayoutVersion, StoredDesign]:
    """Return the version that the address names, the newest where it names none, and what can be read of it."""
    older = {row.number: row for row, _account in queries.list_layout_versions(layout.id)}
    wanted = older.get(number_in(request.args.get("version", "")) or layout.number) or abort(404)
    return wanted, stored_design(wanted.content)


@bp.get("/e/<edition>/badges/layouts/<int:layout_id>")
@requires(Permission.PRINT_BADGES)
def layout(edition: str, layout_id: int) -> str:
    """Show one layout with its preview, its boxes and its history; an older version can be taken up again."""
    found = _layout(layout_id)
    version, stored = _version(found)
    return _editor(found, fields_of_version(version.content), _addresses(found), errors_of(stored.problems))


@bp.post("/e/<edition>/badges/layouts/<int:layout_id>")
@requires(Permission.EDIT_EDITION)
def save_layout(edition: str, layout_id: int) -> Redirect | tuple[str, int] | str:
    """Keep the fields as the newest version, or only draw them, or fill them anew with the house's design."""
    found, task = _layout(layout_id), request.form.get("task", "")
    try:
        if task == "save":
            return _saved(found, read_design(request.form))
        design = house_of(request.form) if task == "house" else read_design(request.form)
        fields = fields_of(design) if task == "house" else request.form
        return _editor(found, fields, _drawings(design))
    except DesignRefused as error:
        return _editor(found, request.form, _addresses(found), errors_of(error.problems)), 422
    except DomainError as error:
        sentence = {"": translated(error)}
        return _editor(found, request.form, _addresses(found), sentence, seen=str(found.number)), 422


def _saved(found: BadgeLayout, design: BadgeDesign) -> Redirect:
    seen = number_in(request.form.get("seen", "")) or 0
    with transaction():
        saved = services.save_layout(found.id, design=design, seen=seen, actor_id=current_user.account_id, now=utcnow())
    flash(_("Version %(number)s is saved. Badges are printed in it from now on.", number=saved.number), "success")
    return redirect(url_for("badges.layout", layout_id=found.id), 303)


def _editor(
    found: BadgeLayout,
    fields: Fields,
    pictures: dict[str, str],
    errors: dict[str, str] | None = None,
    *,
    seen: str = "",
) -> str:
    """Show the page; whoever edits goes on from the version that they `seen`, however often they preview."""
    event = current_edition()
    return render_template(
        "badges/layout.html",
        layout=found,
        fields=fields,
        seen=seen or request.form.get("seen") or str(found.number),
        errors=errors or {},
        unreadable=unreadable(fields),
        pictures=pictures,
        may_edit=may(Permission.EDIT_EDITION),
        specimens=proofs.list_specimens(event),
        shown=number_in(fields.get("name", "")) or _FIRST_SHOWN,
        versions=queries.list_layout_versions(found.id),
        event=event,
        badge_direction=direction_of(badge_language(event)),
        measures={size.value: (size.width, size.height) for size in Size},
        numbers=NUMBERS,
        textless={kind.value for kind in TEXTLESS},
        **words(),
    )


def _addresses(layout: BadgeLayout) -> dict[str, str]:
    """Return where the pictures of a saved version are found, of one name and of all."""
    version, _stored = _version(layout)

    def where(**wanted: Any) -> str:
        return url_for("badges.layout_preview", layout_id=layout.id, version=version.number, **wanted)

    one = {side.value: where(side=side, name=_FIRST_SHOWN) for side in Side}
    return one | {f"{side}-all": where(side=side) for side in Side}


def _drawings(design: BadgeDesign) -> dict[str, str]:
    """Return the pictures of a design that is saved nowhere."""
    name = number_in(request.form.get("name", "")) or _FIRST_SHOWN
    one = {side.value: as_address(_draw(design, side, name)) for side in design.printed}
    return one | {f"{side}-all": as_address(_draw(design, side, None)) for side in design.printed}


@bp.get("/e/<edition>/badges/layouts/<int:layout_id>/preview.png")
@requires(Permission.PRINT_BADGES)
def layout_preview(edition: str, layout_id: int) -> Response:
    """Draw a saved version, or what stands in for it, with one name or the extreme ones of every language."""
    _saved, stored = _version(_layout(layout_id))
    return _picture(stored.printed)


@bp.post("/e/<edition>/badges/layouts/<int:layout_id>/preview.png")
@requires(Permission.EDIT_EDITION)
def draft_preview(edition: str, layout_id: int) -> Response | tuple[Response, int]:
    """Draw what the fields describe now, without saving it; 422 says what does not fit."""
    _layout(layout_id)
    try:
        design = read_design(request.form)
    except DesignRefused as error:
        return jsonify(errors=errors_of(error.problems)), 422
    return _picture(design)


@bp.get("/e/<edition>/badges/layouts/<int:layout_id>/proof.pdf")
@requires(Permission.PRINT_BADGES)
def layout_proof(edition: str, layout_id: int) -> Response:
    """Send a saved version in true size, to try paper and printer with; its codes open no door."""
    event, found = current_edition(), _layout(layout_id)
    version, stored = _version(found)
    answer = Response(proofs.print_proof(event, _category(), stored.printed), mimetype="application/pdf")
    name = f"{event.slug}-layout-{found.id}-{version.number}.pdf"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _picture(design: BadgeDesign) -> Response:
    side = Side.BACK if request.args.get("side") == "back" else Side.FRONT
    answer = Response(_draw(design, side, number_in(request.args.get("name", ""))), mimetype="image/png")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _draw(design: BadgeDesign, side: Side, name: int | None) -> bytes:
    event = current_edition()
    if name is None:
        return proofs.draw_proof(event, _category(), design, side)
    return proofs.draw_specimen(event, _category(), design, side, name)


def _category() -> Category | None:
    return next(iter(list_categories(current_edition().id)), None)
