"""Blocked times: the organiser's list, and what members of companies say of themselves."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.calendar.queries import list_taken
from summit.calendar.rules import ClaimKind, ticks
from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.events.models import Event
from summit.permissions import Permission
from summit.web.access import current_edition, requires, signed_in

from ..forms.blocks import BlockForm, OwnTimesForm
from ..queries import blocks as queries
from ..queries.interpreting import list_interpreters
from ..queries.setting_up import list_all_tables
from ..queries.settings import list_slots
from ..rules.blocks import BLOCKABLE_NAMES, OwnSlot, own_slots
from ..rules.grid import days_of
from ..services import blocking as services
from .blueprints import meetings_bp
from .reader import forget_reader, reader_or_404

Answer = Response | tuple[str, int]


@meetings_bp.route("/blocks", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEETINGS)
def blocks(edition: str) -> Answer:
    """List the blocked times, and block another one."""
    event = current_edition()
    form = BlockForm(time_zone=event.time_zone, **_choices(event))
    if form.validate_on_submit():
        try:
            with transaction():
                _block(event.id, form)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The time is blocked."), "success")
            return redirect(url_for(".blocks"), 303)
    shown = {"blocks": queries.list_blocks(event.id), "kind_names": BLOCKABLE_NAMES}
    return render_template("meetings/blocks.html", event=event, form=form, **shown), form.status


def _choices(event: Event) -> dict[str, Any]:
    tables = [(row.id, row.label) for row in list_all_tables(event.id)]
    return {"tables": tables, "interpreters": [(row.id, row.name) for row in list_interpreters(event.id)]}


def _block(event_id: int, form: BlockForm) -> None:
    kind, resource_id = form.resource
    if kind is ClaimKind.PERSON:
        resource_id = services.person_meant(event_id, form.person.data or "")
    values = {"reason": form.reason.data or "", "actor_id": current_user.account_id}
    services.block_time(event_id, kind, resource_id, *form.span, **values)


@meetings_bp.post("/blocks/<int:block_id>/remove")
@requires(Permission.MANAGE_MEETINGS)
def remove_block(edition: str, block_id: int) -> Response:
    """Give a blocked time back."""
    event = current_edition()
    row = queries.find_block(event.id, block_id) or abort(404)
    with transaction():
        services.unblock(event.id, row.id, actor_id=current_user.account_id)
    flash(_("The time is free again."), "success")
    return redirect(url_for(".blocks"), 303)


@meetings_bp.get("/my-times")
@signed_in
def my_times(edition: str) -> str:
    """Show every slot by day, with those in which the reader is not available."""
    return _times_page(OwnTimesForm(), _own_slots(current_edition().id, reader_or_404().registration_id))


def _times_page(form: OwnTimesForm, slots: Iterable[OwnSlot]) -> str:
    event, by_start = current_edition(), {one.slot: one for one in slots}
    days = {day: [by_start[slot] for slot in found] for day, found in days_of(by_start, event.time_zone).items()}
    return render_template("meetings/my_times.html", event=event, form=form, days=days)


def _own_slots(event_id: int, registration_id: int) -> tuple[OwnSlot, ...]:
    now = utcnow()
    own = {
        step for row in queries.list_own_blocks(event_id, registration_id) for step in ticks(row.starts_at, row.ends_at)
    }
    taken = list_taken(event_id, ClaimKind.PERSON, [registration_id])[registration_id]
    coming = [slot for slot in list_slots(event_id) if slot.starts_at > now]
    return own_slots(coming, taken - own, own)


@meetings_bp.post("/my-times")
@signed_in
def save_my_times(edition: str) -> Answer:
    """Keep in which slots the reader is not available; what was ticked stays where it cannot be kept."""
    event, reader = current_edition(), reader_or_404()
    form, registration_id = OwnTimesForm(), reader.registration_id
    if form.validate_on_submit():
        values = {"actor_id": current_user.account_id, "now": utcnow()}
        try:
            with transaction():
                services.set_own_times(event.id, registration_id, form.starts, **values)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Your times are saved."), "success")
            return redirect(url_for(".my_times"), 303)
    ticked = form.starts
    slots = _own_slots(event.id, registration_id)
    shown = [replace(one, is_blocked=not one.is_taken and one.slot.starts_at in ticked) for one in slots]
    forget_reader()
    return _times_page(form, shown), 422
