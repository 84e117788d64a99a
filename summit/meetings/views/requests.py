"""Asking another company for a meeting, and changing the request."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.companies.models import Company, CompanyMember
from summit.companies.queries.companies import find_company
from summit.companies.rules.status import CompanyStatus
from summit.database import transaction
from summit.errors import DomainError
from summit.web.access import current_edition, signed_in
from summit.web.forms import translated

from ..forms.requests import COMMON_LANGUAGES, RequestForm
from ..models import Meeting, MeetingSettings
from ..queries.asking import find_live_between, list_colleagues
from ..queries.offers import list_present_slots, list_times_to_ask, list_who_can_be_asked
from ..queries.settings import get_settings, list_slots
from ..rules.grid import SlotSpan
from ..rules.kinds import MeetingFormat, SlotChoice
from ..rules.requests import ensure_open
from ..rules.times import Reach
from ..rules.turns import Act
from ..services import requesting
from .blueprints import meetings_bp
from .looks import times_by_day
from .meetings import acts_open_to_reader
from .reader import forget_reader, meeting_or_404, reader_or_404

Answer = Response | tuple[str, int]


@meetings_bp.route("/new/<company>", methods=["GET", "POST"])
@signed_in
def new_request(edition: str, company: str) -> Answer:
    """Ask a company for a meeting."""
    event, reader, partner = current_edition(), reader_or_404(), _partner_or_404(company)
    there = find_live_between(event.id, reader.company_id, partner.id)
    if there is not None:
        flash(_("There is a request or a meeting between your two companies already."))
        return redirect(url_for("meetings.meeting", meeting=there.public_id), 303)
    form = _form(reader, partner, people=[reader.registration_id])
    if form.validate_on_submit():
        made = _ask(form, event.id, partner.id, reader.registration_id)
        if made is not None:
            flash(_("Your request has been sent."), "success")
            return redirect(url_for("meetings.meeting", meeting=made.public_id), 303)
    return _page(form, reader_or_404(), partner), form.status


def _partner_or_404(public_id: str) -> Company:
    """Return a company that others see; the rest do not exist for anybody who asks."""
    partner = find_company(current_edition().id, public_id) or abort(404)
    if partner.status is not CompanyStatus.APPROVED or not partner.is_listed:
        abort(404)
    return partner


def _ask(form: RequestForm, event_id: int, partner_id: int, registration_id: int) -> Meeting | None:
    try:
        wanted = form.request(slot.starts_at for slot in list_slots(event_id))
        with transaction():
            return requesting.request_meeting(
                event_id, partner_id, registration_id=registration_id, wanted=wanted, now=utcnow()
            )
    except DomainError as refusal:
        form.refuse(refusal)
        forget_reader()
    return None


@meetings_bp.route("/m/<meeting>/edit", methods=["GET", "POST"])
@signed_in
def edit_request(edition: str, meeting: str) -> Answer:
    """Change a request that waits for its answer."""
    row, reader = meeting_or_404(meeting), reader_or_404()
    if Act.EDIT not in acts_open_to_reader(row):
        flash(_("The request can no longer be changed. The page shows how the meeting stands now."))
        return redirect(url_for("meetings.meeting", meeting=meeting), 303)
    partner = _partner_of(row)
    form = _form(reader, partner, **_values_of(row))
    if form.validate_on_submit() and _edit(form, row, reader.registration_id):
        flash(_("Your request has been changed, and the other company is told."), "success")
        return redirect(url_for("meetings.meeting", meeting=meeting), 303)
    return _page(form, reader_or_404(), partner, back=url_for("meetings.meeting", meeting=meeting)), form.status


def _partner_of(meeting: Meeting) -> Company:
    return find_company(meeting.event_id, meeting.partner.public_id) or abort(404)


def _edit(form: RequestForm, meeting: Meeting, registration_id: int) -> bool:
    try:
        wanted = form.request(slot.starts_at for slot in list_slots(meeting.event_id))
        with transaction():
            requesting.edit_request(meeting.id, registration_id=registration_id, wanted=wanted, now=utcnow())
    except DomainError as refusal:
        form.refuse(refusal)
        forget_reader()
        return False
    return True


def _values_of(meeting: Meeting) -> dict[str, Any]:
    languages = [*meeting.interpreting, "", ""]
    own = [one.registration_id for one in meeting.attendees if one.company_id == meeting.requester_id]
    start = meeting.proposed_starts_at if meeting.proposed_by == meeting.requester_id else None
    names = ("message", "place", "transfer_before", "transfer_after", "online_link", "wishes")
    return {name: getattr(meeting, name) for name in names} | {
        "people": own,
        "kind": meeting.kind.value,
        "format": meeting.format.value,
        "interpret_from": languages[0],
        "interpret_to": languages[1],
        "start": start.isoformat() if start else "",
    }


def _form(reader: CompanyMember, partner: Company, **values: Any) -> RequestForm:
    settings = get_settings(current_edition().id)
    colleagues = list_colleagues([reader.company_id])
    return RequestForm(
        data=values,
        colleagues=[(one.registration_id, one.registration.name_latin) for one in colleagues],
        languages_spoken={*COMMON_LANGUAGES, *(row.language for row in partner.languages)},
        allows_online=settings.allows_online,
    )


def _page(form: RequestForm, reader: CompanyMember, partner: Company, *, back: str = "") -> str:
    event, settings = current_edition(), get_settings(current_edition().id)
    slots = _times(form, reader, partner, settings)
    return render_template(
        "meetings/new_request.html",
        form=form,
        reader=reader,
        partner=partner,
        settings=settings,
        days=times_by_day(slots, event.time_zone),
        chooses=settings.slot_choice is SlotChoice.REQUESTER,
        wishes=settings.slot_choice is not SlotChoice.REQUESTER,
        closed="" if back else _why_closed(settings),
        back=back or url_for("meetings.mine"),
        is_edit=bool(back),
        here=request.path,
    )


def _why_closed(settings: MeetingSettings) -> str:
    try:
        ensure_open(settings.phase, settings.preferences_until, utcnow())
    except DomainError as refusal:
        return translated(refusal)
    return ""


def _times(form: RequestForm, reader: CompanyMember, partner: Company, settings: MeetingSettings) -> list[SlotSpan]:
    event_id = current_edition().id
    online = form.format.data == MeetingFormat.ONLINE.value
    where = MeetingFormat.ONLINE if online else MeetingFormat.ON_SITE
    own = {value for value, _name in form.people.choices}
    return list_times_to_ask(
        event_id,
        [person for person in form.people.data or () if person in own],
        list_who_can_be_asked(event_id, partner.id, now=utcnow()),
        slots=list_present_slots(event_id, (reader.company_id, partner.id), where),
        reach=Reach(walk=settings.walk_minutes),
        now=utcnow(),
    )
