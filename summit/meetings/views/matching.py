"""The organiser's page of the recommendations: weights, an example, and how often companies are shown."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from summit.companies.models import Company
from summit.companies.rules.matching import SHARES, WEIGHT_NAMES, Reason
from summit.database import transaction
from summit.errors import DomainError
from summit.events.models import Event
from summit.permissions import Permission
from summit.web.access import current_edition, requires

from ..forms.matching import WeightsForm, weights_in
from ..queries.recommending import (
    explain_example,
    find_running,
    find_spreading,
    list_companies,
    weights_of,
)
from ..queries.settings import get_settings
from ..services import recommending as services
from .blueprints import meetings_bp
from .match_words import sentence

Answer = Response | tuple[str, int]


@meetings_bp.route("/matching-weights", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEETINGS)
def matching_weights(edition: str) -> Answer:
    """Show and change what counts when companies are compared."""
    event = current_edition()
    form = WeightsForm(data=asdict(weights_of(event.id)) | {"version": get_settings(event.id).version or 0})
    if form.validate_on_submit():
        try:
            with transaction():
                account = current_user.account_id
                services.change_weights(event.id, weights_in(form), version=form.version.data, actor_id=account)
        except DomainError as error:
            form.refuse(error)
            form.show_version(get_settings(event.id).version or 0)
        else:
            flash(_("The weights are saved. Recommendations use them from now on."), "success")
            return redirect(url_for(".matching_weights"), 303)
    return render_template("meetings/matching_weights.html", form=form, **_shown(event)), form.status


@meetings_bp.post("/matching-weights/spread")
@requires(Permission.MANAGE_MEETINGS)
def spread_recommendations(edition: str) -> Response:
    """Have it worked out anew how to even out who is shown."""
    with transaction():
        services.order_spreading(current_edition().id, actor_id=current_user.account_id)
    flash(_("The lists are being evened out. This takes a moment."), "success")
    return redirect(url_for(".matching_weights"), 303)


def _shown(event: Event) -> dict[str, Any]:
    job = find_spreading(event.id)
    figures = job.result if job else {}
    return {
        "weights": [name for name in WEIGHT_NAMES if name not in SHARES],
        "shares": [name for name in WEIGHT_NAMES if name in SHARES],
        "example": explain_example(event.id),
        "told": told,
        "is_running": find_running(event.id) is not None,
        "exposure": figures,
        "most_shown": _most_shown(figures),
        "worked_out_at": job.finished_at if job else None,
        "bdi": lambda name: Markup("<bdi>{}</bdi>").format(name),
    }


@dataclass(frozen=True, slots=True)
class Shown:
    """A company and in how many lists it stands."""

    company: Company
    count: int


def _most_shown(figures: dict[str, Any]) -> list[Shown]:
    most = figures.get("after", {}).get("most", [])
    companies = list_companies([company for company, _count in most])
    return [Shown(companies[company], count) for company, count in most if company in companies]


def told(reasons: Sequence[Reason]) -> list[tuple[str, float]]:
    """Return each reason in words, with its part of all that speaks for the pair (0 to 1)."""
    total = sum(reason.share for reason in reasons) or 1.0
    return [(sentence(reason), reason.share / total) for reason in reasons]
