"""A time that has become free, offered to those who wait for one."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from summit.clock import utcnow
from summit.database import transaction
from summit.errors import DomainError
from summit.web.access import signed_in
from summit.web.forms import translated

from ..queries.settings import get_settings
from ..queries.waiting import find_offer
from ..rules.kinds import MeetingStatus
from ..services.offering import take_offer
from .attending import own_or_404
from .blueprints import meetings_bp
from .looks import look_at
from .reader import forget_reader, reader_or_404, side_of

Answer = Response | tuple[str, int]


@meetings_bp.route("/m/<meeting>/offer", methods=["GET", "POST"])
@signed_in
def offer(edition: str, meeting: str) -> str | Answer:
    """Show the free time that is offered to an agreed meeting, and let either company take it."""
    row = own_or_404(meeting)
    if request.method == "GET":
        return _page(meeting)
    try:
        with transaction():
            take_offer(row.id, reader_or_404().registration_id, now=utcnow())
    except DomainError as error:
        forget_reader()
        return _page(meeting, translated(error)), 422
    flash(_("The meeting has its time. Both companies are told."), "success")
    return redirect(url_for(".meeting", meeting=meeting), 303)


def _page(public_id: str, refusal: str = "") -> str:
    row = own_or_404(public_id)
    slot = find_offer(row.id, utcnow()) if row.status is MeetingStatus.ACCEPTED else None
    look = look_at(row, side_of(row) or row.partner_id, get_settings(row.event_id))
    return render_template("meetings/offer.html", look=look, slot=slot, refusal=refusal)
