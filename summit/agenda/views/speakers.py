"""The organiser's speakers: the list, one of them, invitations, links to registrations."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.permissions import Permission
from summit.web.access import current_edition, requires
from summit.web.forms import translated

from ..forms.speakers import LinkForm, SpeakerForm, SpeakerPhotoForm
from ..mails.links import speaker_link
from ..models import Speaker
from ..queries import speakers as queries
from ..queries.speakers import YES_NO, SpeakerFilter
from ..rules.kinds import ROLE_NAMES
from ..rules.speakers import MISSING_NAMES, missing_of
from ..services import invitations, speaker_photos
from ..services import speakers as services
from .blueprints import agenda_bp
from .speaker_photos import photo_answer, upload_of

Answer = Response | tuple[str, int]


@agenda_bp.get("/speakers")
@requires(Permission.MANAGE_AGENDA)
def speakers(edition: str) -> str:
    """List the speakers that the address asks for, and what is missing of each."""
    event, wanted = current_edition(), read_filter(request.args)
    return render_template(
        "agenda/speakers/list.html",
        event=event,
        rows=queries.list_speaker_rows(event.id, wanted),
        wanted=wanted,
        yes_no=YES_NO,
        missing_of=missing_of,
        missing_names=MISSING_NAMES,
        waiting=queries.count_to_invite(event.id),
    )


def read_filter(values: Mapping[str, str]) -> SpeakerFilter:
    """Return what an address asks for; what it cannot mean is passed over."""
    answers = {"yes": True, "no": False}
    wanted = {name: answers[values[name]] for name in YES_NO if values.get(name) in answers}
    return SpeakerFilter(values.get("q", ""), wanted)


@agenda_bp.route("/speakers/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_AGENDA)
def new_speaker(edition: str) -> Answer:
    """Add a speaker."""
    event = current_edition()
    form = SpeakerForm(languages=event.languages, time_zone=event.time_zone, version=0)
    if form.validate_on_submit():
        try:
            with transaction():
                row = services.create_speaker(event.id, **_act(), **form.values())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The speaker is added."), "success")
            return redirect(url_for(".speaker", speaker_id=row.id), 303)
    return render_template("agenda/speakers/new.html", event=event, form=form), form.status


@agenda_bp.route("/speakers/<int:speaker_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_AGENDA)
def speaker(edition: str, speaker_id: int) -> Answer:
    """Show and change a speaker."""
    event, row = current_edition(), find_or_404(speaker_id)
    form = SpeakerForm(obj=row, languages=event.languages, time_zone=event.time_zone)
    if form.validate_on_submit():
        try:
            with transaction():
                services.update_speaker(row.id, version=form.version.data, **_act(), **form.values())
        except DomainError as error:
            form.refuse(error)
            form.show_version(find_or_404(speaker_id).version)
        else:
            flash(_("The speaker is saved."), "success")
            return redirect(url_for(".speaker", speaker_id=row.id), 303)
    return _page(speaker_id, form), form.status


def _page(speaker_id: int, form: SpeakerForm | None = None, **forms: Any) -> str:
    """Return the page as it is now: what was read before a refusal is given up with its transaction."""
    event, row = current_edition(), find_or_404(speaker_id)
    return render_template(
        "agenda/speakers/speaker.html",
        event=event,
        speaker=row,
        form=form or SpeakerForm(formdata=None, obj=row, languages=event.languages, time_zone=event.time_zone),
        photo_form=forms.get("photo_form") or SpeakerPhotoForm(formdata=None),
        link_form=forms.get("link_form") or LinkForm(formdata=None),
        missing=[_(MISSING_NAMES[kind]) for kind in missing_of(row)],
        link=speaker_link(row),
        role_names=ROLE_NAMES,
    )


@agenda_bp.post("/speakers/<int:speaker_id>/photo")
@requires(Permission.MANAGE_AGENDA)
def set_speaker_photo(edition: str, speaker_id: int) -> Answer:
    """Keep a photo that was sent, or say why not."""
    row, form = find_or_404(speaker_id), SpeakerPhotoForm()
    if form.validate_on_submit():
        try:
            data = upload_of(form)
            with transaction():
                speaker_photos.set_photo(row.id, data, **_act())
        except DomainError as error:
            form.refuse(error, "photo")
        else:
            flash(_("The photo is saved."), "success")
            return redirect(url_for(".speaker", speaker_id=row.id), 303)
    return _page(speaker_id, photo_form=form), form.status


@agenda_bp.post("/speakers/<int:speaker_id>/photo/remove")
@requires(Permission.MANAGE_AGENDA)
def remove_speaker_photo(edition: str, speaker_id: int) -> Response:
    """Take the photo away."""
    row = find_or_404(speaker_id)
    with transaction():
        speaker_photos.remove_photo(row.id, **_act())
    flash(_("The photo is removed."), "success")
    return redirect(url_for(".speaker", speaker_id=row.id), 303)


@agenda_bp.get("/speakers/<int:speaker_id>/photo.jpg")
@requires(Permission.MANAGE_AGENDA)
def speaker_photo(edition: str, speaker_id: int) -> Response:
    """Show the photo of the draft."""
    return photo_answer(find_or_404(speaker_id).photo_name)


@agenda_bp.post("/speakers/<int:speaker_id>/link")
@requires(Permission.MANAGE_AGENDA)
def link_speaker(edition: str, speaker_id: int) -> Answer:
    """Link the speaker to a registration of this edition."""
    row, form = find_or_404(speaker_id), LinkForm()
    if form.validate_on_submit():
        try:
            with transaction():
                services.link_registration(row.id, form.registration.data or "", **_act())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("The registration is linked, and empty fields are filled in from it."), "success")
            return redirect(url_for(".speaker", speaker_id=row.id), 303)
    return _page(speaker_id, link_form=form), form.status


@agenda_bp.post("/speakers/<int:speaker_id>/unlink")
@requires(Permission.MANAGE_AGENDA)
def unlink_speaker(edition: str, speaker_id: int) -> Response:
    """Take the link to the registration away."""
    row = find_or_404(speaker_id)
    with transaction():
        services.unlink_registration(row.id, **_act())
    flash(_("The link to the registration is removed. What was filled in stays."), "success")
    return redirect(url_for(".speaker", speaker_id=row.id), 303)


@agenda_bp.post("/speakers/<int:speaker_id>/invite")
@requires(Permission.MANAGE_AGENDA)
def invite_speaker(edition: str, speaker_id: int) -> Response:
    """Send the speaker the link of their own page."""
    row = find_or_404(speaker_id)
    try:
        with transaction():
            invitations.invite_speaker(row.id, **_act())
    except DomainError as error:
        flash(translated(error), "error")
    else:
        flash(_("The invitation is on its way."), "success")
    return redirect(url_for(".speaker", speaker_id=row.id), 303)


@agenda_bp.post("/speakers/invite")
@requires(Permission.MANAGE_AGENDA)
def invite_speakers(edition: str) -> Response:
    """Invite everybody who has an address and was never invited."""
    with transaction():
        count = invitations.invite_all(current_edition().id, **_act())
    sent = ngettext("%(num)s invitation is on its way.", "%(num)s invitations are on their way.", count)
    flash(sent if count else _("Everybody who has an e-mail address is invited already."), "success")
    return redirect(url_for(".speakers"), 303)


@agenda_bp.post("/speakers/<int:speaker_id>/revoke")
@requires(Permission.MANAGE_AGENDA)
def revoke_speaker_link(edition: str, speaker_id: int) -> Response:
    """Make every link that was sent useless."""
    row = find_or_404(speaker_id)
    with transaction():
        invitations.revoke_link(row.id, **_act())
    flash(_("The earlier link does not work any more. A new invitation carries a new one."), "success")
    return redirect(url_for(".speaker", speaker_id=row.id), 303)


@agenda_bp.get("/speakers/<int:speaker_id>/delete")
@requires(Permission.MANAGE_AGENDA)
def confirm_delete_speaker(edition: str, speaker_id: int) -> str:
    """Ask once before the speaker is deleted."""
    return render_template("agenda/speakers/delete.html", event=current_edition(), speaker=find_or_404(speaker_id))


@agenda_bp.post("/speakers/<int:speaker_id>/delete")
@requires(Permission.MANAGE_AGENDA)
def delete_speaker(edition: str, speaker_id: int) -> Response:
    """Delete the speaker, or say why not."""
    row = find_or_404(speaker_id)
    try:
        with transaction():
            services.delete_speaker(row.id, **_act())
    except DomainError as error:
        flash(translated(error), "error")
        return redirect(url_for(".speaker", speaker_id=row.id), 303)
    flash(_("The speaker is deleted."), "success")
    return redirect(url_for(".speakers"), 303)


def find_or_404(speaker_id: int) -> Speaker:
    """Return a speaker of this very edition."""
    return queries.find_speaker(current_edition().id, speaker_id) or abort(404)


def _act() -> dict[str, Any]:
    return {"actor_id": current_user.account_id, "now": utcnow()}
