"""Meeting on the spot by the badge of the other person."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.companies.models import CompanyMember
from summit.database import transaction
from summit.errors import DomainError
from summit.web.access import current_edition, signed_in
from summit.web.security import allow_webassembly

from ..forms.walk_in import BadgeForm, MeetNowForm
from ..models import Meeting
from ..queries.settings import get_settings
from ..rules.walk_ins import BadgeIsOfNoUse
from ..services import walking_in as services
from .blueprints import meetings_bp
from .reader import forget_reader, reader_or_404

Answer = Response | tuple[str, int]


@meetings_bp.route("/walk-in", methods=["GET", "POST"])
@signed_in
def walk_in(edition: str) -> str | Answer:
    """Read the badge of somebody with whom the reader would meet now, and show what the meeting would be."""
    reader, form = reader_or_404(), BadgeForm()
    if request.method == "POST" and form.validate():
        found = _look(reader, form, utcnow())
        if found is not None:
            mark = services.sign_find(found.other.event_id, found.own_id, found.other.id)
            return render_template("meetings/walk_in_confirm.html", found=found, form=MeetNowForm(mark=mark))
    return _page(form)


def _look(reader: CompanyMember, form: BadgeForm, now: datetime) -> services.Encounter | None:
    """Count the look, record it, and only then say whether the two can meet; a refusal undoes neither."""
    event_id, own_id, account_id = current_edition().id, reader.registration_id, current_user.account_id
    try:
        services.ensure_walk_ins(get_settings(event_id))
        with transaction():
            services.admit_look(account_id, request.remote_addr or "", now=now)
        with transaction():
            holder = services.look_at_badge(event_id, form.code.data or "", account_id=account_id, now=now)
        return services.prepare(event_id, own_id, holder, now=now)
    except DomainError as error:
        form.refuse(error)
        forget_reader()
    return None


def _page(form: BadgeForm) -> str | Answer:
    allow_webassembly()
    settings = get_settings(current_edition().id)
    form.code.data = ""
    page = render_template("meetings/walk_in.html", form=form, is_open=_is_open(settings.event_id))
    return (page, 422) if form.errors else page


def _is_open(event_id: int) -> bool:
    try:
        services.ensure_walk_ins(get_settings(event_id))
    except DomainError:
        return False
    return True


@meetings_bp.post("/walk-in/meet")
@signed_in
def meet_now(edition: str) -> Answer:
    """Have the two meet from now on."""
    reader, form, refused = reader_or_404(), MeetNowForm(), BadgeForm(formdata=None)
    event_id, own_id = current_edition().id, reader.registration_id
    try:
        meeting = _meet(event_id, own_id, form)
    except DomainError as error:
        refused.refuse(error)
        forget_reader()
        page = _page(refused)
        return page if not isinstance(page, str) else (page, 422)
    flash(_("Your meeting has begun. The other company is told."), "success")
    return redirect(url_for(".meeting", meeting=meeting.public_id), 303)


def _meet(event_id: int, own_id: int, form: MeetNowForm) -> Meeting:
    if not form.validate():
        raise BadgeIsOfNoUse
    other_id = services.read_find(event_id, own_id, form.mark.data or "")
    with transaction():
        return services.meet_now(event_id, own_id, other_id, now=utcnow())
