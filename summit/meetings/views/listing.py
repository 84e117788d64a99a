"""All meetings of an edition as a table people work in, the same as a spreadsheet, and acts on many at once."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from summit.audit.services import record
from summit.clock import utcnow
from summit.database import transaction
from summit.events.models import Event
from summit.events.views.filters import language_name, territory, venue_short
from summit.permissions import Permission
from summit.sheets.writing import CSV_TYPE, XLSX_TYPE, Cell, Sheet, write_csv, write_xlsx
from summit.web.access import current_edition, requires
from summit.web.filters import comma, number
from summit.web.forms import translated

from ..forms.listing import BulkForm, read_filter, read_picks, write_filter
from ..models import Meeting
from ..queries.listing import count_by_status, iterate_filtered, list_countries, list_page
from ..rules.kinds import (
    MEETING_FORMAT_NAMES,
    MEETING_KIND_NAMES,
    MEETING_STATUS_NAMES,
    MeetingFormat,
    MeetingStatus,
)
from ..rules.listing import COLUMN_NAMES, ORIGIN_NAMES, SORT_NAMES, Column, MeetingFilter, read_position, write_position
from ..services.organising_many import act_on_many
from .blueprints import meetings_bp

TONES = {
    MeetingStatus.SCHEDULED: "positive",
    MeetingStatus.HELD: "positive",
    MeetingStatus.PENDING: "caution",
    MeetingStatus.MISSED: "negative",
}
Page = str | tuple[str, int] | AnyResponse


@meetings_bp.get("/all")
@requires(Permission.MANAGE_MEETINGS)
def all_meetings(edition: str) -> str:
    """Show one page of the list that the address names."""
    return _list_page(BulkForm(formdata=None))


@meetings_bp.post("/all")
@requires(Permission.MANAGE_MEETINGS)
def act_on_ticked(edition: str) -> Page:
    """Carry one act out on every ticked meeting, and tell how many it was refused for."""
    form, picks = BulkForm(), read_picks(request.form.getlist("pick"))
    if not form.validate_on_submit():
        return _list_page(form), 422
    refusals = act_on_many(
        current_edition().id,
        picks,
        form.act.data,
        message=form.message.data or "",
        actor_id=current_user.account_id,
        now=utcnow(),
    )
    done = len(picks) - len(refusals)
    flash(ngettext("%(num)s meeting changed.", "%(num)s meetings changed.", done), "success")
    for pair, refusal in refusals:
        flash(f"{pair}: {translated(refusal)}", "error")
    return redirect(url_for(".all_meetings", **write_filter(read_filter(request.args))), 303)


@meetings_bp.get("/export.<any(csv, xlsx):kind>")
@requires(Permission.MANAGE_MEETINGS)
def export(edition: str, kind: str) -> Response:
    """Send exactly the filtered list as a spreadsheet, with every column."""
    event, wanted = current_edition(), read_filter(request.args)
    with transaction():
        record("meetings.exported", "event", event.id, actor_id=current_user.account_id, event_id=event.id, kind=kind)
    sheet = Sheet(_("Meetings")[:31], _headers(), _rows(event, wanted))
    content, media_type = (write_csv(sheet), CSV_TYPE) if kind == "csv" else (write_xlsx([sheet]), XLSX_TYPE)
    name = f'attachment; filename="{event.slug}-meetings.{kind}"'
    return Response(content, mimetype=media_type, headers={"Content-Disposition": name})


def _list_page(form: BulkForm) -> str:
    event, wanted = current_edition(), read_filter(request.args)
    after, before = (read_position(request.args.get(name, "")) for name in ("after", "before"))
    page = list_page(event.id, wanted, event.time_zone, after=after, before=before)
    arguments = write_filter(wanted)
    urls = {
        "newer_url": url_for(".all_meetings", **arguments, before=write_position(page.before)) if page.before else None,
        "older_url": url_for(".all_meetings", **arguments, after=write_position(page.after)) if page.after else None,
    }
    return render_template(
        "meetings/all.html",
        event=event,
        page=page,
        wanted=wanted,
        arguments=arguments,
        form=form,
        ticked=set(read_picks(request.form.getlist("pick")).items()),
        status_tabs=_tabs(event, wanted),
        countries=sorted(((code, territory(code)) for code in list_countries(event.id)), key=lambda one: one[1]),
        columns=[(one, _(COLUMN_NAMES[one])) for one in wanted.columns],
        cell=lambda column, meeting: _cell(event, column, meeting),
        tones=TONES,
        names=_names(),
        **urls,
    )


def _names() -> dict[str, dict[str, str]]:
    """Return the words of every choice in the reader's language."""
    choices: dict[str, dict[Any, str]] = {
        "origin": dict(ORIGIN_NAMES),
        "kind": dict(MEETING_KIND_NAMES),
        "format": dict(MEETING_FORMAT_NAMES),
        "sort": dict(SORT_NAMES),
        "column": dict(COLUMN_NAMES),
    }
    return {name: {str(value): _(label) for value, label in words.items()} for name, words in choices.items()}


