"""When meetings take place: opening times, slots, and what a change does to those already booked."""

from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.calendar.rules import calendar_day
from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.models import Event
from summit.permissions import Permission
from summit.web.access import current_edition, requires

from ..forms.windows import WindowsForm
from ..queries.setting_up import get_grid, make_grid
from ..queries.settings import get_settings
from ..rules.grid import days_of
from ..rules.hours import FIT_NAMES, Fit, GridLeavesMeetings, write_hours
from ..services import windows as services
from .blueprints import meetings_bp

Answer = Response | tuple[str, int]


@meetings_bp.route("/windows", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEETINGS)
def windows(edition: str) -> Answer:
    """Change when meetings take place; meetings that would no longer fit are shown before."""
    event = current_edition()
    form = WindowsForm(
        obj=get_settings(event.id), hours=_lines(event), time_zone=event.time_zone, confirmed="", keeps_open=""
    )
    left: list[Any] = []
    if form.validate_on_submit():
        values = {"version": form.version.data, "actor_id": current_user.account_id, "now": utcnow()}
        try:
            with transaction():
                lost = services.change_grid(event.id, **values, **form.values())
        except DomainError as error:
            form.refuse(error)
            form.show_version(get_settings(event.id).version)
            left = _ask_first(form, event) if isinstance(error, GridLeavesMeetings) else []
        else:
            flash(_saved(lost), "success")
            return redirect(url_for(".windows"), 303)
    days = days_of(get_grid(event.id).slots, event.time_zone)
    shown = {"event": event, "days": days, "left": left, "fit_names": FIT_NAMES, "can_stay": _can_stay(left)}
    return render_template("meetings/windows.html", form=form, **shown), form.status


def _lines(event: Event) -> dict[date, str]:
    """Return what is typed for each day of the edition, and for other days that have opening times."""
    spans = list(get_grid(event.id).windows)
    count = (event.ends_on - event.starts_on).days + 1
    days = {event.starts_on + timedelta(days=place) for place in range(count)}
    days |= {calendar_day(starts_at, event.time_zone) for starts_at, _ends_at in spans}
    return {day: write_hours(spans, day, event.time_zone) for day in sorted(days)}


def _ask_first(form: WindowsForm, event: Event) -> list[Any]:
    """Return the meetings that the change leaves out, and let the form's next attempt confirm these."""
    values = form.values()
    after = make_grid(values["windows"], values["slot_minutes"], values["gap_minutes"])
    left = services.list_left_out(event.id, after, now=utcnow())
    form.confirmed.data = ",".join(str(meeting.id) for meeting, _fit in left)
    return left


def _can_stay(left: list[Any]) -> bool:
    return any(fit is Fit.OPEN for _meeting, fit in left)


def _saved(lost: int) -> str:
    if not lost:
        return str(_("The opening times are saved."))
    return str(
        ngettext(
            "The opening times are saved. %(num)s meeting lost its time, and everybody concerned is told.",
            "The opening times are saved. %(num)s meetings lost their time, and everybody concerned is told.",
            lost,
        )
    )
