"""The filtered list as a spreadsheet."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, request, stream_with_context
from flask_babel import gettext as _
from flask_login import current_user

from summit.database import transaction
from summit.events.models import Category
from summit.permissions import Permission
from summit.registration.forms.review import read_filter
from summit.registration.models import Registration
from summit.registration.queries import review
from summit.registration.queries.places import list_categories
from summit.registration.services import correcting
from summit.sheets import stream_csv
from summit.web.access import current_edition, requires
from summit.web.filters import text_for

from .blueprint import bp
from .words import country, status_names


@bp.get("/export.csv")
@requires(Permission.REVIEW_REGISTRATIONS)
def export(edition: str) -> Response:
    """Stream everybody in the filtered list as CSV, without the sensitive answers."""
    event, wanted = current_edition(), read_filter(request.args)
    with transaction():
        correcting.record_export(event.id, wanted, actor_id=current_user.account_id)
    categories = list_categories(event.id)
    batches = review.iterate_filtered(event.id, wanted, categories)
    known = {category.id: category for category in categories}
    words = _Words(known, status_names(), ZoneInfo(event.time_zone))
    lines = stream_csv(_headers(), ([_cells(person, words) for person in people] for people in batches))
    headers = {"Content-Disposition": f'attachment; filename="{event.slug}-registrations.csv"'}
    return Response(stream_with_context(lines), mimetype="text/csv", headers=headers)


class _Words:
    """What turns a row into cells: names of categories and statuses, the venue's time."""

    def __init__(self, categories: Mapping[int, Category], statuses: Mapping[str, str], zone: ZoneInfo) -> None:
        self.categories, self.statuses, self.zone = categories, statuses, zone

    def time(self, moment: Any) -> str:
        """Write a moment as ISO 8601 in the venue's time; empty for none."""
        return moment.astimezone(self.zone).isoformat(timespec="seconds") if moment else ""


def _headers() -> list[str]:
    return [
        _("Number"),
        _("Status"),
        _("Category"),
        _("Name of the category"),
        _("Name"),
        _("Name in its own script"),
        _("Name in Cyrillic"),
        _("Form of address"),
        _("Organisation"),
        _("Job title"),
        _("Country code"),
        _("Represents"),
        _("Organisation represented"),
        _("Residence"),
        _("E-mail"),
        _("Telephone"),
        _("Languages spoken"),
        _("Badge, first line"),
        _("Badge, second line"),
        _("Photo"),
        _("Submitted"),
        _("Changed"),
        _("On the waiting list since"),
        _("Decided"),
    ]


def _cells(person: Registration, words: _Words) -> list[str]:
    category = words.categories[person.category_id]
    return [
        person.reference,
        words.statuses[person.status.value],
        category.letter,
        text_for(category.names),
        person.name_latin,
        person.name_native,
        person.name_cyrillic,
        person.honorific,
        person.organisation,
        person.job_title,
        person.represents,
        country(person.represents),
        person.represents_name,
        country(person.residence),
        person.email,
        person.phone,
        ", ".join(person.languages_spoken),
        person.badge_line1,
        person.badge_line2,
        _("yes") if person.photo else _("no"),
        words.time(person.created_at),
        words.time(person.updated_at),
        words.time(person.waitlisted_at),
        words.time(person.decided_at),
    ]