def _tabs(event: Event, wanted: MeetingFilter) -> list[dict[str, Any]]:
    """Return one tab a status with its number; the other filters stay."""
    counts = count_by_status(event.id)
    others = {name: value for name, value in write_filter(wanted).items() if name != "status"}
    everything = {
        "label": _("All · %(count)s", count=number(sum(counts.values()))),
        "url": url_for(".all_meetings", **others),
        "current": not wanted.statuses,
    }
    return [everything] + [
        {
            "label": f"{_(MEETING_STATUS_NAMES[status])} · {number(counts[status])}",
            "url": url_for(".all_meetings", **others, status=status.value),
            "current": wanted.statuses == (status,),
        }
        for status in MeetingStatus
        if status in counts
    ]


def _cell(event: Event, column: Column, meeting: Meeting) -> str:
    """Write what a column says of a meeting."""
    writers: dict[Column, Callable[[], object]] = {
        Column.TIME: lambda: _moment(meeting.starts_at, event),
        Column.TABLE: lambda: _place(meeting),
        Column.STATUS: lambda: _(MEETING_STATUS_NAMES[meeting.status]),
        Column.ORIGIN: lambda: _(ORIGIN_NAMES[meeting.origin]),
        Column.KIND: lambda: _(MEETING_KIND_NAMES[meeting.kind]),
        Column.INTERPRETER: lambda: _interpreting(meeting),
        Column.ASKED: lambda: _moment(meeting.created_at, event),
        Column.ANSWERED: lambda: _moment(meeting.answered_at, event),
        Column.PEOPLE: lambda: comma().join(one.registration.name_latin for one in meeting.attendees),
    }
    return str(writers[column]())


def _moment(moment: datetime | None, event: Event) -> str:
    return venue_short(moment, event.time_zone) if moment else ""


def _place(meeting: Meeting) -> str:
    if meeting.format is MeetingFormat.ONLINE:
        return str(_("Online"))
    return meeting.table.label if meeting.table else meeting.place


def _interpreting(meeting: Meeting) -> str:
    languages = " – ".join(map(language_name, meeting.interpreting))
    if meeting.interpreter is None:
        return str(_("%(languages)s: nobody yet", languages=languages)) if languages else ""
    return f"{meeting.interpreter.name} ({languages})" if languages else meeting.interpreter.name


def _headers() -> list[str]:
    fixed = [_("Company that asked"), _("Country"), _("Company asked"), _("Country of the company asked")]
    return [*fixed, *(_(name) for name in COLUMN_NAMES.values()), _("Minutes"), _("Fixed"), _("Message")]


def _rows(event: Event, wanted: MeetingFilter) -> Iterator[list[Cell]]:
    zone = ZoneInfo(event.time_zone)
    moments = {Column.TIME: "starts_at", Column.ASKED: "created_at", Column.ANSWERED: "answered_at"}
    for meeting in iterate_filtered(event.id, wanted, event.time_zone):
        cells: list[Cell] = [meeting.requester.name, territory(meeting.requester.country)]
        cells += [meeting.partner.name, territory(meeting.partner.country)]
        for column in Column:
            moment = getattr(meeting, moments[column]) if column in moments else None
            local = moment.astimezone(zone).replace(tzinfo=None, microsecond=0) if moment else None
            cells.append(local if column in moments else _cell(event, column, meeting))
        length = (meeting.ends_at - meeting.starts_at).seconds // 60 if meeting.starts_at and meeting.ends_at else None
        yield [*cells, length, _("yes") if meeting.is_pinned else _("no"), meeting.message]
