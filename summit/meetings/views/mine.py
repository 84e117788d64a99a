"""The meetings and requests of the reader's company."""

from flask import render_template

from summit.clock import utcnow
from summit.web.access import current_edition, signed_in

from ..queries.meetings import list_of_company
from ..queries.settings import get_settings
from .blueprints import meetings_bp
from .looks import look_at, sections_of
from .reader import find_reader


@meetings_bp.get("/")
@signed_in
def mine(edition: str) -> str:
    """Show what waits for an answer, the timetable, and everything else that the reader's company has arranged."""
    event, reader = current_edition(), find_reader()
    if reader is None:
        return render_template("meetings/mine.html", reader=None)
    settings = get_settings(event.id)
    looks = [look_at(one, reader.company_id, settings) for one in list_of_company(event.id, reader.company_id)]
    return render_template(
        "meetings/mine.html",
        reader=reader,
        settings=settings,
        has_any=bool(looks),
        sections=sections_of(looks, event, utcnow()),
    )
