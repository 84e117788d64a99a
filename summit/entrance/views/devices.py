"""The devices of an edition: all at a glance, one in detail, adding, changing, a new code, revoking."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.web.access import current_edition, requires
from summit.web.filters import text_for
from summit.web.forms import translated

from .. import services
from ..forms import DeviceForm
from ..models import Device
from ..queries.devices import find_device, list_devices, list_shifts
from ..queries.gates import list_gates
from ..rules.devices import DeviceIsUnknown
from .blueprint import devices_bp
from .device_looks import enrolment_of, look_at

Answer = Response | tuple[str, int]


@devices_bp.get("/")
@requires(Permission.MANAGE_GATES)
def devices(edition: str) -> str:
    """Show every device at a glance, those that need somebody first."""
    event, now = current_edition(), utcnow()
    looks = [look_at(device, event, now) for device in list_devices(event.id)]
    return render_template(
        "entrance/devices.html",
        event=event,
        looks=sorted((look for look in looks if not look.is_gone), key=lambda look: look.urgency),
        gone=[look for look in looks if look.is_gone],
        now=now,
    )


@devices_bp.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_GATES)
def new(edition: str) -> Answer:
    """Add a device, whose page then shows the code."""
    event, form = current_edition(), _form(None)
    if form.validate_on_submit():
        try:
            with transaction():
                who = {"actor_id": current_user.account_id, "now": utcnow()}
                device = services.add_device(event.id, **form.values(), **who)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The device is added."), "success")
            return redirect(url_for("devices.device", device=device.public_id), 303)
    return render_template("entrance/device_form.html", form=form, device=None), form.status


@devices_bp.get("/<device>")
@requires(Permission.MANAGE_GATES)
def device(edition: str, device: str) -> str:
    """Show one device: its code while there is one, how it stands, and who held it."""
    event, now, found = current_edition(), utcnow(), _device(device)
    return render_template(
        "entrance/device.html",
        event=event,
        device=found,
        look=look_at(found, event, now),
        enrolment=enrolment_of(found, event, now),
        shifts=list_shifts(found.id),
    )


@devices_bp.route("/<device>/edit", methods=["GET", "POST"])
@requires(Permission.MANAGE_GATES)
def edit(edition: str, device: str) -> Answer:
    """Change a device's name, gates or PIN."""
    event, found = current_edition(), _device(device)
    form = _form(found)
    if form.validate_on_submit():
        try:
            with transaction():
                services.update_device(event.id, device, actor_id=current_user.account_id, **form.values())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The device is saved. It learns of the change with its next report."), "success")
            return redirect(url_for("devices.device", device=device), 303)
    return render_template("entrance/device_form.html", form=form, device=found), form.status


@devices_bp.post("/<device>/code")
@requires(Permission.MANAGE_GATES)
def renew(edition: str, device: str) -> Response:
    """Give the device a new code."""
    if _act(services.renew_code, device):
        flash(_("The new code is ready."), "success")
    return redirect(url_for("devices.device", device=device), 303)


@devices_bp.post("/<device>/revoke")
@requires(Permission.MANAGE_GATES)
def revoke(edition: str, device: str) -> Response:
    """Stop a device for good."""
    if _act(services.revoke_device, device):
        flash(_("The device is revoked. It wipes itself as soon as it can be reached."), "success")
    return redirect(url_for("devices.device", device=device), 303)


def _act(act: Callable[..., Device], public_id: str) -> bool:
    """Do something with a device; tell whether it was done, else the refusal is shown on the next page."""
    try:
        with transaction():
            act(current_edition().id, public_id, actor_id=current_user.account_id, now=utcnow())
    except DeviceIsUnknown:
        abort(404)
    except DomainError as error:
        flash(translated(error), "error")
        return False
    return True


def _device(public_id: str) -> Device:
    return find_device(current_edition().id, public_id) or abort(404)


def _form(device: Device | None) -> DeviceForm:
    event = current_edition()
    gates = [(gate.id, f"{gate.zone.letter} · {text_for(gate.names)}") for gate, _inside in list_gates(event.id)]
    known = {"name": device.name, "gate_ids": [gate.id for gate in device.gates]} if device else {}
    form = DeviceForm(data=known, gates=gates)
    if device is None or not device.pin_hash:
        del form.removes_pin
    return form
