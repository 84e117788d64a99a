"""Choosing whom to print, and ordering the run."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.models import Event
from summit.permissions import Permission
from summit.registration.queries.review import list_countries
from summit.registration.rules.desk import NO_COUNTRY
from summit.web.access import current_edition, requires
from summit.web.filters import text_for

from .. import queries
from ..forms import PrintForm
from ..layouts import LayoutNeedsAttention, Sheet, SheetIsTooSmall, SheetOfMixedSizes
from ..rules import (
    ARRIVAL_NAMES,
    ORDER_NAMES,
    SCOPE_NAMES,
    PrintFilter,
    PrintOrder,
    RunOptions,
    StartIsOffTheSheet,
    arguments_of,
    filter_of,
)
from ..services import runs
from .blueprint import bp
from .words import RUN_TONES, country, paper_names, run_state_names

_PEOPLE_SHOWN = 6
_FIELDS: dict[type[DomainError], str] = {
    SheetOfMixedSizes: "layout",
    SheetIsTooSmall: "layout",
    LayoutNeedsAttention: "layout",
    StartIsOffTheSheet: "first_place",
}


@bp.get("/e/<edition>/badges/")
@requires(Permission.PRINT_BADGES)
def index(edition: str) -> str:
    """Show whom the filter in the address finds, and the latest runs."""
    return _page(PrintForm(formdata=None))


@bp.post("/e/<edition>/badges/runs")
@requires(Permission.PRINT_BADGES)
def order(edition: str) -> Response | tuple[str, int]:
    """Order a run of everybody whom the filter in the address finds."""
    form = PrintForm()
    if form.validate_on_submit():
        try:
            with transaction():
                run = runs.order_print_run(
                    current_edition().id,
                    _wanted(),
                    order=PrintOrder(form.order.data),
                    sheet=Sheet(form.layout.data),
                    actor_id=current_user.account_id,
                    now=utcnow(),
                    options=_options(form),
                )
        except DomainError as error:
            form.refuse(error, _FIELDS.get(type(error)))
        else:
            return redirect(url_for("badges.run", public_id=run.public_id), 303)
    return _page(form), 422


def _options(form: PrintForm) -> RunOptions:
    return RunOptions(form.first_place.data - 1, form.desks.data, form.separators.data)


def _wanted() -> PrintFilter:
    return filter_of(request.args.to_dict(flat=False))


def _page(form: PrintForm) -> str:
    event, wanted = current_edition(), _wanted()
    selection = runs.selection_of(event, wanted)
    categories, book = selection.categories, runs.book_for(selection)
    form.layout.choices = [choice for choice in form.layout.choices if choice.value in book.papers()]
    if book.is_mixed:
        form.layout.description = _(SheetOfMixedSizes.message)
    return render_template(
        "badges/index.html",
        form=form,
        wanted=wanted,
        arguments=arguments_of(wanted),
        found=queries.count_people(selection),
        people=queries.list_some_people(selection, _PEOPLE_SHOWN),
        categories={category.id: category for category in categories},
        category_names={category.id: text_for(category.names) for category in categories},
        countries=_country_choices(event),
        delegations=queries.list_delegations(event.id),
        arrival_names={arrival: _(name) for arrival, name in ARRIVAL_NAMES.items()},
        scope_names={scope: _(name) for scope, name in SCOPE_NAMES.items()},
        event=event,
        **_run_words(event),
    )


def _run_words(event: Event) -> dict[str, Any]:
    """Return what the list of runs shows."""
    return {
        "runs": queries.list_runs(event.id),
        "state_names": run_state_names(),
        "tones": RUN_TONES,
        "paper_names": paper_names(),
        "order_names": {order.value: _(name) for order, name in ORDER_NAMES.items()},
    }


def _country_choices(event: Event) -> list[tuple[str, str]]:
    """Return the countries that occur among the edition's people, and "no country"."""
    codes = list_countries(event.id)
    named = sorted(((code, country(code)) for code in codes), key=lambda choice: choice[1])
    return [*named, (NO_COUNTRY, _("No country"))]
