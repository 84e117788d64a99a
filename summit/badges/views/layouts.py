"""Layouts of badges: the list and its assignment, the editor of one, its preview."""

from typing import Any

from flask import Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Redirect

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.queries import list_categories
from summit.permissions import Permission
from summit.web.access import current_edition, requires
from summit.web.filters import text_for
from summit.web.forms import translated

from .. import queries
from ..forms import LayoutForm
from ..layouts import BadgeDesign, DesignRefused, Mode, Side, Sides, Size, design_of, house
from ..layouts.sizes import MODE_NAMES, SIDES_NAMES, SIZE_NAMES
from ..models import BadgeLayout
from ..services import layouts as services
from ..services.layout_proofs import draw_proof
from .blueprint import bp
from .layout_form import NUMBERS, errors_of, fields_of, kind_names, read_design


def _layout(layout_id: int) -> BadgeLayout:
    return queries.find_layout(current_edition().id, layout_id) or abort(404)


def _newest(layout: BadgeLayout) -> BadgeDesign:
    version, _account = queries.list_layout_versions(layout.id)[0]
    return design_of(version.content)


@bp.get("/e/<edition>/badges/layouts/")
@requires(Permission.PRINT_BADGES)
def layouts(edition: str) -> str:
    """Show the edition's layouts, which category has which, and how to begin one."""
    return _list_page(LayoutForm(formdata=None))


@bp.post("/e/<edition>/badges/layouts/")
@requires(Permission.PRINT_BADGES)
def add_layout(edition: str) -> Redirect | tuple[str, int]:
    """Begin a layout with the house's design of a size."""
    form = LayoutForm()
    if form.validate_on_submit():
        design = house(Size(form.size.data), Mode(form.mode.data), Sides(form.sides.data))
        who = {"actor_id": current_user.account_id, "now": utcnow()}
        try:
            with transaction():
                layout = services.add_layout(current_edition().id, name=form.name.data, design=design, **who)
        except DomainError as error:
            form.refuse(error, "name")
        else:
            return redirect(url_for("badges.layout", layout_id=layout.id), 303)
    return _list_page(form), 422


@bp.post("/e/<edition>/badges/layouts/assign")
@requires(Permission.PRINT_BADGES)
def assign_layouts(edition: str) -> Redirect:
    """Say which layout each category has."""
    event = current_edition()
    chosen = {category.id: request.form.get(f"category-{category.id}", "") for category in list_categories(event.id)}
    try:
        with transaction():
            services.assign_layouts(
                event.id,
                default_id=_id(request.form.get("default", "")),
                by_category={key: _id(value) for key, value in chosen.items()},
                actor_id=current_user.account_id,
            )
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(_("From now on badges are printed in these layouts."), "success")
    return redirect(url_for("badges.layouts"), 303)


def _id(text: str) -> int | None:
    """Return the number of a layout; 0, which none has, for what is no number."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _list_page(form: LayoutForm) -> str:
    event = current_edition()
    rows = queries.list_layouts(event.id)
    return render_template(
        "badges/layouts.html",
        form=form,
        layouts=[(layout, design_of(version.content), version) for layout, version in rows],
        default_id=next((layout.id for layout, _version in rows if layout.is_default), None),
        assigned=queries.layouts_by_category(event.id),
        categories=[(category, text_for(category.names)) for category in list_categories(event.id)],
        event=event,
        **_words(),
    )


def _words() -> dict[str, Any]:
    return {
        "size_names": {size.value: _(name) for size, name in SIZE_NAMES.items()},
        "mode_names": {mode.value: _(name) for mode, name in MODE_NAMES.items()},
        "sides_names": {sides.value: _(name) for sides, name in SIDES_NAMES.items()},
    }


@bp.get("/e/<edition>/badges/layouts/<int:layout_id>")
@requires(Permission.PRINT_BADGES)
def layout(edition: str, layout_id: int) -> str:
    """Show one layout with its preview, its boxes and its history; an older version can be taken up again."""
    found = _layout(layout_id)
    older = {row.number: row for row, _account in queries.list_layout_versions(found.id)}
    taken_up = older.get(_id(request.args.get("version", "")) or found.number) or abort(404)
    return _editor(found, fields_of(design_of(taken_up.content)), {})


@bp.post("/e/<edition>/badges/layouts/<int:layout_id>")
@requires(Permission.PRINT_BADGES)
def save_layout(edition: str, layout_id: int) -> Redirect | tuple[str, int]:
    """Keep the fields as the newest version."""
    found = _layout(layout_id)
    who = {"seen": _id(request.form.get("seen", "")) or 0, "actor_id": current_user.account_id, "now": utcnow()}
    try:
        design = read_design(request.form)
        with transaction():
            saved = services.save_layout(found.id, design=design, **who)
    except DesignRefused as error:
        return _editor(found, request.form, errors_of(error)), 422
    except DomainError as error:
        return _editor(found, request.form, {"": translated(error)}), 422
    flash(_("Version %(number)s is saved. Badges are printed in it from now on.", number=saved.number), "success")
    return redirect(url_for("badges.layout", layout_id=found.id), 303)


def _editor(found: BadgeLayout, fields: "MultiDict[str, str]", errors: dict[str, str]) -> str:
    return render_template(
        "badges/layout.html",
        layout=found,
        fields=fields,
        errors=errors,
        versions=queries.list_layout_versions(found.id),
        event=current_edition(),
        kind_names=kind_names(),
        numbers=NUMBERS,
        **_words(),
    )


@bp.get("/e/<edition>/badges/layouts/<int:layout_id>/preview.png")
@requires(Permission.PRINT_BADGES)
def layout_preview(edition: str, layout_id: int) -> Response:
    """Draw the newest version with the shortest and the longest names."""
    side = Side.BACK if request.args.get("side") == "back" else Side.FRONT
    return _picture(_newest(_layout(layout_id)), side)


@bp.post("/e/<edition>/badges/layouts/<int:layout_id>/preview.png")
@requires(Permission.PRINT_BADGES)
def draft_preview(edition: str, layout_id: int) -> Response | tuple[Response, int]:
    """Draw what the fields describe now, without saving it; 422 says what does not fit."""
    _layout(layout_id)
    try:
        design = read_design(request.form)
    except DesignRefused as error:
        return jsonify(errors=errors_of(error)), 422
    return _picture(design, Side.BACK if request.args.get("side") == "back" else Side.FRONT)


def _picture(design: BadgeDesign, side: Side) -> Response:
    event = current_edition()
    category = next(iter(list_categories(event.id)), None)
    answer = Response(draw_proof(event, category, design, side), mimetype="image/png")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
