"""The queue: filtered, searched, sorted, a page at a time, and decisions about every ticked row."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from summit.clock import utcnow
from summit.events.models import Category
from summit.permissions import Permission
from summit.registration.forms.review import (
    BulkForm,
    filter_summary,
    read_filter,
    sort_argument,
    write_filter,
)
from summit.registration.queries import review
from summit.registration.queries.places import list_categories
from summit.registration.queries.review import QueuePage
from summit.registration.rules.desk import (
    ACTION_NAMES,
    SORT_NAMES,
    QueueFilter,
    QueueSort,
    read_position,
    write_position,
)
from summit.registration.rules.status import HOLDS_PLACE, RegistrationStatus
from summit.registration.services import reviewing
from summit.web.access import current_edition, requires
from summit.web.filters import number, text_for
from summit.web.forms import translated
from summit.web.locale import current_language

from .blueprint import bp
from .numbers import recent_days
from .words import TONES, country, short_day, status_names

_PLACE = "PLACE-OF-THE-REFERENCE"
_ON_THE_STRIP = (
    RegistrationStatus.SUBMITTED,
    RegistrationStatus.PRE_APPROVED,
    RegistrationStatus.APPROVED,
    RegistrationStatus.WAITLISTED,
)


@bp.get("/")
@requires(Permission.VIEW_REGISTRATIONS)
def queue(edition: str) -> str:
    """Show one page of the list that the URL names."""
    return _queue_page(BulkForm(formdata=None))


@bp.post("/decisions")
@requires(Permission.REVIEW_REGISTRATIONS)
def decide_many(edition: str) -> tuple[str, int]:
    """Decide about every ticked person and tell how each one went."""
    form = BulkForm()
    if not form.validate_on_submit():
        return _queue_page(form), 422
    results = reviewing.decide_many(
        current_edition().id,
        [reviewing.Pick(*pick) for pick in form.picks()],
        form.action.data,
        actor_id=current_user.account_id,
        now=utcnow(),
        reason=form.reason.data,
        note=form.note.data,
    )
    refused = [(result, translated(result.refusal)) for result in results if result.refusal is not None]
    page = render_template(
        "registration/review/results.html",
        done=len(results) - len(refused),
        refused=refused,
        back_url=url_for("review.queue", **write_filter(read_filter(request.args))),
    )
    return page, 200


def _queue_page(form: BulkForm) -> str:
    event, wanted = current_edition(), read_filter(request.args)
    categories = list_categories(event.id)
    page = review.list_page(
        event.id,
        wanted,
        categories,
        after=read_position(request.args.get("after", ""), wanted.sort),
        before=read_position(request.args.get("before", ""), wanted.sort),
    )
    words = _list_words(event, page, categories) | _head_words(event, wanted)
    return render_template(
        "registration/review/queue.html",
        form=form,
        ticked=set(form.picks()),
        bulk_url=url_for("review.decide_many", **(write_filter(wanted) | _place())),
        page=page,
        wanted=wanted,
        chosen=filter_summary(wanted),
        arguments=write_filter(wanted),
        action_names=ACTION_NAMES,
        headers=_headers(wanted),
        person_url=url_for("review.person", reference=_PLACE, **write_filter(wanted)).split(_PLACE),
        **words,
        **_neighbours(wanted, page),
    )


def _place() -> dict[str, str]:
    """Return the part of the address that tells which page of the list is read."""
    return {name: request.args[name] for name in ("after", "before") if name in request.args}


def _list_words(event: Any, page: QueuePage, categories: list[Category]) -> dict[str, Any]:
    """Return what the rows say, looked up once a page rather than once a row."""
    zone, language = ZoneInfo(event.time_zone), current_language()
    return {
        "categories": {category.id: category for category in categories},
        "category_names": {category.id: text_for(category.names) for category in categories},
        "country_names": {code: country(code) for code in {row.represents for row in page.rows}},
        "day": lambda moment: short_day(moment, zone, language),
        "tones": TONES,
    }


def _head_words(event: Any, wanted: QueueFilter) -> dict[str, Any]:
    """Return what stands above the list: numbers, tabs and choices; the chart only where nothing is filtered."""
    counts, names = review.count_by_status(event.id), status_names()
    codes = review.list_countries(event.id)
    is_overview = not (wanted.is_narrowed or wanted.statuses or "after" in request.args or "before" in request.args)
    return {
        "status_names": names,
        "status_tabs": _tabs(wanted, counts, names),
        "countries": sorted(((code, country(code)) for code in codes), key=lambda choice: choice[1]),
        "sort_choices": [(value, _(label)) for value, label in SORT_NAMES.items()],
        "strip": [*_strip(counts, names), (_("Countries and territories"), len(codes))],
        "days": recent_days(event) if is_overview else [],
    }


def _tabs(wanted: QueueFilter, counts: dict[RegistrationStatus, int], names: dict[str, str]) -> list[dict[str, Any]]:
    """Return one tab a status with its number; the other filters stay."""
    others = {name: value for name, value in write_filter(wanted).items() if name != "status"}
    everybody = {
        "label": _("All · %(count)s", count=number(sum(counts.values()))),
        "url": url_for("review.queue", **others),
        "current": not wanted.statuses,
    }
    return [everybody] + [
        {
            "label": f"{names[status.value]} · {number(counts[status])}",
            "url": url_for("review.queue", **others, status=status.value),
            "current": wanted.statuses == (status,),
        }
        for status in RegistrationStatus
        if status in counts
    ]


def _headers(wanted: QueueFilter) -> list[Any]:
    return [
        {"label": _("Ticked"), "hidden": True},
        _sortable(wanted, QueueSort.NAME, _("Name")),
        _("Category"),
        _("Organisation"),
        _("Represents"),
        _("Status"),
        _("Photo"),
        _sortable(wanted, QueueSort.SUBMITTED, _("Submitted")),
        _sortable(wanted, QueueSort.UPDATED, _("Changed")),
    ]


def _sortable(wanted: QueueFilter, column: QueueSort, label: str) -> dict[str, Any]:
    arguments = write_filter(wanted) | {"sort": sort_argument(wanted, column)}
    order = "descending" if wanted.descending else "ascending"
    return {
        "label": label,
        "url": url_for("review.queue", **arguments),
        "sorted": order if wanted.sort is column else None,
    }


def _strip(counts: dict[RegistrationStatus, int], names: dict[str, str]) -> list[tuple[str, int]]:
    held = sum(counts.get(status, 0) for status in HOLDS_PLACE)
    return [*((names[one.value], counts.get(one, 0)) for one in _ON_THE_STRIP), (_("Places held"), held)]


def _neighbours(wanted: QueueFilter, page: QueuePage) -> dict[str, str | None]:
    arguments = write_filter(wanted)
    before, after = page.before, page.after
    return {
        "newer_url": url_for("review.queue", **arguments, before=write_position(before)) if before else None,
        "older_url": url_for("review.queue", **arguments, after=write_position(after)) if after else None,
    }
