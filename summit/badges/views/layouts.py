"""Layouts of badges: the list, a new one, and which category has which."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Redirect
from wtforms import SelectChoice

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.queries import list_categories
from summit.permissions import Permission
from summit.web.access import current_edition, may, requires
from summit.web.filters import text_for
from summit.web.forms import translated

from .. import queries
from ..forms import LayoutForm
from ..layouts import Mode, Sides, Size, house, stored_design
from ..services import layouts as services
from .blueprint import bp
from .layout_form import number_in, size_name, words


@bp.get("/e/<edition>/badges/layouts/")
@requires(Permission.PRINT_BADGES)
def layouts(edition: str) -> str:
    """Show the edition's layouts, which category has which, and how to begin one."""
    return _list_page(LayoutForm(formdata=None))


@bp.post("/e/<edition>/badges/layouts/")
@requires(Permission.EDIT_EDITION)
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
@requires(Permission.EDIT_EDITION)
def assign_layouts(edition: str) -> Redirect:
    """Say which layout each category has."""
    event = current_edition()
    chosen = {category.id: request.form.get(f"category-{category.id}", "") for category in list_categories(event.id)}
    try:
        with transaction():
            services.assign_layouts(
                event.id,
                default_id=number_in(request.form.get("default", "")),
                by_category={key: number_in(value) for key, value in chosen.items()},
                actor_id=current_user.account_id,
            )
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(_("From now on badges are printed in these layouts."), "success")
    return redirect(url_for("badges.layouts"), 303)


def _list_page(form: LayoutForm) -> str:
    event = current_edition()
    rows = queries.list_layouts(event.id)
    form.size.choices = [SelectChoice(size.value, size_name(size)) for size in Size]
    return render_template(
        "badges/layouts.html",
        form=form,
        layouts=[(layout, stored_design(version.content), version) for layout, version in rows],
        default_id=next((layout.id for layout, _version in rows if layout.is_default), None),
        assigned=queries.layouts_by_category(event.id),
        categories=[(category, text_for(category.names)) for category in list_categories(event.id)],
        may_edit=may(Permission.EDIT_EDITION),
        **words(),
    )
