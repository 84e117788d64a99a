"""One meeting: when, where and with whom, what was said, and every step that is open to the reader."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from flask import render_template
from flask_babel import gettext as _

from summit.calendar.queries import list_entries
from summit.calendar.rules import EntryKind, overlap
from summit.clock import utcnow
from summit.companies.rules.status import NotOfTheCompany
from summit.permissions import Permission
from summit.web.access import current_edition, may, signed_in

from ..forms.requests import COMMON_LANGUAGES, StepForm, read_start
from ..models import Meeting, MeetingStep
from ..queries.asking import list_colleagues
from ..queries.meetings import list_visible
from ..queries.offers import list_times
from ..queries.settings import get_settings
from ..rules.clocks import clock_beside
from ..rules.kinds import (
    DECLINE_REASON_NAMES,
    LIVE,
    MEETING_KIND_NAMES,
    STEP_ACTION_NAMES,
    StepAction,
)
from ..rules.turns import Act, StartIsUnknown
from ..services.acting import actor_of, standing_of
from .blueprints import meetings_bp
from .looks import MeetingLook, look_at, name_for, times_by_day
from .reader import find_reader, meeting_or_404, side_of

# Addresses of steps whose names in the rules are longer.
_STEPS = {"refuse": "refuse_proposal", "people": "change_people", "details": "change_details"}


@meetings_bp.get("/m/<meeting>")
@signed_in
def meeting(edition: str, meeting: str) -> str:
    """Show a meeting to its companies, and to who manages the meetings of the edition."""
    return meeting_page(meeting_or_404(meeting), StepForm())


def acts_open_to_reader(row: Meeting) -> frozenset[Act]:
    """Return the steps that the reader may take for their company; none for bystanders."""
    reader = find_reader()
    if reader is None or side_of(row) is None:
        return frozenset()
    try:
        actor_of(row, reader.registration_id)
    except NotOfTheCompany:
        return frozenset()
    return standing_of(row).acts_of(reader.company_id, utcnow())


def meeting_page(row: Meeting, form: StepForm, *, act: str = "", refusal: str = "") -> str:
    """Render a meeting with its open steps; after a refusal the step in question is open, with what was entered."""
    event, settings = current_edition(), get_settings(row.event_id)
    own_id = side_of(row)
    acts, look = acts_open_to_reader(row), look_at(row, own_id or row.partner_id, settings)
    chosen = form.colleagues if act == "accept" else []
    return render_template(
        "meetings/meeting.html",
        look=look,
        settings=settings,
        form=form,
        act=act,
        refusal=refusal,
        acts={one.value for one in acts},
        is_own=own_id is not None,
        organises=own_id is None and may(Permission.MANAGE_MEETINGS) and row.status in LIVE,
        days=times_by_day(_times(row, acts, chosen, own_id), event.time_zone),
        people=_people(row, own_id),
        history=_history(row),
        colleagues=_colleagues(own_id, row),
        kind_name=_(MEETING_KIND_NAMES[row.kind]),
        reasons=[(reason.value, _(name)) for reason, name in DECLINE_REASON_NAMES.items()],
        decline_reason=_(DECLINE_REASON_NAMES[row.decline_reason]) if row.decline_reason else "",
        own_zone=clock_beside(row.format, event.time_zone, _residence()),
        other_zone=clock_beside(row.format, event.time_zone, look.other.country),
        has_begun=look.starts_at is not None and look.starts_at <= utcnow(),
        starred=_starred(look),
        wished=wished_starts(row),
        is_step_open=_STEPS.get(act, act) in {one.value for one in acts} or (act == "cancel" and own_id is None),
        interpreting_languages=sorted({*COMMON_LANGUAGES, *row.interpreting}),
    )


def _residence() -> str:
    reader = find_reader()
    return reader.registration.residence if reader is not None else ""


def _times(row: Meeting, acts: Collection[Act], chosen: Collection[int], own_id: int | None) -> list[Any]:
    """Return the times that could be chosen, for those colleagues whom a refused answer named."""
    if not {Act.ACCEPT, Act.PROPOSE} & set(acts):
        return []
    known = {member.registration_id for member in list_colleagues([own_id])} if own_id and chosen else set()
    own = [person for person in chosen if person in known]
    others = [one.registration_id for one in row.attendees if one.company_id != own_id]
    return list_times(row, utcnow(), [*own, *others] if own else None)


def wished_starts(row: Meeting) -> set[datetime]:
    """Return the starts that the requester prefers."""
    found = set()
    for text in row.wishes:
        try:
            found.add(read_start(text))
        except StartIsUnknown:
            continue
    return {start for start in found if start is not None}


def _people(row: Meeting, own_id: int | None) -> list[tuple[Any, list[str]]]:
    """Return who attends for each company, the own one first; the other's by name with their consent only."""
    visible = list_visible([one.registration_id for one in row.attendees])
    staff = own_id is None
    companies = sorted((row.requester, row.partner), key=lambda company: company.id != own_id)
    return [
        (
            company,
            [
                name_for(one.registration, visible, is_own=staff or company.id == own_id)
                for one in row.attendees
                if one.company_id == company.id
            ],
        )
        for company in companies
    ]


def _colleagues(own_id: int | None, row: Meeting) -> list[tuple[int, str, bool]]:
    """Return (registration, name, attends) of the reader's colleagues."""
    if own_id is None:
        return []
    present = {one.registration_id for one in row.attendees}
    return [
        (one.registration_id, one.registration.name_latin, one.registration_id in present)
        for one in list_colleagues([own_id])
    ]


def _history(row: Meeting) -> list[dict[str, Any]]:
    names = {row.requester_id: row.requester.name, row.partner_id: row.partner.name}
    return [
        {
            "step": step,
            "name": _step_name(step),
            "company": names.get(step.company_id or 0, ""),
            "start": _start_of(step),
        }
        for step in row.steps
        if step.action != StepAction.OBJECTED
    ]


def _step_name(step: MeetingStep) -> str:
    if step.details.get("proposal"):
        if step.action == StepAction.DECLINED:
            return str(_("The proposed time does not suit"))
        return str(_("The proposed time was not answered"))
    if step.action not in STEP_ACTION_NAMES:
        return step.action
    return str(_(STEP_ACTION_NAMES[StepAction(step.action)]))


def _start_of(step: MeetingStep) -> datetime | None:
    try:
        return read_start(str(step.details.get("start") or ""))
    except StartIsUnknown:
        return None


def _starred(look: MeetingLook) -> list[Any]:
    """Return starred sessions at the same time: a wish only, so they warn and forbid nothing."""
    reader = find_reader()
    start, end = look.starts_at or look.meeting.proposed_starts_at, look.ends_at
    if reader is None or start is None:
        return []
    span = (start, end or start + timedelta(minutes=get_settings(look.meeting.event_id).slot_minutes))
    entries = list_entries(look.meeting.event_id, [reader.registration_id])[reader.registration_id]
    return [one for one in entries if one.kind is EntryKind.STARRED and overlap(span, (one.starts_at, one.ends_at))]
