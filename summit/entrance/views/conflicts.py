"""The conflicts of an edition: which are open, which were settled and how, and settling one."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.web.access import current_edition, requires
from summit.web.addresses import row_named

from ..forms import ConflictForm
from ..queries.conflicts import PAGE_SIZE, find_conflict, list_conflicts
from ..rules.conflicts import CONFLICT_NAMES, RESOLUTION_NAMES, Resolution
from ..rules.outcomes import WORDS, Outcome
from ..services.conflicts import resolve_conflict
from .blueprint import scans_bp

_NAMES = {"kinds": CONFLICT_NAMES, "resolutions": RESOLUTION_NAMES}


@scans_bp.get("/conflicts/")
@requires(Permission.OVERRIDE_SCANS)
def conflicts(edition: str) -> str:
    """List the conflicts that wait, or those that were settled."""
    settled, key = request.args.get("settled") == "1", row_named("before")
    rows = list_conflicts(current_edition().id, settled=settled, before=key)
    asked: dict[str, Any] = {"settled": "1"} if settled else {}
    older = url_for("scans.conflicts", **asked, before=rows[PAGE_SIZE - 1].id) if len(rows) > PAGE_SIZE else None
    newer = url_for("scans.conflicts", **asked) if key else None
    shown = {"conflicts": rows[:PAGE_SIZE], "settled": settled, "newer_url": newer, "older_url": older}
    return render_template("entrance/conflicts.html", event=current_edition(), **shown, **_NAMES)


@scans_bp.route("/conflicts/<int:conflict_id>", methods=["GET", "POST"])
@requires(Permission.OVERRIDE_SCANS)
def conflict(edition: str, conflict_id: int) -> Response | tuple[str, int]:
    """Show both scans of a conflict, and settle it."""
    form = ConflictForm()
    if find_conflict(current_edition().id, conflict_id) is None:
        abort(404)
    if form.validate_on_submit():
        try:
            with transaction():
                resolve_conflict(
                    current_edition().id, conflict_id, Resolution(str(form.resolution.data)),
                    note=form.note.data or "", actor_id=current_user.account_id, now=utcnow(),
                )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The conflict has been settled."), "success")
            return redirect(url_for("scans.conflicts"), 303)
    return _page(conflict_id, form), 422 if form.is_submitted() else 200


def _page(conflict_id: int, form: ConflictForm) -> str:
    """Return both scans with the form, as the conflict is now."""
    event = current_edition()
    return render_template(
        "entrance/conflict.html",
        event=event,
        conflict=find_conflict(event.id, conflict_id),
        form=form,
        words={outcome.value: WORDS[outcome] for outcome in Outcome},
        **_NAMES,
    )
